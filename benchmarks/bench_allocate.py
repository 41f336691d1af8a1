"""`allocate` from tables to a verified plan with its ties settled: the goal is 3 seconds at 514 applicants."""

import time
import warnings
from statistics import median

from benchmarks.nation import nation, rules
from optimizer import Maximise, Minimise, Objective, allocate

RUNS = 3
CASES: tuple[tuple[str, tuple[Objective, ...]], ...] = (
    ("value", (Maximise(measure="value"),)),
    ("value within 0.5 %, then cost", (Maximise(measure="value", tolerance=0.005), Minimise(measure="cost"))),
    ("awards, then value", (Maximise(measure="libraries"), Maximise(measure="value"))),
    ("awards alone: ties everywhere", (Maximise(measure="libraries"),)),
)


def main() -> None:
    """Print the seconds from end to end."""
    warnings.simplefilter("ignore", DeprecationWarning)
    print(f"allocate, end to end, median of {RUNS}")
    for applicants in (80, 200, 514):
        people, options = nation(applicants)
        for name, objectives in CASES:
            taken: list[float] = []
            for _ in range(RUNS):
                started = time.perf_counter()
                plan = allocate(people, options, rules(), objectives)
                taken.append(time.perf_counter() - started)
            said = f"{plan.status}, {plan.ties}, {len(plan.awards)} awards, gap {plan.gap}"
            print(f"{applicants:>4} x 8  {name:<30} {median(taken):>6.2f} s  {said}", flush=True)


if __name__ == "__main__":
    main()
