"""Following: the scenarios of a round, when another state of that round follows it."""

from collections.abc import Mapping, Set

from sqlalchemy import Connection, select

from records.store import Change
from records.tables import VERSIONS
from records.versions import add_version, head
from scenarios import Scenario

SCENARIO_FILES = "scenarios/"
NOTE = 200
"""Letters of the note that names what a new round changed."""


def moved_on(
    change: Change,
    round_name: str,
    before: Set[str | None],
    about: str,
    why: str,
    held: Mapping[str, bytes] | None = None,
    named: Mapping[str, tuple[bytes, Scenario]] | None = None,
) -> tuple[str, ...]:
    """Let the scenarios that are about a round, by their latest version, be about the one that follows it.

    before: ids of the rounds that are followed; about: of the one that follows. held: the files of the round before;
    named: the scenarios of the new round's own files. A file that says what it said before has nothing new to say:
    what was saved since stands. One that says something else is the next version. Gives the versions that were made.
    """
    made: list[str] = []
    own = named or {}
    for name in sorted({*own, *_names(change.connection, round_name)}):
        last = head(change.connection, round_name, name)
        if name in own and (last is None or (held or {}).get(f"{SCENARIO_FILES}{name}.toml") != own[name][0]):
            content, scenario = own[name]
        elif last is not None and (name in own or last.round in before):
            content, scenario = last.content, last.scenario
        else:
            continue
        if last is not None and (last.content, last.round) == (content, about):
            continue
        parent, note = (None, "") if last is None else (last.reference, why)
        made.append(add_version(change, content, scenario, round_name, about, parent=parent, note=note).reference)
    return tuple(made)


def changed_files(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """Name the files that differ, as a note."""
    differ = (path for path in sorted({*before, *after}) if before.get(path) != after.get(path))
    return ", ".join(differ)[:NOTE]


def _names(connection: Connection, round_name: str) -> list[str]:
    asked = select(VERSIONS.c.name).where(VERSIONS.c.round_name == round_name).distinct()
    return list(connection.execute(asked).scalars())
