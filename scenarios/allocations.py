"""Allocations: one round and scenario asked many times, each time with something changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from locales import Text
from optimizer import Funded, Status
from scenarios.answering import Answering
from scenarios.cases import Case, Change
from scenarios.sweep import Spread, sweep


@dataclass(frozen=True)
class Question:
    """Who would be funded under a change; `what` says it in words."""

    case: Case
    change: Change
    what: Text = field(default=None, compare=False)

    def answer(self, at: Answering) -> Funded:
        """Ask the full allocation model."""
        return at.funded(self.change)

    def asks(self) -> tuple[object, ...]:
        """The change."""
        return "funded", self.change

    def written(self, answer: Funded) -> dict[str, object] | None:
        """Status, names, value and bound; nothing of what time cut short."""
        if not answer.proven:
            return None
        numbers = {name: None if each is None else str(each) for name, each in _numbers(answer).items()}
        return {"status": answer.status.value, "names": sorted(answer.names), **numbers}

    def read(self, data: Mapping[str, Any]) -> Funded:
        """What was written."""
        value, bound = (None if data[name] is None else Fraction(data[name]) for name in ("value", "bound"))
        return Funded(Status(data["status"]), frozenset(map(str, data["names"])), value, bound)


def _numbers(answer: Funded) -> dict[str, Fraction | None]:
    return {"value": answer.value, "bound": answer.bound}


def allocations(
    questions: Sequence[Question], scheduler: Spread | None = None, *, processes: int | None = None, before: int = 0
) -> list[Funded]:
    """Answer every question by the full allocation model, in the order asked; equal ones are solved once.

    As `sweep` does it; stopped early, what is left has status stopped. Raises what a single run raises.
    """
    late = Funded(Status.STOPPED)
    found = sweep(questions, scheduler, processes=processes, before=before)
    return [late if each is None else each for each in found]
