"""Members: the people of the committee and what each has answered about the weights."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

MEMBERS_FILE = "members.csv"
RESERVED = ("file", "members")
"""Words by which a scenario says whose weights it takes; no member is called so."""


class Method(StrEnum):
    """How a member was asked."""

    SWING = "swing"
    DIRECT = "direct"
    RANK = "rank"
    AHP = "ahp"
    BEST_WORST = "best_worst"

    @property
    def in_pairs(self) -> bool:
        """Whether every answer compares one node with another."""
        return self in (Method.AHP, Method.BEST_WORST)


@dataclass(frozen=True)
class Answer:
    """One answer, as it was given: about `node`, in pairs compared with `against`.

    number: points, place or times as much, exactly as written. shown: the range beside the question, as
    `range_shown` writes it. row: where it stands in the file (None: it comes from no file).
    """

    method: Method
    date: datetime.date
    node: str
    number: Fraction
    shown: str
    against: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Member:
    """One member of the committee with all answers; without any, the member has not answered yet."""

    id: str
    name: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Members:
    """The committee, in order of id."""

    people: tuple[Member, ...]
