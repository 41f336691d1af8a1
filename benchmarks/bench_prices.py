"""Plan, prices, proof, conflict and repairs on 514 applicants x 8 packages x 43 rules, as ratios to the bare solver.

The bare solver is HiGHS on the very matrix of the model with the same settings, from arrays to optimum; it counts
nothing again and says nothing of ties. Everything else is timed in the same run, one after the other in turns, and
the medians are compared. Run: python -m benchmarks.bench_prices [rounds]
"""

import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import highspy
import numpy as np
import pandas as pd

from optimizer import Limit, Maximise, Rule, Settings, Share, Status, allocate, checker, conflicts, repairs
from optimizer.certificate import certify
from optimizer.highs import Run
from optimizer.program import program
from optimizer.relaxation import arrays, handed_over
from optimizer.rule_prices import rule_prices
from optimizer.rules import named_rules
from optimizer.swap_prices import swap_prices
from optimizer.tables import prepare

APPLICANTS, PACKAGES, AWARDS, PROVINCES = 514, 8, 80, 34
SETTINGS = Settings(seconds=600)
OBJECTIVES = (Maximise(measure="value"),)


def tables(seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Applicants of 34 provinces, and eight packages each: more computers and bandwidth, more value and cost."""
    chance = np.random.default_rng(seed)
    names = [f"D{i:04d}" for i in range(APPLICANTS)]
    applicants = pd.DataFrame(
        {
            "province": [f"P{k:02d}" for k in np.sort(np.arange(APPLICANTS) % PROVINCES)],
            "remote": (chance.random(APPLICANTS) < 0.3).astype(int),
            "score": chance.uniform(30, 95, APPLICANTS).round(3),
        },
        index=names,
    )
    factor = 1 + applicants["remote"].to_numpy() * chance.uniform(0.05, 0.6, APPLICANTS)
    rows: list[dict[str, Any]] = []
    for i, name in enumerate(names):
        for package in range(PACKAGES):
            computers, mbps = 3 + package % 4 * 2, 10 * (1 + package // 4)
            hardware = int(computers * 9_500_000 * factor[i]) + int(chance.integers(0, 900_000))
            line = int(mbps * 2_400_000 * factor[i]) + int(chance.integers(0, 400_000))
            worth = applicants["score"].iloc[i] * (0.55 + 0.06 * computers + 0.012 * mbps)
            rows.append(
                {
                    "applicant": name,
                    "option": f"p{package}",
                    "value": round(float(worth), 3),
                    "computers": computers,
                    "cost": hardware + line + 15_000_000,
                    "cost_hardware": hardware,
                    "cost_line": line,
                    "cost_training": 15_000_000,
                }
            )
    return applicants, pd.DataFrame(rows)


def rules(options: pd.DataFrame) -> tuple[Rule, ...]:
    """Forty-three rules: four budget lines, awards, stock, three shares and 34 provinces with their own bounds."""
    per_award = options[["cost", "cost_hardware", "cost_line"]].mean() * AWARDS
    made: list[Rule] = [
        Limit(id="all_costs", measure="cost", at_most=int(per_award["cost"] * 0.93)),
        Limit(id="hardware", measure="cost_hardware", at_most=int(per_award["cost_hardware"] * 0.92)),
        Limit(id="line", measure="cost_line", at_most=int(per_award["cost_line"] * 0.95)),
        Limit(id="training", measure="cost_training", at_most=15_000_000 * AWARDS),
        Limit(id="awards", measure="libraries", at_most=AWARDS),
        Limit(id="stock", measure="computers", at_most=460),
        Limit(id="remote", measure="libraries", where={"remote": 1}, at_least=Share(share=0.3, of="libraries")),
        Limit(id="remote_money", measure="cost", where={"remote": 1}, at_most=Share(share=0.5, of="cost")),
        Limit(id="large", measure="libraries", where={"option": ("p3", "p7")}, at_most=25),
    ]
    made += [
        Limit(id=f"province_{k:02d}", measure="libraries", where={"province": f"P{k:02d}"}, at_least=1, at_most=5)
        for k in range(PROVINCES)
    ]
    return tuple(made)


def contradictory(options: pd.DataFrame) -> tuple[Rule, ...]:
    """The same rules with 80 awards demanded, and a little less money than the cheapest lawful 80 cost."""
    less = int(options["cost"].mean() * AWARDS * 0.58)
    changes: dict[str, dict[str, int]] = {"all_costs": {"at_most": less}, "awards": {"at_least": AWARDS}}
    return tuple(rule.model_copy(update=changes.get(rule.id, {})) for rule in rules(options))


def explained(applicants: pd.DataFrame, options: pd.DataFrame, demands: tuple[Rule, ...]) -> None:
    """A smallest conflict and three repairs, all of them found and proven."""
    found = conflicts(applicants, options, demands, SETTINGS, most=1)
    ways = repairs(applicants, options, demands, OBJECTIVES, SETTINGS, most=3)
    assert len(found) == 1
    assert len(ways) == 3
    assert all(way.least and way.plan.status is Status.OPTIMAL for way in ways)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of one run: by the clock, and of the processor, which others on the machine do not lengthen."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def main(rounds: int) -> None:
    """Print medians and ratios."""
    applicants, options = tables()
    demands, impossible = rules(options), contradictory(options)
    plan = allocate(applicants, options, demands, OBJECTIVES, SETTINGS)
    given = (applicants, options, demands, OBJECTIVES, plan)
    certificate = certify(*given)
    data = arrays(program(prepare(applicants, options), named_rules(demands), OBJECTIVES))

    def bare() -> None:
        solver = handed_over(data, whole=True)
        for name, value in Run(seconds=600, absolute_gap=0.999 / data.cost_unit).options().items():
            solver.setOptionValue(name, value)
        highspy.Highs.resetGlobalScheduler(True)
        solver.run()

    in_time = Settings(seconds=19 * timed(bare)[0], threads=2)
    works: dict[str, tuple[Callable[[], object], float | None]] = {
        "bare HiGHS on the same matrix, to gap 0": (bare, None),
        "plan: tables, model, proof, ties, verification": (
            lambda: allocate(applicants, options, demands, OBJECTIVES, SETTINGS),
            1.25,
        ),
        "all swap prices, proven least": (lambda: swap_prices(*given, SETTINGS, exact=()), 5.0),
        "all rule prices, in the time of 19 solves": (lambda: rule_prices(*given, in_time), 20.0),
        "conflict and three repairs": (lambda: explained(applicants, options, impossible), 60.0),
        "certificate": (lambda: certify(*given), None),
        "certificate checked": (lambda: list(checker.check(json.loads(certificate.text()))), None),
    }
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, (work, _) in works.items():
            seconds[name].append(timed(work))
    one, own_one = (median(each) for each in zip(*seconds[next(iter(works))], strict=True))
    print(f"plan: {plan.status}, ties {plan.ties}")
    print(f"{APPLICANTS} applicants x {PACKAGES} packages x {len(demands)} rules, medians of {rounds} rounds in turns")
    for name, (_, goal) in works.items():
        clock, own = (median(each) for each in zip(*seconds[name], strict=True))
        aim = "" if goal is None else f"   goal: at most {goal:g}"
        ratios = f"{clock / one:7.2f} times the bare solver ({own / own_one:.2f} in processor time)"
        print(f"{name:<50} {clock:8.2f} s {ratios}{aim}", flush=True)
    prices = rule_prices(*given, in_time)
    open_rules = prices[prices["status"] != "exact"]
    widest = max((float(line["at_most"] - line["reached"]) for _, line in open_rules.iterrows()), default=0.0)
    left = f"the others to within {widest / float(plan.stages[0].value):.4%} of the plan's value"
    print(f"rule prices: {len(prices) - len(open_rules)} of {len(prices)} exact, {left}")
    print(f"certificate: {len(certificate.text()) / 1e6:.2f} MB; {certificate.describe()[0].text('en')}")


if __name__ == "__main__":
    main(*([int(each) for each in sys.argv[1:2]] or [3]))
