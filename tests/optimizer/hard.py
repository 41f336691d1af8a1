"""Allocations that no solver settles quickly, as tables: many knapsacks at once, or sums that must be met exactly."""

from typing import TypeAlias

import numpy as np
import pandas as pd

from optimizer import Limit, Rule

Instance: TypeAlias = tuple[pd.DataFrame, pd.DataFrame, list[Rule]]


def knapsacks(applicants: int = 100, rows: int = 20, packages: int = 1) -> Instance:
    """Plans are easily found, and the best is not proven in minutes."""
    random = np.random.default_rng(7)
    names = [f"A{k:03d}" for k in range(applicants)]
    owners = np.repeat(names, packages)
    columns = {f"r{row:02d}": random.integers(1, 99, len(owners)) for row in range(rows)}
    options = pd.DataFrame(
        {
            "applicant": owners,
            "option": [f"p{k % packages}" for k in range(len(owners))],
            "value": random.integers(50, 99, len(owners)),
            **columns,
        }
    )
    rules: list[Rule] = [
        Limit(id=name, measure=name, at_most=int(numbers.sum() // (2 * packages))) for name, numbers in columns.items()
    ]
    return pd.DataFrame({"place": "x"}, index=names), options, rules


def market_split(applicants: int = 40, rows: int = 5) -> Instance:
    """Not even a plan is found in minutes."""
    people, options, limits = knapsacks(applicants, rows)
    exact: list[Rule] = [
        limit.model_copy(update={"at_least": limit.at_most}) for limit in limits if isinstance(limit, Limit)
    ]
    return people, options, exact
