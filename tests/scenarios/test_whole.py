"""Whole answers: what time ended before it was proven is told from what says all that it could."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pytest

import scenarios
from optimizer import Funded, Standing, Status, watched
from scenarios import Outcome, whole
from scenarios.blocks import Answers, Ask, Block
from tests.scenarios.test_robust import SMALL, ran

ASKED: dict[str, Callable[[Outcome], object]] = {
    "standing": scenarios.standing,
    "reserve": scenarios.reserve,
    "followed": scenarios.followed,
    "agreement": scenarios.agreement,
    "robust": lambda made: scenarios.robust(made, processes=1),
}


@pytest.fixture(scope="module")
def made() -> Outcome:
    return ran(SMALL, 2, robust={"draws": 8, "shares": 4})


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_is_whole_unless_it_was_stopped(made: Outcome, name: str) -> None:
    assert whole(ASKED[name](made))
    with watched(lambda _: None, stop=lambda: True):
        assert not whole(ASKED[name](made))


def unsure(ask: Ask, blocks: Sequence[Block]) -> Iterable[tuple[int, Answers]]:
    """Answers everything, the first of it without a proof."""
    for place, block in enumerate(blocks):
        first, *others = ask(block)
        assert isinstance(first, Funded)
        yield place, [first if place else replace(first, status=Status.FEASIBLE), *others]


def test_one_allocation_without_a_proof_is_enough(made: Outcome) -> None:
    assert not whole(scenarios.robust(made, scheduler=unsure))
    assert not whole(scenarios.stability(made, scheduler=unsure))
    assert not whole((made.plan, scenarios.stability(made, scheduler=unsure)))


def test_what_an_allowance_of_plans_leaves_open_is_no_matter_of_time(made: Outcome) -> None:
    found = scenarios.stability(made, most=1, processes=1)
    assert None in [bound.changes for each in found.weights for bound in each.funded or ()]
    assert whole(found)


def test_a_package_that_is_not_proven_is_enough(made: Outcome) -> None:
    found = scenarios.standing(made)
    table = found.table.copy()
    table.loc[table.index[0], "package"] = Standing.NOT_PROVEN
    assert not whole(replace(found, table=table))


def test_members_agree_in_full_when_every_plan_and_every_weight_is_settled(made: Outcome) -> None:
    found = scenarios.agreement(made)
    lever = found.levers[0]
    assert not whole(replace(found, central=replace(found.central, certain=False)))
    for open_ in (replace(lever, certain=False), replace(lever, hanging=None)):
        assert not whole(replace(found, levers=(open_, *found.levers[1:])))
    none = replace(lever, hanging=None, certain=False, no_plan=True)
    assert whole(replace(found, levers=(none, *found.levers[1:])))
