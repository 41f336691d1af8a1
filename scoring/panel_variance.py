"""How much of the marks' variance is severity: restricted maximum likelihood over one ratio."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.panel_marks import significant
from scoring.points import Floats

LARGEST_RATIO: Final = 1e6
SMALLEST_RATIO: Final = 1e-6
STEPS_A_DECADE: Final = 20
RATIO_DIGITS: Final = 5
SAME: Final = 1e-9


@dataclass(frozen=True)
class Variance:
    """What the marks say about severity.

    ratio: variance of severity by variance of the noise of one mark (0 to a million), to five significant digits.
    noise: standard deviation of one mark about its application and reviewer, in marks. severity: standard deviation
    of the reviewers' severities. statistic: likelihood ratio of the model with severity against that without, and
    p_value: how often chance alone would give as large a one; half chi-squared with one degree of freedom, for the
    ratio cannot be negative (Self and Liang 1987; Stram and Lee 1994).
    """

    ratio: float
    noise: float
    severity: float
    statistic: float
    p_value: float


def variance(values: Floats, projections: Floats, within: float, degrees: int, ratio: float | None = None) -> Variance:
    """Estimate the two variances from the reviewers' system, applicants being fixed.

    values: eigenvalues of A = Z'MZ (Z: which reviewer gave which mark; M: centring within applicants). projections:
    its eigenvectors times Z'My. within: y'My. degrees: marks less applicants. ratio: given instead of estimated;
    infinity treats severities as fixed.

    With applicants fixed, the error contrasts of y have variance s2 (I + ratio A); so minus twice the restricted
    log-likelihood, s2 profiled out, is degrees log(S(ratio)) + sum log(1 + ratio d), with S(ratio) = rest + sum
    q / (1 + ratio d), q what each eigenvector explains of `within` and `rest` what none does (Patterson and Thompson
    1971). Its minimum is sought on a fixed grid and refined where the derivative changes sign.
    """
    used = values > 1e-9 * max(1.0, float(values.max(initial=0.0)))
    d = values[used]
    q = projections[used] ** 2 / d
    rest = max(0.0, within - math.fsum(q))
    if rest < 1e-10 * within:
        rest = 0.0
    model = _Profile(d, q, rest, degrees)
    found = model.best() if within > 0 else 0.0
    chosen = significant(found, RATIO_DIGITS) if ratio is None else ratio
    freedom = degrees - (len(d) if math.isinf(chosen) else 0)
    noise = math.sqrt(model.left(chosen) / freedom) if freedom > 0 else 0.0
    spread = math.nan if math.isinf(chosen) else math.sqrt(chosen) * noise
    statistic = max(0.0, model.deviance(0.0) - model.deviance(found)) if found > 0 else 0.0
    p_value = 0.5 * math.erfc(math.sqrt(statistic / 2)) if statistic > 0 else 1.0
    return Variance(chosen, significant(noise, 9), significant(spread, 9), round(statistic, 6), round(p_value, 6))


@dataclass(frozen=True, eq=False)
class _Profile:
    """Minus twice the profiled restricted log-likelihood, as a function of the ratio."""

    d: Floats
    q: Floats
    rest: float
    degrees: int

    def left(self, ratio: float) -> float:
        """Sum of squares that stays when severities of this ratio are taken out."""
        return self.rest + (0.0 if math.isinf(ratio) else math.fsum(self.q / (1 + ratio * self.d)))

    def deviance(self, ratio: float) -> float:
        return self.degrees * math.log(self.left(ratio)) + math.fsum(np.log1p(ratio * self.d))

    def slope(self, ratio: float) -> float:
        grown = 1 + ratio * self.d
        falls = self.degrees * math.fsum(self.q * self.d / grown**2) / self.left(ratio)
        return math.fsum(self.d / grown) - falls

    def best(self) -> float:
        """Find the ratio of the smallest deviance; 0 unless another is clearly better."""
        low, high = math.log10(SMALLEST_RATIO), math.log10(LARGEST_RATIO)
        exponents = np.linspace(low, high, round((high - low) * STEPS_A_DECADE) + 1)
        ratios = [float(10.0**exponent) for exponent in exponents.tolist()]
        deviances = [self.deviance(ratio) for ratio in ratios]
        place = int(np.argmin(deviances))
        if deviances[place] > self.deviance(0.0) - SAME or place == 0:
            return 0.0
        if place == len(ratios) - 1:
            return LARGEST_RATIO
        lower, upper = math.log10(ratios[place - 1]), math.log10(ratios[place + 1])
        for _ in range(60):
            middle = (lower + upper) / 2
            lower, upper = (middle, upper) if self.slope(10.0**middle) < 0 else (lower, middle)
        return float(10.0 ** ((lower + upper) / 2))
