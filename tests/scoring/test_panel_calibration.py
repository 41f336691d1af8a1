"""Calibration against dense textbook algebra, known severities, and what may never change it."""

import math
import random
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Calibration, DisconnectedError, Marks, calibrate, islands
from scoring.panel_marks import ONE_MARK
from tests.scoring.panel_oracle import Rows, designs, gls, marks_of, parts, restricted_deviance
from tests.scoring.panels import panels, simulated

FEW = settings(max_examples=40, deadline=None)
RATIOS = st.sampled_from([0.0, 0.01, 0.3, 1.0, 7.5, 400.0])


def worth(found: Calibration) -> dict[str, float]:
    return dict(zip(found.marks.applicants, (found.calibrated / ONE_MARK).tolist(), strict=True))


def severity(found: Calibration) -> dict[str, float]:
    return dict(zip(found.marks.reviewers, (found.severity / ONE_MARK).tolist(), strict=True))


def means(rows: Rows) -> dict[str, float]:
    people = sorted({a for a, _, _ in rows})
    return {p: float(np.mean([y for a, _, y in rows if a == p])) for p in people}


def shifted(rows: Rows, reviewer: str, constant: float) -> Rows:
    return [(a, r, y + constant * (r == reviewer)) for a, r, y in rows]


def apart(one: Calibration, other: Calibration) -> float:
    """How far calibrated marks move, but for a step that all make alike."""
    moves = np.array([worth(one)[a] - worth(other)[a] for a in one.marks.applicants])
    return float(moves.max() - moves.min())


@FEW
@given(panels(), RATIOS)
def test_calibrated_marks_and_severities_solve_the_textbook_equations(rows: Rows, ratio: float) -> None:
    found = calibrate(marks_of(rows), ratio)
    estimates, _, effects = gls(rows, ratio)
    assert worth(found) == pytest.approx(estimates, abs=2e-6)
    assert severity(found) == pytest.approx({r: -effect for r, effect in effects.items()}, abs=1e-6)


@FEW
@given(panels(), st.sampled_from([0.00123, 0.5, 1.4149, 12345.0]))
def test_every_digit_is_that_of_the_exact_solution_in_fractions(rows: Rows, ratio: float) -> None:
    found = calibrate(marks_of(rows), ratio)
    exact = exact_severities(rows, Fraction(str(ratio)))
    stated = dict(zip(found.marks.reviewers, found.severity.tolist(), strict=True))
    for reviewer, wanted in exact.items():
        # Half a millionth goes up for the reviewer's effect, which is the severity with the other sign.
        assert stated[reviewer] == -math.floor(-wanted * ONE_MARK + Fraction(1, 2))
    for applicant, calibrated in zip(found.marks.applicants, found.calibrated.tolist(), strict=True):
        own = [Fraction(str(y)) * ONE_MARK + stated[r] for a, r, y in rows if a == applicant]
        assert calibrated == math.floor(sum(own, Fraction(0)) / len(own) + Fraction(1, 2))


def exact_severities(rows: Rows, ratio: Fraction) -> dict[str, Fraction]:
    """Solve the mixed model equations of applicants and reviewers together, by elimination in fractions."""
    people, readers, *_ = designs(rows)
    names = [*people, *readers]
    table = [[Fraction(0)] * (len(names) + 1) for _ in names]
    for applicant, reviewer, mark in rows:
        one, other = names.index(applicant), len(people) + readers.index(reviewer)
        for line in (one, other):
            table[line][one] += 1
            table[line][other] += 1
            table[line][-1] += Fraction(str(mark))
    for place in range(len(people), len(names)):
        table[place][place] += 1 / ratio
    for pivot in range(len(names)):
        table[pivot] = [cell / table[pivot][pivot] for cell in table[pivot]]
        for line in range(len(names)):
            if line != pivot and table[line][pivot]:
                factor = table[line][pivot]
                table[line] = [a - factor * b for a, b in zip(table[line], table[pivot], strict=True)]
    return {reader: -table[len(people) + place][-1] for place, reader in enumerate(readers)}


