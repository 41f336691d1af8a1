"""Piecewise linear scales: figures become billionths of a value, whole columns at a time."""

import numpy as np

from scoring.points import VALUE_ONE, Floats, Integers

FEW_CORNERS = 10
"""Up to so many corners it is quicker to compare with each than to search."""


def on_scale(figures: Floats, xs: Floats, ys: Floats) -> Integers:
    """Read figures off a piecewise linear scale, in billionths; beyond its ends the end's value, NaN earns 0.

    The same as numpy.interp, but in separate steps: a compiler may fuse interp's multiplication and addition
    on one machine and not on another, and then the last bit differs. Raises ValueError on an infinite figure.
    """
    rows = len(figures)
    billionths: Integers = whole(figures, xs, ys, np.empty(rows), np.zeros(rows)).astype(np.int64)
    return billionths


def whole(figures: Floats, xs: Floats, ys: Floats, out: Floats, nothing: Floats) -> Floats:
    """Do `on_scale` into `out`, as whole numbers kept in floats, which hold them exactly; gives `out` back.

    nothing: as many zeros, what missing figures earn.
    """
    if np.isinf(figures).any():
        raise ValueError("an infinite figure has no value")
    if len(xs) == 2:
        _straight(figures, xs, ys, out)
    else:
        _bent(figures, xs, ys, out)
    np.fmax(out, nothing, out=out)
    np.multiply(out, float(VALUE_ONE), out=out)
    return np.rint(out, out=out)


def _straight(figures: Floats, xs: Floats, ys: Floats, out: Floats) -> None:
    """One piece. Limiting the way along it to 0 and 1 gives the very numbers that limiting the figure gives."""
    (low, high), (left, right) = ys.tolist(), xs.tolist()
    with np.errstate(over="ignore"):
        np.divide(figures if not left else np.subtract(figures, left, out=out), right - left, out=out)
    np.clip(out, 0.0, 1.0, out=out)
    if (low, high) == (1.0, 0.0):
        np.subtract(1.0, out, out=out)
    elif (low, high) != (0.0, 1.0):
        np.multiply(out, high - low, out=out)
        np.add(out, low, out=out)
        np.clip(out, min(low, high), max(low, high), out=out)


def _bent(figures: Floats, xs: Floats, ys: Floats, out: Floats) -> None:
    inside = np.clip(figures, xs[0], xs[-1])
    if len(xs) <= FEW_CORNERS:
        left = np.zeros(len(inside), dtype=np.intp)
        for corner in xs[1:-1]:
            left += inside >= corner
    else:
        left = np.clip(np.searchsorted(xs, inside, side="right") - 1, 0, len(xs) - 2)
    low, rise = ys[left], ys[left + 1] - ys[left]
    along = (inside - xs[left]) / (xs[left + 1] - xs[left])
    np.add(low, along * rise, out=out)
    # Rounding may carry a value a last bit past the next corner, which would break the order of the answers.
    np.clip(out, np.minimum(low, ys[left + 1]), np.maximum(low, ys[left + 1]), out=out)
