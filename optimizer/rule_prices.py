"""Rule prices: what every rule costs the first objective, found by solving without it."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

import pandas as pd

from optimizer.core_search import Answer, Question, best
from optimizer.objectives import Objective
from optimizer.plan import Plan
from optimizer.progress import step
from optimizer.relaxation import Outlook
from optimizer.rules import Rule, named_rules
from optimizer.settings import Settings
from optimizer.solution import Status
from optimizer.swap_prices import EXACT, Ground, ground

Line: TypeAlias = dict[str, Any]
Freed: TypeAlias = tuple[tuple[int, float, float], ...]

AT_MOST = "at most"
Asker: TypeAlias = Callable[[Sequence[str]], Mapping[str, Line]]


def rule_prices(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    settings: Settings | None = None,
    *,
    together: Mapping[str, Sequence[str]] | None = None,
    exact: bool = True,
    only: Collection[str] | None = None,
    asker: Asker | None = None,
) -> pd.DataFrame:
    """Price every rule (all its groups as one) in the unit of the first objective.

    together: further names for several rules dropped at once, such as all budget lines. exact: solve to the end,
    cheapest first, settings.threads at a time, each in its share of what is left of settings.seconds; else the
    relaxation alone is asked. only: price these names alone. asker: solves to the end in place of that, given the names
    in their order; it must answer with the rows that this gives for each of them alone. Result:
    index rule; status ("exact"; "at most" where only a bound is proven); gain, what the best plan without the rule
    has more (None unless exact); at_most, the proven most it could be (None if nothing is proven); reached,
    what a plan in hand has more; proof; out_of_time; enters and leaves: who changes places in one best plan
    without it. A rule without a price leaves the plan as it is. Prices are exact Fractions.
    """
    base = ground(applicants, options, rules, objectives, plan)
    used = settings or Settings()
    deadline = time.monotonic() + used.seconds
    dropped = {rule.id: (rule.id,) for rule in named_rules(rules)}
    unknown = sorted({name for names in (together or {}).values() for name in names} - set(dropped))
    if unknown:
        raise ValueError(f"there is no rule called {', '.join(unknown)}")
    asked = {**dropped, **{name: tuple(names) for name, names in (together or {}).items()}}
    asked = {name: ids for name, ids in asked.items() if only is None or name in only}
    freed = {name: base.program.freed(ids) for name, ids in asked.items()}
    outlooks = {name: base.outlook(rows) for name, rows in freed.items()}
    lines = {name: _most(base, outlooks[name]) for name in asked}
    order = sorted(asked, key=lambda name: (lines[name]["at_most"] is None, lines[name]["at_most"] or 0, name))
    if asker is not None:
        lines |= asker(order)
    elif exact:
        lines |= _to_the_end(base, {name: (freed[name], outlooks[name], lines[name]) for name in order}, deadline, used)
    table = pd.DataFrame.from_dict(lines, orient="index", columns=list(_most(base, None)), dtype=object)
    table.index.name = "rule"
    return table.astype({"out_of_time": bool})


def _to_the_end(
    base: Ground, asked: Mapping[str, tuple[Freed, Outlook | None, Line]], deadline: float, settings: Settings
) -> dict[str, Line]:
    """Solve without each rule; several at a time where there are threads, which changes no answer."""

    def answered(place: int, name: str) -> Line:
        rows, outlook, line = asked[name]
        now = time.monotonic()
        if step(place, len(asked), name) or now >= deadline:
            return {**line, "out_of_time": True}
        # What one rule leaves of its share of the time, the harder ones after it have.
        until = now + min(deadline - now, (deadline - now) * settings.threads / (len(asked) - place))
        question = Question(base.program, base.relaxation.data, rows)
        return line | _solved(base, line, best(question, outlook, until, base.vector))

    if settings.threads == 1:
        return {name: answered(place, name) for place, name in enumerate(asked)}
    with ThreadPoolExecutor(settings.threads) as workers:
        waiting = {name: workers.submit(copy_context().run, answered, place, name) for place, name in enumerate(asked)}
        return {name: each.result() for name, each in waiting.items()}


def _most(base: Ground, outlook: Outlook | None) -> Line:
    """What the relaxation proves about a rule."""
    return {
        "status": AT_MOST,
        "gain": None,
        "at_most": None if outlook is None else -base.loss(floor(outlook.bound)),
        "reached": Fraction(0),
        "proof": "prices",
        "out_of_time": False,
        "enters": (),
        "leaves": (),
    }


def _solved(base: Ground, line: dict[str, Any], answer: Answer) -> dict[str, Any]:
    if answer.value is None or answer.vector is None:
        return {"out_of_time": True}
    gain = -base.loss(answer.value)
    enters, leaves = base.moves(answer) if gain > 0 else ((), ())
    moved = {"reached": max(gain, Fraction(0)), "enters": enters, "leaves": leaves, "proof": answer.proof}
    if answer.status is Status.OPTIMAL:
        return {**moved, "status": EXACT, "gain": gain, "at_most": gain}
    bound = None if answer.bound is None else -base.loss(answer.bound)
    known = [each for each in (line["at_most"], bound) if each is not None]
    return {**moved, "at_most": min(known, default=None), "out_of_time": True}
