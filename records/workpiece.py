"""Workpieces: a version of a scenario and what somebody has changed since, kept as it is made, and undone."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from intake import InputError
from locales import Label, message
from records.drafts import change_draft, drop_draft, read_draft
from records.scenario_blocks import rewritten
from records.scenario_edits import Change, Step, applied, found, pushed, steps_from
from records.scenario_text import fit_name, parsed, renamed, written
from records.store import Store
from records.versions import ConflictError, Version, find_version, list_versions, reference, save_version
from records.words import canonical, refused
from scenarios import Scenario, from_data

MOST_STEPS = 200
"""Steps that can be undone one by one."""
LARGEST = 1_000_000
"""Bytes of a scenario's file that is taken."""


@dataclass(frozen=True)
class Workpiece:
    """What somebody has at work: `base` with the steps `done`; those `undone` can be done again."""

    base: Version
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    @cached_property
    def data(self) -> dict[str, Any]:
        """The scenario's table as it stands; it may not be a scenario yet."""
        return applied(tomllib.loads(self.base.content.decode()), self.done)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario as it stands; raises InputError with everything that is wrong with it."""
        return from_data(self.data, self.base.name)

    @cached_property
    def content(self) -> bytes:
        """The bytes of its file; those of the base where nothing is said differently. Raises InputError."""
        return rewritten(self.base.content, self.base.name, self.data)

    @property
    def changed(self) -> bool:
        """Whether anything is said that the base does not say."""
        return bool(self.done) and self.data != applied(tomllib.loads(self.base.content.decode()), ())

    def get(self, at: tuple[str, ...], default: Any = None) -> Any:  # noqa: ANN401
        """What its table says at a place."""
        return found(self.data, at, default)


def place_of(version: Version) -> str:
    """Where the draft of a scenario is kept."""
    return f"scenario {reference(version.round_name, version.name)}"


def workpiece(store: Store, who: str, latest: Version) -> Workpiece:
    """Give what somebody has at work on a scenario; its latest version where that is nothing."""
    return _read(store, who, latest, read_draft(store, who, place_of(latest)))


def edit(store: Store, who: str, latest: Version, *changes: Change, apart: bool = False) -> Workpiece:
    """Change somebody's workpiece, and keep it; what was undone before can no longer be done again.

    apart: a step of its own, even where it changes what the step before it changed.
    """

    def change(held: Workpiece) -> Workpiece:
        after = replace(held, done=pushed(held.done, changes, most=MOST_STEPS, apart=apart), undone=())
        return after if after.data != held.data else held

    return _turn(store, who, latest, change)


def undo(store: Store, who: str, latest: Version) -> Workpiece:
    """Take the last step back, if there is one."""
    return _turn(
        store,
        who,
        latest,
        lambda held: replace(held, done=held.done[:-1], undone=(*held.undone, *held.done[-1:])),
    )


def redo(store: Store, who: str, latest: Version) -> Workpiece:
    """Do the step again that was undone last, if there is one."""
    return _turn(
        store,
        who,
        latest,
        lambda held: replace(held, done=(*held.done, *held.undone[-1:]), undone=held.undone[:-1]),
    )


def discard(store: Store, who: str, latest: Version) -> None:
    """Throw somebody's workpiece away."""
    drop_draft(store, who, place_of(latest))


def rebase(store: Store, who: str, latest: Version) -> Workpiece:
    """Put somebody's steps on top of the latest version: what they do not touch is as that version has it."""
    return _turn(store, who, latest, lambda held: replace(held, base=latest))


def take_file(store: Store, who: str, latest: Version, content: bytes) -> Workpiece:
    """Let a workpiece say what a file says, under the scenario's own name, as one step; raises InputError."""
    if len(content) > LARGEST:
        raise refused(
            "large",
            message("the file has {count} bytes; at most {limit}", count=len(content), limit=LARGEST),
            message("scenario files are short: this is another kind of file"),
        )
    scenario = parsed(content, latest.name)
    data = tomllib.loads(content.decode("utf-8"))
    _plain(data)
    del scenario
    return edit(store, who, latest, Change((), {**data, "id": latest.name}))


