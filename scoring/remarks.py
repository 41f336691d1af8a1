"""Remarks: what the committee should know about scores that are nevertheless valid."""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

import pandas as pd

from intake import Criterion, Finding, Gate, Missing, Severity
from locales import Decimals, Message, Percent, message
from scoring.faults import CRITERIA_FILE
from scoring.gates import FAIL, UNKNOWN
from scoring.points import VALUE_ONE, Integers
from scoring.tree import Node
from scoring.values import Valued

SATURATED: Final = Fraction(38, 100)
"""Share of the answers at one anchor above which a criterion is said not to separate them."""
SAME_THING: Final = Fraction(8, 10)
"""Correlation of two siblings above which they may count the same thing twice (OECD/JRC handbook, step 4)."""
ENOUGH_FOR_CORRELATION: Final = 20


def tree_remarks(nodes: Sequence[Node], parts: Mapping[str, int]) -> Iterator[Finding]:
    """Say where a weight has no effect: a node without siblings, or a criterion too light to count."""
    for node in nodes:
        if node.siblings == 1 and node.parent:
            problem = message("{node} is alone in its group, so its weight has no effect.", node=node.label)
            yield _note("scoring-single-child", problem, message("Add a criterion beside it, or dissolve the group."))
        if node.is_criterion and parts[node.id] == 0:
            problem = message("{node} weighs too little to earn a millionth of a point.", node=node.label)
            yield _warning("scoring-weightless", problem, message("Give it more weight, or remove it."))


def value_remarks(criterion: Criterion, valued: Valued) -> Iterator[Finding]:
    """Say how one criterion's scale fits the answers; pool figures describe here, they never score."""
    everyone = len(valued.values)
    answered = valued.values[~valued.missing]
    if criterion.panel is None:
        yield from _missing(criterion, int(valued.missing.sum()), everyone)
    for number, column in enumerate(criterion.fallbacks, start=1):
        if count := int((valued.source == number).sum()):
            problem = message(
                "{criterion}: {count} of {all} applicants lack the figure; {column} is used instead.",
                criterion=criterion.label,
                count=count,
                all=everyone,
                column=column,
            )
            yield _note("scoring-fallback", problem, message("Nothing, if the figures are alike."), criterion.column)
    if count := int(valued.no_base.sum()):
        problem = message(
            "{criterion}: {count} answers cannot be divided, because the divisor is blank or not above zero.",
            criterion=criterion.label,
            count=count,
        )
        remedy = message("Complete the figures of this column; until then these answers count as missing.")
        yield _warning("scoring-no-base", problem, remedy, criterion.per.column if criterion.per else "")
    yield from _beyond(criterion, valued)
    if len(answered) > 1:
        yield from _separation(criterion, answered)


def gate_remarks(gates: Sequence[Gate], judged: pd.DataFrame) -> Iterator[Finding]:
    """Say how many each gate stops or leaves open."""
    for gate in gates:
        failed, unknown = int((judged[gate.id] == FAIL).sum()), int((judged[gate.id] == UNKNOWN).sum())
        if failed or unknown:
            problem = message(
                "Gate {gate}: {failed} of {all} applicants fail, {unknown} gave no answer.",
                gate=gate.label,
                failed=failed,
                all=len(judged),
                unknown=unknown,
            )
            remedy = message("Ask those without an answer; the reasons stand beside each applicant.")
            yield _note("scoring-gate", problem, remedy)


def pool_remarks(eligible: pd.Series, ranked: int) -> Iterator[Finding]:
    """Say how many applicants are eligible, not eligible, or waiting for an answer."""
    counts = {status: int((eligible == status).sum()) for status in ("yes", "no", "unknown")}
    if counts["no"] or counts["unknown"]:
        problem = message(
            "Of {all} applicants {yes} are eligible, {no} are not, and {unknown} depend on a missing answer.",
            all=len(eligible),
            yes=counts["yes"],
            no=counts["no"],
            unknown=counts["unknown"],
        )
        remedy = message("Ask for the missing answers before the decision.")
        yield _note("scoring-eligible", problem, remedy)
    if not ranked:
        remedy = message("Check the gates and the questions that disqualify when left blank.")
        yield _warning("scoring-nobody", message("No applicant can be ranked."), remedy)


