"""Include: these applicants must be awarded:  sum of x_k over the options of i = 1."""

from typing import ClassVar

from locales import Message, message
from optimizer.model import Model
from optimizer.rules.rule import Applicants, Holdings, Violation
from optimizer.slack import Easing, Move, Piece


class Include(Applicants):
    """Forces named applicants into the plan, with a reason and who asked for it."""

    rule: ClassVar[str] = "include"

    def constrain(self, model: Model) -> None:
        """Require exactly one option for each."""
        for applicant in self.applicants:
            model.require(model.awarded(applicant), "==", 1)

    def loosen(self, model: Model, easing: Easing) -> None:
        """The same rows, each with a way out."""
        for applicant in self.applicants:
            dropped = [(variable, 1) for variable in easing.steps(Piece(self.id, "applicant", applicant))]
            model.require([*model.awarded(applicant), *dropped], ">=", 1)

    def said(self, move: Move) -> Message:
        """Say for whom it is dropped."""
        return message("do not insist on {applicant} ({rule})", applicant=move.piece.part, rule=self.name)

    def check(self, holdings: Holdings) -> list[Violation]:
        """Report those who are not awarded."""
        return [
            self.broken(message("{applicant} must be in the plan and is not", applicant=applicant))
            for applicant in self.applicants
            if applicant not in set(holdings.awards.index)
        ]

    def describe(self) -> Message:
        """Say who must be in, and why."""
        return message(
            "in the plan: {applicants} ({reason})",
            applicants=self.applicants,
            reason=self.reason or self.asked_by,
        )
