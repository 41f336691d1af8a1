"""Every village of Indonesia in one allocation, beside the bare relaxation of the same matrix; each in its own process.

own: each village under its own district, four packages. nearest: under any of its three nearest districts, packages
and speeds chosen apart. It takes an hour or more; `python -m benchmarks --nation` adds it to the table.
Run one part: python -m benchmarks.bench_nation (own|nearest) (allocate|simplex|ipm|cancel SECONDS) [share of villages]
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from benchmarks import bare
from benchmarks.bench_build import arrays_of
from benchmarks.clock import timed
from benchmarks.line import Line, ratio
from benchmarks.memory import most_memory
from benchmarks.villages import programme, villages
from optimizer import Best, Rule, Settings, allocate, named_rules, prepare, watched
from optimizer.measures import coefficients

TOPIC = {
    "own": "Nation: every village under its own district",
    "nearest": "Nation: one of three nearest mentors, packages and speeds apart",
}
GAPS = {"own": 1e-4, "nearest": 1e-3}
LIMITS = {"own": 900.0, "nearest": 3600.0}
"""Seconds after which the bare relaxation is stopped; ours must then be within the goal of these seconds."""
MOMENTS = (0.02, 0.2, 0.5, 0.8, 0.95)
"""When it is cancelled, as shares of the time of the whole."""
GIB = 2**30


def round_of(kind: str, share: float) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Rule, ...]]:
    """Tables and rules."""
    if kind == "own":
        return (*villages(share), named_rules(programme(share)))
    return (*villages(share, tiers=True), named_rules(programme(share, nearest=3)))


def allocated(kind: str, share: float) -> dict[str, Any]:
    """The whole allocation."""
    people, options, rules = round_of(kind, share)
    asked = Settings(gap=GAPS[kind], seconds=LIMITS[kind])
    seconds, plan = timed(lambda: allocate(people, options, rules, settings=asked))
    _, units = coefficients(prepare(people, options), "value")
    value = plan.stages[0].value * units if plan.stages else None
    return {
        "seconds": seconds,
        "gap": 1.0 if plan.gap is None else float(plan.gap),
        "status": str(plan.status),
        "awards": len(plan.awards),
        "value": None if value is None else float(value),
        "options": len(options),
    }


def relaxed(kind: str, method: str, share: float) -> dict[str, Any]:
    """The bare relaxation by one method."""
    people, options, rules = round_of(kind, share)
    data = arrays_of(prepare(people, options), rules)
    found = bare.lp(data, method, LIMITS[kind])
    size = {"columns": len(data.cost), "rows": len(data.lower), "entries": len(data.value)}
    return {"seconds": found.seconds, "value": found.value, "done": found.done, **size}


def cancelled(kind: str, after: float, share: float) -> dict[str, Any]:
    """Ask it to end after so many seconds: how long it then takes, and whether a plan that was found is given."""
    people, options, rules = round_of(kind, share)
    kept: list[Best] = []
    asked = Settings(gap=GAPS[kind], seconds=LIMITS[kind])
    until = time.monotonic() + after
    with watched(lambda _: None, keep=kept.append, stop=lambda: time.monotonic() >= until):
        plan = allocate(people, options, rules, settings=asked)
    late = max(time.monotonic() - until, 0.0)
    return {"late": late, "plan": plan.has_awards, "found": bool(kept), "status": str(plan.status)}


@dataclass(frozen=True)
class Child:
    """What a process told, and the most memory it held, in GiB."""

    told: dict[str, Any]
    memory: float


def child(kind: str, what: str, *more: str, share: float) -> Child:
    """Run one part in a process of its own."""
    words = [sys.executable, "-W", "ignore", "-m", "benchmarks.bench_nation", kind, what, *more, str(share)]
    answer = json.loads(subprocess.run(words, capture_output=True, check=True, text=True).stdout.splitlines()[-1])
    return Child(answer, float(answer["memory"]))


def lines(kind: str, share: float = 1.0) -> Iterator[Line]:
    """Time, gap, memory and the end after a cancel, for one of the two."""
    ours = child(kind, "allocate", share=share)
    methods = bare.METHODS if kind == "own" else ("simplex",)
    theirs = {method: child(kind, method, share=share).told for method in methods}
    many, spent = int(ours.told["options"]), float(ours.told["seconds"])
    best = min(theirs, key=lambda method: (not theirs[method]["done"], theirs[method]["seconds"]))
    for method, told in theirs.items():
        value = ours.told["value"]
        fits = value is not None and (not told["done"] or value <= told["value"] * (1 + 1e-9))
        size = f"{told['columns']:,} columns, {told['rows']:,} rows"
        yield Line(
            TOPIC[kind],
            many,
            "options",
            "allocate: tables to verified plan",
            f"bare HiGHS: LP by {method}",
            ratio(spent, told["seconds"]),
            spent,
            told["seconds"],
            goal=f"{kind} time" if method == best else "",
            checked=f"{size}; {'below the LP' if fits else 'not below the LP'}{'' if told['done'] else '; LP stopped'}",
            agrees=fits,
        )
    said = f"{ours.told['awards']:,} awards, {ours.told['status']}"
    yield _single(kind, many, "proven gap", ours.told["gap"], "of the bound", f"{kind} gap", said)
    yield _single(kind, many, "most memory held", ours.memory, "GiB", f"{kind} memory", "with Python and all tables")
    for moment in MOMENTS:
        told = child(kind, "cancel", f"{spent * moment:.2f}", share=share).told
        kept = "with a plan" if told["plan"] else "before any plan was found"
        line = _single(kind, many, f"cancelled at {moment:.0%}", told["late"], "s", f"{kind} cancel", kept)
        yield line if told["plan"] or not told["found"] else _lost(line)


def _single(kind: str, many: int, what: str, value: float, unit: str, goal: str, checked: str) -> Line:
    return Line(TOPIC[kind], many, "options", what, "-", float(value), unit=unit, goal=goal, checked=checked)


def _lost(line: Line) -> Line:
    fields = {name: getattr(line, name) for name in line.__dataclass_fields__}
    return Line(**{**fields, "checked": "a plan that was found is not given", "agrees": False})


def main(kind: str, what: str, *more: str) -> None:
    """One part, told as JSON in the last line."""
    share = float(more[-1]) if more and (what != "cancel" or len(more) > 1) else 1.0
    if what == "allocate":
        told = allocated(kind, share)
    elif what == "cancel":
        told = cancelled(kind, float(more[0]), share)
    else:
        told = relaxed(kind, what, share)
    told["memory"] = most_memory() / GIB
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
