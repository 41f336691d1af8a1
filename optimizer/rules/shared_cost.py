"""SharedCost: paid once for everybody who shares it, such as a training venue opened or a regional link built.

For every group g of options (those that `where` keeps, with the same values in the columns `per`), at cost c_g:
w_g >= sum of x_k over the options of one applicant in g, for every applicant (disaggregated: the tightest linear form
without a bound on awards);  w_g <= sum of x_k over g. So w_g is 1 exactly when any option of g is taken, and
sum of c_g w_g counts in every measure named. An aggregated row would only be tighter with the bound of another rule,
and would then outlive that rule's relaxing.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar, Self

import pandas as pd
from pydantic import Field, field_validator, model_validator

from intake import Finding
from locales import Message, Money, Text, message
from optimizer.measures import LIBRARIES, Scalar, awarded, is_money, mask
from optimizer.model import Model
from optimizer.purses import years_of
from optimizer.rules.beside import CountedBeside
from optimizer.rules.rule import Holdings, Usage
from optimizer.tables import Tables
from optimizer.words import column_name, measure_name

START = "start_year"


class SharedCost(CountedBeside):
    """Counts a cost once for every group in which anything is awarded.

    per: columns whose values make a group; none makes one group of all. where: conditions on options and applicants.
    cost: whole units (rupiah) for a group; instead: of single groups (values joined by " / "). line: the budget line
    it is paid from, so that it counts in cost, cost_<line> and, where there are years, in those of its year: `year`,
    the start year where `per` names it, else the first year there is. item: its name among the items of a line of
    which funders pay for single items. counts: the measures themselves, in place of `line`.
    """

    rule: ClassVar[str] = "shared_cost"

    cost: int = Field(ge=0, le=10**15)
    per: tuple[str, ...] = ()
    where: dict[str, Scalar | tuple[Scalar, ...]] = Field(default_factory=dict)
    instead: dict[str, int] = Field(default_factory=dict)
    line: str = ""
    item: str = ""
    year: int | None = None
    counts: tuple[str, ...] = ()
    assumption: bool = False

    @field_validator("per", "counts", mode="before")
    @classmethod
    def _one_or_more(cls, given: Any) -> Any:  # noqa: ANN401
        return (given,) if isinstance(given, str) else given

    @model_validator(mode="after")
    def _says_where_it_counts(self) -> Self:
        if bool(self.line) == bool(self.counts):
            raise ValueError("a shared cost needs either `line` or `counts`")
        if (self.item or self.year is not None) and not self.line:
            raise ValueError("`item` and `year` belong to `line`")
        if self.year is not None and START in self.per:
            raise ValueError("the year is that of the start where `per` names start_year, so `year` says it twice")
        if any(cost < 0 for cost in self.instead.values()):
            raise ValueError("a cost must be zero or more")
        if self.instead and not self.per:
            raise ValueError("`instead` names groups, so it needs `per`")
        return self

    def problems(self, tables: Tables) -> list[Finding]:
        """Name unknown columns and groups, blanks in the columns of groups, and measures that do not exist."""
        found = self.unknown_columns(tables, *self.where, *self.per)
        if found:
            return found
        kept = tables.joined.rows(["applicant", *self.per], mask(tables, self.where))
        for column in self.per:
            blank = sorted(set(kept.loc[kept[column].isna(), "applicant"]))
            if blank:
                problem = message(
                    "rule {rule} shares a cost by {column}, which is blank for: {applicants}",
                    rule=self.id,
                    column=column_name(column),
                    applicants=tuple(blank),
                )
                remedy = message("give the value: a blank would pay nothing")
                found.append(self.finding(problem, remedy, value=blank[0]))
        if found:
            return found
        members = _members(kept, self.per)
        known = {_written(values) for values in members}
        found += [
            self.finding(
                message("rule {rule} has a cost of its own for {group}, which nobody is in", rule=self.id, group=group),
                message("the groups are: {groups}", groups=tuple(sorted(known))),
                value=group,
            )
            for group in sorted(set(self.instead) - known)
        ]
        columns = [str(column) for column in tables.options.columns]
        counted = {measure for values in members for measure in self.measures(columns, values)}
        return [*found, *(self._no_measure(name) for name in sorted(counted) if not _countable(tables, name))]

    def _no_measure(self, measure: str) -> Finding:
        return self.finding(
            message(
                "rule {rule} counts in {measure}, which is no number of the options", rule=self.id, measure=measure
            ),
            message("name the budget line of a round, or number columns of the options, under `counts`"),
            value=measure,
        )

    def measures(self, columns: Sequence[str], values: Sequence[Any]) -> tuple[str, ...]:
        """The measures that one group's cost counts in, given the columns of the options and the group's values."""
        if self.counts:
            return self.counts
        names = ["cost", f"cost_{self.line}"]
        known = years_of(columns, "cost")
        if known:
            own = dict(zip(self.per, values, strict=True)).get(START, self.year)
            year = known[0] if own is None else str(own)
            names += [f"cost_{year}", *([n] if (n := f"cost_{self.line}_{year}") in columns else [])]
            names += [n for n in (f"cost_item_{self.item}_{year}",) if self.item and n in columns]
        names += [n for n in (f"cost_item_{self.item}",) if self.item and n in columns]
        return tuple(names)

    def cost_of(self, group: str) -> int:
        """What a group costs."""
        return self.instead.get(group, self.cost)

    def prepare(self, model: Model) -> None:
        """Add one decision a group that costs anything."""
        tables = model.tables
        columns = [str(column) for column in tables.options.columns]
        kept = tables.joined.rows(["applicant", *self.per], mask(tables, self.where))
        for values, members in _members(kept, self.per).items():
            group = _written(values)
            if not self.cost_of(group) or (self.id, group) in model.switches:
                continue
            switch = model.switch(self.id, group, members)
            for measure in self.measures(columns, values):
                model.shared.setdefault(measure, []).append((switch, self.cost_of(group)))

    def largest(self, tables: Tables, measure: str) -> Fraction:
        """The cost of every group that there is."""
        columns = [str(column) for column in tables.options.columns]
        return Fraction(
            sum(
                self.cost_of(_written(values))
                for values in _members(tables.joined.rows(["applicant", *self.per], mask(tables, self.where)), self.per)
                if measure in self.measures(columns, values)
            )
        )

    def paid(self, awards: pd.DataFrame) -> dict[tuple[Any, ...], int]:
        """Groups with an award, by their values, and what each costs; from the awards alone."""
        kept = awarded(awards, self.where)
        if not self.per:
            return {(): self.cost} if len(kept) else {}
        groups = set(zip(*(kept[column].tolist() for column in self.per), strict=True))
        return {values: self.cost_of(_written(values)) for values in sorted(groups, key=_written)}

    def amounts(self, awards: pd.DataFrame) -> dict[str, Fraction]:
        """What the groups with an award add to every measure."""
        columns = [str(column) for column in awards.columns]
        found: dict[str, Fraction] = {}
        for values, cost in self.paid(awards).items():
            for measure in self.measures(columns, values):
                found[measure] = found.get(measure, Fraction(0)) + cost
        return found

    def usage(self, holdings: Holdings) -> list[Usage]:
        """What is paid for every group with an award."""
        measure = self.counts[0] if self.counts else f"cost_{self.line}"
        paid = self.paid(holdings.awards).items()
        return [Usage(self.id, _written(values), measure, Fraction(cost)) for values, cost in paid]

    def describe(self) -> Message:
        """Say what is paid once, by whom it is shared and where it counts."""
        each: Text = ""
        if self.per:
            each = message(" for each {columns} with an award", columns=tuple(column_name(name) for name in self.per))
        conditions = tuple(
            message("{column} is {values}", column=column_name(column), values=_listed(values))
            for column, values in self.where.items()
        )
        whom = message(" where {conditions}", conditions=conditions) if conditions else ""
        measures = self.counts or (f"cost_{self.line}",)
        return message(
            "{cost}, paid once{each}{whom}{instead}; counts as {measures}",
            cost=self._money(self.cost),
            each=each,
            whom=whom,
            instead=tuple(
                message("; {group}: {cost}", group=group, cost=self._money(cost))
                for group, cost in self.instead.items()
            )
            or "",
            measures=tuple(measure_name(measure) for measure in measures),
        )

    def _money(self, cost: int) -> Text:
        return Money(cost) if self.line or is_money(self.counts[0]) else cost


def _members(kept: pd.DataFrame, per: Sequence[str]) -> dict[tuple[Any, ...], list[int]]:
    """Places of the options of every group, by the group's values, in order."""
    if not per:
        return {(): kept.index.tolist()} if len(kept) else {}
    found: dict[tuple[Any, ...], list[int]] = {}
    for place, *values in zip(kept.index.tolist(), *(kept[column].tolist() for column in per), strict=True):
        found.setdefault(tuple(values), []).append(place)
    return dict(sorted(found.items(), key=lambda pair: _written(pair[0])))


def _written(values: Sequence[Any]) -> str:
    return " / ".join(str(value) for value in values)


def _listed(values: Scalar | tuple[Scalar, ...]) -> Text:
    return tuple(str(v) for v in values) if isinstance(values, tuple) else str(values)


def _countable(tables: Tables, measure: str) -> bool:
    return measure != LIBRARIES and measure in tables.options and tables.is_number(measure)
