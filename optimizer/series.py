"""Series: many questions about allocations that are alike, each answered from what the ones before have left.

The program is kept and only what differs is written again (`held_program`). The relaxation starts from where it ended.
Of all plans found before, the best that is lawful now shows how far from the bound one need look: decisions that cost
more are settled by their price (reduced-cost fixing: Dantzig, Fulkerson and Johnson 1954), and the search over lists
runs on what is left. Every answer is proven as `funded` proves it; what came before can only make it quicker.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from optimizer.core_search import Question
from optimizer.funded import Funded, by_allocating, by_lists, funded, said_of, vector_of
from optimizer.held_program import HeldProgram
from optimizer.narrowed import Narrowed
from optimizer.narrowing import settled
from optimizer.objectives import Objective
from optimizer.part import Mask, Matter
from optimizer.program import Program
from optimizer.relaxation import Arrays, Outlook, Relaxation, arrays
from optimizer.rules import Rule, named_rules
from optimizer.set_search import BestSet, best_set
from optimizer.settings import Settings
from optimizer.solution import Status

MOST = 60
"""Plans that are remembered."""
NEAR = 40
"""Decisions looked at for a better plan to start from: those that cost least to turn."""
FAR = 100
"""Where more decisions than that are open, a better plan to start from is sought."""
FEW = 10
"""Parts after which the search for a plan to start from takes what it has."""
BETWEEN = 1e-6

Vector = tuple[int, ...]


class Series:
    """One question after another; belongs to one thread."""

    def __init__(self) -> None:
        self._held = HeldProgram()
        self._relaxation: Relaxation | None = None
        self._columns: tuple[object, ...] = ()
        self._plans: dict[Vector, None] = {}
        """The plans found so far, those found or met again last at the end."""

    def funded(
        self,
        applicants: pd.DataFrame,
        options: pd.DataFrame,
        rules: Sequence[Rule],
        objectives: Sequence[Objective],
        settings: Settings | None = None,
        *,
        known: Mapping[str, str] | None = None,
    ) -> Funded:
        """Say whom `allocate` would fund: what `optimizer.funded` says, for the same arguments, sooner.

        Raises what it raises.
        """
        chosen = settings or Settings()
        if not by_lists(len(options), objectives):
            return funded(applicants, options, rules, objectives, chosen, known=known)
        began = time.monotonic()
        made = self._held.program(applicants, options, named_rules(rules), tuple(objectives))
        answer = said_of(made, self._best(made, known or {}, began + chosen.seconds))
        if answer is not None:
            return answer
        return by_allocating(applicants, options, rules, objectives, chosen, time.monotonic() - began)

    def _best(self, made: Program, known: Mapping[str, str], deadline: float) -> BestSet:
        self._take_over(made, known)
        data = arrays(made)
        outlook = self._outlook(data, deadline)
        if outlook is None:
            return best_set(made, None, deadline - time.monotonic())
        if outlook.bound == -np.inf:
            return BestSet(Status.INFEASIBLE)
        question = Question(made, data)
        start = self._start(question)
        if start is None:
            return self._kept(best_set(made, None, deadline - time.monotonic()))
        start = _nearer(question, outlook, start, deadline)
        left = Narrowed.of(made, ~_settled(question, outlook, start), outlook.values * data.column_unit)
        inside = left.inside(start)
        if inside is None:  # a plan that is worth more than prices allow: they prove nothing then
            return self._kept(best_set(made, start, deadline - time.monotonic()))
        found = best_set(left.program, inside, deadline - time.monotonic())
        if found.vector is None or found.value is None:
            return found
        worth = found.value + left.value
        return self._kept(replace(found, vector=left.outside(found.vector), value=worth, bound=None))

    def _take_over(self, made: Program, known: Mapping[str, str]) -> None:
        """Forget plans of other columns, and remember the known one."""
        keys = tuple(column.key for column in made.columns)
        if keys != self._columns:
            self._columns, self._plans = keys, {}
        if not self._plans and (vector := vector_of(made, known)) is not None:
            self._plans[tuple(vector)] = None

    def _outlook(self, data: Arrays, deadline: float) -> Outlook | None:
        held, self._relaxation = self._relaxation, None
        relaxation = Relaxation(data) if held is None else held.again(data)
        found = relaxation.solve(max(deadline - time.monotonic(), 0.0))
        self._relaxation = relaxation if found is not None else None
        return found

    def _start(self, question: Question) -> Vector | None:
        """The best lawful plan among those remembered."""
        plans = list(self._plans)
        if not plans:
            return None
        worth = np.array(plans, dtype=np.float64) @ (question.data.cost / question.data.column_unit)
        for place in np.argsort(-worth, kind="stable"):
            vector = question.program.raised(list(plans[place]))
            if question.lawful(vector):
                return tuple(vector)
        return None

    def _kept(self, found: BestSet) -> BestSet:
        """Remember the plan of an answer."""
        if found.vector is not None:
            self._plans.pop(found.vector, None)
            self._plans[found.vector] = None
            if len(self._plans) > MOST:
                del self._plans[next(iter(self._plans))]
        return found


def _settled(question: Question, outlook: Outlook, plan: Vector) -> Mask:
    """The decisions that no plan as good as this one takes otherwise than the relaxation does."""
    data = question.data
    matter = Matter(data, np.zeros(len(data.cost)), data.limit, judge=lambda _: None)
    return settled(matter, outlook, outlook.bound - question.value(list(plan)))


def _nearer(question: Question, outlook: Outlook, plan: Vector, deadline: float) -> Vector:
    """A better plan, where a short look close to the relaxation finds one."""
    data = question.data
    if np.count_nonzero(~_settled(question, outlook, plan)) <= FAR:
        return plan
    order = np.argsort(np.where(data.whole, np.abs(outlook.reduced), -1.0), kind="stable")
    near = ~data.whole | (np.abs(outlook.values - np.rint(outlook.values)) > BETWEEN)
    near[order[:NEAR]] = True
    left = Narrowed.of(question.program, near, outlook.values * data.column_unit)
    found = best_set(left.program, left.inside(plan), deadline - time.monotonic(), FEW)
    if found.vector is None:
        return plan
    better = left.outside(found.vector)
    lawful = question.lawful(list(better)) and question.value(list(better)) > question.value(list(plan))
    return better if lawful else plan
