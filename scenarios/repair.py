"""Repair: what of an infeasible scenario cannot hold together, and scenarios that would do, ready to be run."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from locales import Label, Message, message, plural
from optimizer import Conflicts, Repair, Settings
from optimizer import conflicts as find_conflicts
from optimizer import repairs as find_repairs
from scenarios import budget
from scenarios.outcome import Outcome
from scenarios.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Remedy:
    """One repair as a scenario: what gives way, the scenario that says so, and the plan it gives."""

    repair: Repair
    scenario: Scenario

    def said(self) -> Message:
        """Say everything that gives way, and what comes of it."""
        return plural(
            "{moves}; then {count} library is funded",
            "{moves}; then {count} libraries are funded",
            moves=_joined(self.repair),
            count=len(self.repair.plan.awards),
        )


@dataclass(frozen=True)
class Remedies:
    """Remedies in their ranking: fewest rules touched, then least relative change.

    complete: there is no other. in_time: False when the time allowance ended the search. firm: rules that may not
    move, by id.
    """

    found: tuple[Remedy, ...]
    complete: bool
    in_time: bool
    firm: tuple[str, ...]

    def __iter__(self) -> Iterator[Remedy]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def conflicts(outcome: Outcome, *, most: int = 5, settings: Settings | None = None) -> Conflicts:
    """Find what of a scenario cannot hold together; nothing when a plan exists."""
    given = settings or outcome.scenario.solver
    return find_conflicts(outcome.table, outcome.options.table, outcome.rules, given, most=most)


def repairs(
    outcome: Outcome, *, most: int = 3, firm: Collection[str] = (), settings: Settings | None = None
) -> Remedies:
    """Find the least that a scenario must give way, each as a scenario of its own.

    firm: ids of rules that may not move now, such as budget_hardware, beside those whose `may_relax` is false.
    """
    scenario = outcome.scenario
    found = find_repairs(
        outcome.table,
        outcome.options.table,
        outcome.rules,
        scenario.objectives,
        settings or scenario.solver,
        most=most,
        firm=firm,
    )
    remedies = tuple(Remedy(each, as_scenario(outcome, each, place + 1)) for place, each in enumerate(found.found))
    return Remedies(remedies, found.complete, found.in_time, found.firm)


def as_scenario(outcome: Outcome, repair: Repair, number: int = 1) -> Scenario:
    """The scenario with the rules and budget lines as a repair leaves them."""
    scenario = outcome.scenario
    said = _joined(repair)
    own = {rule.id for rule in scenario.rules}
    return scenario.model_copy(
        update={
            "id": f"{scenario.id}-repair-{number}",
            "title": Label(
                id=message("{scenario}, repair {number}", scenario=scenario.title, number=number).text("id"),
                en=message("{scenario}, repair {number}", scenario=scenario.title, number=number).text("en"),
            ),
            "note": Label(id=said.text("id"), en=said.text("en")),
            "rules": tuple(rule for rule in repair.rules if rule.id in own),
            "budget": budget.written_out(scenario.budget, outcome.round.call, scenario, repair.rules),
        }
    )


def _joined(repair: Repair) -> Message:
    first, *others = repair.said
    said = message("{move}", move=first)
    for move in others:
        said = message("{moves}; and {move}", moves=said, move=move)
    return said
