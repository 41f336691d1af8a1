"""What numbers of funded applicants say about one another: never more than is true of every lawful plan."""

import importlib
from fractions import Fraction
from itertools import product
from math import ceil, floor
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer import Limit, Maximise, Share
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of

PROGRAM: Any = importlib.import_module("optimizer.program")
PREPARED: Any = importlib.import_module("optimizer.tables")
RULES: Any = importlib.import_module("optimizer.rules")
SUMS: Any = importlib.import_module("optimizer.set_sums")
MOST_PLANS = 20_000


def _program(people: pd.DataFrame, offered: pd.DataFrame, rules: list[Any], objectives: list[Any]) -> Any:
    return PROGRAM.program(PREPARED.prepare(people, offered), RULES.named_rules(rules), objectives)


def _lawful(program: Any) -> list[tuple[int, ...]] | None:
    """Every vector that keeps all rows; None where there are too many to look at."""
    spans = [range(column.upper + 1) for column in program.columns]
    if np.prod([float(len(span)) for span in spans]) > MOST_PLANS:
        return None
    return [vector for vector in product(*spans) if not program.broken(vector)]


def _sums_of(sums: Any, vector: tuple[int, ...]) -> list[int]:
    return [sum(vector[j] for j in group) for group in sums.groups]


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_no_lawful_plan_is_cut_off(start: int) -> None:
    compared = narrowed = refuted = 0
    for seed in range(start, start + 100):
        world = world_of(seed)
        program = _program(*tables(world), rules_of(world), objectives_of(world))
        lawful = _lawful(program)
        if lawful is None:
            continue
        sums = SUMS.sums(program)
        counted = np.array([_sums_of(sums, vector) for vector in lawful], dtype=np.int64).reshape(
            len(lawful), len(sums.groups)
        )
        random = Random(seed)
        for _ in range(10):
            least, most = sums.least.copy(), sums.most.copy()
            for k in random.sample(range(len(least)), min(len(least), random.randint(0, 3))):
                one, other = sorted((random.randint(0, int(most[k])), random.randint(0, int(most[k]))))
                least[k], most[k] = one, other
            inside = counted[((counted >= least) & (counted <= most)).all(axis=1)]
            found = sums.tightened(least, most)
            if found is None:
                assert not len(inside), seed
                refuted += 1
                continue
            assert (inside >= found[0]).all(), seed
            assert (inside <= found[1]).all(), seed
            assert (found[0] >= least).all(), seed
            assert (found[1] <= most).all(), seed
            narrowed += bool((found[0] > least).any() or (found[1] < most).any())
            compared += 1
    assert compared > 200
    assert narrowed > 50
    assert refuted > 10


@given(
    members=st.lists(st.integers(0, 3), min_size=4, max_size=40),
    share=st.integers(1, 99),
    total=st.integers(0, 40),
    floor_=st.booleans(),
)
def test_a_share_becomes_places_once_the_number_of_all_is_known(
    members: list[int], share: int, total: int, floor_: bool
) -> None:
    """Against the definition: at most (at least) so many per cent of so many, in whole places."""
    names = [f"A{k:02d}" for k in range(len(members))]
    people = pd.DataFrame({"place": [f"p{each}" for each in members]}, index=names)
    offered = pd.DataFrame({"applicant": names, "option": "o", "value": 1.0})
    bound = {"at_least" if floor_ else "at_most": Share(share=share / 100, of="libraries")}
    rule = Limit(id="share", measure="libraries", where={"place": "p0"}, **bound)  # type: ignore[arg-type]
    sums = SUMS.sums(_program(people, offered, [rule], [Maximise(measure="value")]))
    groups = {tuple(group.tolist()): k for k, group in enumerate(sums.groups)}
    mine = tuple(k for k, each in enumerate(members) if each == 0)
    everyone = tuple(range(len(members)))
    if len(mine) < 2 or len(members) - len(mine) < 2 or total > len(members):
        return
    least, most = sums.least.copy(), sums.most.copy()
    least[groups[everyone]] = most[groups[everyone]] = total
    exact = Fraction(share, 100) * total
    others = len(members) - len(mine)
    low = max(ceil(exact) if floor_ else 0, total - others)
    high = min(len(mine), total) if floor_ else min(floor(exact), len(mine), total)
    found = sums.tightened(least, most)
    if low > high:
        assert found is None
    else:
        assert found is not None
        assert (found[0][groups[mine]], found[1][groups[mine]]) == (low, high)


@pytest.mark.parametrize(("number", "bound"), [(2**57, 2**58), (1, 2**59), (2**80, 2**90)])
def test_numbers_too_large_for_64_bits_relate_nothing(number: int, bound: int) -> None:
    names = ["A", "B", "C"]
    offered = pd.DataFrame({"applicant": names, "option": "o", "value": 1.0})
    program = _program(pd.DataFrame(index=names), offered, [], [Maximise(measure="value")])
    sums = SUMS.sums(program.with_rows([PROGRAM.Row("dear", "", (0, 1, 2), (number,) * 3, "<=", bound)]))
    assert [len(group) for group in sums.groups] == [3]
    assert not len(sums.low)
    assert sums.tightened(sums.least, sums.most) is not None


def test_dear_and_cheap_are_told_apart_in_a_budget_of_many_prices() -> None:
    names = [f"A{k}" for k in range(12)]
    prices = [100 + k for k in range(6)] + [1_000 + 10 * k for k in range(6)]
    people = pd.DataFrame(index=names)
    offered = pd.DataFrame({"applicant": names, "option": "o", "value": 1.0, "cost": prices})
    rule = Limit(id="cost", measure="cost", at_most=3_000)
    program = _program(people, offered, [rule], [Maximise(measure="value")])
    found = {frozenset(program.columns[j].key[1] for j in group) for group in SUMS.sums(program).groups}
    assert found == {frozenset(names[:6]), frozenset(names[6:]), frozenset(names)}
