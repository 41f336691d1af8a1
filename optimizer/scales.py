"""Scales: what is counted must not be made from the pool, and no award must be worth exactly nothing.

A plan adds up values over a number of winners that is free, so it changes when a constant is added to all of them (the
baseline problem: Clemen and Smith, "On the choice of baselines in multiattribute portfolio analysis", 2009; Morton,
"Measurement issues in the evaluation of projects in a project portfolio", 2015). Ranks, standardised scores and ranges
stretched over the pool have no such zero, and one more applicant changes them for everyone else.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from intake import POOL_SCALES, Finding, Severity, pool_scale
from locales import Message, message
from optimizer.measures import LIBRARIES, is_money
from optimizer.objectives import Objective
from optimizer.rules import Rule
from optimizer.tables import Tables
from optimizer.words import measure_name

RANK = "rank"
VALUE, SCORE = "value", "score"
ROUNDING = 0.0011
"""Values have three decimals: twice the rounding of one, and a little."""
ENOUGH = 10


def scale_remarks(tables: Tables, rules: Sequence[Rule], objectives: Sequence[Objective]) -> Iterator[Finding]:
    """Warn of everything counted by an objective, or measured or looked up by a rule, that is made from the pool."""
    measured = {str(each) for rule in rules if (each := getattr(rule, "measure", ""))}
    counted = {objective.measure for objective in objectives}
    for rule in rules:
        if RANK in {getattr(rule, "measure", ""), *getattr(rule, "where", {}), getattr(rule, "per", "")}:
            yield _of_rank(rule)
    for column in sorted((measured | counted) - {LIBRARIES, RANK}):
        if column in tables.joined and tables.is_number(column) and not is_money(column):
            yield from _made_from_the_pool(tables, column)
    if VALUE in counted | measured:
        yield from _shifted(tables)


def _of_rank(rule: Rule) -> Finding:
    return _warning(
        "scale.rank",
        message(
            "rule {rule} looks at ranks: one applicant more or less, even one that is not funded, changes the ranks of "
            "others and so who may be funded",
            rule=rule.name,
        ),
        message("look at the score instead, which depends on the applicant's own answers alone"),
        "scenario",
        RANK,
        rule.id,
    )


def _made_from_the_pool(tables: Tables, column: str) -> Iterator[Finding]:
    table = tables.applicants if column in tables.applicants else tables.options
    for numbers in _lists(tables, column):
        spread = float(np.nanmax(numbers) - np.nanmin(numbers)) if len(numbers) else 0.0
        close = max(1e-6, ROUNDING / spread) if column == VALUE and spread > 0 else 1e-6
        found = pool_scale(numbers, close=close)
        if found is not None:
            yield _warning(
                "scale.pool",
                message(
                    "{column} looks as if it was made from the pool: {how}, of {count} applicants",
                    column=measure_name(column),
                    how=POOL_SCALES[found],
                    count=len(numbers),
                ),
                message(
                    "hand over values on fixed anchors, where 0 is as good as not funding; pool figures change with "
                    "every applicant"
                ),
                "applicants" if table is tables.applicants else "options",
                column,
                f"{np.nanmin(numbers):g} … {np.nanmax(numbers):g}",
            )
            return


def _lists(tables: Tables, column: str) -> Iterator[npt.NDArray[np.float64]]:
    """The numbers of a column: of applicants as they are, of options the largest of everyone, and option by option."""
    if column in tables.applicants:
        yield tables.applicants[column].to_numpy(dtype=np.float64, na_value=np.nan)
        return
    yield tables.options.groupby("applicant")[column].max().to_numpy(dtype=np.float64)
    for _, group in tables.options.groupby("option", sort=True):
        yield group[column].to_numpy(dtype=np.float64)


def _shifted(tables: Tables) -> Iterator[Finding]:
    """Find values that follow the score but for a constant, so that a score of 0 is no longer worth 0."""
    if SCORE not in tables.applicants or not tables.is_number(SCORE):
        return
    for option, group in tables.joined.rows(["option", SCORE, VALUE]).groupby("option", sort=True):
        held = group[[SCORE, VALUE]].astype(float).dropna()
        constant = _constant(held)
        if constant is not None:
            yield _warning(
                "scale.shifted",
                message(
                    "the values of {option} are the score with {constant} added: 0 no longer means as good as not "
                    "funding, and the same constant for all changes who is funded",
                    option=str(option),
                    constant=constant,
                ),
                message("hand over the score times a factor, with nothing added or taken away"),
                "options",
                VALUE,
                str(option),
            )
            return


def _constant(held: pd.DataFrame) -> float | None:
    """What is added to a multiple of the score; None where it is nothing, or the values are no such thing."""
    score, value = held[SCORE].to_numpy(), held[VALUE].to_numpy()
    if len(np.unique(score)) < ENOUGH:
        return None
    low, high = int(np.argmin(score)), int(np.argmax(score))
    factor = (value[high] - value[low]) / (score[high] - score[low])
    constant = value[low] - factor * score[low]
    # Between the two ends a rounding of each shows at most as much; before them, with the score they are away.
    reach = ROUNDING * (1 + 2 * abs(score[low]) / (score[high] - score[low]))
    straight = bool((np.abs(value - constant - factor * score) <= ROUNDING).all())
    return round(float(constant), 3) if straight and abs(constant) > reach else None


def _warning(code: str, problem: Message, remedy: Message, file: str, column: str, value: str) -> Finding:
    return Finding(code, Severity.WARNING, problem, remedy, file=file, column=column, value=value)
