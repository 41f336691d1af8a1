"""What every rule is: settings that constrain a model, check a finished plan and say themselves in words."""

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

import pandas as pd
from pydantic import Field, PrivateAttr, ValidationError, field_validator

from intake import Finding, Severity, Strict
from locales import Label, Message, Text, message
from optimizer.model import Model
from optimizer.numbers import fraction
from optimizer.slack import Easing, Move, Piece, Slack
from optimizer.tables import Tables

if TYPE_CHECKING:
    from optimizer.rules.beside import CountedBeside


@dataclass(frozen=True)
class Usage:
    """How far a plan uses one part of a rule: `part` is the group it concerns, or empty.

    All numbers are exact and in the measure's own unit; a bound that is not set is None.
    """

    rule: str
    part: str
    measure: str
    used: Fraction
    at_least: Fraction | None = None
    at_most: Fraction | None = None

    @property
    def left(self) -> Fraction | None:
        """What may still be used before the upper bound is reached."""
        return None if self.at_most is None else self.at_most - self.used

    @property
    def spare(self) -> Fraction | None:
        """How much there is above the lower bound."""
        return None if self.at_least is None else self.used - self.at_least

    @property
    def broken(self) -> bool:
        """Whether the plan is outside the bounds."""
        return (self.left is not None and self.left < 0) or (self.spare is not None and self.spare < 0)


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong with a plan, and the rule or table that says so."""

    where: str
    problem: Message


@dataclass(frozen=True, eq=False)
class Holdings:
    """A finished plan as a rule's check sees it: tables only.

    awards: index applicant; the option's columns and the applicant's beside them. pairs: columns rule, village,
    mentor. options: everything that was offered, so that a group of options without any award is seen too; None
    where only the awards are known.
    """

    awards: pd.DataFrame
    pairs: pd.DataFrame
    applicants: pd.DataFrame
    options: pd.DataFrame | None = None


class Rule(Strict, ABC):
    """One demand on a plan. A subclass in a file of this folder is known everywhere by its `rule` name.

    may_relax: whether it may give way when no plan exists; not said, it is as its kind has it. relax_at_most: by how
    much, set in advance, for each kind of relaxing that the rule knows (`relaxing`), in that kind's own unit.
    """

    rule: ClassVar[str]
    makes_pairs: ClassVar[bool] = False
    relaxing: ClassVar[tuple[str, ...]] = ()
    gives_way: ClassVar[bool] = True
    id: str = ""
    label: Label | None = None
    note: Label | None = None
    source: str = ""
    may_relax: bool | None = None
    relax_at_most: dict[str, Annotated[int | float, Field(ge=0)]] = Field(default_factory=dict)
    _beside: tuple["CountedBeside", ...] = PrivateAttr(default=())

    @field_validator("relax_at_most")
    @classmethod
    def _known_kinds(cls, given: dict[str, Any]) -> dict[str, Any]:
        strange = sorted(set(given) - set(cls.relaxing))
        if strange:
            known = ", ".join(cls.relaxing) or "nothing: it is never relaxed by an amount"
            raise ValueError(f"relax_at_most names {', '.join(strange)}; this rule knows {known}")
        return given

    @property
    def name(self) -> Text:
        """What to call it: its label, else its id."""
        return self.label or self.id

    @property
    def beside(self) -> tuple["CountedBeside", ...]:
        """The rules whose costs count beside what the awards use; known once the rules were named together."""
        return self._beside

    def with_beside(self, beside: tuple["CountedBeside", ...]) -> Self:
        """The same rule, which counts these costs too."""
        if self._beside == beside:
            return self
        copy = self.model_copy()
        copy._beside = beside
        return copy

    def all_beside(self) -> tuple["CountedBeside", ...]:
        """The rules it knows of, and itself if it is one."""
        return self._beside

    def shared(self, awards: pd.DataFrame, measure: str) -> Fraction:
        """What is counted towards a measure beside the awards' own amounts."""
        return sum((each.amounts(awards).get(measure, Fraction(0)) for each in self._beside), Fraction(0))

    def prepare(self, model: Model) -> None:
        """Add what is counted beside the awards to a model, before any rule writes its rows."""
        for each in self._beside:
            each.prepare(model)

    @abstractmethod
    def problems(self, tables: Tables) -> list[Finding]:
        """Say what of the rule does not fit the tables: unknown columns, unknown applicants."""

    @abstractmethod
    def constrain(self, model: Model) -> None:
        """Add the rule's rows to the model."""

    @abstractmethod
    def check(self, holdings: Holdings) -> list[Violation]:
        """Look at a finished plan, without the model's code, and say what breaks the rule."""

    @abstractmethod
    def describe(self) -> Message:
        """Say the rule in one sentence."""

    def usage(self, holdings: Holdings) -> list[Usage]:
        """Measure how far the plan uses the rule; rules that only say yes or no measure nothing."""
        del holdings
        return []

    def pieces(self, tables: Tables) -> tuple[Piece, ...]:
        """List the parts that could be demanded by themselves; a rule that is one whole is one piece."""
        del tables
        return (Piece(self.id),)

    def kept(self, tables: Tables, pieces: Set[Piece]) -> "Rule | None":
        """Give the rule that demands these of its pieces and no more; None when nothing is left."""
        del tables
        return self if pieces else None

    def slack(self, tables: Tables) -> tuple[Slack, ...]:
        """Say how each piece may be relaxed at the most; nothing for a rule that is never relaxed."""
        if not self.may_give_way:
            return ()
        limited = ((slack, self.relax_at_most.get(slack.piece.kind)) for slack in self._slack(tables))
        found = (slack.within(None if most is None else fraction(most)) for slack, most in limited)
        return tuple(slack for slack in found if slack is not None)

    @property
    def may_give_way(self) -> bool:
        """Whether the committee lets it be relaxed at all."""
        return self.gives_way if self.may_relax is None else self.may_relax

    def _slack(self, tables: Tables) -> Iterable[Slack]:
        """Say how each piece could be relaxed, as far as that can be of use."""
        del tables
        return ()

    def loosen(self, model: Model, easing: Easing) -> None:
        """Add the rule's rows with the slack columns that `easing` holds for its pieces."""
        del easing
        self.constrain(model)

    def relaxed(self, tables: Tables, moves: Sequence[Move]) -> "Rule | None":
        """Give the rule as it stands after these moves; None when nothing is left of it."""
        del tables
        return None if moves else self

    def said(self, move: Move) -> Message:
        """Say one relaxation in a sentence, in the unit that a committee speaks of."""
        del move
        return message("drop the rule “{rule}”", rule=self.titled)

    def named_piece(self, piece: Piece) -> Message:
        """Name one piece of the rule."""
        return message(
            "{rule}{part}", rule=self.titled, part=message(" ({part})", part=piece.part) if piece.part else ""
        )

    @property
    def titled(self) -> Text:
        """What to call it where nothing else explains it: its label, else its id and what it says."""
        return self.label or message("{rule} ({says})", rule=self.id, says=self.describe())

    def as_data(self) -> dict[str, Any]:
        """Give the rule as the table that a scenario file would hold."""
        return {"rule": self.rule, **self.model_dump(mode="json", exclude_defaults=True)}

    def finding(self, problem: Message, remedy: Message, **place: Any) -> Finding:  # noqa: ANN401
        """Make an error finding about this rule."""
        return Finding("rule", Severity.ERROR, problem, remedy, file="rules", column=self.id, **place)

    def unknown_columns(self, tables: Tables, *columns: str) -> list[Finding]:
        """Name the columns that neither table has."""
        return [
            self.finding(
                message("rule {rule} names the column {column}, which does not exist", rule=self.id, column=column),
                message("the columns are: {columns}", columns=tuple(sorted(map(str, tables.joined.columns)))),
                value=column,
            )
            for column in columns
            if column not in tables.joined
        ]

    def unknown_applicants(self, tables: Tables, *applicants: str) -> list[Finding]:
        """Name the applicants that are not in the round."""
        return [
            self.finding(
                message(
                    "rule {rule} names the applicant {applicant}, who is not in this round",
                    rule=self.id,
                    applicant=a,
                ),
                message("correct the id or take it out of the rule"),
                value=a,
            )
            for a in applicants
            if a not in tables.applicants.index
        ]

    def broken(self, problem: Message) -> Violation:
        """Make a violation of this rule."""
        return Violation(self.id, problem)