@FEW
@given(panels(), RATIOS)
def test_standard_errors_are_those_of_the_textbook_less_what_moves_all_alike(rows: Rows, ratio: float) -> None:
    found = calibrate(marks_of(rows), ratio)
    _, variances, _ = gls(rows, ratio)
    noise, alike = found.variance.noise, ratio / len(found.marks.reviewers)
    for applicant, error in zip(found.marks.applicants, found.errors.tolist(), strict=True):
        assert error == pytest.approx(noise * math.sqrt(max(0.0, variances[applicant] - alike)), abs=1e-4 * (1 + noise))


@FEW
@given(panels(least=4))
def test_the_ratio_maximises_the_restricted_likelihood_written_out_in_full(rows: Rows) -> None:
    found = calibrate(marks_of(rows)).variance
    _, _, x, z, y = designs(rows)
    both = np.hstack([x, z])
    left = y - both @ np.linalg.lstsq(both, y, rcond=None)[0]
    if float(left @ left) < 1e-9:
        return  # nothing is noise, and the likelihood has no maximum
    best = restricted_deviance(rows, found.ratio)
    for ratio in [0.0, *(10.0 ** (k / 4) for k in range(-16, 17))]:
        assert best <= restricted_deviance(rows, ratio) + 1e-6
    assert found.statistic == pytest.approx(restricted_deviance(rows, 0.0) - best, abs=1e-5)


def test_variances_of_a_full_panel_are_those_of_the_analysis_of_variance() -> None:
    """Shrout and Fleiss (1979), table 2: residual mean square 1.02, judges 32.49, six targets. In balanced data the
    restricted maximum likelihood estimates are the classical ones: 1.02, and (32.49 - 1.02) / 6."""
    table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    rows = [(f"T{t}", f"J{j}", float(mark)) for t, line in enumerate(table) for j, mark in enumerate(line)]
    found = calibrate(marks_of(rows))
    assert found.variance.noise**2 == pytest.approx(1.019444, rel=1e-4)
    assert found.variance.severity**2 == pytest.approx((32.486111 - 1.019444) / 6, rel=1e-4)
    assert worth(found) == pytest.approx(means(rows), abs=1e-6)


