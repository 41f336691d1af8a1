"""What a solver really said, in our own words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np


class Status(StrEnum):
    """The only four things that an allocation can end with."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


class SolverError(RuntimeError):
    """The solver failed in a way that says nothing about the question."""


@dataclass(frozen=True, eq=False)
class Solution:
    """One solver run: `values` in the order of the problem's variables (None without a plan).

    `bound` is the best value that is still possible, in the unit of the problem's objective; infinite if the solver
    proved nothing. None if it does not tell: then an optimal plan is its own bound.
    """

    status: Status
    values: "np.ndarray[Any, np.dtype[np.float64]] | None"
    bound: float | None
    said: str
