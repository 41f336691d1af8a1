"""Calibration: generalised least squares with applicants fixed and reviewers random."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scoring.panel_islands import Island, islands
from scoring.panel_marks import ONE_MARK, Marks, means, scaled
from scoring.panel_variance import Variance, variance
from scoring.points import Floats, Integers

MOST_REVIEWERS: Final = 2_000
FINE: Final = 10**12
"""Parts of a millionth of a mark in which severities are solved; a step below TOLERANCE of them ends it."""
TOLERANCE: Final = 10**6
PRECISE: Final = 10**9
"""Covariances are rounded to this part of the noise's variance, from where standard errors follow exactly."""
ERROR_STEP: Final = 6


class DisconnectedError(ValueError):
    """Reviewers cannot be compared, because no application links them; `islands` says which can."""

    def __init__(self, apart: tuple[Island, ...]) -> None:
        super().__init__(f"the reviewers fall into {len(apart)} groups that no application links")
        self.islands = apart

    def __reduce__(self) -> tuple[type["DisconnectedError"], tuple[tuple[Island, ...]]]:
        return type(self), (self.islands,)


@dataclass(frozen=True, eq=False)
class Calibration:
    """What a panel's marks are worth once the reviewers' severity is taken out.

    calibrated: per applicant, the mean of mark plus severity of its reviewer, in millionths. errors: its standard
    error in marks, against the mean of this panel (what all its reviewers differ by from reviewers elsewhere moves
    every applicant alike). severity: per reviewer, how much less than the panel's mean they give, in millionths.
    severity_errors: its standard error in marks. All in the order of `marks`.
    """

    marks: Marks
    variance: Variance
    calibrated: Integers
    errors: Floats
    severity: Integers
    severity_errors: Floats

    def corrected(self) -> Integers:
        """Every mark with the severity of its reviewer taken out, in millionths."""
        corrected: Integers = self.marks.given + self.severity[self.marks.by]
        return corrected


def calibrate(marks: Marks, ratio: float | None = None) -> Calibration:
    """Take the reviewers' severity out of marks: y = applicant + reviewer + noise, applicants fixed, reviewers random.

    Henderson's mixed model equations with the applicants eliminated by centring: severities solve
    (A + I / ratio) b = Z'My with A = Z'MZ, one row a reviewer; an applicant's calibrated mark is the mean of its
    marks less b. The ratio of variances is estimated by restricted maximum likelihood; `ratio` sets it instead, and
    infinity treats severities as fixed (least squares). Severities are proven right to far below the millionth of a
    mark to which they are stated, and the calibrated marks follow from the stated severities in whole numbers, so
    both are the same on every machine.

    Raises DisconnectedError when no chain of applications links all reviewers, and ValueError when no applicant has
    two marks or there are more than MOST_REVIEWERS reviewers.
    """
    apart = islands(marks)
    if len(apart) > 1:
        raise DisconnectedError(apart)
    if len(marks) <= len(marks.applicants):
        raise ValueError("no applicant has two marks, so severity cannot be told from worth")
    if len(marks.reviewers) > MOST_REVIEWERS:
        raise ValueError(f"more than {MOST_REVIEWERS} reviewers")
    system = _System.of(marks)
    spectrum = np.linalg.eigh(system.matrix())
    found = variance(
        spectrum.eigenvalues,
        spectrum.eigenvectors.T @ system.target(),
        system.within,
        len(marks) - len(marks.applicants),
        ratio,
    )
    leniency = system.solve(found.ratio, spectrum.eigenvalues, spectrum.eigenvectors)
    severity = -leniency
    total = marks.sums(marks.given + severity[marks.by])
    spread = _spread(found.ratio, spectrum.eigenvalues, spectrum.eigenvectors)
    return Calibration(
        marks=marks,
        variance=found,
        calibrated=means(total, marks.counts),
        errors=_errors(marks, spread, found.noise),
        severity=severity,
        severity_errors=np.round(found.noise * np.sqrt(np.maximum(0, np.diag(spread)) / PRECISE), ERROR_STEP),
    )


def links(marks: Marks) -> Floats:
    """How applications link reviewers: A = Z'MZ, one row a reviewer; only who read what matters, not the marks."""
    return _System.of(marks).matrix()


