"""The model as arrays against the same model in PuLP: the same rows, bounds and decisions, for every rule."""

from math import inf

import numpy as np
import pulp
import pytest

from optimizer import named_rules
from optimizer.columnar import LARGEST, Columnar, ImpossibleError, columnar
from optimizer.model import HAIR, Model, build
from optimizer.tables import prepare
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of

Row = tuple[tuple[tuple[int, float], ...], float, float]


def _room(scale: float) -> float:
    return min(HAIR, 0.25 / scale) if scale > 1 else 0.0


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
    """The same, from the arrays; with the hair of room that the PuLP rows have."""
    data = model.written().arrays(np.zeros(model.width, dtype=np.int64))
    found = []
    for i in range(len(data.lower)):
        held = slice(int(data.start[i]), int(data.start[i + 1]))
        room = _room(float(data.row_unit[i])) if data.lower[i] != data.upper[i] else 0.0
        entries = tuple(zip(data.index[held].tolist(), data.value[held].tolist(), strict=True))
        found.append((entries, float(data.lower[i]) - room, float(data.upper[i]) + room))
    return found


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_every_row_is_the_same(start: int) -> None:
    counted = 0
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
                sorted((model.at(v), n) for v, n in terms if n) for model, terms in ((whole, one), (arrays, other))
            ]
            assert pairs[0] == pairs[1], seed
        assert arrays.width == whole.width, seed
        assert in_arrays(arrays) == in_pulp(whole), seed
        written = arrays.written()
        assert written.upper.tolist() == [int(np.ceil(v.upBound)) for v in whole.columns], seed
        assert written.whole.tolist() == [v.cat == pulp.LpInteger for v in whole.columns], seed
        counted += 1
    assert counted > 60


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
