"""The letter: everything that one applicant is told about the decision on it, said in no language yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from locales import Message, Text
from reports.words import Names
from scenarios import Cause, Outcome, WhatItTakes, against_line
from scoring import GAP, CriterionReason, GateMargin, Reasons, explain_all, margins_of


@dataclass(frozen=True)
class Grant:
    """What a funded applicant is given; money in whole rupiah, `lines` by budget line."""

    package: Text
    tier: Text
    computers: int
    mbps: float
    start_year: int
    lines: tuple[tuple[Text, int], ...]
    cost: int
    local_match: int
    mentor: Text
    mentor_km: float | None


@dataclass(frozen=True)
class Letter:
    """One applicant's letter; every figure is the plan's own.

    cause and facts: why it is not funded; cause None for the funded. against: points less those of the applicant at
    the line, by criterion, which sum to `gap`; empty where nobody stands at the line. line: the score of that one.
    reserve: its place on the reserve list; None where it has none or none was asked for. takes: the smallest changes
    that would have funded it, where that was solved.
    """

    scored: Reasons
    place: tuple[Text, ...]
    cause: Cause | None
    facts: tuple[Message, ...]
    grant: Grant | None
    line: float | None
    gap: float | None
    against: Mapping[str, float]
    margins: tuple[GateMargin, ...]
    reserve: int | None
    takes: WhatItTakes | None

    @property
    def applicant(self) -> str:
        """The applicant's id."""
        return self.scored.applicant

    @property
    def funded(self) -> bool:
        """Whether the applicant is funded."""
        return self.grant is not None

    @property
    def criteria(self) -> tuple[CriterionReason, ...]:
        """What each criterion earned."""
        return self.scored.criteria


def letters(
    outcome: Outcome,
    applicants: Sequence[str] | None = None,
    *,
    takes: Mapping[str, WhatItTakes] | None = None,
    reserve: Sequence[str] = (),
) -> tuple[Letter, ...]:
    """Make the letters of some applicants, or of all in order of id; the outcome must have a plan.

    takes: what was found to turn a decision, by applicant. reserve: the reserve list, first place first. Raises
    InputError when there is no such applicant.
    """
    chosen = sorted(map(str, outcome.scores.table.index)) if applicants is None else list(applicants)
    scored = list(explain_all(outcome.round, outcome.scores, chosen))
    made = _Maker(outcome, margins_of(outcome.round, outcome.scores, chosen), takes or {}, reserve)
    return tuple(made.letter(each) for each in scored)


class _Maker:
    """Holds what all letters of one outcome share."""

    def __init__(
        self,
        outcome: Outcome,
        margins: Mapping[str, tuple[GateMargin, ...]],
        takes: Mapping[str, WhatItTakes],
        reserve: Sequence[str],
    ) -> None:
        self._outcome, self._margins, self._takes = outcome, margins, takes
        self._names = Names(outcome)
        self._reasons = {reason.applicant: reason for reason in outcome.reasons}
        self._places = {name: place for place, name in enumerate(reserve, start=1)}
        self._apart = against_line(outcome)
        pairs = outcome.plan.pairs
        self._mentors = {str(p["village"]): (str(p["mentor"]), float(p["km"])) for p in pairs.to_dict("records")}

    def letter(self, scored: Reasons) -> Letter:
        each, outcome = scored.applicant, self._outcome
        person: dict[Any, Any] = outcome.table.loc[each].to_dict()
        funded = each in outcome.plan.awards.index
        reason = None if funded else self._reasons[each]
        apart: dict[Any, Any] = self._apart.loc[each].to_dict() if each in self._apart.index else {}
        other = apart.pop("other", None)
        gap = apart.pop(GAP, None)
        return Letter(
            scored=scored,
            place=(self._names.kind(person["kind"]), str(person["district"]), str(person["province"])),
            cause=None if reason is None else reason.cause,
            facts=() if reason is None else reason.facts,
            grant=self._grant(each) if funded else None,
            line=None if other is None else float(outcome.scores.table["score"][other]),
            gap=None if gap is None else float(gap),
            against={str(name): float(points) for name, points in apart.items()},
            margins=self._margins[each],
            reserve=self._places.get(each),
            takes=self._takes.get(each),
        )

    def _grant(self, applicant: str) -> Grant:
        award: dict[Any, Any] = self._outcome.plan.awards.loc[applicant].to_dict()
        mentor, km = self._mentors.get(applicant, ("", None))
        return Grant(
            package=self._names.thing(award["package"]),
            tier=self._names.thing(award["tier"]),
            computers=int(award["computers"]),
            mbps=float(award["mbps"]),
            start_year=int(award["start_year"]),
            lines=tuple(
                (label, int(award[f"cost_{line}"]))
                for line, label in self._names.lines.items()
                if f"cost_{line}" in award and not pd.isna(award[f"cost_{line}"])
            ),
            cost=int(award["cost"]),
            local_match=int(award["local_match"]),
            mentor=self._names.person(mentor) if mentor else None,
            mentor_km=km,
        )
