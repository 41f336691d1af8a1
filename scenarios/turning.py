"""Turning: what turns the decision on one applicant, as it is told."""

from dataclasses import dataclass

from locales import Decimals, Message, Text, message
from scoring import GateReason


@dataclass(frozen=True)
class Change:
    """One change that turns the decision, alone; that it does, and that the next smaller one does not, is proven.

    what: answer, points, budget or rule. name: the criterion, the rule or "". amount: in the unit of the sentence.
    least: no smaller change of this kind does, by bounds of which some may rest on one search; else one may lie
    between those that were tried.
    """

    what: str
    name: str
    amount: float
    said: Message
    least: bool = True


@dataclass(frozen=True)
class WhatItTakes:
    """The answer for one applicant.

    gates: the gates it does not pass, with the answers needed; every answer below supposes that they are passed, and
    `gates_suffice` says whether that alone would fund it (None without such gates). changes: each alone turns the
    decision. not_by: what was tried to its limit without turning it. unanswered: what the allowance of solves and
    seconds did not reach. solves: how often was solved.
    """

    applicant: str
    funded: bool
    gates: tuple[GateReason, ...]
    gates_suffice: bool | None
    changes: tuple[Change, ...]
    not_by: tuple[Text, ...]
    unanswered: tuple[Text, ...]
    solves: int

    def confirmed(self) -> Message:
        """Say on what the answer rests."""
        proven = message(
            "each change, and that the next smaller one is not enough, is proven by the best plan with the applicant "
            "against the best plan without it; {solves} solves",
            solves=self.solves,
        )
        open_ = tuple(change.said for change in self.changes if not change.least)
        if not open_:
            return proven
        return message(
            "{proven}; a still smaller change was not ruled out for: {changes}", proven=proven, changes=open_
        )


def points(by: float, after: float, before: float) -> dict[str, Text]:
    """Points as a sentence shows them."""
    return {"by": Decimals(by, 2), "after": Decimals(after, 2), "before": Decimals(before, 2)}


def cell(answer: object, shown: dict[str, Text]) -> Text:
    """An answer as a sentence shows it."""
    if answer is None or answer != answer:
        return message("no answer")
    if isinstance(answer, int | float):
        return float(answer)
    return shown.get(str(answer), str(answer))
