"""The matrix that our arrays and HiGHS hold."""

import highspy
import numpy as np

from benchmarks.matrix import Matrix
from optimizer.relaxation import Arrays


def of_arrays(data: Arrays) -> Matrix:
    """The matrix as our arrays hold it."""
    return Matrix(data.row_of, data.index.astype(np.int64), data.value, data.lower, data.upper, data.cost)


def of_highs(solver: highspy.Highs) -> Matrix:
    """The matrix as HiGHS holds it, with costs to be maximised."""
    lp = solver.getLp()
    by_row = lp.a_matrix_.format_ == highspy.MatrixFormat.kRowwise
    start, index = np.array(lp.a_matrix_.start_, dtype=np.int64), np.array(lp.a_matrix_.index_, dtype=np.int64)
    outer = np.repeat(np.arange(len(start) - 1), np.diff(start))
    row, column = (outer, index) if by_row else (index, outer)
    sign = 1.0 if lp.sense_ == highspy.ObjSense.kMaximize else -1.0
    return Matrix(
        row,
        column,
        np.array(lp.a_matrix_.value_),
        np.array(lp.row_lower_),
        np.array(lp.row_upper_),
        sign * np.array(lp.col_cost_),
    )