def save_workpiece(store: Store, who: str, latest: Version, note: str) -> Version:
    """Save a workpiece as the next version, and let it go.

    Raises ConflictError when somebody saved meanwhile, and InputError for what is no scenario; either loses nothing.
    """
    held = workpiece(store, who, latest)
    made = save_version(
        store,
        who,
        held.content,
        round_name=held.base.round_name,
        name=held.base.name,
        expected=held.base.number,
        note=note,
    )
    _turn(store, who, made, lambda now: _after_saving(now, held, made))
    return made


def save_workpiece_as(store: Store, who: str, latest: Version, name: str, note: str = "") -> Version:
    """Save a workpiece as the first version of a new scenario, and let it go; raises InputError for a name in use."""
    held = workpiece(store, who, latest)
    if any(each.name == name for each in list_versions(store, who, latest.round_name)):
        raise refused(
            "taken",
            message("there is a scenario {name} already", name=reference(latest.round_name, name)),
            message("choose another name"),
            value=name,
        )
    content = renamed(held.content, name)
    made = save_version(
        store,
        who,
        content,
        round_name=latest.round_name,
        name=name,
        expected=0,
        round_id=held.base.round,
        note=note,
    )
    discard(store, who, latest)
    return made


def new_scenario(store: Store, who: str, round_name: str, name: str, title: Label, note: str = "") -> Version:
    """Begin a scenario with nothing but its title: as much value as the budget lines allow."""
    data = {
        "schema": 1,
        "id": fit_name(name),
        "title": {"id": title.id, "en": title.en},
        "objectives": [{"maximise": "value"}],
    }
    content = written(data).encode()
    return save_version(store, who, content, round_name=round_name, name=name, expected=0, note=note)


def _after_saving(now: Workpiece, saved: Workpiece, made: Version) -> Workpiece:
    """What is left to be saved: nothing, but for steps that another window made meanwhile."""
    count = len(saved.done)
    if now.base.number != saved.base.number:
        return now
    later = now.done[count:] if now.done[:count] == saved.done else now.done
    return Workpiece(made, later)


def restore_version(store: Store, who: str, old: Version, latest: Version, note: str) -> Version:
    """Save what an old version said as the next one; raises ConflictError."""
    return save_version(
        store,
        who,
        old.content,
        round_name=latest.round_name,
        name=latest.name,
        expected=latest.number,
        round_id=latest.round,
        note=note,
    )


def conflict_of(held: Workpiece, latest: Version) -> ConflictError | None:
    """Say that somebody saved since a workpiece was begun; None where nobody did, or nothing was changed."""
    if held.base.number == latest.number or not held.done:
        return None
    try:
        mine = held.content
    except InputError:
        mine = held.base.content
    return ConflictError(held.base, latest, mine)


def _turn(store: Store, who: str, latest: Version, change: Callable[[Workpiece], Workpiece]) -> Workpiece:
    """Change a workpiece in one turn, so that two windows of one person lose neither's step."""
    made: list[Workpiece] = []

    def turned(body: Mapping[str, Any]) -> dict[str, Any]:
        made.append(change(_read(store, who, latest, body)))
        return _body(made[-1])

    change_draft(store, who, place_of(latest), turned)
    return made[-1]


def _read(store: Store, who: str, latest: Version, body: Mapping[str, Any]) -> Workpiece:
    number = body.get("base")
    if not body.get("done") and not body.get("undone"):
        return Workpiece(latest)
    if number in (None, latest.number):
        return _of(latest, body)
    base = find_version(store, who, reference(latest.round_name, latest.name, number))
    return _of(base, body)


def _of(base: Version, body: Mapping[str, Any]) -> Workpiece:
    return Workpiece(base, steps_from(body.get("done", ())), steps_from(body.get("undone", ())))


def _body(held: Workpiece) -> dict[str, Any]:
    told = {name: [[each.as_data() for each in step] for step in getattr(held, name)] for name in ("done", "undone")}
    return {"base": held.base.number, **told}


def _plain(data: Mapping[str, Any]) -> None:
    try:
        canonical(data)
    except (TypeError, ValueError) as error:
        raise refused(
            "toml",
            message("this is not TOML: {why}", why=str(error)),
            message("correct the scenario file; docs/scenarios.md lists every field"),
        ) from error
