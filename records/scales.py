"""Scales of a round: parts of them set anew in its next version, with who did it and why, beside what others set."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import Connection, select

from intake import (
    ChangedPart,
    Criteria,
    Finding,
    Findings,
    InputError,
    Round,
    ScaleChange,
    ScalePart,
    Severity,
    scale_part_of,
    with_scale,
)
from intake import scale_parts as parts_of
from locales import message
from records.answers import TRIES, Moved
from records.criteria_text import criteria_of, part_text, with_scales
from records.following import moved_on
from records.people import ANYONE, MAKERS
from records.rounds import KeptRound, add_round, files_of_round, find_round, read_files_as_round
from records.store import Store
from records.tables import ADOPTIONS, DECISIONS
from records.versions import latest_round
from records.words import checked, digest, refused

CRITERIA_FILE = "criteria.toml"
Scales: TypeAlias = Mapping[str, Mapping[str, ScalePart]]
"""Parts of scales, by criterion and then by the name of the part."""


class ScalesConflictError(InputError):
    """Somebody else set the same parts anew meanwhile: `theirs`; `mine` is what was to be kept of them."""

    def __init__(self, theirs: Scales, mine: Scales) -> None:
        self.theirs, self.mine = theirs, mine
        finding = Finding(
            "records.scales",
            Severity.ERROR,
            message("other figures of {criteria} were kept while these were typed", criteria=tuple(theirs)),
            message("look at both, then keep one of them"),
            file=CRITERIA_FILE,
            value=", ".join(theirs),
        )
        super().__init__(Findings.of([finding]))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.theirs, self.mine)


def save_scales(store: Store, who: str, changed: Scales, since: KeptRound, note: str) -> Moved:
    """Keep parts of scales as the next version of a round; all else stays as it is by then.

    since: the round that was looked at while they were typed; what others set after it is kept too. note: why, which
    the file holds with who and when. The scenarios that are about the round before go on about the new one, each as its
    next version. For planner and analyst. Raises ScalesConflictError when the same parts were set otherwise meanwhile,
    InputError when they cannot be used, when nothing changes, or when the round is decided.
    """
    checked(note, "note")
    for criterion, parts in changed.items():
        for part, value in parts.items():
            if isinstance(value, str):
                checked(value, f"{criterion}.{part}", needed=False)
    for _ in range(TRIES):
        made = _tried(store, who, changed, since, note.strip())
        if made is not None:
            return made
    raise refused(
        "busy",
        message("the round is being changed all the time"),
        message("keep the scales again in a moment; they are not lost"),
        value=since.name,
    )


def decided(store: Store, who: str, round_name: str) -> int | None:
    """Give the number of the first decision that was adopted about a round; None while there is none."""
    with store.reading(who, ANYONE) as connection:
        return _decided(connection, round_name)


def refuse_decided(decision: int | None) -> None:
    """Raise InputError where a round is decided: its scales are those that were decided by."""
    if decision is not None:
        raise refused(
            "decided",
            message(
                "decision {number} of this round is adopted: its scales stay what it was decided by",
                number=str(decision),
            ),
            message("bring the applicants into a new round asked as this one, and change the scales there"),
            value=str(decision),
        )


def scale_part_from(text: str) -> ScalePart | None:
    """Read a part of a scale as a change of it holds it; None where there was none."""
    return scale_part_of(text) if text else None


def taken_back(change: ScaleChange) -> dict[str, dict[str, ScalePart]]:
    """Give what a change found, by criterion and part: what to set for it to be taken back; nothing where none was."""
    found: dict[str, dict[str, ScalePart]] = {}
    for each in change.parts:
        part = scale_part_from(each.before)
        if part is not None:
            found.setdefault(each.criterion, {})[each.part] = part
    return found


def _tried(store: Store, who: str, changed: Scales, since: KeptRound, note: str) -> Moved | None:
    """Keep the scales in the round as it is now; None where it was followed by another while this was prepared."""
    now = find_round(store, who, since.name)
    with store.reading(who, MAKERS) as connection:
        refuse_decided(_decided(connection, since.name))
        files, then = files_of_round(connection, now.id), files_of_round(connection, since.id)
    held = criteria_of(files[CRITERIA_FILE])
    wanted = _new(held, changed)
    _refuse_conflict(held, criteria_of(then[CRITERIA_FILE]), wanted)
    for each in held.criteria:
        with_scale(each, wanted.get(each.id, {}))  # what cannot be is refused with its reason before it is noted
    change = ScaleChange(at=store.now(), by=who, note=note, parts=_told(held, wanted))
    content, anew = with_scales(files[CRITERIA_FILE], wanted, change)
    files = {**files, CRITERIA_FILE: content}
    after: Round = read_files_as_round(files)
    with store.changing(who, "round.scales", MAKERS) as writing:
        refuse_decided(_decided(writing.connection, since.name))
        if latest_round(writing.connection, since.name) != now.id:
            return None
        kept = add_round(writing, files, after)
        moved = moved_on(writing, since.name, {now.id, since.id}, kept.id, f"{CRITERIA_FILE}: {', '.join(wanted)}")
        about = {"id": kept.id, "fingerprint": kept.fingerprint, "scenarios": list(moved)}
        told = {"note": note, "parts": [each.model_dump() for each in change.parts]}
        writing.tell(f"round {since.name}", before=now.id, after={**about, **told, "sha256": digest(content)})
    return Moved(kept, moved, anew)


def _new(held: Criteria, changed: Scales) -> dict[str, dict[str, ScalePart]]:
    """Leave out what the criteria say already; raises InputError for a criterion that is not there, or for nothing."""
    known = {each.id: parts_of(each) for each in held.criteria}
    for name in changed:
        if name not in known:
            problem = message("there is no criterion {name} in this round", name=name)
            raise refused("criterion", problem, message("choose one of its criteria"), value=name)
    found = {
        name: {part: value for part, value in parts.items() if known[name].get(part) != value}
        for name, parts in changed.items()
    }
    found = {name: parts for name, parts in found.items() if parts}
    if not found:
        raise refused(
            "same", message("the scales say this already"), message("change a figure first, or leave it as it is")
        )
    return found


def _refuse_conflict(held: Criteria, began: Criteria, wanted: Scales) -> None:
    now, then = ({each.id: parts_of(each) for each in criteria.criteria} for criteria in (held, began))
    theirs = {
        name: {part: now[name][part] for part in parts if part in now[name] and now[name][part] != then[name].get(part)}
        for name, parts in wanted.items()
        if name in then
    }
    theirs = {name: parts for name, parts in theirs.items() if parts}
    if theirs:
        mine = {name: {part: wanted[name][part] for part in parts} for name, parts in theirs.items()}
        raise ScalesConflictError(theirs, mine)


def _told(held: Criteria, wanted: Scales) -> tuple[ChangedPart, ...]:
    known = {each.id: parts_of(each) for each in held.criteria}
    return tuple(
        ChangedPart(criterion=name, part=part, before=_text(known[name].get(part)), after=part_text(value))
        for name, parts in wanted.items()
        for part, value in parts.items()
    )


def _text(value: ScalePart | None) -> str:
    return "" if value is None else part_text(value)


def _decided(connection: Connection, round_name: str) -> int | None:
    asked = select(DECISIONS.c.id).join(ADOPTIONS, ADOPTIONS.c.decision == DECISIONS.c.id)
    return connection.execute(asked.where(DECISIONS.c.round_name == round_name).order_by(DECISIONS.c.id)).scalar()
