"""CoreSearch: the exact best of a program, some of whose rows are changed for the question.

Prices settle most decisions before the search begins, and what is found is believed after an exact count of every
row.
"""

import time
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from optimizer.highs import Run
from optimizer.narrowing import search
from optimizer.part import Matter
from optimizer.program import Program
from optimizer.relaxation import Arrays, Floats, Outlook, with_room
from optimizer.solution import Status


@dataclass(frozen=True, eq=False)
class Answer:
    """What a search came to; value and bound in whole units of the first objective, turned round to be maximised.

    With status optimal value equals bound; infeasible has neither, and proof says who proved it ("prices" or
    "search"); stopped and feasible ran out of time: bound is then what the relaxation proves.
    """

    status: Status
    vector: tuple[int, ...] | None
    value: int | None
    bound: int | None
    proof: str = "search"


@dataclass(frozen=True, eq=False)
class Question:
    """A program with the bounds of some rows changed: rows lists (row, lower, upper) in scaled units."""

    program: Program
    data: Arrays
    rows: tuple[tuple[int, float, float], ...] = ()

    def changed(self) -> Arrays:
        """The arrays with the changed rows."""
        lower, upper = self.data.lower.copy(), self.data.upper.copy()
        for row, low, high in self.rows:
            lower[row], upper[row] = low, high
        return replace(self.data, lower=lower, upper=upper)

    def lawful(self, vector: list[int]) -> bool:
        """Whether a vector keeps every row, exactly; changed rows by their own bounds."""
        moved = {row: (low, high) for row, low, high in self.rows}
        for i, row in enumerate(self.program.rows):
            if i not in moved:
                if not row.holds(vector):
                    return False
                continue
            low, high = moved[i]
            total = sum(a * vector[j] for j, a in zip(row.columns, row.numbers, strict=True))
            unit = int(self.data.row_unit[i])
            if (high < inf and total > round(high * unit)) or (low > -inf and total < round(low * unit)):
                return False
        return True

    def value(self, vector: list[int]) -> int:
        """What a vector reaches on the first objective, turned round to be maximised."""
        if not self.program.goals:
            return 0
        goal = self.program.goals[0]
        return goal.sign * goal.value(vector)


def best(question: Question, outlook: Outlook | None, deadline: float, known: tuple[int, ...] | None = None) -> Answer:
    """Find the best plan: `outlook` is the relaxation of the very question, `known` any plan that is lawful in it."""
    data, program = question.changed(), question.program

    def vector_of(values: Floats) -> list[int]:
        return program.raised([int(v) for v in np.rint(values * data.column_unit)])

    def judge(values: Floats) -> int | None:
        vector = vector_of(values)
        return question.value(vector) if question.lawful(vector) else None

    matter = Matter(with_room(data), np.zeros(len(data.cost)), data.limit, judge)
    run = Run(seconds=max(deadline - time.monotonic(), 0.0), absolute_gap=0.999 / data.cost_unit)
    start = None if known is None else np.array(known, dtype=np.float64) / data.column_unit
    found = search(matter, outlook, run, start)
    vector = None if found.values is None else tuple(vector_of(found.values))
    return Answer(found.status, vector, found.value, found.bound, found.proof)
