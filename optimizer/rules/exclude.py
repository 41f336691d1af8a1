"""Exclude: these applicants must not be awarded:  sum of x_k over the options of i = 0."""

from typing import ClassVar

from locales import Message, message
from optimizer.model import Model
from optimizer.rules.rule import Applicants, Holdings, Violation
from optimizer.slack import Easing, Move, Piece


class Exclude(Applicants):
    """Keeps named applicants out of the plan, with a reason and who asked for it.

    Such a reason is a conflict of interest or a law, which no plan outweighs: it gives way only where `may_relax`
    says so.
    """

    rule: ClassVar[str] = "exclude"
    gives_way: ClassVar[bool] = False

    def constrain(self, model: Model) -> None:
        """Require no option for each."""
        for applicant in self.applicants:
            model.require(model.awarded(applicant), "==", 0)

    def loosen(self, model: Model, easing: Easing) -> None:
        """The same rows, each with a way out."""
        for applicant in self.applicants:
            dropped = [(variable, -1) for variable in easing.steps(Piece(self.id, "applicant", applicant))]
            model.require([*model.awarded(applicant), *dropped], "<=", 0)

    def said(self, move: Move) -> Message:
        """Say for whom it is dropped."""
        return message("do not keep {applicant} out ({rule})", applicant=move.piece.part, rule=self.name)

    def check(self, holdings: Holdings) -> list[Violation]:
        """Report those who are awarded."""
        return [
            self.broken(message("{applicant} must not be in the plan and is", applicant=applicant))
            for applicant in self.applicants
            if applicant in set(holdings.awards.index)
        ]

    def describe(self) -> Message:
        """Say who must be out, and why."""
        return message(
            "not in the plan: {applicants} ({reason})",
            applicants=self.applicants,
            reason=self.reason or self.asked_by,
        )
