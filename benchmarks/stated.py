"""A programme's tables and rules as a statement for others."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from benchmarks.statement import Cap, Quota, Statement
from optimizer import Limit, Mentoring, Rule, Share, Tables

MILLION = 1_000_000


def stated(tables: Tables, rules: Sequence[Rule]) -> Statement:
    """Say limits and one pairing in numbers, option by option in the order of the tables."""
    limits = [rule for rule in rules if isinstance(rule, Limit)]
    (pairing,) = [rule for rule in rules if isinstance(rule, Mentoring)]
    near = pairing.reach(tables.applicants)
    of = tables.applicants.index.get_indexer
    return Statement(
        tables.owner.astype(np.int64),
        tables.options["value"].to_numpy(dtype=np.float64),
        tuple(_cap(tables, rule) for rule in limits if not isinstance(rule.at_most or rule.at_least, Share)),
        tuple(_quota(tables, rule) for rule in limits if isinstance(rule.at_most or rule.at_least, Share)),
        of(pd.Index(near["village"])).astype(np.int64),
        of(pd.Index(near["mentor"])).astype(np.int64),
        pairing.at_least,
        pairing.at_most,
    )


def _cap(tables: Tables, rule: Limit) -> Cap:
    assert isinstance(rule.at_most, int | float)
    unit = MILLION if rule.measure.startswith("cost") else 1
    return Cap(tables.options[rule.measure].to_numpy(dtype=np.float64) / unit, rule.at_most / unit)


def _quota(tables: Tables, rule: Limit) -> Quota:
    bound = rule.at_most if rule.at_most is not None else rule.at_least
    assert isinstance(bound, Share)
    inside = np.ones(len(tables.joined), dtype=bool)
    for column, wanted in rule.where.items():
        inside &= tables.joined[column].isin([wanted]).to_numpy()
    codes = pd.factorize(tables.joined[rule.per].where(inside))[0] if rule.per else np.where(inside, 0, -1)
    return Quota(codes.astype(np.int64), bound.share, float(bound.plus), rule.at_most is None)