class Applicants(Rule, ABC):
    """A rule about named applicants, with the reason and who asked for it."""

    applicants: tuple[str, ...] = Field(min_length=1)
    reason: Label | None = None
    asked_by: str = ""

    def problems(self, tables: Tables) -> list[Finding]:
        """Name unknown applicants."""
        return self.unknown_applicants(tables, *self.applicants)

    def pieces(self, tables: Tables) -> tuple[Piece, ...]:
        """One piece an applicant."""
        del tables
        return tuple(Piece(self.id, "applicant", name) for name in dict.fromkeys(self.applicants))

    def kept(self, tables: Tables, pieces: Set[Piece]) -> Rule | None:
        """The rule about these applicants alone."""
        del tables
        left = tuple(name for name in self.applicants if Piece(self.id, "applicant", name) in pieces)
        return self.model_copy(update={"applicants": left}) if left else None

    def _slack(self, tables: Tables) -> Iterable[Slack]:
        return (Slack(piece, Fraction(1)) for piece in self.pieces(tables))

    def relaxed(self, tables: Tables, moves: Sequence[Move]) -> Rule | None:
        """The rule without the applicants it is dropped for."""
        return self.kept(tables, set(self.pieces(tables)) - {move.piece for move in moves})


@cache
def registry() -> Mapping[str, type[Rule]]:
    """Find every rule of this folder by its `rule` name."""
    package = "optimizer.rules"
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"{package}.{module.name}")
    found: dict[str, type[Rule]] = {}
    waiting: list[type[Any]] = [Rule]
    while waiting:
        known = waiting.pop()
        waiting.extend(known.__subclasses__())
        if "rule" in vars(known):
            found[vars(known)["rule"]] = known
    return dict(sorted(found.items()))


def read_rule(data: Mapping[str, Any], position: int = 0) -> Rule:
    """Make a rule from a scenario's table; raise ValueError that says what is wrong with it."""
    kind = data.get("rule")
    rules = registry()
    if not isinstance(kind, str) or kind not in rules:
        raise ValueError(f"rule {position + 1}: there is no rule {kind!r}; there are {', '.join(rules)}")
    fields = {key: value for key, value in data.items() if key != "rule"}
    fields.setdefault("id", f"{kind}_{position + 1}")
    try:
        return rules[kind].model_validate(fields)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'rule'}: {e['msg']}" for e in error.errors())
        raise ValueError(f"rule {fields['id']}: {said}") from error


__all__ = ["Applicants", "Holdings", "Rule", "Self", "Usage", "Violation", "read_rule", "registry"]
