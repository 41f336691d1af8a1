"""Requires: one award only together with others:  s_i <= s_j for every j that i needs."""

from collections.abc import Iterable, Sequence, Set
from fractions import Fraction
from typing import ClassVar

from pydantic import Field

from intake import Finding
from locales import Message, message
from optimizer.model import Model
from optimizer.rules.rule import Holdings, Rule, Violation
from optimizer.slack import Easing, Move, Piece, Slack
from optimizer.tables import Tables


class Requires(Rule):
    """Lets `applicant` be awarded only if everyone it `needs` is awarded too."""

    rule: ClassVar[str] = "requires"

    applicant: str
    needs: tuple[str, ...] = Field(min_length=1)

    def problems(self, tables: Tables) -> list[Finding]:
        """Name unknown applicants."""
        return self.unknown_applicants(tables, self.applicant, *self.needs)

    def constrain(self, model: Model) -> None:
        """Add one row for each that is needed."""
        for needed in self.needs:
            if needed == self.applicant:
                continue
            opposite = [(variable, -number) for variable, number in model.awarded(needed)]
            model.require([*model.awarded(self.applicant), *opposite], "<=", 0)

    def pieces(self, tables: Tables) -> tuple[Piece, ...]:
        """One piece a need."""
        del tables
        return tuple(Piece(self.id, "needs", name) for name in dict.fromkeys(self.needs) if name != self.applicant)

    def kept(self, tables: Tables, pieces: Set[Piece]) -> Rule | None:
        """The rule with these needs alone."""
        del tables
        left = tuple(name for name in self.needs if Piece(self.id, "needs", name) in pieces)
        return self.model_copy(update={"needs": left}) if left else None

    def _slack(self, tables: Tables) -> Iterable[Slack]:
        return (Slack(piece, Fraction(1)) for piece in self.pieces(tables))

    def loosen(self, model: Model, easing: Easing) -> None:
        """The same rows, each with a way out."""
        for piece in self.pieces(model.tables):
            away = [(variable, -number) for variable, number in model.awarded(piece.part)]
            dropped = [(variable, -1) for variable in easing.steps(piece)]
            model.require([*model.awarded(self.applicant), *away, *dropped], "<=", 0)

    def relaxed(self, tables: Tables, moves: Sequence[Move]) -> Rule | None:
        """The rule without the needs that are dropped."""
        return self.kept(tables, set(self.pieces(tables)) - {move.piece for move in moves})

    def said(self, move: Move) -> Message:
        """Say which need is dropped."""
        return message(
            "let {applicant} be funded without {needed} ({rule})",
            applicant=self.applicant,
            needed=move.piece.part,
            rule=self.name,
        )

    def check(self, holdings: Holdings) -> list[Violation]:
        """Report what is missing."""
        there = set(holdings.awards.index)
        if self.applicant not in there:
            return []
        return [
            self.broken(message("{applicant} needs {needed} in the plan", applicant=self.applicant, needed=needed))
            for needed in self.needs
            if needed not in there
        ]

    def describe(self) -> Message:
        """Say who needs whom."""
        return message("{applicant} only together with {needs}", applicant=self.applicant, needs=self.needs)
