"""Speed of scoring beside one NumPy matrix-vector product, plain fractions, pymcdm and scikit-criteria, in one run.

Everything is timed in turns, once with the processor's cache filled with something else before each (the table comes
from memory, as for a committee that scores once), once with the table still in it; medians of processor time are
compared. The other
programs scale by the pool where ours values on fixed anchors; in the lines of the table the anchors are the pool's
own ends, so that the scores must be equal. They are in the extra `bench` of pyproject.toml; without them their lines
are left out. Run: python -m benchmarks.bench_scoring [applicants] [criteria] [rounds]
"""

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from statistics import median
from typing import Any, TypeAlias

import numpy as np

from benchmarks.clock import in_turns as seconds_of
from benchmarks.line import Line, ratio
from intake import Round
from scoring import acceptability, highest, judged, score, unchanged
from scoring import lines as lines_of
from scoring.points import RANK_STEPS, Floats, Integers
from tests.scoring import oracle
from tests.scoring.rounds import criteria, group, levels, linear, round_of

CODES = ("none", "some", "much")
SAMPLE, WEIGHTINGS, SHARE = 400, 1000, 40
"""Applicants of the plain model; weightings counted over; one applicant in so many is among the highest."""
PASSES, TIMES = 10, 2
"""The goals: passes of the matrix-vector product beside a sort, and times the matrix product with selection."""
CACHE = 2**23
QUICK, SIZES = (514, 5_000), (514, 5_000, 84_000)
CRITERIA, ROUNDS, EQUAL = 20, 7, 1e-6
"""Of the lines of the table; scores are equal where no two are apart by more than a ten-thousandth of a point."""
Work: TypeAlias = Callable[[], object]


def seconds(work: Work) -> float:
    """Seconds of the processor for one run, which others on the machine do not lengthen; threads are added up."""
    start = time.process_time()
    work()
    return time.process_time() - start


def in_turns(works: dict[str, Work], rounds: int, *, cold: bool) -> dict[str, float]:
    """The median time of each, one after the other in turns."""
    other = np.zeros(CACHE)
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            if cold:
                other += 1
            else:
                work()
            found[name].append(seconds(work))
    return {name: median(each) for name, each in found.items()}


def peers(figures: Floats, weights: Floats) -> dict[str, Callable[[], Floats]]:
    """Weighted sum and ranks by other programs, of the same table, giving the sums; those that are installed."""
    found: dict[str, Callable[[], Floats]] = {}
    try:
        from pymcdm.methods import WSM
        from pymcdm.normalizations import minmax_normalization

        method, types = WSM(minmax_normalization), np.ones(len(weights))

        def pymcdm() -> Floats:
            scores: Floats = method(figures, weights, types)
            method.rank(scores)
            return scores

        found["pymcdm: min-max, weighted sum, ranks"] = pymcdm
    except ImportError:
        print("pymcdm is not installed, so it is left out (make bench installs it)")
    try:
        import skcriteria
        from skcriteria.agg.simple import WeightedSumModel
        from skcriteria.preprocessing.scalers import MinMaxScaler

        def scikit_criteria() -> Floats:
            table = skcriteria.mkdm(figures, [max] * len(weights), weights=weights)
            found = WeightedSumModel().evaluate(MinMaxScaler(target="matrix").transform(table))
            scores: Floats = found.e_.score
            return scores

        found["scikit-criteria: min-max, weighted sum, ranks"] = scikit_criteria
    except ImportError:
        print("scikit-criteria is not installed, so it is left out (make bench installs it)")
    return found


def whole_round(applicants: int, number: int, chance: np.random.Generator) -> tuple[Round, Any, dict[str, Any]]:
    """A round with blanks, and with levels as every fourth criterion."""
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
    rules = criteria(leaves, [group(name) for name in sorted({leaf["group"] for leaf in leaves})])
    return round_of(rules, answers, [f"A{i:06d}" for i in range(applicants)]), rules, answers


def intervals(values: Integers, weights: list[Fraction], points: Integers, count: int) -> None:
    """The exact interval of every weight."""
    chosen = highest(points, count)
    for place, now in enumerate(weights):
        alone = [Fraction(int(k == place)) for k in range(len(weights))]
        without = [Fraction(0) if k == place else each / (1 - now) for k, each in enumerate(weights)]
        unchanged(lines_of(values, without, alone), now, chosen)


