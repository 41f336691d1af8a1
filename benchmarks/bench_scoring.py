"""Speed of scoring: the vectorised kernel against the same model in plain exact fractions, as a ratio.

Both score the same applicants on the same criteria; the plain model is timed on a sample and scaled up, since
it grows in proportion to the number of applicants. Run: python -m benchmarks.bench_scoring [applicants]
[criteria]
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from scoring import score
from tests.scoring import oracle
from tests.scoring.rounds import criteria, group, levels, linear, round_of

SAMPLE = 400
CODES = ("none", "some", "much")


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Time the fastest of several runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def main(applicants: int, number: int) -> None:
    """Print how many times faster the kernel is, and check that both agree."""
    chance = np.random.default_rng(1)
    leaves: list[dict[str, Any]] = []
    answers: dict[str, list[Any]] = {}
    for i in range(number):
        name = f"c{i}"
        blank = chance.random(applicants) < 0.05
        if i % 4 == 3:
            leaves.append(levels(name, {"none": 0, "some": 0.4, "much": 1}, group=f"g{i % 4}", weight=i + 1))
            cells: list[Any] = [CODES[k] for k in chance.integers(0, 3, applicants)]
        else:
            leaves.append(linear(name, 0, 10, group=f"g{i % 4}", weight=i + 1))
            cells = chance.uniform(-1, 12, applicants).round(2).tolist()
        answers[name] = [None if skip else cell for cell, skip in zip(cells, blank, strict=True)]
    groups = sorted({leaf["group"] for leaf in leaves})
    rules = criteria(leaves, [group(name) for name in groups])
    round_ = round_of(rules, answers, [f"A{i:06d}" for i in range(applicants)])
    size = min(SAMPLE, applicants)
    sample = [{name: cells[i] for name, cells in answers.items()} for i in range(size)]

    kernel = seconds(lambda: score(round_), 3)
    plain = seconds(lambda: oracle.intervals(rules, sample), 2) * applicants / size
    table = score(round_).table.iloc[:size]
    exact = [float(low) for low, _ in oracle.intervals(rules, sample)]
    apart = float(np.abs(table["score"].to_numpy() - np.array(exact)).max())
    print(f"{applicants:,} applicants x {number} criteria, joined, judged, valued, ranked, remarked upon")
    print(f"ratio plain / vectorised: {plain / kernel:,.0f}   (vectorised {kernel * 1000:,.0f} ms)")
    print(f"largest difference between the two: {apart:.7f} points")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:3]]
    main(*given, *(84_000, 20)[len(given) :])
