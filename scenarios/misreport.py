"""A misreport: one applicant's answers bent in one way, and what that gains."""

from dataclasses import dataclass
from typing import Any

from scenarios.misreports import Kind
from scenarios.would_fund import YES


@dataclass(frozen=True)
class Misreport:
    """One applicant's answers bent in one way, and what that gains.

    answers: (column, honest cell, other cell). points: more than honestly; low: of the lower end of the score's
    interval. rank_before, rank: None where it is not ranked. funded: whether it would be, "yes", "no" or "unknown"
    ("no" for one who is funded honestly: it cannot gain that).
    """

    applicant: str
    kind: Kind
    answers: tuple[tuple[str, Any, Any], ...]
    points: float
    low: float
    rank_before: int | None
    rank: int | None
    funded: str

    @property
    def places(self) -> int:
        """Places in the ranking that it gains; 0 where either rank is missing."""
        return 0 if self.rank is None or self.rank_before is None else self.rank_before - self.rank

    @property
    def gains(self) -> bool:
        """Whether it is better for the applicant in any way."""
        admitted = self.rank is not None and self.rank_before is None
        worse = self.rank is None and self.rank_before is not None
        return self.funded == YES or admitted or (not worse and (self.points > 0 or self.low > 0 or self.places > 0))
