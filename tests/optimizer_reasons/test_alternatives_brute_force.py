"""Standings, alternatives and ties of random small instances are what brute force over every plan says."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from optimizer import Plan, Status
from optimizer.alternatives import Alternatives, alternatives
from optimizer.standing import Standing, Standings, standings
from optimizer.tie_count import TiedPlans, tied_plans
from tests.optimizer.brute_force import World
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of
from tests.optimizer_reasons.near_oracle import Lawful, accepted, apart, everything
from tests.optimizer_reasons.reasons_oracle import PATIENT, plan_of, sign, with_options

LOSSES = (Fraction(0), Fraction(1, 500), Fraction(1, 20), Fraction(1, 3))
MOST = 12
CHUNK = 50
QUICK = 150
LONG = 1_500


def wrong(seed: int) -> list[str]:
    """Everything in which an answer and brute force disagree for one world, at a loss and distance of its own."""
    world = world_of(seed)
    plans = everything(world)
    if not plans:
        return []
    applicants, options = tables(world)
    plan = plan_of(world)
    loss, held, different = LOSSES[seed % 4], seed % 3 == 0, seed % 5 % 3 + 1
    given = (applicants, options, rules_of(world), objectives_of(world), plan, PATIENT)
    chosen = {str(name): str(option) for name, option in plan.awards["option"].items()}
    near = accepted(world, plans, chosen, loss, later_held=held)
    stood = standings(*given, loss=loss, later_held=held)
    others = alternatives(*given, loss=loss, later_held=held, different=different)
    return [
        *wrong_standings(world, plans, chosen, near, stood, held=held),
        *wrong_alternatives(world, plans, frozenset(chosen), near, others),
        *_moved_though_clear(stood, others),
        *wrong_ties(plans, plan, tied_plans(*given, most=MOST)),
    ]


def wrong_standings(
    world: World,
    plans: Sequence[Lawful],
    chosen: dict[str, str],
    near: Sequence[Lawful],
    found: Standings,
    *,
    held: bool,
) -> list[str]:
    """Everything in which standings and brute force disagree."""
    possible = accepted(world, plans, chosen, Fraction(10**9), later_held=held)
    return [
        *(["not everyone with an option has a standing"] if list(found.table.index) != with_options(world) else []),
        *_wrong_names(found, near, chosen),
        *_wrong_packages(found, near, chosen),
        *_wrong_losses(world, found, plans, possible),
    ]


def _wrong_names(found: Standings, near: Sequence[Lawful], chosen: dict[str, str]) -> list[str]:
    wrong = []
    for name, standing in found.table["standing"].items():
        inside = {str(name) in plan.options for plan in near}
        right = Standing.CONTESTED if len(inside) > 1 else (Standing.CLEAR_IN if name in chosen else Standing.CLEAR_OUT)
        if standing != right:
            wrong.append(f"{name} is {standing} instead of {right}")
    return wrong


def _wrong_packages(found: Standings, near: Sequence[Lawful], chosen: dict[str, str]) -> list[str]:
    wrong = []
    for name, standing in found.table["package"].items():
        given = {plan.options[str(name)] for plan in near if name in plan.options}
        right = None if name not in chosen else (Standing.CONTESTED if len(given) > 1 else Standing.CLEAR_IN)
        if standing != right and not (standing is None and right is Standing.CLEAR_IN):
            wrong.append(f"{name}: the package is {standing} instead of {right}")
    return wrong


def _wrong_losses(world: World, found: Standings, plans: Sequence[Lawful], possible: Sequence[Lawful]) -> list[str]:
    """Bounds enclose what deciding otherwise costs, at any loss; what is in hand is there."""
    wrong = []
    top = max(sign(world) * plan.values[0] for plan in plans) if world.objectives else Fraction(0)
    losses = {
        name: [
            top - sign(world) * plan.values[0] if world.objectives else Fraction(0)
            for plan in possible
            if (name in plan.options) != awarded
        ]
        for name, awarded in found.table["awarded"].items()
    }
    for name, line in found.table.iterrows():
        price = min(losses[name], default=None)
        if price is None and line["possible"] and line["at_most"] is not None:
            wrong.append(f"{name}: a plan is in hand where there is none")
        if price is not None and (not line["possible"] or (line["at_least"] or 0) > price):
            wrong.append(f"{name}: said to cost at least {line['at_least']}, costs {price}")
        if line["at_most"] is not None and line["at_most"] not in losses[name]:
            wrong.append(f"{name}: no plan loses {line['at_most']}")
        if line["standing"] == Standing.CONTESTED and line["at_most"] is None:
            wrong.append(f"{name}: contested without a plan in hand")
    return wrong


def wrong_alternatives(
    world: World, plans: Sequence[Lawful], chosen: frozenset[str], near: Sequence[Lawful], found: Alternatives
) -> list[str]:
    """Each is the best that differs enough from all before it; the list ends where brute force ends it."""
    said = []
    different, seen = found.least_differences, [chosen]
    top = max(sign(world) * plan.values[0] for plan in plans) if world.objectives else Fraction(0)
    for each in found.listed:
        names = frozenset(map(str, each.plan.awards.index))
        losses = _losses(world, top, near, seen, different)
        if min(losses, default=None) != each.loss or each.loss_at_least != each.loss:
            said.append(f"alternative loses {each.loss}, could lose {min(losses, default=None)}")
        lawful = [plan for plan in near if plan.options == each.plan.awards["option"].to_dict()]
        if not lawful or any(apart(names, other) < different for other in seen):
            said.append("an alternative is not within the loss, or too near")
        if (frozenset(each.enters), frozenset(each.leaves)) != (names - chosen, chosen - names):
            said.append("who enters and leaves is wrong")
        seen.append(names)
    more = _losses(world, top, near, seen, different)
    if len(found.listed) < 3 and (more or found.ended is not Status.INFEASIBLE):
        said.append(f"{len(more)} further alternatives are not listed, ended {found.ended}")
    farthest = max(apart(chosen, plan.names) for plan in near)
    got = found.most_different
    if (got.differences if got else 0) != farthest or found.alone != (farthest == 0):
        said.append(f"the most different decides {got.differences if got else 0} otherwise instead of {farthest}")
    if got is not None and (got.at_most != farthest or got.status is not Status.OPTIMAL):
        said.append("the most different is not proven to be that")
    return said


def _losses(
    world: World, top: Fraction, near: Sequence[Lawful], seen: Sequence[frozenset[str]], different: int
) -> list[Fraction]:
    return [
        top - sign(world) * plan.values[0] if world.objectives else Fraction(0)
        for plan in near
        if all(apart(plan.names, other) >= different for other in seen)
    ]


def _moved_though_clear(stood: Standings, others: Alternatives) -> list[str]:
    """Whoever is clear keeps its place in every alternative."""
    contested = set(stood.named(Standing.CONTESTED))
    moved = {name for each in others.listed for name in (*each.enters, *each.leaves)}
    return [f"{name} is clear and moves" for name in sorted(moved - contested)]


def wrong_ties(plans: Sequence[Lawful], plan: Plan, found: TiedPlans) -> list[str]:
    """As many plans and lists of names as brute force finds, and every one of them."""
    reached = tuple(stage.value for stage in plan.stages)
    tied = [each for each in plans if each.values == reached]
    count, lists = sum(each.ways for each in tied), {each.names for each in tied}
    if count > MOST:
        right = not found.complete and not found.out_of_time and found.at_least == MOST + 1 and not found.plans
        few = len(lists) <= MOST
        names = found.name_lists == (len(lists) if few else MOST + 1) and found.names_complete == few
        return [] if right and names else [f"{count} ties, said {found.at_least}, {found.name_lists} lists"]
    keys = {(*sorted(each.awards["option"].items()), *map(tuple, each.pairs.to_numpy())) for each in found.plans}
    right = found.complete and len(keys) == len(found.plans) == count == found.at_least
    given = [each.awards["option"].to_dict() for each in found.plans]
    there = all(each.options in given for each in tied) and found.name_lists == len(lists) and found.names_complete
    return [] if right and there else [f"{count} ties instead of {len(found.plans)}"]


@pytest.mark.parametrize("start", range(0, QUICK, CHUNK))
def test_answers_are_what_brute_force_says(start: int) -> None:
    mismatches = {seed: said for seed in range(start, start + CHUNK) if (said := wrong(seed))}
    assert not mismatches


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(QUICK, QUICK + LONG, CHUNK))
def test_answers_are_what_brute_force_says_many_times(start: int) -> None:
    mismatches = {seed: said for seed in range(start, start + CHUNK) if (said := wrong(seed))}
    assert not mismatches
