"""Would fund: which misreports would be funded, by the full allocation model, asked as seldom as is certain.

Where an allocation can tell the copies of one applicant apart by nothing but the value of their options, and the first
objective is to have as much value as possible, a more valuable copy is funded wherever a less valuable one is. So the
best copy is asked first; where it is not funded none is, and where it is, the least valuable one that is funded is
found by halving. What the relaxation proves to be too little is not asked at all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pandas as pd

from locales import Text, message
from optimizer import Funded, Settings, Status, decides, swap_prices
from scenarios.allocations import Question, allocations
from scenarios.cases import Change, case_of
from scenarios.looked_up import looks_at_ranks, value_counts_alone
from scenarios.misreported import HONEST, Copies
from scenarios.outcome import Outcome
from scenarios.robust_blanks import Blank, Filled
from scenarios.sweep import Spread

YES, NO, UNKNOWN = "yes", "no", "unknown"
VALUE_PLACES = 3
HALF = 0.0005


@dataclass
class Ladder:
    """Copies of one applicant that differ in value alone, by rising points; one place for equal points."""

    rungs: list[list[str]]
    at_least: int = 0
    """Below this place nobody is funded."""
    funded_from: int | None = None
    """From this place on everybody is; None while nobody is known to be."""
    stopped: bool = False
    asked: list[int] = field(default_factory=list)

    @property
    def next(self) -> int | None:
        """The place to ask about now; None when all is known."""
        if self.stopped or self.at_least >= len(self.rungs) or self.at_least == self.funded_from:
            return None
        if self.funded_from is None:
            return len(self.rungs) - 1
        return (self.at_least + self.funded_from - 1) // 2

    def told(self, place: int, answer: str) -> None:
        """Learn what became of one copy."""
        if answer == UNKNOWN:
            self.stopped = True
        elif answer == YES:
            self.funded_from = place
        else:
            self.at_least = place + 1

    def answers(self) -> Iterator[tuple[str, str]]:
        """What is known of every copy."""
        for place, names in enumerate(self.rungs):
            known = YES if self.funded_from is not None and place >= self.funded_from else UNKNOWN
            known = NO if place < self.at_least else known
            yield from ((name, known) for name in names)


def would_fund(
    outcome: Outcome, made: Copies, scheduler: Spread | None = None, processes: int | None = None
) -> "pd.Series[Any]":
    """Say of every copy whose applicant the plan does not fund whether it would be: "yes", "no", "unknown".

    made: everyone as they are among them. Copies of those who are funded are "no": they have nothing
    to gain here. Unknown where the time ran out, or where what was found was not proven.
    """
    table = made.table
    found = pd.Series(NO, index=table.index, dtype=object)
    case = case_of(outcome)
    ladders = list(_ladders(outcome, table.loc[_open(outcome, made)]))

    def question(name: str) -> Question:
        return Question(case, *_change(outcome, table.loc[[name]].iloc[0]))

    asked(ladders, question, lambda name, answer: answer_for(answer, str(table.at[name, "of"])), scheduler, processes)
    for ladder in ladders:
        for name, known in ladder.answers():
            found[name] = known
    return found


def asked(
    ladders: Sequence[Ladder],
    question: Callable[[str], Question],
    judge: Callable[[str, Funded], str],
    scheduler: Spread | None,
    processes: int | None,
) -> None:
    """Ask about one place of every ladder at a time, until all is known."""
    while True:
        wave = [(ladder, place) for ladder in ladders if (place := ladder.next) is not None]
        if not wave:
            return
        questions = [question(ladder.rungs[place][0]) for ladder, place in wave]
        answers = allocations(questions, scheduler, processes=processes)
        for (ladder, place), answer in zip(wave, answers, strict=True):
            ladder.told(place, judge(ladder.rungs[place][0], answer))


def answer_for(answer: Funded, applicant: str) -> str:
    """Whether an allocation funds somebody."""
    if answer.status is Status.INFEASIBLE:
        return NO
    return UNKNOWN if answer.status is not Status.OPTIMAL else YES if applicant in answer.names else NO


def _open(outcome: Outcome, made: Copies) -> "pd.Series[bool]":
    """The copies that could be funded, as far as nothing proves that they are not."""
    table = made.table
    honest = table[table["kind"] == HONEST]
    before = honest.set_index("of").loc[table["of"]].set_axis(table.index, axis="index")
    gain = _gain(made, honest)
    unfunded = ~table["of"].isin(outcome.plan.awards.index)
    open_ = unfunded & (table["kind"] != HONEST) & gain.notna()
    unchanged = (table["look"] == before["look"]) & (gain == 0)
    if looks_at_ranks(outcome.rules, outcome.scenario.objectives):
        return open_ & ~(unchanged & (table["points"] == before["points"]))
    if not by_value_alone(outcome):
        return open_ & ~unchanged
    loss = table["of"].map(_prices(outcome)).astype(float).fillna(0.0)
    # Prices are exact and values have three decimals, so less than half of the last one decides nothing.
    no_better = (table["seen"] == before["seen"]) & ((table["passed"] & ~before["passed"]) == 0)
    return open_ & ~(no_better & ((gain <= 0) | (gain < loss - HALF)))


def _gain(made: Copies, honest: pd.DataFrame) -> "pd.Series[float]":
    """By how much the value of an option rises at most; infinite with an option not open before, blank without any."""
    old = made.offered[made.offered["of"].isin(honest.index)]
    old = old.assign(of=honest["of"].loc[old["of"]].to_numpy())
    new = made.offered.assign(who=made.table["of"].loc[made.offered["of"]].to_numpy())
    both = new.merge(old, how="left", left_on=["who", "option"], right_on=["of", "option"], suffixes=("", "_before"))
    more = (both["value"] - both["value_before"]).round(VALUE_PLACES).fillna(float("inf"))
    return more.groupby(both["of"]).max().reindex(made.table.index)


def by_value_alone(outcome: Outcome) -> bool:
    """Whether more value is always better and nothing but the first objective looks at it."""
    objectives = outcome.scenario.objectives
    plain = value_counts_alone(outcome.rules, objectives) and decides(objectives, outcome.scenario.solver)
    return plain and not looks_at_ranks(outcome.rules, objectives)


def _prices(outcome: Outcome) -> dict[str, float]:
    """What the first objective loses at least when somebody who is not funded is; infinite where no rule allows it."""
    priced = swap_prices(
        outcome.table,
        outcome.options.table,
        outcome.rules,
        outcome.scenario.objectives,
        outcome.plan,
        Settings(seconds=outcome.scenario.solver.seconds),
        exact=(),
    )
    none = Fraction(0)
    return {
        str(name): float("inf") if line.status == "impossible" else float(line.at_least or none)
        for name, line in priced.iterrows()
    }


def _ladders(outcome: Outcome, table: pd.DataFrame) -> Iterator[Ladder]:
    """Group what is to be asked; each copy by itself where more value need not be better."""
    if not by_value_alone(outcome):
        for name in table.index:
            yield Ladder([[str(name)]])
        return
    for _, group in table.groupby(["of", "look"], sort=True):
        steps = group.groupby("points", sort=True)
        yield Ladder([[str(name) for name in names] for names in steps.groups.values()])


def answers_of(column: str, cell: Any) -> tuple[tuple[str, Any], ...]:  # noqa: ANN401
    """The answers that are bent in one copy, as (column, cell)."""
    return ((column, cell),) if column else tuple(cell)


def _change(outcome: Outcome, row: "pd.Series[Any]") -> tuple[Change, Text]:
    labels = {each.column: each.label for each in outcome.round.criteria.questions}
    name, bent = str(row["of"]), answers_of(str(row["column"]), row["cell"])
    said = message("{question} of {applicant}", question=tuple(labels[column] for column, _ in bent), applicant=name)
    return Change(answers=tuple(Filled(Blank(False, name, column), cell) for column, cell in bent)), said
