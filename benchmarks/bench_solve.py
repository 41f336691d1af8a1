"""`allocate`, from tables to a verified plan with its ties told, beside bare HiGHS on the same matrix.

The bare solver is handed the finished arrays and stops at its first plan within the gap; it counts nothing again and
says nothing of ties. Run: python -m benchmarks.bench_solve [--quick]
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

import pandas as pd

from benchmarks import bare
from benchmarks.bare import Bare
from benchmarks.bench_build import arrays_of
from benchmarks.clock import timed
from benchmarks.line import Line, ratio
from benchmarks.line import printed as print_all
from benchmarks.nation import nation, rules
from benchmarks.villages import programme, villages
from optimizer import Plan, Rule, Settings, allocate, named_rules, prepare
from optimizer.measures import coefficients

DISTRICTS = (80, 200, 514)
QUICK, SHARES = (0.16,), (0.16, 0.3, 0.6)
"""Of the villages: from about the first on the model is kept as arrays."""
ROUNDS, LIMIT, GAP = 3, 120.0, 1e-4
SMALL, LARGE = "Solving: districts x 8 packages, to the proven best", "Solving: villages x 4 packages, to a gap of 1e-4"
OURS = "allocate: tables to verified plan"


def agreed(plan: Plan, units: int, other: Bare, gap: float) -> tuple[str, bool]:
    """Whether plan and solver name the same best value, as near as both prove it; in words too."""
    if not plan.stages:
        return f"ours ended without a plan: {plan.status}", False
    value = float(plan.stages[0].value * units)
    slack = (gap + 1e-9) * max(abs(value), abs(other.value))
    own_bound = plan.stages[0].bound
    ends = [(value, other.bound)] if other.bound >= other.value else []
    ends += [(other.value, float(own_bound * units))] if own_bound is not None else []
    fits = all(found <= bound + slack for found, bound in ends)
    if not other.done:
        return f"HiGHS stopped at {LIMIT:.0f} s, {abs(other.bound / other.value - 1):.1e} from its bound", fits
    near = abs(value - other.value) <= slack
    return f"value {float(plan.stages[0].value):,.3f}, HiGHS {other.value / units:,.3f}", fits and near


def of(
    topic: str,
    people: pd.DataFrame,
    options: pd.DataFrame,
    demands: tuple[Rule, ...],
    gap: float,
    others: list[str],
    checked: list[str],
) -> Iterator[Line]:
    """One size: ours and the bare solver in turns. others: how it is asked; checked: those of the quick sizes."""
    tables = prepare(people, options)
    data = arrays_of(tables, demands)
    _, units = coefficients(tables, "value")
    asked = Settings(gap=gap, seconds=LIMIT)
    works: dict[str, Callable[[], Bare]] = {
        "bare HiGHS: MIP to the same gap": partial(bare.mip, data, gap, LIMIT),
        "bare HiGHS: LP by simplex": partial(bare.lp, data, "simplex", LIMIT),
        "bare HiGHS: LP by interior point": partial(bare.lp, data, "ipm", LIMIT),
    }
    works = {name: work for name, work in works.items() if name in others}
    own: list[float] = []
    found: dict[str, list[Bare]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        seconds, plan = timed(lambda: allocate(people, options, demands, settings=asked))
        own.append(seconds)
        for name, work in works.items():
            found[name].append(work())
        if max(own) > LIMIT / 4 or any(each[-1].seconds > LIMIT / 4 for each in found.values()):
            break
    for name, results in found.items():
        theirs = median(each.seconds for each in results)
        if "LP" in name:
            value = float(plan.stages[0].value * units) if plan.stages else 0.0
            fits = value <= results[-1].value * (1 + 1e-9) or not results[-1].done
            said, agrees = f"{plan.status}, gap {plan.gap or 0:.1e}; below the LP", fits and bool(plan.stages)
        else:
            said, agrees = agreed(plan, units, results[-1], gap)
        yield Line(
            topic,
            len(options),
            "options",
            OURS,
            name,
            ratio(median(own), theirs),
            median(own),
            theirs,
            checked=said,
            agrees=agrees,
            quick=name in checked,
        )


def lines(quick: bool) -> Iterator[Line]:
    """All sizes, the smallest first."""
    whole, relaxed = (
        ["bare HiGHS: MIP to the same gap"],
        ["bare HiGHS: LP by simplex", "bare HiGHS: LP by interior point"],
    )
    for applicants in DISTRICTS:
        yield from of(SMALL, *nation(applicants), named_rules(rules()), 0.0, whole, whole)
    for share in QUICK if quick else SHARES:
        others = relaxed if quick or share > SHARES[0] else [*whole, *relaxed]
        checked = relaxed if share in QUICK else []
        yield from of(LARGE, *villages(share), named_rules(programme(share)), GAP, others, checked)


if __name__ == "__main__":
    print_all(lines("--quick" in sys.argv))