@dataclass(frozen=True, eq=False)
class _System:
    """A and Z'My in whole numbers: both multiplied by `common`, the least common multiple of the numbers of marks.

    a: matrix, one row a reviewer. b: vector, in units of `unit` millionths of a mark. within: y'My in marks squared.
    """

    common: int
    unit: int
    a: NDArray[Any]
    b: NDArray[Any]
    within: float

    @classmethod
    def of(cls, marks: Marks) -> "_System":
        size, unit = len(marks.reviewers), marks.unit
        common = math.lcm(*np.unique(marks.counts).tolist())
        given = marks.given // unit
        given = scaled(given - given.min(initial=0), len(marks) * int(marks.counts.max(initial=1)))
        a: NDArray[Any] = np.diag(marks.read.astype(object) * common)
        b = np.zeros(size, dtype=object)
        np.add.at(b, marks.by, given.astype(object) * common)
        within = Fraction(0)
        for count, _, places in marks.groups():
            readers = marks.by[places]
            pairs = (readers[:, :, None] * size + readers[:, None, :]).ravel()
            shared = np.bincount(pairs, minlength=size * size).reshape(size, size)
            a = a - shared.astype(object) * (common // count)
            own = given[places]
            sums = own.sum(axis=1)
            b = b - _by_reader(readers, sums, size) * (common // count)
            within += Fraction(int(count * (own * own).sum() - (sums * sums).sum()), count)
        return cls(common, unit, a, b, float(within * unit**2) / ONE_MARK**2)

    def matrix(self) -> Floats:
        """A as floats."""
        return (self.a / self.common).astype(np.float64)

    def target(self) -> Floats:
        """Z'My as floats, in marks."""
        return (self.b * self.unit / self.common).astype(np.float64) / ONE_MARK

    def solve(self, ratio: float, values: Floats, vectors: Floats) -> Integers:
        """Solve for the reviewers' effects, rounded to millionths of a mark.

        Refined in whole numbers until the residual proves the error: the matrix has no eigenvalue below one (or,
        with severities fixed, below the smallest of A that is not zero), so the error is at most the residual.
        """
        size = len(values)
        if ratio == 0:
            return np.zeros(size, dtype=np.int64)
        fixed = math.isinf(ratio)
        share = Fraction(1) if fixed else Fraction(str(ratio))
        p, q = share.numerator, (0 if fixed else share.denominator)
        # With severities fixed, A alone is singular: a matrix of ones makes their sum zero and changes nothing else.
        ones = self.common if fixed else 0
        matrix = self.a * p + ones + np.diag(np.full(size, q * self.common, dtype=object))
        wanted = self.b * (p * self.unit * FINE)
        inverse = 1 / ((p * values + q) if not fixed else np.where(values > 1e-9 * values.max(), values, size))
        effects = np.zeros(size, dtype=object)
        for _ in range(50):
            residual = wanted - matrix @ effects
            step = vectors @ (inverse * (vectors.T @ (residual / self.common).astype(np.float64)))
            if bool((np.abs(step) < TOLERANCE).all()):
                break
            effects = effects + np.array([round(each) for each in step.tolist()], dtype=object)
        else:
            raise ArithmeticError("the severities could not be solved to the precision that is stated")
        half = FINE // 2
        return np.array([(each + half) // FINE for each in effects.tolist()], dtype=np.int64)


def _by_reader(readers: Integers, sums: NDArray[Any], size: int) -> NDArray[Any]:
    """Add every applicant's sum to each of its reviewers."""
    added = np.zeros(size, dtype=object)
    for column in range(readers.shape[1]):
        np.add.at(added, readers[:, column], sums.astype(object))
    return added


def _spread(ratio: float, values: Floats, vectors: Floats) -> Integers:
    """Covariance of the severities' errors by the noise of one mark squared, in billionths.

    The direction in which all reviewers shift alike is left out: it moves every applicant alike.
    """
    told = values > 1e-9 * max(1.0, float(values.max(initial=0.0)))
    safe = np.where(told, values, 1.0)
    if ratio == 0:
        scale = np.zeros_like(values)
    else:
        scale = np.where(told, 1 / safe if math.isinf(ratio) else ratio / (1 + ratio * safe), 0.0)
    return np.rint((vectors * scale) @ vectors.T * PRECISE).astype(np.int64)


def _errors(marks: Marks, spread: Integers, noise: float) -> Floats:
    """Standard errors of the calibrated marks: noise x sqrt(1 / n + w'Bw), w being 1 / n for each of its reviewers."""
    errors = np.zeros(len(marks.applicants))
    for count, block, places in marks.groups():
        readers = marks.by[places]
        added = np.zeros(len(block), dtype=np.int64)
        for column in range(count):
            added += spread[readers[:, column][:, None], readers].sum(axis=1)
        errors[block] = noise * np.sqrt((count + np.maximum(0, added) / PRECISE) / (count * count))
    return np.round(errors, ERROR_STEP)
