"""Errors of scoring: what makes a round or its weights impossible to score."""

from collections.abc import Iterable

from intake import Finding, Findings, InputError, Severity
from locales import Message

CRITERIA_FILE = "criteria.toml"


def fault(
    code: str,
    problem: Message,
    remedy: Message,
    *,
    file: str = CRITERIA_FILE,
    column: str = "",
    value: str = "",
) -> Finding:
    """Make one error finding; `code` is stable and begins with `scoring-`."""
    return Finding(code, Severity.ERROR, problem, remedy, file=file, column=column, value=value)


def refuse(faults: Iterable[Finding]) -> None:
    """Raise InputError with every fault at once, or do nothing when there is none."""
    findings = Findings.of(faults)
    if findings.items:
        raise InputError(findings)
