"""The tables of applicants and reviewers, column by column, by their definitions."""

import math
from statistics import StatisticsError, correlation, mean, stdev

import pytest
from hypothesis import given, settings

from scoring import Calibration, DisconnectedError, calibrate
from scoring.panel_tables import applicants_table, reviewers_table
from tests.scoring.panel_oracle import Rows, marks_of
from tests.scoring.panels import panels

FEW = settings(max_examples=60, deadline=None)


def calibration(rows: Rows) -> Calibration | None:
    try:
        return calibrate(marks_of(rows))
    except (DisconnectedError, ValueError):
        return None


def corrected(rows: Rows, found: Calibration | None) -> dict[tuple[str, str], float]:
    severity = dict.fromkeys({r for _, r, _ in rows}, 0.0)
    if found is not None:
        severity = dict(zip(found.marks.reviewers, (found.severity / 1e6).tolist(), strict=True))
    return {(a, r): y + severity[r] for a, r, y in rows}


def pooled(rows: Rows) -> float:
    """Standard deviation of a mark about the mean of its applicant."""
    people = {a for a, _, _ in rows}
    if len(rows) == len(people):
        return math.nan
    squares = sum((y - mean([z for b, _, z in rows if b == a])) ** 2 for a, _, y in rows)
    return math.sqrt(squares / (len(rows) - len(people)))


def same(found: float, wanted: float, within: float = 2e-6) -> bool:
    return (math.isnan(found) and math.isnan(wanted)) or abs(found - wanted) <= within


@FEW
@given(panels(linked=False, least=1))
def test_every_applicants_line(rows: Rows) -> None:
    found = calibration(rows)
    table, fair, usual = applicants_table(marks_of(rows), found), corrected(rows, found), pooled(rows)
    scale = usual if found is None else found.variance.noise
    assert table.index.tolist() == sorted({a for a, _, _ in rows})
    for applicant, line in table.iterrows():
        own = [y for a, _, y in rows if a == applicant]
        straight = [y for (a, _), y in fair.items() if a == applicant]
        assert line["marks"] == len(own)
        assert same(line["mean"], mean(own))
        assert same(line["mean_error"], usual / math.sqrt(len(own)))
        assert same(line["spread"], stdev(own) if len(own) > 1 else math.nan)
        assert same(line["calibrated"], math.nan if found is None else mean(straight))
        apart = (max(straight) - min(straight)) / (scale * math.sqrt(2)) if scale > 0 else 0.0
        assert line["disagreement"] == pytest.approx(apart, abs=6e-4, rel=1e-5)


@FEW
@given(panels(linked=False, least=3))
def test_every_reviewers_line(rows: Rows) -> None:
    found = calibration(rows)
    table, fair = reviewers_table(marks_of(rows), found), corrected(rows, found)
    assert table.index.tolist() == sorted({r for _, r, _ in rows})
    for reviewer, line in table.iterrows():
        own = {a: y for a, r, y in rows if r == reviewer}
        assert line["read"] == len(own)
        assert same(line["mean"], mean(own.values()))
        assert math.isnan(line["severity"]) == (found is None)
        others = {a: [y for (b, r), y in fair.items() if b == a and r != reviewer] for a in own}
        pairs = [(own[a], round(mean(theirs), 3)) for a, theirs in others.items() if theirs]
        wanted = math.nan
        if len(pairs) >= 3:
            try:
                wanted = correlation([x for x, _ in pairs], [z for _, z in pairs])
            except StatisticsError:
                wanted = math.nan
        # Means are cut to thousandths, and where they hardly differ that can be all the difference there is.
        if not pairs or len(pairs) < 3 or max(z for _, z in pairs) - min(z for _, z in pairs) > 0.1:
            assert same(line["agreement"], wanted, 0.02)
