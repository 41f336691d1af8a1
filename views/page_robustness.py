"""Page Robustness: who is in whatever the committee doubts, who hangs on it, whom to phone, and what to discuss."""

from collections.abc import Callable
from functools import partial

from locales import Message, message
from scenarios import Outcome
from views import doubts, proofs, states
from views.parts import draw_parts, outcome_under
from views.visit import Visit

Part = tuple[Message, Callable[[Visit, Outcome], None]]


def draw(visit: Visit) -> None:
    """Draw the page for the chosen round and scenario."""
    outcome = outcome_under(visit, message("Robustness"))
    if outcome is None:
        return
    if not outcome.plan.has_awards:
        states.empty(
            visit,
            message("There is no plan whose robustness could be asked"),
            message("The page Plan and export says which rules cannot hold together, and what would have to give way."),
            plan=message("See the plan"),
        )
        return
    shown: dict[str, Part] = {
        "sure": (message("How sure"), doubts.draw),
        "loss": (message("Proven by loss"), proofs.standing),
        "reserve": (message("Reserve list"), proofs.reserve),
        "weights": (message("Weights that hold"), proofs.stability),
    }
    if outcome.round.members is not None:
        shown["members"] = (message("Members"), proofs.members)
    parts = {code: (name, partial(show, visit, outcome)) for code, (name, show) in shown.items()}
    draw_parts(visit, parts, "robust parts")
