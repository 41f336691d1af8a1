"""Looked up: which of an applicant's columns the rules and objectives could look at."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from optimizer import Maximise, MinimumScore, Objective, Rule, named_in, words_of

ALWAYS = ("lat", "lon")
"""Columns that rules look at without naming them."""
OF_ALL = "rank"
"""The column of an applicant that the others' answers decide too."""


def looks_at_ranks(rules: Sequence[Rule], objectives: Sequence[Objective]) -> bool:
    """Whether anything could look at ranks, which one applicant's answers change for the others too."""
    return OF_ALL in _all_words(rules, objectives)


def seen(table: pd.DataFrame, rules: Sequence[Rule], objectives: Sequence[Objective]) -> pd.DataFrame:
    """What rules and objectives could look at in these applicants; a minimum only sees whether it is passed."""
    plain = [rule for rule in rules if not isinstance(rule, MinimumScore)]
    minimums = [rule for rule in rules if isinstance(rule, MinimumScore)]
    words = _all_words(plain, objectives).union(ALWAYS, *(words_of(rule.where) for rule in minimums))
    found = table[[column for column in table.columns if column in words]].copy()
    for rule in minimums:
        if rule.measure in table:
            numbers = table[rule.measure].to_numpy(dtype=np.float64, na_value=np.nan)
            found[f"minimum {rule.id}"] = numbers >= float(rule.at_least)
    return found


def value_counts_alone(rules: Sequence[Rule], objectives: Sequence[Objective]) -> bool:
    """Whether an option's value counts in the first objective alone, as a sum."""
    first = objectives[0] if objectives else None
    return isinstance(first, Maximise) and first.measure == "value" and not any("value" in named_in(r) for r in rules)


def _all_words(rules: Sequence[Rule], objectives: Sequence[Objective]) -> set[str]:
    given: list[Rule | Objective] = [*rules, *objectives]
    return set().union(*(named_in(each) for each in given))
