"""Rank-order centroid: weights for members who can only say an order."""

from collections.abc import Mapping
from fractions import Fraction

from scoring.elicit_numbers import Number, Shares, exact_all


def rank_order_centroid(places: Mapping[str, Number]) -> Shares:
    """Give the mean of all weights that respect an order: the k-th of m gets (1/k + ... + 1/m) / m.

    Barron and Barrett, Decision quality using ranked attribute weights, Management Science 42 (1996). Those that
    share a place share the weights of the places they fill. Raises ValueError unless the places are competition
    places: 1, 2, 2, 4.
    """
    read = exact_all(places, above_zero=True)
    numbers = sorted(read.values())
    if any(number != 1 + sum(other < number for other in numbers) for number in numbers):
        raise ValueError(f"the places {', '.join(map(str, numbers))} leave gaps or are shared wrongly")
    many = len(numbers)
    centroid = [sum((Fraction(1, r) for r in range(k, many + 1)), Fraction(0)) / many for k in range(1, many + 1)]
    weights = {}
    for name, place in read.items():
        filled = [weight for weight, number in zip(centroid, numbers, strict=True) if number == place]
        weights[name] = sum(filled, Fraction(0)) / len(filled)
    return weights