def selected(values: Floats, parts: Integers, count: int) -> None:
    """The bare work under many weightings: matrix product and selection, in blocks that a processor can hold."""
    held = np.empty((25, len(values)))
    for block in np.array_split(parts.astype(np.float64), -(-len(parts) // 25)):
        for scores in np.matmul(block, values.T, out=held[: len(block)]):
            np.argpartition(scores, len(values) - count)


def lines(quick: bool) -> Iterator[Line]:
    """Values, exact points and ranks beside the others' weighted sums and ranks; all sizes, the smallest first."""
    warnings.simplefilter("ignore")
    chance = np.random.default_rng(2)
    weights = [Fraction(i + 1, CRITERIA * (CRITERIA + 1) // 2) for i in range(CRITERIA)]
    floats = np.array([float(each) for each in weights])
    for applicants in QUICK if quick else SIZES:
        figures = np.asfortranarray(chance.uniform(-1, 12, (applicants, CRITERIA)).round(2))
        ends = zip(figures.min(axis=0), figures.max(axis=0), strict=True)
        scales = [(np.array([low, high]), np.array([0.0, 1.0])) for low, high in ends]
        out = np.empty(figures.shape, order="F")
        own = partial(_scores, figures, scales, weights, out)
        others = peers(figures, floats)
        found: dict[str, Floats] = {}
        took = seconds_of({"ours": own, **others}, ROUNDS, found.__setitem__)
        for name in others:
            apart = float(np.abs(found["ours"] - found[name]).max())
            yield Line(
                "Scoring: 20 criteria",
                applicants,
                "applicants",
                "judged: values, exact points, ranks",
                name,
                ratio(took["ours"], took[name]),
                took["ours"],
                took[name],
                checked=f"scores apart by {apart * 100:.5f} points at most",
                agrees=apart <= EQUAL,
                quick=applicants in QUICK,
            )


def _scores(figures: Floats, scales: list[tuple[Floats, Floats]], weights: list[Fraction], out: Floats) -> Floats:
    """Ours, as shares of all points like the others'."""
    found: Floats = judged(figures, scales, weights, out).points / RANK_STEPS
    return found


def main(applicants: int, number: int, rounds: int) -> None:
    """Print one table: seconds, and passes or times of the bare work, beside the goals."""
    warnings.simplefilter("ignore")
    chance = np.random.default_rng(1)
    round_, rules, answers = whole_round(applicants, number, chance)
    figures = np.asfortranarray(chance.uniform(-1, 12, (applicants, number)).round(2))
    rows = np.ascontiguousarray(figures)
    scale = (np.array([0.0, 10.0]), np.array([0.0, 1.0]))
    total = number * (number + 1) // 2
    weights = [Fraction(i + 1, total) for i in range(number)]
    floats, out = np.array([float(each) for each in weights]), np.empty((applicants, number), order="F")
    found = judged(figures, [scale] * number, weights)
    count = max(1, applicants // SHARE)
    parts = chance.multinomial(10**6, [1 / number] * number, size=WEIGHTINGS)
    whole = found.values.astype(np.int64)
    base: dict[str, Work] = {
        "one matrix-vector product": lambda: rows @ floats,
        "one sort": lambda: np.sort(found.points),
        "ours: values, exact points, ranks (kernel)": lambda: judged(figures, [scale] * number, weights, out),
    }
    print(f"{applicants:,} applicants x {number} criteria, medians of {rounds} rounds in turns")
    for cold in (True, False):
        took = in_turns({**base, **peers(figures, floats)}, rounds, cold=cold)
        product, sort, *others = took.values()
        print("table from memory:" if cold else "table in the processor's cache:")
        print(f"  {'one matrix-vector product':<58}{product * 1000:10.2f} ms")
        print(f"  {'one sort':<58}{sort * 1000:10.2f} ms")
        for name, each in zip(list(took)[2:], others, strict=True):
            aim = f"   goal: at most {PASSES} passes and a sort" if "ours" in name else ""
            print(f"  {name:<58}{each * 1000:10.2f} ms {(each - sort) / product:8.1f} passes and a sort{aim}")
    took = in_turns({"ours": lambda: score(round_)}, min(rounds, 5), cold=False)
    said = "ours: score() of a whole round, with joins, gates, remarks"
    print(f"  {said:<58}{took['ours'] * 1000:10.2f} ms {(took['ours'] - sort) / product:8.1f} passes and a sort")
    took = in_turns(
        {
            "bare": lambda: selected(found.values, parts, count),
            "ours": lambda: acceptability(found.values, parts, count),
        },
        min(rounds, 5),
        cold=False,
    )
    print(f"{WEIGHTINGS:,} weightings, {count:,} highest:")
    print(f"  {'matrix product and selection':<58}{took['bare'] * 1000:10.0f} ms")
    said = "ours: exact counts, ties by the stated order"
    print(
        f"  {said:<58}{took['ours'] * 1000:10.0f} ms {took['ours'] / took['bare']:8.2f} times   goal: at most {TIMES}"
    )
    spent = median(seconds(lambda: intervals(whole, weights, found.points, count)) for _ in range(3))
    print(f"exact intervals of all {number} weights: {spent:.2f} s")
    _beside_plain(round_, rules, answers, took=median(seconds(lambda: score(round_)) for _ in range(3)))


def _beside_plain(round_: Round, rules: Any, answers: dict[str, Any], took: float) -> None:  # noqa: ANN401
    """Against the same model in plain exact fractions, timed on a sample and scaled up: how fast, and how far apart."""
    size = min(SAMPLE, len(round_.applicants))
    sample = [{name: cells[i] for name, cells in answers.items()} for i in range(size)]
    plain = seconds(lambda: oracle.intervals(rules, sample)) * len(round_.applicants) / size
    exact = np.array([float(low) for low, _ in oracle.intervals(rules, sample)])
    apart = float(np.abs(score(round_).table["score"].iloc[:size].to_numpy() - exact).max())
    print(f"plain fractions: {plain / took:,.0f} times score(), largest difference {apart:.7f} points")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:4]]
    main(*given, *(84_000, 20, 15)[len(given) :])
