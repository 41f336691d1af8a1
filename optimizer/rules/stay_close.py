"""StayClose: at most so many changes against an announced plan; the row is in `optimizer.announced`."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from pydantic import Field

from intake import Finding, Severity
from locales import Message, message
from optimizer.announced import CHANGES, Against
from optimizer.model import Model
from optimizer.rules.rule import Holdings, Rule, Usage, Violation
from optimizer.slack import Easing, Move, Piece, Slack
from optimizer.tables import Tables

AT_MOST = "at_most"


class StayClose(Against, Rule):
    """Lets a plan differ from an announced one by `at_most` changes of the kinds that it `counts`.

    Announced applicants who are no longer in the round, or can no longer be given anything, count as changes too.
    Nobody leaves: counts = "leaves", at_most = 0. At most five names change: counts = ["leaves", "enters"],
    at_most = 5. Every promise is kept to the letter: counts = ["leaves", "packages"], at_most = 0.
    """

    rule: ClassVar[str] = "stay_close"
    relaxing: ClassVar[tuple[str, ...]] = (AT_MOST,)

    at_most: int = Field(ge=0)

    def problems(self, tables: Tables) -> list[Finding]:
        """Warn of announced applicants that cannot be kept; they are counted, so nothing is refused."""
        warned = self.warning(tables)
        if warned is None:
            return []
        problem, remedy = warned
        return [
            Finding(
                "rule",
                Severity.WARNING,
                message("rule {rule}: {problem}", rule=self.name, problem=problem),
                remedy,
                file="rules",
                column=self.id,
            )
        ]

    def constrain(self, model: Model) -> None:
        """Add the one row."""
        self.loosen(model, Easing(model, ()))

    def loosen(self, model: Model, easing: Easing) -> None:
        """Add the one row, widened by its slack column if there is one."""
        numbers, constant = self.coefficients(model.tables)
        wider = [(variable, -1) for variable in easing.steps(Piece(self.id, AT_MOST))]
        model.require(model.joined((model.terms(numbers), 1), (wider, 1)), "<=", self.at_most - constant)

    def pieces(self, tables: Tables) -> tuple[Piece, ...]:
        """The bound is one piece."""
        del tables
        return (Piece(self.id, AT_MOST),)

    def _slack(self, tables: Tables) -> Iterable[Slack]:
        _, most = self.range_of(tables)
        if most > self.at_most:
            yield Slack(Piece(self.id, AT_MOST), Fraction(max(self.at_most, 1)), most=most - self.at_most)

    def relaxed(self, tables: Tables, moves: Sequence[Move]) -> Rule | None:
        """The rule with more changes allowed."""
        del tables
        return self.model_copy(update={AT_MOST: self.at_most + sum(int(move.amount) for move in moves)})

    def said(self, move: Move) -> Message:
        """Say how many more may change."""
        return message(
            "{rule}: let {more} more change against the announced plan, {new} instead of {old}",
            rule=self.name,
            more=int(move.amount),
            new=self.at_most + int(move.amount),
            old=self.at_most,
        )

    def usage(self, holdings: Holdings) -> list[Usage]:
        """Count the changes of the kinds that count."""
        used = self.made(holdings.awards).count(self.counts)
        return [Usage(self.id, "", CHANGES, Fraction(used), None, Fraction(self.at_most))]

    def check(self, holdings: Holdings) -> list[Violation]:
        """Report too many changes, by kind."""
        made = self.made(holdings.awards)
        used = made.count(self.counts)
        if used <= self.at_most:
            return []
        return [
            self.broken(
                message(
                    "{rule}: {used} changes against the announced plan, the rule allows {most} "
                    "({leaves} leave, {enters} enter, {packages} are given another package; counted are: {counted})",
                    rule=self.name,
                    used=used,
                    most=self.at_most,
                    leaves=len(made.leaves),
                    enters=len(made.enters),
                    packages=len(made.packages),
                    counted=self.counted(),
                )
            )
        ]

    def describe(self) -> Message:
        """Say how many changes of which kinds."""
        return message(
            "at most {most} changes against the announced plan of {count} libraries ({counted})",
            most=self.at_most,
            count=len(self.announced),
            counted=self.counted(),
        )

    def as_data(self) -> dict[str, Any]:
        """Give the rule as the table that a scenario file would hold: bare names where no option was announced."""
        data = super().as_data()
        if not any(self.announced.values()):
            data["announced"] = sorted(self.announced)
        return data
