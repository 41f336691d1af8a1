"""OneOf: at most one award in a set:  sum of x_k over the options of the set <= 1."""

from collections.abc import Iterable, Sequence, Set
from fractions import Fraction
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pulp
from pydantic import Field, model_validator

from intake import Finding
from locales import Message, Text, message
from optimizer.measures import Scalar, awarded, groups, mask
from optimizer.model import Model
from optimizer.rules.rule import Holdings, Rule, Violation
from optimizer.slack import Easing, Move, Piece, Slack
from optimizer.tables import Tables
from optimizer.words import column_name


class OneOf(Rule):
    """Allows at most one award among named applicants, or for each value of a column.

    Either `applicants` names one set, or `per` makes a set of all applicants that share a value, among those that
    `where` keeps. besides: applicants that may be awarded all the same, and do not count. only: with `per`, the
    groups that the rule is about, as they are written; all of them if not said.
    """

    rule: ClassVar[str] = "one_of"

    applicants: tuple[str, ...] = ()
    per: str = ""
    where: dict[str, Scalar | tuple[Scalar, ...]] = Field(default_factory=dict)
    besides: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_a_set(self) -> Self:
        if bool(self.applicants) == bool(self.per) or (self.where and not self.per):
            raise ValueError("one_of needs either `applicants`, or `per` with an optional `where`")
        if self.only and not self.per:
            raise ValueError("`only` names groups, so it needs `per`")
        return self

    def problems(self, tables: Tables) -> list[Finding]:
        """Name unknown applicants and columns."""
        columns = [*self.where, *([self.per] if self.per else [])]
        return [
            *self.unknown_applicants(tables, *self.applicants, *self.besides),
            *self.unknown_columns(tables, *columns),
        ]

    def constrain(self, model: Model) -> None:
        """Add one row a set."""
        self.loosen(model, Easing(model, ()))

    def loosen(self, model: Model, easing: Easing) -> None:
        """Add one row a set; an option counts unless the rule is dropped for its applicant."""
        out = {piece.part: easing.steps(piece)[0] for piece in easing.of if piece.rule == self.id}
        for chosen in self._sets(model.tables).values():
            less: list[tuple[pulp.LpVariable, int]] = []
            for k in np.flatnonzero(chosen).tolist() if out else ():
                dropped = out.get(str(model.tables.options["applicant"].iat[k]))
                if dropped is not None:
                    uncounted = model.binary(f"uncounted_{model.rows:06d}")
                    model.require([(uncounted, 1), (model.option(k), -1)], "<=", 0)
                    model.require([(uncounted, 1), (dropped, -1)], "<=", 0)
                    less.append((uncounted, -1))
            model.require(model.joined((model.terms(chosen.astype(np.int64)), 1), (less, 1)), "<=", 1)

    def _sets(self, tables: Tables) -> dict[str, npt.NDArray[np.bool_]]:
        """The options of every set, by the group that they share."""
        counted = ~tables.options["applicant"].isin(list(self.besides)).to_numpy()
        if self.applicants:
            return {"": counted & tables.options["applicant"].isin(list(self.applicants)).to_numpy()}
        kept = counted & mask(tables, self.where)
        found = {group: kept & mask(tables, {self.per: group}) for group in groups(tables, self.per)}
        return {str(group): chosen for group, chosen in found.items() if not self.only or str(group) in self.only}

    def pieces(self, tables: Tables) -> tuple[Piece, ...]:
        """One piece a set."""
        return tuple(Piece(self.id, "set", group) for group in self._sets(tables))

    def kept(self, tables: Tables, pieces: Set[Piece]) -> Rule | None:
        """The rule about these sets alone."""
        if not pieces or not self.per:
            return self if pieces else None
        return self.model_copy(
            update={"only": tuple(g for g in self._sets(tables) if Piece(self.id, "set", g) in pieces)}
        )

    def _slack(self, tables: Tables) -> Iterable[Slack]:
        names: set[str] = set()
        for chosen in self._sets(tables).values():
            names |= set(tables.options["applicant"][chosen])
        return (Slack(Piece(self.id, "applicant", name), Fraction(1)) for name in sorted(names))

    def relaxed(self, tables: Tables, moves: Sequence[Move]) -> Rule | None:
        """The rule without those it is dropped for."""
        del tables
        return self.model_copy(update={"besides": (*self.besides, *(move.piece.part for move in moves))})

    def said(self, move: Move) -> Message:
        """Say who does not count."""
        return message(
            "let {applicant} be funded besides the others ({rule})", applicant=move.piece.part, rule=self.name
        )

    def check(self, holdings: Holdings) -> list[Violation]:
        """Report every set with two awards or more."""
        if self.applicants:
            counted = set(self.applicants) - set(self.besides)
            sets: dict[Any, list[str]] = {"": [a for a in holdings.awards.index if a in counted]}
        else:
            kept = awarded(holdings.awards, self.where)
            sets = {}
            for applicant, value in kept[self.per].dropna().items():
                if applicant in self.besides or (self.only and str(value) not in self.only):
                    continue
                sets.setdefault(value, []).append(str(applicant))
        return [
            self.broken(message("only one of these may be in the plan: {applicants}", applicants=tuple(sorted(names))))
            for names in sets.values()
            if len(names) > 1
        ]

    def describe(self) -> Message:
        """Say the set."""
        who: Text = self.applicants or message("those that share the same {column}", column=column_name(self.per))
        if not (self.only or self.besides):
            return message("at most one of: {who}", who=who)
        return message(
            "at most one of: {who}{groups}{besides}",
            who=who,
            groups=message(" ({groups})", groups=self.only) if self.only else "",
            besides=message("; not counting {applicants}", applicants=self.besides) if self.besides else "",
        )
