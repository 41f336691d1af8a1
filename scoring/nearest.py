"""Nearest weights: how little weight must be placed differently for one applicant to be as high as another; exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.points import Integers


@dataclass(frozen=True)
class Nearest:
    """Weights, and the share of all weight that they place differently: half the sum of absolute differences."""

    weights: tuple[Fraction, ...]
    distance: Fraction


def nearest(own: Integers, other: Integers, weights: Sequence[Fraction]) -> Nearest | None:
    """Give the nearest weights at which `own` scores as high as `other`; None where no weights do that.

    own, other: values on every criterion, in the same whole parts. Every unit of weight is best moved to the
    criterion on which `own` is furthest ahead, first from where it is furthest behind: the linear programme of least
    distance has one demand beside the weights' sum, so this greedy choice is its optimum.
    """
    ahead = [int(mine) - int(theirs) for mine, theirs in zip(own.tolist(), other.tolist(), strict=True)]
    best = max(range(len(ahead)), key=lambda place: ahead[place])
    missing = -sum((weight * by for weight, by in zip(weights, ahead, strict=True)), Fraction(0))
    made, placed = list(weights), Fraction(0)
    for place in sorted(range(len(ahead)), key=lambda place: (ahead[place], place)):
        gain = ahead[best] - ahead[place]
        if missing <= 0 or not gain:
            break
        taken = min(weights[place], missing / gain)
        made[place], made[best] = made[place] - taken, made[best] + taken
        placed, missing = placed + taken, missing - taken * gain
    return None if missing > 0 else Nearest(tuple(made), placed)


def least_distance(values: Integers, row: int, weights: Sequence[Fraction], places: int) -> Fraction | None:
    """Give a distance below which no weights bring a row among the `places` highest; None where none do at any.

    To get there it must be as high as all but places - 1 of the others, so as many as stand too high above it; the
    distance to each alone counts, and that to the last of the easiest of them is a bound for all together.
    """
    found = [nearest(values[row], values[other], weights) for other in range(len(values)) if other != row]
    distances = sorted(each.distance for each in found if each is not None)
    needed = len(values) - places
    if needed <= 0:
        return Fraction(0)
    return distances[needed - 1] if needed <= len(distances) else None
