"""Panels once more, by the textbook: dense matrices and plain loops that share no code with the engine."""

import math
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from scoring import Marks

Rows = Sequence[tuple[str, str, float]]
Dense = NDArray[np.float64]


def marks_of(rows: Rows) -> Marks:
    return Marks.of_rows([a for a, _, _ in rows], [r for _, r, _ in rows], [y for _, _, y in rows])


def designs(rows: Rows) -> tuple[list[str], list[str], Dense, Dense, Dense]:
    """Give applicants, reviewers, X (applicants), Z (reviewers) and y, one row a mark."""
    people, readers = sorted({a for a, _, _ in rows}), sorted({r for _, r, _ in rows})
    x, z = np.zeros((len(rows), len(people))), np.zeros((len(rows), len(readers)))
    for place, (applicant, reviewer, _) in enumerate(rows):
        x[place, people.index(applicant)] = 1
        z[place, readers.index(reviewer)] = 1
    return people, readers, x, z, np.array([y for _, _, y in rows], dtype=float)


def gls(rows: Rows, ratio: float) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Solve (X'V-1X)-1 X'V-1 y: estimates, their variance with unit noise, and best predictions of the reviewers."""
    people, readers, x, z, y = designs(rows)
    v = np.linalg.inv(np.eye(len(rows)) + ratio * z @ z.T)
    covariance = np.linalg.inv(x.T @ v @ x)
    worth = covariance @ x.T @ v @ y
    effects = ratio * z.T @ v @ (y - x @ worth)
    return (
        dict(zip(people, worth.tolist(), strict=True)),
        dict(zip(people, np.diag(covariance).tolist(), strict=True)),
        dict(zip(readers, effects.tolist(), strict=True)),
    )


def restricted_deviance(rows: Rows, ratio: float) -> float:
    """Minus twice the restricted log-likelihood with the noise profiled out, but for a constant: log|V| +
    log|X'V-1X| + (N - n) log(y'Py / (N - n))."""
    _, _, x, z, y = designs(rows)
    v = np.eye(len(rows)) + ratio * z @ z.T
    inverse = np.linalg.inv(v)
    information = x.T @ inverse @ x
    p = inverse - inverse @ x @ np.linalg.inv(information) @ x.T @ inverse
    degrees = x.shape[0] - x.shape[1]
    return float(
        np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1] + degrees * math.log(float(y @ p @ y) / degrees)
    )


def alpha(rows: Rows, metric: str) -> float | None:
    """Krippendorff's alpha from the coincidence matrix, as in his paper of 2011, step by step."""
    units: dict[str, list[float]] = {}
    for applicant, _, mark in rows:
        units.setdefault(applicant, []).append(mark)
    values = sorted({mark for marks in units.values() if len(marks) > 1 for mark in marks})
    o = dict.fromkeys(product(values, repeat=2), 0.0)
    for marks in units.values():
        for i, j in product(range(len(marks)), repeat=2):
            if i != j:
                o[marks[i], marks[j]] += 1 / (len(marks) - 1)
    n = {c: sum(o[c, k] for k in values) for c in values}
    total = sum(n.values())
    expected = sum(n[c] * n[k] * _difference(metric, c, k, n, values) for c, k in o)
    if total < 2 or expected == 0:
        return None
    observed = sum(o[c, k] * _difference(metric, c, k, n, values) for c, k in o)
    return 1 - (total - 1) * observed / expected


def _difference(metric: str, c: float, k: float, n: Mapping[float, float], values: Sequence[float]) -> float:
    if c == k:
        return 0.0
    if metric == "nominal":
        return 1.0
    if metric == "interval":
        return (c - k) ** 2
    if metric == "ratio":
        return ((c - k) / (c + k)) ** 2
    between = sum(n[g] for g in values if min(c, k) <= g <= max(c, k))
    return (between - (n[c] + n[k]) / 2) ** 2


def parts(rows: Rows) -> set[frozenset[str]]:
    """Give the groups of reviewers that applications link, by merging sets until nothing changes."""
    groups = [frozenset(r for a, r, _ in rows if a == applicant) for applicant in {a for a, _, _ in rows}]
    merging = True
    while merging:
        merging = False
        for one, other in product(groups, repeat=2):
            if one != other and one & other:
                groups = [each for each in groups if each not in (one, other)] + [one | other]
                merging = True
                break
    return set(groups)
