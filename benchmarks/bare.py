"""The bare solver: HiGHS on a matrix that it holds already, in one thread, to a gap or to a limit of time."""

from dataclasses import dataclass
from functools import partial

import highspy

from benchmarks.clock import timed
from optimizer.highs import STATES
from optimizer.relaxation import Arrays, handed_over

METHODS = ("simplex", "ipm")


@dataclass(frozen=True)
class Bare:
    """Seconds, the value reached and what none can beat, both in whole units of the objective; `done` within time."""

    seconds: float
    value: float
    bound: float
    done: bool


def mip(data: Arrays, gap: float, limit: float) -> Bare:
    """The best plan to a relative gap; 0 means proven to the last whole unit."""
    settings: dict[str, float] = {"mip_rel_gap": gap}
    if gap == 0:
        settings |= {"mip_abs_gap": 0.999 / data.cost_unit}
    return _solved(data, settings, "choose", limit, whole=True)


def lp(data: Arrays, method: str, limit: float) -> Bare:
    """The relaxation by one of METHODS."""
    return _solved(data, {}, method, limit, whole=False)


def _solved(data: Arrays, settings: dict[str, float], method: str, limit: float, *, whole: bool) -> Bare:
    solver = handed_over(data, whole=whole)
    given: dict[str, str | float | int] = {"threads": 1, "parallel": "off", "random_seed": 0, "time_limit": limit}
    for name, value in {**given, **settings, "solver": method}.items():
        solver.setOptionValue(name, value)
    highspy.Highs.resetGlobalScheduler(True)
    seconds, _ = timed(partial(solver.run))
    info = solver.getInfo()
    done = solver.getModelStatus() == STATES.kOptimal
    value = float(info.objective_function_value) * data.cost_unit
    bound = float(info.mip_dual_bound) * data.cost_unit if whole else value
    return Bare(seconds, value, bound, done)
