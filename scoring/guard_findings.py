"""Guards: what in a set of criteria should be looked at before its weights are trusted."""

from collections.abc import Iterable
from fractions import Fraction

from intake import Criteria, Finding, Severity
from scoring.scores import Scores

ALWAYS = (
    "scoring-overlap",
    "scoring-same-answer",
    "scoring-pool-scale",
    "scoring-constant",
    "scoring-constant-ranked",
    "scoring-unanswered",
    "scoring-saturated",
    "scoring-single-child",
    "scoring-weightless",
)
GRAVEST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
MUCH_MISSING = Fraction(1, 5)
"""Share of the applicants without a usable answer above which a criterion rests on too few."""


def guards(criteria: Criteria, scores: Scores, more: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Pick, of what scoring remarks, what is about the criteria themselves; the gravest first, `more` among them.

    Criteria that move together or read one answer, figures made from the pool, criteria that do not separate, and
    those for which more than a fifth of the applicants gave no usable answer.
    """
    everyone = len(scores.missing)
    counts = {each.id: int(scores.missing[each.id].sum()) for each in criteria.criteria}
    much = {each.column for each in criteria.criteria if Fraction(counts[each.id], max(everyone, 1)) > MUCH_MISSING}
    found = [
        each
        for each in scores.findings
        if each.code in ALWAYS or (each.code == "scoring-missing" and each.column in much)
    ]
    return tuple(sorted([*found, *more], key=lambda each: GRAVEST_FIRST.index(each.severity)))
