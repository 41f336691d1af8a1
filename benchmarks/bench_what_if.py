"""A what-if for all 514 districts, from the changed scenario to the changed names, beside the bare solver.

The bare solver is HiGHS on the very matrix, already in its memory, until it is within 0.1 per cent or out of time.
"""

import random
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import scenarios
from benchmarks.national_round import national_round
from optimizer import named_rules
from optimizer.highs import STATES
from optimizer.program import program
from optimizer.relaxation import arrays, handed_over, with_room
from optimizer.tables import prepare
from scenarios import Adjustment, Outcome, Scenario, Sitting, adjusted, whole_money

QUESTIONS = 30
GAP, SECONDS = 0.001, 30.0


def questions(base: Outcome) -> Iterator[tuple[str, Scenario]]:
    """Changed money, weights, both, or a quota with locks, in turns; the same on every machine."""
    draw = random.Random(514)
    money = whole_money(base.round, base.scenario)
    groups = list(scenarios.top_weights(base.round, base.scenario))
    offered = sorted(map(str, base.options.table["applicant"].unique()))
    for turn in range(QUESTIONS):
        kind = ("money", "weights", "both", "quota and locks")[turn % 4]
        change: dict[str, object] = {}
        if kind in ("money", "both"):
            change["money"] = money * draw.randint(70, 130) // 100
        if kind in ("weights", "both"):
            change["weights"] = {draw.choice(groups): draw.randint(10, 60)}
        if kind == "quota and locks":
            change["quotas"] = {"underdeveloped_floor": draw.randint(10, 40)}
            change["locks"] = {name: {"inside": True} for name in draw.sample(offered, 2)}
        yield kind, adjusted(base.round, base.scenario, Adjustment.model_validate(change))


def bare(sitting: Sitting, scenario: Scenario) -> float:
    """Seconds that HiGHS takes for the matrix of a scenario; hand-over and tables are not counted."""
    outcome = sitting.outcome(sitting.ask(scenario))
    tables = prepare(outcome.table, outcome.options.table)
    data = with_room(arrays(program(tables, named_rules(outcome.rules), scenario.objectives)))
    solver = handed_over(data, whole=True)
    for name, value in (("mip_rel_gap", GAP), ("time_limit", SECONDS), ("threads", 1), ("random_seed", 0)):
        solver.setOptionValue(name, value)
    began = time.perf_counter()
    solver.run()
    taken = time.perf_counter() - began
    ended = solver.getModelStatus() in (STATES.kOptimal, STATES.kInfeasible, STATES.kTimeLimit)
    assert ended, solver.modelStatusToString(solver.getModelStatus())
    return taken


def main() -> None:
    """Print seconds and ratios, kind by kind."""
    warnings.simplefilter("ignore", DeprecationWarning)
    with tempfile.TemporaryDirectory() as folder:
        round_ = national_round(Path(folder) / "national")
        scenario = scenarios.read(scenarios.find(round_.folder, "base"))
        base = scenarios.run(round_, scenario)
        sitting = Sitting(base)
        told: Counter[str] = Counter()
        taken: dict[str, list[tuple[float, float]]] = {}
        worst = 0.0
        for kind, asked in questions(base):
            began = time.perf_counter()
            answer = sitting.ask(asked)
            seconds = time.perf_counter() - began
            told[answer.certainty] += 1
            worst = max(worst, answer.gap or 0.0)
            taken.setdefault(kind, []).append((seconds, bare(sitting, asked)))
    print(f"What-ifs, {len(round_.applicants)} applicants, {len(base.options.table)} options; {QUESTIONS} questions")
    print(f"{'kind':<18} {'ours, s':>9} {'worst, s':>9} {'HiGHS to 0.1 %, s':>18} {'worst, s':>9} {'ratio':>6}")
    for kind, pairs in (*taken.items(), ("all", [pair for own in taken.values() for pair in own])):
        ours, theirs = zip(*pairs, strict=True)
        said = f"{median(theirs):>18.3f} {max(theirs):>9.3f} {median(ours) / median(theirs):>6.2f}"
        print(f"{kind:<18} {median(ours):>9.3f} {max(ours):>9.3f} {said}")
    print(", ".join(f"{number} {what}" for what, number in told.items()) + f"; largest gap {worst:.2%}")


if __name__ == "__main__":
    main()
