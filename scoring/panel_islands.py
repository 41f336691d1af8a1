"""Islands: which reviewers can be compared with each other, because applications link them."""

from dataclasses import dataclass

import numpy as np

from scoring.panel_marks import Marks
from scoring.points import Integers


@dataclass(frozen=True)
class Island:
    """Reviewers linked by applications that they read in common, directly or through others, and those applications."""

    reviewers: tuple[str, ...]
    applicants: tuple[str, ...]


def islands(marks: Marks) -> tuple[Island, ...]:
    """Give the connected parts of the graph of reviewers and applications, most applications first."""
    labels = components(marks)
    found = [
        Island(
            tuple(marks.reviewers[each] for each in np.flatnonzero(labels == label).tolist()),
            tuple(marks.applicants[each] for each in np.flatnonzero(labels[marks.by[marks.starts]] == label).tolist()),
        )
        for label in np.unique(labels).tolist()
    ]
    return tuple(sorted(found, key=lambda island: (-len(island.applicants), -len(island.reviewers), island.reviewers)))


def components(marks: Marks) -> Integers:
    """Label every reviewer by the first reviewer of its part of the graph."""
    labels = np.arange(len(marks.reviewers), dtype=np.int64)
    while len(marks):
        lowest = np.minimum.reduceat(labels[marks.by], marks.starts)
        lower = labels.copy()
        np.minimum.at(lower, marks.by, lowest[marks.of])
        lower = lower[lower]
        if bool((lower == labels).all()):
            break
        labels = lower
    return labels
