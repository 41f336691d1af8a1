"""HiGHS against CBC on the first objective, 514 applicants with 8 options, in turns."""

import time
import warnings
from statistics import median

from benchmarks.nation import problem_of
from optimizer import cbc, highs
from optimizer.highs import Run

RUNS = 3
SECONDS = 60.0


def main() -> None:
    """Print the seconds to a proven optimum, and whether both found the same one."""
    warnings.simplefilter("ignore", DeprecationWarning)
    problem = problem_of(514, 8)
    taken: dict[str, list[float]] = {"highs": [], "cbc": []}
    reached: dict[str, tuple[str, float]] = {}
    for _ in range(RUNS):
        for name, solve in (("highs", highs.solve), ("cbc", cbc.solve)):
            started = time.perf_counter()
            solution = solve(problem, Run(seconds=SECONDS, absolute_gap=0.000999))
            taken[name].append(time.perf_counter() - started)
            assert solution.values is not None
            chosen = dict(zip((v.name for v in problem.variables()), solution.values, strict=True))
            value = sum(number * round(chosen[v.name]) for v, number in problem.objective.items())
            reached[name] = (str(solution.status), round(value, 3))
    print(f"514 applicants x 8 options, to proof or {SECONDS:.0f} s; median of {RUNS} runs in turns")
    for name, times in taken.items():
        print(f"{name:>6} {median(times):>7.2f} s  {reached[name][0]:>9}  value {reached[name][1]}")
    print(f"HiGHS is {median(taken['cbc']) / median(taken['highs']):.1f} times as fast")


if __name__ == "__main__":
    main()
