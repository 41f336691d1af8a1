"""The model as arrays against the same model in PuLP: the same rows, bounds and decisions, for every rule."""

from math import gcd, inf

import numpy as np
import pulp
import pytest

from optimizer import named_rules
from optimizer.columnar import Columnar, columnar
from optimizer.model import HAIR, Model, build, scale_of
from optimizer.tables import prepare
from optimizer.written import LARGEST, ImpossibleError
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of

Row = tuple[tuple[tuple[int, float], ...], float, float]


def in_pulp(model: Model) -> list[Row]:
    """Every row: (decision, number) by decision, least and most."""
    found = []
    for row in model.problem.constraints.values():
        held = tuple(sorted((model.at(variable), number) for variable, number in row.items()))
        bound = -row.constant
        least = -inf if row.sense == pulp.LpConstraintLE else bound
        most = inf if row.sense == pulp.LpConstraintGE else bound
        found.append((held, least, most))
    return found


def in_arrays(model: Columnar) -> list[Row]:
    """The same from the arrays, with what sums stand for in their place, scaled as PuLP rows are."""
    written = model.written()
    seat = _seats(model)
    found = []
    for i in range(len(written.least)):
        held = slice(int(written.start[i]), int(written.start[i + 1]))
        numbers = _spelt_out(model, written.columns[held].tolist(), written.numbers[held].tolist())
        if not numbers:
            continue  # it says what a sum is
        amounts = any(not written.whole[j] for j in numbers)
        common = 1 if amounts else gcd(*numbers.values())
        reach = [n // common * max(int(written.upper[j]), 1) for j, n in numbers.items()]
        low, high = sum(n for n in reach if n < 0) - 1, sum(n for n in reach if n > 0) + 1
        scale = scale_of(max(abs(n) // common * int(written.step[j]) for j, n in numbers.items()))
        room = min(HAIR, 0.25 / scale) if scale > 1 and written.least[i] != written.most[i] else 0.0
        least, most = int(written.least[i]), int(written.most[i])
        entries = sorted((seat[j], n // common * int(written.step[j]) / scale) for j, n in numbers.items())
        found.append(
            (
                tuple(entries),
                -inf if least == -LARGEST else min(max(-(-least // common), low), high) / scale - room,
                inf if most == LARGEST else min(max(most // common, low), high) / scale + room,
            )
        )
    return found


def _spelt_out(model: Columnar, columns: list[int], numbers: list[int]) -> dict[int, int]:
    """A row without sums: each decision that it counts, and how often."""
    found: dict[int, int] = {}
    for j, number in zip(columns, numbers, strict=True):
        held, times = model.sums.get(j, (np.array([j]), np.array([1])))
        for k, each in zip(held.tolist(), times.tolist(), strict=True):
            found[k] = found.get(k, 0) + each * number
    return {j: number for j, number in found.items() if number}


def _seats(model: Columnar) -> dict[int, int]:
    """Where each decision that is no sum stands among those."""
    others = [j for j in range(model.width) if j not in model.sums]
    return {j: seat for seat, j in enumerate(others)}


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_every_row_is_the_same(start: int) -> None:
    counted = summed = 0
    for seed in range(start, start + 100):
        world = world_of(seed)
        made, rules = prepare(*tables(world)), named_rules(rules_of(world))
        whole, arrays = build(made, rules), columnar(made, rules)
        if any("never" in variable.name for variable in whole.columns):
            with pytest.raises(ImpossibleError):
                arrays.written()
            continue
        for objective in objectives_of(world):
            one, units = objective.terms(whole)
            other, same = objective.terms(arrays)
            assert units == same, seed
            pairs = [
                sorted((seat[model.at(v)], n) for v, n in terms if n)
                for model, terms, seat in ((whole, one, range(whole.width)), (arrays, other, _seats(arrays)))
            ]
            assert pairs[0] == pairs[1], seed
        assert arrays.width - len(arrays.sums) == whole.width, seed
        assert in_arrays(arrays) == in_pulp(whole), seed
        written = arrays.written()
        others = list(_seats(arrays))
        upper = written.upper[others] // written.step[others]
        assert upper.tolist() == [int(np.ceil(v.upBound)) for v in whole.columns], seed
        assert written.whole[others].tolist() == [v.cat == pulp.LpInteger for v in whole.columns], seed
        counted += 1
        summed += bool(arrays.sums)
    assert counted > 60
    assert summed > 5


def test_a_row_is_kept_exactly_beyond_what_a_float_can_tell() -> None:
    made, rules = prepare(*tables(world_of(3))), named_rules(rules_of(world_of(3)))
    model = columnar(made, rules)
    number = 2**55 + 1
    model.require(
        model.joined((model.terms(np.array([number, *([0] * (len(made.options) - 1))])), 1)), "<=", number - 1
    )
    written = model.written()
    vector = np.zeros(model.width, dtype=np.int64)
    vector[0] = 1
    assert written.most[-1] < LARGEST
    assert not written.lawful(vector)
