"""Findings of the manipulation audit: blanks that gain, which no rules may allow."""

from intake import Finding, Findings, Severity
from locales import message
from scenarios.manipulation import Manipulation
from scenarios.outcome import Outcome


def manipulation_findings(outcome: Outcome, found: Manipulation) -> Findings:
    """One error for every question that somebody does better to leave blank."""
    labels = {each.column: each.label for each in outcome.round.criteria.questions}
    gaining: dict[str, list[str]] = {}
    for each in found.blanks:
        gaining.setdefault(each.answers[0][0], []).append(each.applicant)
    return Findings.of(
        Finding(
            "manipulation.blank-gains",
            Severity.ERROR,
            message(
                "{question}: {count} applicants do better to leave it blank than to answer: {applicants}",
                question=labels[column],
                count=len(who),
                applicants=tuple(sorted(who)),
            ),
            message(
                'Let an unknown gate bar (unknown_gates = "out"), give the criterion nothing to fall back on, and let '
                "no rule count only those who gave an answer."
            ),
            file="scenario",
            column=column,
        )
        for column, who in gaining.items()
    )
