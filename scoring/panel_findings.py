"""What the committee should know about a panel's marks."""

from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from intake import MARKS_FILE, Finding, Findings, Severity
from locales import Decimals, Message, Text, message
from scoring.panel_criterion import LEAST_MARKS, LEAST_READ, CriterionPanel

NAMED: Final = 10
CLEAR: Final = 0.05


def panel_findings(criteria: Sequence[CriterionPanel], applicants: "pd.Index[str]") -> Findings:
    """Say what was removed, what is missing, and what stands in the way of calibrated marks."""
    return Findings.of(finding for each in criteria for finding in _about(each, applicants))


def _about(panel: CriterionPanel, applicants: "pd.Index[str]") -> Iterator[Finding]:
    label = panel.criterion.label
    if panel.conflicts:
        problem = message(
            "{criterion}: {count} marks do not count, for a conflict of interest",
            criterion=label,
            count=panel.conflicts,
        )
        yield _finding("panel-conflicts", Severity.NOTE, problem, message("Nothing needs doing."))
    unread = applicants.difference(pd.Index(panel.marks.applicants, dtype=object)).tolist()
    if unread:
        problem = message(
            "{criterion}: {count} of {all} applications have no mark, such as {applicants}; they earn no points until "
            "they are read",
            criterion=label,
            count=len(unread),
            all=len(applicants),
            applicants=_names(unread),
        )
        yield _finding("panel-unread", Severity.WARNING, problem, message("Have those read that pass the gates."))
    yield from _obstacles(panel, label)
    found = panel.calibration.variance if panel.calibration else None
    if found and panel.basis == "raw" and found.p_value < CLEAR:
        problem = message(
            "{criterion}: reviewers differ in severity (standard deviation {severity} marks; chance alone would show "
            "as much with probability {chance}), and the raw marks that score do not take it out",
            criterion=label,
            severity=Decimals(found.severity, 2),
            chance=Decimals(found.p_value, 4),
        )
        remedy = message('Consider panel = "calibrated" in the scenario; the sheet of the panel shows both.')
        yield _finding("panel-severity", Severity.NOTE, problem, remedy)


def _obstacles(panel: CriterionPanel, label: Text) -> Iterator[Finding]:
    """What stands in the way of calibrated marks: a warning where they are wanted."""
    severity = Severity.WARNING if panel.wanted == "calibrated" else Severity.NOTE
    kept = message("; the raw marks score instead") if panel.wanted == "calibrated" else ""
    if len(panel.islands) > 1:
        for number, island in enumerate(panel.islands[:NAMED], start=1):
            problem = message(
                "{criterion}: the reviewers fall into {count} groups that no application links; group {number} is "
                "{reviewers}, with {applications} applications, such as {applicants}{kept}",
                criterion=label,
                count=len(panel.islands),
                number=number,
                reviewers=_names(island.reviewers),
                applications=len(island.applicants),
                applicants=_names(island.applicants),
                kept=kept,
            )
            remedy = message("Have one application read by somebody from every group; better, several.")
            yield _finding("panel-islands", severity, problem, remedy)
    elif panel.refusal is not None:
        problem = message(
            "{criterion}: the marks cannot be calibrated, for {why}{kept}",
            criterion=label,
            why=panel.refusal,
            kept=kept,
        )
        yield _finding("panel-refused", severity, problem, message("Have every application read by two reviewers."))
    if panel.few_marks:
        problem = message(
            "{criterion}: {count} applications have fewer than {least} marks: {applicants}{kept}",
            criterion=label,
            count=len(panel.few_marks),
            least=LEAST_MARKS,
            applicants=_names(panel.few_marks),
            kept=kept,
        )
        yield _finding("panel-few-marks", severity, problem, message("Have them read by one more reviewer."))
    if panel.few_read:
        problem = message(
            "{criterion}: {count} reviewers marked fewer than {least} applications: {reviewers}{kept}",
            criterion=label,
            count=len(panel.few_read),
            least=LEAST_READ,
            reviewers=_names(panel.few_read),
            kept=kept,
        )
        yield _finding("panel-few-read", severity, problem, message("Give them more to read."))


def _names(ids: Sequence[str]) -> tuple[Text, ...]:
    named: tuple[Text, ...] = tuple(ids[:NAMED])
    return (*named, message("and {count} more", count=len(ids) - NAMED)) if len(ids) > NAMED else named


def _finding(code: str, severity: Severity, problem: Message, remedy: Message) -> Finding:
    return Finding(code, severity, problem, remedy, file=MARKS_FILE)
