"""The programme in linopy as its documentation advises for large models: arrays, sums by group, the sparse model."""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import highspy
import linopy
import numpy as np
import pandas as pd

from benchmarks.statement import Statement


def whole(said: Statement) -> highspy.Highs:
    """From the numbers to a solver that holds the model."""
    with warnings.catch_warnings(), _unheard():
        warnings.simplefilter("ignore")
        linopy.options["semantics"] = "v1"
        held: highspy.Highs = built(said).to_highspy(set_names=False)
        return held


@contextmanager
def _unheard() -> Iterator[None]:
    """Nothing from the solver on the terminal: linopy hands over before it can be told to be quiet."""
    sys.stdout.flush()
    own, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(own, 1)
        os.close(own)
        os.close(nowhere)


def built(said: Statement) -> linopy.Model:
    """The model, one call a kind of row."""
    model = linopy.Model(sparse=True)
    options = pd.RangeIndex(len(said.owner), name="option")
    pairs = pd.RangeIndex(len(said.village), name="pair")
    x = model.add_variables(binary=True, coords=[options], name="x")
    total = model.add_variables(lower=0, integer=True, name="total")
    a = model.add_variables(binary=True, coords=[pairs], name="a")
    owned = x.groupby(pd.Series(said.owner, options, name="applicant")).sum()
    model.add_constraints(owned <= 1, name="one option")
    model.add_constraints(x.sum() - total == 0, name="total")
    for k, cap in enumerate(said.caps):
        model.add_constraints((x * pd.Series(cap.amount, options)).sum() <= cap.most, name=f"cap {k}")
    for k, quota in enumerate(said.quotas):
        inside = np.flatnonzero(quota.group >= 0)
        group = pd.Series(quota.group[inside], options[inside], name="group")
        part = x.isel(option=inside).groupby(group).sum() - quota.share * total
        model.add_constraints(part >= quota.plus if quota.least else part <= quota.plus, name=f"quota {k}")
    village = pd.Series(said.village, pairs, name="applicant")
    mentor = pd.Series(said.mentor, pairs, name="applicant")
    in_plan = owned.sel(applicant=np.unique(said.village))
    model.add_constraints(a.groupby(village).sum() - in_plan == 0, name="one mentor each")
    chosen = owned.sel(applicant=said.mentors)
    taken = a.groupby(mentor).sum()
    model.add_constraints(taken - said.room * chosen <= 0, name="room")
    model.add_constraints(taken - said.fewest * chosen >= 0, name="fewest")
    of_pair = owned.sel(applicant=said.mentor).rename(applicant="pair").assign_coords(pair=pairs)
    model.add_constraints(a - of_pair <= 0, name="only mentors in the plan")
    model.add_objective((x * pd.Series(said.value, options)).sum(), sense="max")
    return model
