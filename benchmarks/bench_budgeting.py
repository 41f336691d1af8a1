"""A participatory budget beside pabutools: the projects that please voters most, under one budget.

In our words: a project is an applicant with one option, worth the sum of the points that voters gave it. pabutools
is timed from its finished instance and profile, by its own knapsack search and by its integer program.
Run: python -m benchmarks.bench_budgeting [--quick]
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.clock import in_turns
from benchmarks.line import Line, printed, ratio
from optimizer import Limit, Plan, Settings, allocate

QUICK, SIZES = (50, 100), (50, 100, 200, 400)
VOTERS, ROUNDS, SECONDS = 200, 3, 300.0
THEIRS = {"PRIMAL_DUAL": "pabutools: knapsack search", "ILP_SOLVER": "pabutools: integer program, by CBC"}


def votes(projects: int) -> tuple["np.ndarray", "np.ndarray"]:
    """Points from 0 to 5 of every voter (rows) for every project, and what projects cost; by chance, seeded."""
    draw = np.random.default_rng(11)
    points = draw.integers(0, 6, (VOTERS, projects)) * (draw.random((VOTERS, projects)) < draw.random(projects))
    return points, draw.integers(5_000_000, 400_000_000, projects)


def profile_of(points: "np.ndarray", cost: "np.ndarray", budget: int) -> tuple[Any, Any]:
    """The same as pabutools writes it."""
    from pabutools.election import CardinalBallot, CardinalProfile, Instance, Project

    projects = [Project(f"p{k:04d}", int(each)) for k, each in enumerate(cost)]
    ballots = [
        CardinalBallot({project: int(n) for project, n in zip(projects, row, strict=True) if n}) for row in points
    ]
    instance = Instance(projects, budget_limit=budget)
    return instance, CardinalProfile(ballots, instance=instance)


def ours(points: "np.ndarray", cost: "np.ndarray", budget: int) -> Plan:
    """From the votes to a verified plan."""
    names = [f"p{k:04d}" for k in range(len(cost))]
    table = pd.DataFrame({"applicant": names, "option": "in", "value": points.sum(axis=0), "cost": cost})
    rules = [Limit(id="budget", measure="cost", at_most=budget)]
    return allocate(pd.DataFrame(index=names), table, rules, settings=Settings(seconds=SECONDS))


def lines(quick: bool) -> Iterator[Line]:
    """All sizes, the smallest first; nothing where pabutools is not installed."""
    if not importlib.util.find_spec("pabutools"):
        print("pabutools is not installed, so it is left out (make bench installs it)")
        return
    from pabutools.election import Additive_Cardinal_Sat
    from pabutools.rules import MaxAddUtilWelfareAlgo, max_additive_utilitarian_welfare

    for many in QUICK if quick else SIZES:
        points, cost = votes(many)
        budget = int(cost.sum()) // 3
        instance, profile = profile_of(points, cost, budget)
        worth = dict(zip((f"p{k:04d}" for k in range(many)), points.sum(axis=0).tolist(), strict=True))

        def theirs(how: str, instance: Any = instance, profile: Any = profile) -> Any:  # noqa: ANN401
            return max_additive_utilitarian_welfare(
                instance, profile, sat_class=Additive_Cardinal_Sat, inner_algo=MaxAddUtilWelfareAlgo[how]
            )

        works: dict[str, Callable[[], Any]] = {
            "ours": lambda: ours(points, cost, budget),  # noqa: B023
            **{how: lambda how=how: theirs(how) for how in THEIRS},  # type: ignore[misc]
        }
        found: dict[str, Any] = {}
        took = in_turns(works, ROUNDS, found.__setitem__)
        plan = found["ours"]
        own = float(plan.stages[0].value) if plan.stages else float("nan")
        for how, name in THEIRS.items():
            reached = float(sum(worth[project.name] for project in found[how]))
            yield Line(
                "Participatory budget",
                many,
                "projects",
                "allocate: votes to verified plan",
                name,
                ratio(took["ours"], took[how]),
                took["ours"],
                took[how],
                checked=f"{VOTERS} voters; points {own:,.0f}, pabutools {reached:,.0f}",
                agrees=own == reached,
                quick=many in QUICK,
            )


if __name__ == "__main__":
    printed(lines("--quick" in sys.argv))