@FEW
@given(panels(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing_and_running_twice_gives_the_same(rows: Rows, chance: random.Random) -> None:
    other = list(rows)
    chance.shuffle(other)
    one, two = calibrate(marks_of(rows)), calibrate(marks_of(other))
    assert one.variance == two.variance
    for name in ("calibrated", "errors", "severity", "severity_errors"):
        assert np.array_equal(getattr(one, name), getattr(two, name))


@FEW
@given(panels(), st.permutations(range(6)))
def test_other_names_of_reviewers_change_no_applicant(rows: Rows, order: list[int]) -> None:
    renamed = [(a, f"R{order[int(r[1:])]}", y) for a, r, y in rows]
    one, two = calibrate(marks_of(rows)), calibrate(marks_of(renamed))
    assert one.variance.ratio == pytest.approx(two.variance.ratio, rel=2e-5)
    assert worth(one) == pytest.approx(worth(two), abs=1e-3)
    fixed = [calibrate(marks_of(each), 2.5) for each in (rows, renamed)]
    assert worth(fixed[0]) == pytest.approx(worth(fixed[1]), abs=2e-6)


@FEW
@given(panels(), st.integers(-3000, 3000).map(lambda k: k / 1000))
def test_adding_a_constant_to_everybody_moves_everybody_by_it(rows: Rows, constant: float) -> None:
    one, two = calibrate(marks_of(rows)), calibrate(marks_of([(a, r, y + constant) for a, r, y in rows]))
    assert one.variance == two.variance
    assert np.array_equal(one.severity, two.severity)
    assert worth(two) == pytest.approx({a: w + constant for a, w in worth(one).items()}, abs=2e-6)


@FEW
@given(panels(), st.integers(-3000, 3000).map(lambda k: k / 1000))
def test_with_severities_fixed_a_constant_added_to_one_reviewer_changes_no_difference(
    rows: Rows, constant: float
) -> None:
    one, two = (calibrate(marks_of(each), math.inf) for each in (rows, shifted(rows, "R0", constant)))
    assert apart(one, two) <= 4e-6


@FEW
@given(panels(), RATIOS, st.sampled_from([-2.0, 0.5, 3.0]))
def test_with_severities_random_a_constant_leaves_only_what_shrinkage_leaves(
    rows: Rows, ratio: float, constant: float
) -> None:
    """At one ratio the calibrated marks move by constant x W (I + ratio A)^-1 e, nothing at all in the limit."""
    people, readers, x, z, _ = designs(rows)
    inside = z - x @ np.diag(1 / x.sum(axis=0)) @ x.T @ z
    left = np.linalg.inv(np.eye(len(readers)) + ratio * z.T @ inside)[:, readers.index("R0")]
    moved = constant * np.diag(1 / x.sum(axis=0)) @ x.T @ z @ left
    one, two = (calibrate(marks_of(each), ratio) for each in (rows, shifted(rows, "R0", constant)))
    for applicant, move in zip(people, moved.tolist(), strict=True):
        assert worth(two)[applicant] - worth(one)[applicant] == pytest.approx(move, abs=4e-6)


def test_a_constant_added_to_one_reviewer_is_taken_out_the_better_the_larger_it_is() -> None:
    rows, _, _ = simulated(5, severity=0.0)
    before = calibrate(marks_of(rows))
    least_squares = calibrate(marks_of(rows), math.inf)
    moves, raw = [], []
    for constant in (2.0, 20.0, 200.0, 2000.0):
        other = shifted(rows, "R03", constant)
        moves.append(apart(calibrate(marks_of(other)), least_squares))
        raw.append(max(abs(means(other)[a] - means(rows)[a]) for a in means(rows)))
    assert moves == sorted(moves, reverse=True)
    assert moves[-1] < 1e-3
    assert moves[0] < 0.1 < 0.6 < raw[0]
    assert apart(before, least_squares) < 0.6


def test_without_severity_calibrated_marks_are_raw() -> None:
    """Marks on which all reviewers agree but for noise that is the same for each of them."""
    rows = [(f"A{a}", f"R{r}", 3.0 + (a % 3) + (0.5 if (a + r) % 2 else -0.5)) for a in range(12) for r in range(4)]
    found = calibrate(marks_of(rows))
    assert (found.variance.ratio, found.variance.statistic, found.variance.p_value) == (0.0, 0.0, 1.0)
    assert not found.severity.any()
    assert worth(found) == pytest.approx(means(rows), abs=1e-6)


@FEW
@given(panels(least=4))
def test_chance_is_half_of_chi_squared_with_one_degree(rows: Rows) -> None:
    """Half of it, since the ratio cannot be negative: the upper tail of a normal at the root of the statistic."""
    found = calibrate(marks_of(rows)).variance
    if found.ratio > 0:
        assert found.p_value == pytest.approx(NormalDist().cdf(-math.sqrt(found.statistic)), abs=5e-4)
    else:
        assert (found.statistic, found.p_value) == (0.0, 1.0)


@pytest.mark.parametrize("seed", range(6))
def test_known_severities_are_recovered_within_their_errors(seed: int) -> None:
    rows, true_worth, true_severity = simulated(seed)
    found = calibrate(marks_of(rows))
    centre = float(np.mean(list(true_severity.values())))
    errors = dict(zip(found.marks.reviewers, found.severity_errors.tolist(), strict=True))
    off = [(severity(found)[r] - (true_severity[r] - centre)) / errors[r] for r in true_severity]
    assert max(map(abs, off)) < 4
    gap = [
        (worth(found)[a] - (true_worth[a] - centre)) / e
        for a, e in zip(found.marks.applicants, found.errors.tolist(), strict=True)
    ]
    assert 0.8 < float(np.std(gap)) < 1.2
    assert found.variance.noise == pytest.approx(0.5, rel=0.15)
    assert found.variance.p_value < 1e-6


def _ranked(found: dict[str, float], truth: dict[str, float]) -> float:
    order = sorted(truth)
    one, other = (np.argsort(np.argsort([each[a] for a in order])) for each in (found, truth))
    return float(np.corrcoef(one, other)[0, 1])


def test_regional_panels_are_ranked_better_with_severity_and_not_worse_without() -> None:
    gains: dict[float, list[float]] = {0.8: [], 0.0: []}
    for strictness, gain in gains.items():
        for seed in range(12):
            rows, truth, _ = simulated(seed, severity=strictness, noise=0.7, regional=True)
            gain.append(_ranked(worth(calibrate(marks_of(rows))), truth) - _ranked(means(rows), truth))
    assert float(np.mean(gains[0.8])) > 0.02
    assert float(np.mean(gains[0.0])) > -0.005


def test_chance_alone_seldom_looks_like_severity() -> None:
    tried = [
        calibrate(marks_of(simulated(seed, applicants=30, reviewers=6, severity=0.0)[0])).variance.p_value
        for seed in range(200)
    ]
    assert 0.01 <= float(np.mean(np.array(tried) < 0.05)) <= 0.09


@FEW
@given(panels(linked=False))
def test_groups_that_nothing_links_are_named_and_refused(rows: Rows) -> None:
    found = islands(marks_of(rows))
    assert {frozenset(island.reviewers) for island in found} == parts(rows)
    for island in found:
        assert set(island.applicants) == {a for a, r, _ in rows if r in island.reviewers}
    if len(found) > 1:
        with pytest.raises(DisconnectedError) as caught:
            calibrate(marks_of(rows))
        assert caught.value.islands == found


def test_a_long_chain_of_reviewers_is_one_island() -> None:
    chain = [(f"A{a:04d}", f"R{(a * 7919) % 1000 + side:04d}", 1.0) for a in range(1000) for side in (0, 1)]
    assert len(islands(marks_of(chain))) == 1
    assert len(islands(marks_of([row for row in chain if row[0] != "A0500"]))) == 2


@FEW
@given(panels(least=3), st.data())
def test_a_missing_mark_is_left_out_never_zero(rows: Rows, data: st.DataObject) -> None:
    """A mark that is blank is as if its row were not there."""
    twice = [a for a, _, _ in rows if sum(a == b for b, _, _ in rows) > 1]
    place = data.draw(st.sampled_from([i for i, (a, _, _) in enumerate(rows) if a in twice]))
    blank = [(a, r, math.nan if i == place else y) for i, (a, r, y) in enumerate(rows)]
    less = [row for i, row in enumerate(rows) if i != place]
    one, two = marks_of(blank), marks_of(less)
    for name in ("of", "by", "given", "starts", "counts"):
        assert np.array_equal(getattr(one, name), getattr(two, name))
    left = means(less)
    assert all(1 <= mean <= 5 for mean in left.values())


@pytest.mark.parametrize("mark", [math.inf, -math.inf, 1e9])
def test_a_mark_that_is_no_mark_is_refused(mark: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Marks.of_rows(["A", "A"], ["R", "S"], [1.0, mark])


def test_two_marks_of_one_reviewer_for_one_applicant_are_refused() -> None:
    with pytest.raises(ValueError, match="two marks"):
        Marks.of_rows(["A", "A"], ["R", "R"], [1.0, 2.0])


def test_single_marks_cannot_be_calibrated() -> None:
    with pytest.raises(ValueError, match="two marks"):
        calibrate(marks_of([("A", "R", 3.0), ("B", "R", 4.0)]))
