"""Scaling: the draft of a round's scales, from the fields that hold it to the criteria it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import records
from intake import Criterion, Finding, InputError, Round, ScalePart, in_language, read_scale, with_scale
from records import KeptRound
from views.kept import Kept
from views.visit import Visit
from views.weighing import MAKERS

TONGUE, SINCE, NOTE = "in", "since", "note"
OWN = (TONGUE, SINCE, NOTE)
"""Fields that are no part of a scale."""


@dataclass(frozen=True)
class Drafted:
    """What the fields come to.

    parts: what changes, by criterion; criteria: as they would be; wrong: what is in the way.
    """

    parts: Mapping[str, Mapping[str, ScalePart]] = field(default_factory=dict)
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    wrong: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)

    @property
    def changed(self) -> set[str]:
        """The criteria in whose fields something is typed that is not kept."""
        return {*self.parts, *self.wrong}


@dataclass(frozen=True)
class Scaling:
    """One person's draft about the scales of a round. closed: why nobody can change them; None where it is open."""

    visit: Visit
    round: Round
    kept: Kept
    closed: InputError | None

    @property
    def editable(self) -> bool:
        """Whether this person may change scales here."""
        return self.closed is None and self.visit.may(*MAKERS)

    def fields(self, criterion: Criterion) -> dict[str, Any]:
        """What is typed about a criterion and differs from what stood in its field."""
        start = f"{criterion.id} "
        return {name.removeprefix(start): held for name, held in self.kept.fields.items() if name.startswith(start)}

    def drafted(self) -> Drafted:
        """Read the fields as they are now."""
        parts: dict[str, Mapping[str, ScalePart]] = {}
        criteria: dict[str, Criterion] = {}
        wrong: dict[str, tuple[Finding, ...]] = {}
        if not self.editable:
            return Drafted()
        for each in self.round.criteria.criteria:
            try:
                found = read_scale(each, self.fields(each), self.visit.language)
                if found:
                    criteria[each.id] = with_scale(each, found)
                    parts[each.id] = found
            except InputError as error:
                wrong[each.id] = error.findings.errors
        return Drafted(parts, criteria, wrong)

    def begun_with(self) -> KeptRound:
        """Give the round that was there when this draft was begun; while there is none, the one of now."""
        assert self.visit.round is not None
        known = {each.id: each for each in records.list_rounds(self.visit.store, self.visit.who)}
        return known.get(self.kept.get(SINCE), self.visit.round)

    def noted(self) -> None:
        """Remember with the draft in which language it is typed, and about which version of the round."""
        assert self.visit.round is not None
        begun = any(name not in OWN for name in self.kept.fields)
        if begun and SINCE not in self.kept:
            self.kept.hold(**{SINCE: self.visit.round.id, TONGUE: self.visit.language})


def scaling_of(visit: Visit, round_: Round) -> Scaling:
    """Open somebody's draft of the scales of a round; its numbers are written in the language that is read now."""
    kept = Kept(visit, f"criteria:{round_.call.id}:scales")
    before = kept.get(TONGUE, visit.language)
    if before != visit.language:
        turned: dict[str, Any] = {}
        for name in (each for each in kept.fields if each not in OWN):
            part = name.partition(" ")[2]
            turned |= {name: in_language({part: kept.get(name)}, before, visit.language)[part]}
        kept.put(**turned, **{TONGUE: visit.language})
    return Scaling(visit, round_, kept, _closed(visit, round_))


def _closed(visit: Visit, round_: Round) -> InputError | None:
    try:
        records.refuse_decided(records.decided(visit.store, visit.who, round_.call.id))
    except InputError as error:
        return error
    return None
