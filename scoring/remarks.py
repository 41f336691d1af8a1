"""Remarks: what the committee should know about scores that are nevertheless valid."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import numpy as np
import pandas as pd

from intake import POOL_SCALES, Criterion, Finding, Gate, Missing, Severity, pool_scale
from locales import Message, Percent, message
from scoring.faults import CRITERIA_FILE
from scoring.gates import FAIL, UNKNOWN
from scoring.points import VALUE_ONE, Flags, Integers
from scoring.tree import Node
from scoring.values import Valued

SATURATED: Final = Fraction(38, 100)
"""Share of the answers at one anchor above which a criterion is said not to separate them."""


def tree_remarks(nodes: Sequence[Node], parts: Mapping[str, int]) -> Iterator[Finding]:
    """Say where a weight has no effect: a node without siblings, or a criterion too light to count."""
    for node in nodes:
        if node.siblings == 1 and node.parent:
            problem = message("{node} is alone in its group, so its weight has no effect.", node=node.label)
            yield note("scoring-single-child", problem, message("Add a criterion beside it, or dissolve the group."))
        if node.is_criterion and parts[node.id] == 0:
            problem = message("{node} weighs too little to earn a millionth of a point.", node=node.label)
            yield warning("scoring-weightless", problem, message("Give it more weight, or remove it."))


def value_remarks(criterion: Criterion, valued: Valued, ranked: Flags) -> Iterator[Finding]:
    """Say how one criterion's scale fits the answers; pool figures describe here, they never score.

    ranked: the rows that are ranked, among whom alone a criterion must separate.
    """
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
            yield note("scoring-fallback", problem, message("Nothing, if the figures are alike."), criterion.column)
    if count := int(valued.no_base.sum()):
        problem = message(
            "{criterion}: {count} answers cannot be divided, because the divisor is blank or not above zero.",
            criterion=criterion.label,
            count=count,
        )
        remedy = message("Complete the figures of this column; until then these answers count as missing.")
        yield warning("scoring-no-base", problem, remedy, criterion.per.column if criterion.per else "")
    yield from _beyond(criterion, valued)
    if len(answered) > 1:
        yield from _separation(criterion, answered, valued.values[ranked])
    elif everyone > 1 and not len(answered):
        problem = message("{criterion} does not separate: nobody gave a usable answer.", criterion=criterion.label)
        yield warning("scoring-unanswered", problem, message("Ask for the answers, or remove the criterion."))


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
            yield note("scoring-gate", problem, remedy)


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
        yield note("scoring-eligible", problem, remedy)
    if not ranked:
        remedy = message("Check the gates and the questions that disqualify when left blank.")
        yield warning("scoring-nobody", message("No applicant can be ranked."), remedy)


def scale_remarks(criterion: Criterion, table: pd.DataFrame) -> Iterator[Finding]:
    """Say where a criterion's figures look as if they were made from the pool; as a note once that was looked into."""
    if criterion.levels or criterion.panel is not None:
        return
    found = pool_scale(table[criterion.column].to_numpy(dtype=np.float64, na_value=np.nan))
    if found is None:
        return
    problem = message(
        "{criterion}: the figures look as if they were made from the pool: {how}. One applicant more would change them "
        "for all others.",
        criterion=criterion.label,
        how=POOL_SCALES[found],
    )
    if criterion.scale_checked:
        said = message("Looked into: {answer}", answer=criterion.scale_checked)
        yield note("scoring-pool-scale", problem, said, criterion.column)
        return
    remedy = message(
        "Use the figures as they were measured. If they are, say how in `scale_checked` of the criterion in "
        "criteria.toml."
    )
    yield warning("scoring-pool-scale", problem, remedy, criterion.column)


def blank_remarks(gates: Sequence[Gate], judged: pd.DataFrame) -> Iterator[Finding]:
    """Say, where an unknown gate counts as passed, that whoever fails one does better to leave the answer blank."""
    failing = int((judged == FAIL).any(axis=1).sum()) if gates else 0
    if failing:
        problem = message(
            "Unknown gates count as passed (unknown_gates = in), so each of the {count} applicants that fail a gate "
            "could be ranked if it had left the answer blank.",
            count=failing,
        )
        remedy = message("Decide with unknown_gates = out, or have every blank answered before the decision.")
        yield Finding("scoring-blank-gains", Severity.WARNING, problem, remedy, file="scenario")


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
    make = note if criterion.missing is Missing.FLOOR else warning
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
        yield note("scoring-beyond", problem, message("Nothing, if the anchors are meant so."), criterion.column)


def _separation(criterion: Criterion, answered: Integers, counted: Integers) -> Iterator[Finding]:
    if bool((answered == answered[0]).all()):
        problem = message("{criterion} does not separate: every answer earns the same.", criterion=criterion.label)
        remedy = message("Reconsider the anchors, or the criterion.")
        yield note("scoring-constant", problem, remedy, criterion.column)
        return
    if len(counted) > 1 and bool((counted == counted[0]).all()):
        problem = message(
            "{criterion} does not separate those who are ranked: all {count} of them earn the same.",
            criterion=criterion.label,
            count=len(counted),
        )
        remedy = message("Reconsider the anchors, or the criterion; perhaps a gate asks for the same.")
        yield note("scoring-constant-ranked", problem, remedy, criterion.column)
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
            yield note("scoring-saturated", problem, message("Reconsider this anchor."), criterion.column)


def _anchor(criterion: Criterion, at: float) -> Message:
    return message("{number} {unit}", number=at, unit=criterion.unit)


def note(code: str, problem: Message, remedy: Message, column: str = "") -> Finding:
    """Make a note about criteria.toml."""
    return Finding(code, Severity.NOTE, problem, remedy, file=CRITERIA_FILE, column=column)


def warning(code: str, problem: Message, remedy: Message, column: str = "") -> Finding:
    """Make a warning about criteria.toml."""
    return Finding(code, Severity.WARNING, problem, remedy, file=CRITERIA_FILE, column=column)
