"""Rounds: every byte of a round's folder, kept once, and given back as it came."""

import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Row, select

import scenarios
from intake import Round, read_round
from locales import Label, message
from records.files import read_files, write_folder
from records.following import SCENARIO_FILES, changed_files, moved_on
from records.people import ANYONE, MAKERS
from records.store import Change, Store
from records.tables import BLOBS, ROUND_FILES, ROUNDS
from records.versions import last_round
from records.words import canonical, digest, refused


@dataclass(frozen=True)
class KeptRound:
    """One round as it was kept: `id` is the digest of all its files, `name` what it calls itself."""

    id: str
    name: str
    fingerprint: str
    by: str
    at: str


def keep_round(store: Store, who: str, source: Path) -> KeptRound:
    """Keep every file of a round's folder or archive, and its scenarios as versions; the same files are kept once.

    Raises InputError with all findings when it is no round that could be read.
    """
    files = read_files(source)
    with unpacked(files) as folder:
        round_ = read_round(folder)
        found = {name: scenarios.read(folder / name) for name in files if _is_scenario(name)}
    return _keep(store, who, files, round_, found)


def _keep(
    store: Store, who: str, files: Mapping[str, bytes], round_: Round, found: Mapping[str, scenarios.Scenario]
) -> KeptRound:
    kept = manifest_digest({name: digest(content) for name, content in files.items()})
    with store.changing(who, "round.keep", MAKERS) as change:
        before = last_round(change.connection, round_.call.id)
        known = change.connection.execute(select(ROUNDS).where(ROUNDS.c.id == kept)).first() is not None
        made = add_round(change, files, round_)
        named = {scenario.id: (files[name], scenario) for name, scenario in found.items()}
        held = files_of_round(change.connection, before) if before else {}
        added = () if known else moved_on(change, made.name, {before}, made.id, changed_files(held, files), held, named)
        after = {"id": kept, "fingerprint": made.fingerprint, "files": len(files), "scenarios": list(added)}
        change.tell(f"round {made.name}", after=after)
    return made


def add_round(change: Change, files: Mapping[str, bytes], round_: Round) -> KeptRound:
    """Write a round's files, without versions of its scenarios, as part of a change; the same files once."""
    kept = manifest_digest({name: digest(content) for name, content in files.items()})
    there = change.connection.execute(select(ROUNDS).where(ROUNDS.c.id == kept)).first()
    if there is not None:
        return _round(there)
    row = change.put(
        ROUNDS, id=kept, name=round_.call.id, fingerprint=round_.fingerprint, language=round_.call.language
    )
    for name, content in sorted(files.items()):
        change.put(ROUND_FILES, round=kept, path=name, sha256=change.blob(content))
    return KeptRound(kept, round_.call.id, round_.fingerprint, row["by"], row["at"])


def read_files_as_round(files: Mapping[str, bytes]) -> Round:
    """Read files as `read_round` reads the folder that holds them."""
    with unpacked(files) as folder:
        return read_round(folder)


def _is_scenario(name: str) -> bool:
    return name.startswith(SCENARIO_FILES) and name.endswith(".toml") and name.count("/") == 1


def manifest_digest(files: Mapping[str, str]) -> str:
    """SHA-256 over names and digests of files: equal for equal folders, whatever their order."""
    return digest(canonical(dict(sorted(files.items()))).encode())


def list_rounds(store: Store, who: str) -> tuple[KeptRound, ...]:
    """List the rounds that are kept, the latest last."""
    with store.reading(who, ANYONE) as connection:
        return tuple(_round(row) for row in connection.execute(select(ROUNDS).order_by(ROUNDS.c.at, ROUNDS.c.id)))


def round_titles(store: Store, who: str) -> dict[str, Label]:
    """Read what every kept round calls itself, by its id, from its round.toml alone: a round may be large."""
    asked = select(ROUND_FILES.c.round, BLOBS.c.content).join(BLOBS, BLOBS.c.sha256 == ROUND_FILES.c.sha256)
    with store.reading(who, ANYONE) as connection:
        rows = connection.execute(asked.where(ROUND_FILES.c.path == "round.toml")).all()
    return {row.round: Label(**tomllib.loads(bytes(row.content).decode("utf-8-sig"))["title"]) for row in rows}


def find_round(store: Store, who: str, name: str) -> KeptRound:
    """Find a round by its name (the latest that was kept under it), or by the start of its id."""
    kept = list_rounds(store, who)
    found = [each for each in kept if each.name == name] or [
        each for each in kept if len(name) >= 6 and each.id.startswith(name)
    ]
    if not found:
        raise refused(
            "round",
            message("there is no round {name} in this store", name=name),
            message("the rounds are: {names}", names=tuple(dict.fromkeys(each.name for each in kept)) or "–"),
            value=name,
        )
    return found[-1]


def files_of_round(connection: Connection, kept: str) -> dict[str, bytes]:
    """Read all files of a round by its id."""
    asked = select(ROUND_FILES.c.path, BLOBS.c.content).join(BLOBS, BLOBS.c.sha256 == ROUND_FILES.c.sha256)
    rows = connection.execute(asked.where(ROUND_FILES.c.round == kept).order_by(ROUND_FILES.c.path))
    return {row.path: bytes(row.content) for row in rows}


def round_from(store: Store, who: str, kept: KeptRound | str) -> Round:
    """Read a kept round as `read_round` reads a folder."""
    with store.reading(who, ANYONE) as connection:
        files = files_of_round(connection, kept if isinstance(kept, str) else kept.id)
    return read_files_as_round(files)


def export_round(store: Store, who: str, kept: KeptRound, target: Path) -> tuple[Path, ...]:
    """Write a kept round as the folder it came from, byte by byte."""
    with store.reading(who, ANYONE) as connection:
        files = files_of_round(connection, kept.id)
    return write_folder(target, files)


@contextmanager
def unpacked(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Write files into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pilih-") as held:
        folder = Path(held) / "round"
        write_folder(folder, files)
        yield folder


def _round(row: Row[tuple[object, ...]]) -> KeptRound:
    return KeptRound(row.id, row.name, row.fingerprint, row.by, row.at)
