"""Maximal covering beside spopt: the most need within reach of so many mentors, the same villages and distances.

In our words: a village is worth its need, is in the plan only with a mentor that reaches it, and at most so many
mentors are in. spopt's MCLP is given the same distances and solved by the same HiGHS to the same proof. Ours checks
the plan exactly, and says whether another is as good. Run: python -m benchmarks.bench_covering [--quick]
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pulp

from benchmarks.clock import in_turns
from benchmarks.line import Line, printed, ratio
from benchmarks.villages import villages
from optimizer import Limit, Mentoring, Plan, Rule, Settings, allocate
from optimizer.rules.distances import between

QUICK, SIZES = ((200, 60, 5), (400, 100, 8)), ((200, 60, 5), (400, 100, 8), (800, 200, 12), (1_600, 400, 20))
"""Villages, places of mentors, mentors."""
REACH, ROUNDS, SECONDS = 120, 3, 300.0


def covering(many: int, places: int, mentors: int) -> tuple[pd.DataFrame, pd.DataFrame, list[Rule]]:
    """Some of the villages and districts, chosen by chance, and the rules of the covering problem."""
    people, options = villages(0.05)
    draw = np.random.default_rng(5)
    kinds = people["kind"].to_numpy()
    held = np.concatenate(
        [
            draw.choice(np.flatnonzero(kinds == kind), size, replace=False)
            for kind, size in (("village", many), ("district", places))
        ]
    )
    chosen = people.iloc[np.sort(held)]
    names = chosen.index.to_numpy()
    village = (chosen["kind"] == "village").to_numpy()
    score = options.groupby("applicant")["value"].max().reindex(names).to_numpy()
    need = np.where(village, np.rint(score * 1000).astype(np.int64), 0)
    table = pd.DataFrame({"applicant": names, "option": "in", "value": need, "cost": 0})
    rules: list[Rule] = [
        Limit(id="mentors", measure="libraries", where={"kind": "district"}, at_most=mentors),
        Mentoring(id="reach", villages={"kind": "village"}, mentors={"kind": "district"}, reach_km=REACH, at_most=many),
    ]
    return chosen, table, rules


def mclp(distances: "np.ndarray", need: "np.ndarray", mentors: int) -> float:
    """The need that spopt covers."""
    from spopt.locate import MCLP

    model = MCLP.from_cost_matrix(distances, need, service_radius=REACH, p_facilities=mentors)
    model.solve(pulp.HiGHS(msg=False, threads=1, gapRel=0))
    return float(pulp.value(model.problem.objective))


def lines(quick: bool) -> Iterator[Line]:
    """All sizes, the smallest first; nothing where spopt is not installed."""
    if not importlib.util.find_spec("spopt"):
        print("spopt is not installed, so it is left out (make bench installs it)")
        return
    pulp.set_v4_migration_warnings(False)
    for many, places, mentors in QUICK if quick else SIZES:
        people, table, rules = covering(many, places, mentors)
        village = (people["kind"] == "village").to_numpy()
        distances = np.round(between(people[village], people[~village]), 1)
        need = table["value"].to_numpy()[village]
        found: dict[str, object] = {}
        works: dict[str, Callable[[], object]] = {
            "ours": lambda: allocate(people, table, rules, settings=Settings(seconds=SECONDS)),  # noqa: B023
            "spopt": lambda: mclp(distances, need, mentors),  # noqa: B023
        }
        took = in_turns(works, ROUNDS, found.__setitem__)
        plan = found["ours"]
        assert isinstance(plan, Plan)
        own = float(plan.stages[0].value) if plan.stages else float("nan")
        theirs = float(str(found["spopt"]))
        yield Line(
            "Maximal covering",
            many,
            "villages",
            "allocate: tables to verified plan",
            "spopt: MCLP from distances, by HiGHS",
            ratio(took["ours"], took["spopt"]),
            took["ours"],
            took["spopt"],
            checked=f"{places} places, {mentors} mentors; covered {own:,.0f}, spopt {theirs:,.0f}",
            agrees=abs(own - theirs) <= 1e-6 * max(abs(theirs), 1),
            quick=(many, places, mentors) in QUICK,
        )


if __name__ == "__main__":
    printed(lines("--quick" in sys.argv))
