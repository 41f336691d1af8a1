"""Sweeps: many weightings of one decision, beside each solved from scratch; one worker beside two; workers killed.

The round is that of all 514 districts (`national_round`). From scratch means scores, options and model anew for every
weighting, and then either the whole plan (`allocate`) or only who is funded (`funded`, the quick answer that a sweep
gives as well). A process remembers what it has answered about a case: every sweep here is of a case of its own, so that
none begins where another ended. Run: python -m benchmarks.bench_sweeps [--quick]
"""

import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

import scenarios
from benchmarks.clock import timed
from benchmarks.line import Line, printed, ratio
from benchmarks.national_round import national_round
from optimizer import Funded, Objective, Progress, Rule, allocate, funded, options, watched
from scenarios import Altered, Case, Inquiry, Outcome, admitted, all_rules, allocations, attributes, cluster
from scenarios.robust_draws import central_weights
from scoring import score

TOPIC = "Sweeps: 514 applicants"
SAMPLES, QUICK = 200, 12
SCRATCH, QUICK_SCRATCH = 20, 3
"""How many of the weightings are solved from scratch too: their mean stands for all."""
BLOCKS = 12
"""Questions asked of the four workers of which two are killed."""
SEED = 514
PARTS = 10**6


def sweep(questions: Sequence[Inquiry], address: str = "", workers: int = 1) -> list[Funded]:
    """The sweep as it is asked for, here or of a scheduler; the only place that says how."""
    return allocations(unremembered(questions), cluster(address) if address else None, processes=workers)


def unremembered(questions: Sequence[Inquiry]) -> list[Inquiry]:
    """The same questions about a case that nobody has answered anything about yet; one case for all."""
    case = replace(questions[0].case)
    return [Inquiry(case, each.change, each.what) for each in questions]


def samples(outcome: Outcome, number: int) -> list[Inquiry]:
    """Weightings half way between the scenario's own and one drawn evenly over all; the same on every machine."""
    known = tuple((str(name), str(option)) for name, option in outcome.plan.awards["option"].items())
    case, own = Case(outcome.round, outcome.scenario, known), central_weights(outcome)
    draw = np.random.default_rng(SEED)
    found = []
    for _ in range(number):
        parts = np.diff([0, *sorted(draw.integers(0, PARTS + 1, len(own) - 1).tolist()), PARTS]).tolist()
        mixed = [(name, (own[name] + Fraction(part, PARTS)) / 2) for name, part in zip(own, parts, strict=True)]
        found.append(Inquiry(case, Altered(weights=tuple(sorted(mixed)))))
    return found


def worked_out(question: Inquiry) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Rule, ...], tuple[Objective, ...]]:
    """Applicants, options, rules and objectives of a question, with nothing taken over from anywhere."""
    round_, scenario = question.case.round, question.case.scenario
    scores = score(round_, scenario.scoring, weights=dict(question.change.weights))
    offered = options(round_, admitted(scores), scenario.catalogue)
    rules = all_rules(round_.call, round_.catalogue, scenario)
    return attributes(round_, scores), offered.table, rules, scenario.objectives


def by_plan(question: Inquiry) -> frozenset[str]:
    """Who is funded, by the whole plan."""
    plan = allocate(*worked_out(question), question.case.scenario.solver)
    return frozenset(map(str, plan.awards.index))


def by_quick_answer(question: Inquiry) -> frozenset[str]:
    """Who is funded, when only that is asked."""
    return funded(*worked_out(question), question.case.scenario.solver).names


def beside_scratch(questions: list[Inquiry], few: int) -> Iterator[Line]:
    """The sweep in one process beside some of its questions by themselves, each way."""
    taken = list(range(0, len(questions), len(questions) // few))[:few]
    seconds, answers = timed(lambda: sweep(questions))
    full = len(questions) == SAMPLES
    ways: tuple[tuple[str, str, Callable[[Inquiry], frozenset[str]]], ...] = (
        ("whole plan, allocate", "weights" if full else "", by_plan),
        ("quick answer, funded", "", by_quick_answer),
    )
    for how, goal, answer in ways:
        alone, names = timed(lambda: [answer(questions[k]) for k in taken])  # noqa: B023
        whole = alone * len(questions) / len(taken)
        unlike = sum(answers[k].names != found for k, found in zip(taken, names, strict=True))
        yield Line(
            TOPIC,
            len(questions),
            "weightings",
            "sweep, one process",
            f"each from scratch: {how} (from {few})",
            ratio(seconds, whole),
            seconds,
            whole,
            goal=goal,
            checked=f"{len(taken) - unlike} of {len(taken)} lists the same",
            agrees=not unlike,
            quick=len(questions) == QUICK,
        )


def two_workers(questions: list[Inquiry]) -> Line:
    """One process beside two, by the clock; the start of the processes counts, and neither side remembers anything."""
    began = time.perf_counter()
    one = sweep(questions)
    middle = time.perf_counter()
    two = sweep(questions, workers=2)
    ended = time.perf_counter()
    return Line(
        TOPIC,
        len(questions),
        "weightings",
        "two workers",
        "one worker",
        ratio(ended - middle, middle - began),
        ended - middle,
        middle - began,
        goal="workers",
        checked=f"{sum(a == b for a, b in zip(one, two, strict=True))} of {len(one)} answers the same",
        agrees=one == two,
    )


def killed(questions: list[Inquiry]) -> Line:
    """Four worker processes of a Dask scheduler, two of them killed once the first answers are there."""
    from tests.scenarios.clusters import Cluster

    expected = sweep(questions)
    with tempfile.TemporaryDirectory() as folder, Cluster(Path(folder), workers=4) as made:

        def hear(now: Progress) -> None:
            if now.done:
                for worker in made.workers[:2]:
                    worker.kill()

        with watched(hear):
            came = sweep(questions, made.address)
        dead = sum(worker.poll() is not None for worker in made.workers)
    lost = sum(a != b for a, b in zip(expected, came, strict=True))
    return Line(
        TOPIC,
        len(questions),
        "weightings",
        "four workers, two of them killed",
        "nobody killed",
        float(lost),
        unit="answers lost or other",
        goal="killed",
        checked=f"{dead} killed; {len(came) - lost} of {len(came)} answers the same",
        agrees=not lost and dead == 2,
    )


def lines(quick: bool) -> Iterator[Line]:
    """The ratios of the sweep to solving each from scratch; in full also workers, and workers killed."""
    warnings.simplefilter("ignore", DeprecationWarning)
    with tempfile.TemporaryDirectory() as folder:
        round_ = national_round(Path(folder) / "national")
        outcome = scenarios.run(round_, scenarios.read(scenarios.find(round_.folder, "base")))
        yield from beside_scratch(samples(outcome, QUICK), QUICK_SCRATCH)
        if not quick:
            questions = samples(outcome, SAMPLES)
            yield from beside_scratch(questions, SCRATCH)
            yield two_workers(questions)
            yield killed(questions[: BLOCKS * 4])


if __name__ == "__main__":
    printed(lines("--quick" in sys.argv))
