"""Page Robustness: who is in whatever the committee doubts, who hangs on it, whom to phone, and what to discuss."""

from locales import message
from scenarios import Outcome
from views import doubts, proofs, states
from views.parts import Part, draw_parts, outcome_under
from views.visit import Visit


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
    shown: dict[str, Part[Outcome]] = {
        "sure": (message("How sure"), doubts.draw),
        "loss": (message("Proven by loss"), proofs.standing),
        "reserve": (message("Reserve list"), proofs.reserve),
        "weights": (message("Weights that hold"), proofs.stability),
    }
    if outcome.round.members is not None:
        shown["members"] = (message("Members"), proofs.members)
    draw_parts(visit, "robust parts", shown, outcome)
