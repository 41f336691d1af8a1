"""Random panels, and one whose severities are known."""

import numpy as np
from hypothesis import strategies as st

from tests.scoring.panel_oracle import Rows


@st.composite
def panels(draw: st.DrawFn, *, linked: bool = True, least: int = 2) -> Rows:
    """Draw marks 1 to 5, any pattern; `linked` panels have one application that all read."""
    readers = [f"R{i}" for i in range(draw(st.integers(2, 6)))]
    people = [f"A{i}" for i in range(draw(st.integers(least, 8)))]
    mark = st.integers(1, 5).map(float)
    rows: list[tuple[str, str, float]] = []
    for place, applicant in enumerate(people):
        who = readers if linked and not place else draw(st.lists(st.sampled_from(readers), min_size=1, unique=True))
        rows += [(applicant, reviewer, draw(mark)) for reviewer in who]
    return rows


def simulated(
    seed: int,
    *,
    applicants: int = 120,
    reviewers: int = 12,
    each: int = 3,
    severity: float = 0.8,
    noise: float = 0.5,
    regional: bool = False,
) -> tuple[Rows, dict[str, float], dict[str, float]]:
    """Make a panel with known worth and severity; `regional` reviewers mostly read one stretch of applicants, whose
    worth rises along the list, so that reviewers do not see alike applicants."""
    chance = np.random.default_rng(seed)
    worth = chance.normal(0, 1, applicants)
    if regional:
        worth = np.sort(worth)
    severe = chance.normal(0, severity, reviewers)
    rows: list[tuple[str, str, float]] = []
    for a in range(applicants):
        near = (a * reviewers // applicants + np.arange(-2, 3)) % reviewers
        who = chance.choice(near if regional else np.arange(reviewers), each, replace=False)
        rows += [(f"A{a:03d}", f"R{r:02d}", _mark(worth[a] - severe[r], chance.normal(0, noise))) for r in who.tolist()]
    return (
        rows,
        {f"A{a:03d}": float(worth[a]) for a in range(applicants)},
        {f"R{r:02d}": float(severe[r]) for r in range(reviewers)},
    )


def _mark(level: float, noise: float) -> float:
    return round(float(level + noise), 3)
