"""Versions: what a scenario said, each time somebody saved it; a version is never changed, only followed by another."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from intake import Finding, Findings, InputError, Severity
from locales import message
from records.people import ANYONE, MAKERS
from records.scenario_text import parsed, renamed
from records.store import Change, Store
from records.tables import BLOBS, ROUNDS, SCENARIOS, VERSIONS
from records.words import checked, refused
from scenarios import Scenario

REFERENCE = re.compile(r"(?P<round>[^/@]+)/(?P<name>[^/@]+)(?:@(?P<number>[1-9][0-9]{0,8}))?")


@dataclass(frozen=True)
class Version:
    """One version of a scenario: `round` is the id of the round it is about, `content` the bytes of its file."""

    round_name: str
    name: str
    number: int
    parent: str | None
    round: str
    fingerprint: str
    note: str
    by: str
    at: str
    content: bytes

    @property
    def reference(self) -> str:
        """How to call it: ROUND/NAME@NUMBER."""
        return reference(self.round_name, self.name, self.number)

    @property
    def scenario(self) -> Scenario:
        """What its file says."""
        return parsed(self.content, self.name)


class ConflictError(InputError):
    """Somebody saved the scenario meanwhile. Nothing is lost: `base` is what both began with, `theirs` what was saved.

    `mine` is what was to be saved, byte by byte.
    """

    def __init__(self, base: Version | None, theirs: Version, mine: bytes) -> None:
        self.base, self.theirs, self.mine = base, theirs, mine
        finding = Finding(
            "records.conflict",
            Severity.ERROR,
            message(
                "{person} saved {version} on {at} while this was being changed",
                person=theirs.by,
                version=theirs.reference,
                at=theirs.at,
            ),
            message(
                "look at both, then save on top of version {number}, or save this as a copy (on the command line: "
                "pilih scenario diff)",
                number=str(theirs.number),
            ),
            file=reference(theirs.round_name, theirs.name),
        )
        super().__init__(Findings.of([finding]))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.base, self.theirs, self.mine)


def reference(round_name: str, name: str, number: int | None = None) -> str:
    """Write how a scenario, or one version of it, is called."""
    return f"{round_name}/{name}" if number is None else f"{round_name}/{name}@{number}"


def save_version(
    store: Store,
    who: str,
    content: bytes,
    *,
    round_name: str,
    name: str,
    expected: int,
    round_id: str | None = None,
    note: str = "",
) -> Version:
    """Save a scenario's file as the version after `expected` (0: it is new).

    Raises ConflictError when there is a later one. round_id: the round it is about; else that of the version before,
    or the latest of that name. Saving what the latest version says already gives that version.
    """
    scenario = _fits(content, name)
    checked(note, "note", needed=False)
    with store.changing(who, "scenario.save", MAKERS) as change:
        latest = head(change.connection, round_name, name)
        if (0 if latest is None else latest.number) != expected:
            if latest is None:
                raise _unknown(change.connection, round_name, name)
            base = version_at(change.connection, round_name, name, expected) if expected else None
            raise ConflictError(base, latest, content)
        about = round_id or (latest.round if latest else latest_round(change.connection, round_name))
        if latest is not None and latest.content == content and latest.round == about:
            change.tell(f"scenario {reference(round_name, name)}", after=latest.reference)
            return latest
        parent = None if latest is None else latest.reference
        return add_version(change, content, scenario, round_name, about, parent=parent, note=note)


def copy_version(store: Store, who: str, given: Version, name: str, note: str = "") -> Version:
    """Begin a new scenario of the same round with what a version says; raises InputError when the name is taken."""
    content = renamed(given.content, name)
    scenario = _fits(content, name)
    with store.changing(who, "scenario.copy", MAKERS) as change:
        taken = head(change.connection, given.round_name, name)
        if taken is not None:
            raise refused(
                "taken",
                message("there is a scenario {name} already", name=taken.reference),
                message("choose another name"),
                value=name,
            )
        return add_version(change, content, scenario, given.round_name, given.round, parent=given.reference, note=note)


def add_version(
    change: Change,
    content: bytes,
    scenario: Scenario,
    round_name: str,
    about: str,
    *,
    parent: str | None,
    note: str,
) -> Version:
    """Write the next version of a scenario, and the scenario itself where it is new, as part of a change."""
    latest = head(change.connection, round_name, scenario.id)
    if latest is None:
        change.put(SCENARIOS, round_name=round_name, name=scenario.id)
    row = change.put(
        VERSIONS,
        round_name=round_name,
        name=scenario.id,
        number=1 if latest is None else latest.number + 1,
        parent=parent,
        round=about,
        sha256=change.blob(content),
        fingerprint=scenario.fingerprint(),
        note=note,
    )
    made = _version({**row, "content": content})
    change.tell(
        f"scenario {reference(round_name, scenario.id)}",
        before=parent,
        after={"version": made.reference, "fingerprint": made.fingerprint, "sha256": row["sha256"]},
    )
    return made


def _fits(content: bytes, name: str) -> Scenario:
    scenario = parsed(content, name)
    if scenario.id != name:
        raise refused(
            "name",
            message("the file says id = {id}, and is to be kept as {name}", id=scenario.id, name=name),
            message("let both be the same"),
            value=scenario.id,
        )
    return scenario


def head(connection: Connection, round_name: str, name: str) -> Version | None:
    """Give the latest version of a scenario; None when there is no such scenario."""
    row = connection.execute(_asked(round_name, name).order_by(VERSIONS.c.number.desc()).limit(1)).first()
    return None if row is None else _version(row._asdict())


def version_at(connection: Connection, round_name: str, name: str, number: int) -> Version | None:
    """Give one version of a scenario; None when there is none of that number."""
    row = connection.execute(_asked(round_name, name).where(VERSIONS.c.number == number)).first()
    return None if row is None else _version(row._asdict())


def find_version(store: Store, who: str, called: str) -> Version:
    """Find a version by ROUND/NAME@NUMBER, the latest by ROUND/NAME; raises InputError."""
    found = REFERENCE.fullmatch(called)
    with store.reading(who, ANYONE) as connection:
        if found is None:
            raise refused(
                "reference",
                message("{called} does not name a scenario", called=called),
                message("write ROUND/NAME, or ROUND/NAME@NUMBER for one version"),
                value=called,
            )
        round_name, name, number = found["round"], found["name"], found["number"]
        version = (
            version_at(connection, round_name, name, int(number)) if number else head(connection, round_name, name)
        )
        if version is None:
            raise _unknown(connection, round_name, name)
        return version


def list_versions(store: Store, who: str, round_name: str = "", name: str = "") -> tuple[Version, ...]:
    """List versions: the latest of every scenario (of a round, or of all), or every one of the scenario named."""
    asked = select(*VERSIONS.c, BLOBS.c.content).join(BLOBS, BLOBS.c.sha256 == VERSIONS.c.sha256)
    if round_name:
        asked = asked.where(VERSIONS.c.round_name == round_name)
    if name:
        asked = asked.where(VERSIONS.c.name == name)
    with store.reading(who, ANYONE) as connection:
        rows = connection.execute(asked.order_by(VERSIONS.c.round_name, VERSIONS.c.name, VERSIONS.c.number)).all()
    found = [_version(row._asdict()) for row in rows]
    latest = {(each.round_name, each.name): each for each in found}
    return tuple(found) if name else tuple(latest.values())


def _asked(round_name: str, name: str) -> Select[Any]:
    joined = select(*VERSIONS.c, BLOBS.c.content).join(BLOBS, BLOBS.c.sha256 == VERSIONS.c.sha256)
    return joined.where(VERSIONS.c.round_name == round_name, VERSIONS.c.name == name)


def last_round(connection: Connection, round_name: str) -> str | None:
    """Give the id of the round that was kept last under a name; None where there is none."""
    asked = select(ROUNDS.c.id).where(ROUNDS.c.name == round_name).order_by(ROUNDS.c.at.desc(), ROUNDS.c.id.desc())
    return connection.execute(asked.limit(1)).scalar()


def latest_round(connection: Connection, round_name: str) -> str:
    """Give the id of the round that was kept last under a name; raises InputError when there is none."""
    found = last_round(connection, round_name)
    if found is None:
        known = connection.execute(select(ROUNDS.c.name).distinct().order_by(ROUNDS.c.name)).scalars().all()
        raise refused(
            "round",
            message("there is no round {name} in this store", name=round_name),
            message("the rounds are: {names}", names=tuple(known) or "–"),
            value=round_name,
        )
    return found


def _unknown(connection: Connection, round_name: str, name: str) -> InputError:
    known = connection.execute(select(SCENARIOS).where(SCENARIOS.c.round_name == round_name)).all()
    names = tuple(sorted(row.name for row in known))
    return refused(
        "scenario",
        message("there is no such scenario or version: {name}", name=reference(round_name, name)),
        message("the scenarios are: {names}", names=names or "–"),
        value=name,
    )


def _version(row: dict[str, Any]) -> Version:
    fields = {name: row[name] for name in Version.__dataclass_fields__}
    return Version(**{**fields, "content": bytes(row["content"])})
