"""Agreement against published numbers, and against the definitions written out."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from scoring import Marks, intraclass, krippendorff_alpha
from scoring.agreement_of_marks import Metric
from tests.scoring.panel_oracle import Rows, alpha, marks_of
from tests.scoring.panels import panels

METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval", "ratio")
FEW = settings(max_examples=60, deadline=None)
NONE = math.nan

KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3),
    (NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE),
)
"""Four observers and twelve units: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section D."""

SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
"""Six targets and four judges: Shrout and Fleiss, Intraclass correlations (1979), table 2."""


def published(table: tuple[tuple[float, ...], ...], *, by_reviewer: bool) -> Marks:
    rows = [
        (f"U{j:02d}", f"R{i}", float(mark)) if by_reviewer else (f"U{i:02d}", f"R{j}", float(mark))
        for i, line in enumerate(table)
        for j, mark in enumerate(line)
    ]
    return marks_of(rows)


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_krippendorff_2011(metric: Metric, value: float) -> None:
    found = krippendorff_alpha(published(KRIPPENDORFF, by_reviewer=True), metric)
    assert found is not None
    assert round(found, 3) == value


def test_intraclass_correlations_of_shrout_and_fleiss_1979() -> None:
    found = intraclass(published(SHROUT_FLEISS, by_reviewer=False))
    assert found is not None
    squares = (found.between, found.within, found.reviewers, found.residual)
    assert [round(each, 2) for each in squares] == [11.24, 6.26, 32.49, 1.02]
    single = (found.single_one_way, found.single_random, found.single_fixed)
    several = (found.mean_one_way, found.mean_random, found.mean_fixed)
    assert [round(each or 0, 2) for each in single] == [0.17, 0.29, 0.71]
    assert [round(each or 0, 2) for each in several] == [0.44, 0.62, 0.91]


@FEW
@given(panels(linked=False, least=1))
def test_alpha_is_the_coincidence_matrix_written_out(rows: Rows) -> None:
    for metric in METRICS:
        found, wanted = krippendorff_alpha(marks_of(rows), metric), alpha(rows, metric)
        assert (found is None) == (wanted is None)
        if found is not None and wanted is not None:
            assert found == pytest.approx(wanted, abs=1e-6)


@FEW
@given(panels())
def test_alpha_does_not_change_with_what_its_metric_ignores(rows: Rows) -> None:
    """Order: any rising recoding. Distances: unit and origin. Ratios: unit. And single marks say nothing."""
    marks = marks_of(rows)
    recoded = marks_of([(a, r, y**3) for a, r, y in rows])
    moved = marks_of([(a, r, 2 * y - 7) for a, r, y in rows])
    doubled = marks_of([(a, r, 2 * y) for a, r, y in rows])
    lone = marks_of([*rows, ("Z", "R0", 5.0)])
    assert krippendorff_alpha(recoded, "nominal") == krippendorff_alpha(marks, "nominal")
    assert krippendorff_alpha(recoded, "ordinal") == krippendorff_alpha(marks, "ordinal")
    assert krippendorff_alpha(moved, "interval") == krippendorff_alpha(marks, "interval")
    assert krippendorff_alpha(doubled, "ratio") == krippendorff_alpha(marks, "ratio")
    for metric in METRICS:
        assert krippendorff_alpha(lone, metric) == krippendorff_alpha(marks, metric)


def test_alpha_of_equal_marks_and_of_single_marks_cannot_be_said() -> None:
    equal = marks_of([("A", "R", 3.0), ("A", "S", 3.0), ("B", "R", 3.0), ("B", "S", 3.0)])
    single = marks_of([("A", "R", 3.0), ("B", "S", 4.0)])
    for metric in METRICS:
        assert krippendorff_alpha(equal, metric) is None
        assert krippendorff_alpha(single, metric) is None


def test_perfect_agreement_is_one() -> None:
    rows = [(f"A{a}", f"R{r}", float(a)) for a in range(1, 5) for r in range(3)]
    for metric in METRICS:
        assert krippendorff_alpha(marks_of(rows), metric) == 1.0


def test_the_ratio_metric_refuses_negative_marks() -> None:
    with pytest.raises(ValueError, match="negative"):
        krippendorff_alpha(marks_of([("A", "R", -1.0), ("A", "S", 2.0)]), "ratio")


def test_intraclass_needs_a_full_panel() -> None:
    rows = [(f"U{i}", f"R{j}", float(mark)) for i, line in enumerate(SHROUT_FLEISS) for j, mark in enumerate(line)]
    assert intraclass(marks_of(rows)) is not None
    assert intraclass(marks_of(rows[1:])) is None
    assert intraclass(marks_of([row for row in rows if row[1] == "R0"])) is None


def test_large_marks_and_many_of_them_stay_exact() -> None:
    """Whole numbers near a million, whose squares would not fit 64 bits, give what the same marks near zero give."""
    chance = np.random.default_rng(2)
    rows = [(f"A{a:03d}", f"R{r}", float(chance.integers(0, 60))) for a in range(150) for r in range(3) if (a + r) % 5]
    far = [(a, r, y / 1000 + 999_000.0) for a, r, y in rows]
    near = [(a, r, y / 1000) for a, r, y in rows]
    for metric in ("ordinal", "interval"):
        assert krippendorff_alpha(marks_of(far), metric) == krippendorff_alpha(marks_of(near), metric)
        wanted = alpha(near, metric)
        assert wanted is not None
        assert krippendorff_alpha(marks_of(near), metric) == pytest.approx(wanted, abs=1e-6)