def overlap_remarks(criteria: Sequence[Criterion], valued: Mapping[str, Valued]) -> Iterator[Finding]:
    """Name criteria of one group whose values run together: they may count the same thing twice."""
    for one, other in combinations(sorted(criteria, key=lambda each: each.id), 2):
        if one.group != other.group:
            continue
        both = ~(valued[one.id].missing | valued[other.id].missing)
        if int(both.sum()) < ENOUGH_FOR_CORRELATION:
            continue
        product, spread = _moments(valued[one.id].values[both], valued[other.id].values[both])
        if spread and product * product * SAME_THING.denominator**2 > spread * SAME_THING.numerator**2:
            meaning = (
                message("perhaps they count one thing twice")
                if product > 0
                else message("what one gives, the other takes away")
            )
            problem = message(
                "{one} and {other} run together (correlation {correlation}); {meaning}.",
                one=one.label,
                other=other.label,
                correlation=_signed(product, spread),
                meaning=meaning,
            )
            yield _note("scoring-overlap", problem, message("Reconsider whether both are needed, and their weights."))


def _moments(one: Integers, other: Integers) -> tuple[int, int]:
    """Covariance, and product of variances, of values in thousandths: exact, the same on every machine."""
    step = VALUE_ONE // 1000
    x, y = (one + step // 2) // step, (other + step // 2) // step
    n, sum_x, sum_y = len(x), int(x.sum()), int(y.sum())
    products, squares_x, squares_y = int((x * y).sum()), int((x * x).sum()), int((y * y).sum())
    return n * products - sum_x * sum_y, (n * squares_x - sum_x**2) * (n * squares_y - sum_y**2)


def _signed(product: int, spread: int) -> Decimals:
    """Write a correlation from its exact parts."""
    size = math.isqrt(product * product * 10**12 // spread)
    return Decimals((size if product > 0 else -size) / 10**6, 2)


def _missing(criterion: Criterion, count: int, everyone: int) -> Iterator[Finding]:
    if not count:
        return
    told = {
        Missing.FLOOR: message("it earns no points"),
        Missing.ASK: message("it earns no points until it is answered"),
        Missing.REJECT: message("without it they are not eligible"),
    }
    problem = message(
        "{criterion}: {count} of {all} applicants gave no usable answer; {consequence}.",
        criterion=criterion.label,
        count=count,
        all=everyone,
        consequence=told[criterion.missing],
    )
    remedy = message("Ask for the answer before the decision; the interval of the score shows what it may change.")
    make = _note if criterion.missing is Missing.FLOOR else _warning
    yield make("scoring-missing", problem, remedy, criterion.column)


def _beyond(criterion: Criterion, valued: Valued) -> Iterator[Finding]:
    worse, better = int(valued.worse.sum()), int(valued.better.sum())
    if worse or better:
        problem = message(
            "{criterion}: {worse} answers lie beyond {zero} and count as that, {better} lie beyond {one}.",
            criterion=criterion.label,
            worse=worse,
            zero=_anchor(criterion, criterion.anchors.zero.at),
            better=better,
            one=_anchor(criterion, criterion.anchors.one.at),
        )
        yield _note("scoring-beyond", problem, message("Nothing, if the anchors are meant so."), criterion.column)


def _separation(criterion: Criterion, answered: Integers) -> Iterator[Finding]:
    if bool((answered == answered[0]).all()):
        problem = message("{criterion} does not separate: every answer earns the same.", criterion=criterion.label)
        remedy = message("Reconsider the anchors, or the criterion.")
        yield _note("scoring-constant", problem, remedy, criterion.column)
        return
    if criterion.shape == "levels":
        # A question with few choices has many answers at an end by its nature.
        return
    for end, anchor in ((0, criterion.anchors.zero), (VALUE_ONE, criterion.anchors.one)):
        share = Fraction(int((answered == end).sum()), len(answered))
        if share > SATURATED:
            problem = message(
                "{criterion}: {share} of the answers are at or beyond {anchor}; it does not separate them.",
                criterion=criterion.label,
                share=Percent(share),
                anchor=_anchor(criterion, anchor.at),
            )
            yield _note("scoring-saturated", problem, message("Reconsider this anchor."), criterion.column)


def _anchor(criterion: Criterion, at: float) -> Message:
    return message("{number} {unit}", number=at, unit=criterion.unit)


def _note(code: str, problem: Message, remedy: Message, column: str = "") -> Finding:
    return Finding(code, Severity.NOTE, problem, remedy, file=CRITERIA_FILE, column=column)


def _warning(code: str, problem: Message, remedy: Message, column: str = "") -> Finding:
    return Finding(code, Severity.WARNING, problem, remedy, file=CRITERIA_FILE, column=column)
