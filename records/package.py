"""The package of a decision: everything that another machine needs to read, verify and replay it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from locales import message
from records import chain
from records.adoption import FORMAT, KIND
from records.chain import Fault
from records.docket import Docket, docket
from records.files import read_files, write_folder
from records.outcomes import plan_files
from records.people import ANYONE
from records.rounds import files_of_round, manifest_digest
from records.store import Store
from records.tables import (
    ADOPTIONS,
    ANSWERS,
    APPEALS,
    AUDIT,
    BLOBS,
    DECISIONS,
    LOCKS,
    NOTES,
    OUTCOME_FILES,
    OUTCOMES,
    PEOPLE,
    PROPOSALS,
    ROUND_FILES,
    ROUNDS,
    SIGNATURES,
    VERSIONS,
    VOTES,
    WINDOWS,
    key_of,
)
from records.words import canonical, digest, refused, row_digest

MANIFEST, DECISION, ROWS, LOG = "package.json", "decision.json", "rows.json", "audit.json"
ROUND, SCENARIO, PLAN = "round/", "scenario.toml", "plan/"


@dataclass(frozen=True)
class Package:
    """An exported decision, read: its manifest and all its files by their path inside."""

    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]

    def part(self, folder: str) -> dict[str, bytes]:
        """The files of one folder of it, by their path inside that folder."""
        return {name[len(folder) :]: content for name, content in self.files.items() if name.startswith(folder)}

    @property
    def decision(self) -> dict[str, Any]:
        """The decision as it was frozen."""
        read: dict[str, Any] = json.loads(self.files[DECISION])
        return read


def export_decision(store: Store, who: str, decision: int, target: Path) -> tuple[Path, ...]:
    """Write an adopted decision as a folder of its own: round, scenario, plan, record, rows and its part of the log."""
    with store.reading(who, ANYONE) as connection:
        files = package(connection, docket(connection, decision))
    return write_folder(target, files)


def take_package(store: Store, who: str, decision: int) -> Package:
    """Take an adopted decision's package out of the store without writing it anywhere."""
    with store.reading(who, ANYONE) as connection:
        files = package(connection, docket(connection, decision))
    return Package(json.loads(files[MANIFEST]), files)


def package(connection: Connection, known: Docket) -> dict[str, bytes]:
    """Put the files of a decision's package together; raises InputError for one that is not adopted."""
    if known.adopted is None:
        raise refused(
            "proposed",
            message("decision {number} is not adopted yet", number=str(known.id)),
            message(
                "only an adopted decision is handed out: sign it on the page Decision first (on the command line: "
                "pilih decide sign)"
            ),
            value=str(known.id),
        )
    record = connection.execute(select(BLOBS.c.content).where(BLOBS.c.sha256 == known.adopted["record"])).scalar_one()
    rows = _rows(connection, known)
    files: dict[str, bytes] = {DECISION: bytes(record), SCENARIO: known.version.content}
    files |= {f"{ROUND}{name}": content for name, content in files_of_round(connection, known.version.round).items()}
    language = connection.execute(select(ROUNDS.c.language).where(ROUNDS.c.id == known.version.round)).scalar_one()
    plan = plan_files(connection, known.outcome.id, language)
    files |= {f"{PLAN}{name}": content for name, content in plan.items()}
    files[ROWS] = _pretty(rows)
    files[LOG] = _pretty(_log(connection, rows))
    listed = {name: digest(content) for name, content in sorted(files.items())}
    files[MANIFEST] = _pretty({"kind": KIND, "format": FORMAT, "decision": known.id, "files": listed})
    return files


def _pretty(value: Any) -> bytes:  # noqa: ANN401
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _rows(connection: Connection, known: Docket) -> dict[str, list[dict[str, Any]]]:
    """The decision's rows as they stand in the tables, so that each can be compared with the log."""
    version = known.version
    of_version = {"round_name": version.round_name, "name": version.name, "number": version.number}
    found = {
        table.name: _select(connection, table, decision=known.id)
        for table in (PROPOSALS, NOTES, VOTES, SIGNATURES, ADOPTIONS, WINDOWS, APPEALS)
    }
    found["decisions"] = _select(connection, DECISIONS, id=known.id)
    found["appeal_answers"] = [
        row for each in found["appeals"] for row in _select(connection, ANSWERS, appeal=each["id"])
    ]
    found["rounds"] = _select(connection, ROUNDS, id=version.round)
    found["round_files"] = _select(connection, ROUND_FILES, round=version.round)
    found["scenario_versions"] = _select(connection, VERSIONS, **of_version)
    found["outcomes"] = _select(connection, OUTCOMES, id=known.outcome.id)
    found["outcome_files"] = _select(connection, OUTCOME_FILES, outcome=known.outcome.id)
    along = {lock.reference for lock in known.locks}
    locks = _select(connection, LOCKS, round_name=version.round_name)
    found["locks"] = [row for row in locks if f"{row['round_name']}/{row['scenario']}@{row['version']}" in along]
    people = {row["by"] for rows in found.values() for row in rows if "by" in row}
    found["people"] = [row for row in _select(connection, PEOPLE) if row["person"] in people]
    return found


def _select(connection: Connection, table: Table, **where: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    asked = select(table).order_by(*(table.c[key] for key in key_of(table)))
    for name, value in where.items():
        asked = asked.where(table.c[name] == value)
    return [row._asdict() for row in connection.execute(asked)]


def _log(connection: Connection, rows: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The whole chain: entries that wrote one of these rows in full, of the others the digest alone."""
    wanted = {_name(table, row) for table, each in rows.items() for row in each}
    found = []
    for entry in connection.execute(select(AUDIT).order_by(AUDIT.c.seq)):
        wrote = {(table, key) for table, key, _ in json.loads(entry.body)["rows"]}
        told = {"body": entry.body} if wrote & wanted else {}
        found.append({"seq": entry.seq, "body_sha256": entry.body_sha256, "hash": entry.hash, **told})
    return found


def _name(table: str, row: Mapping[str, Any]) -> tuple[str, str]:
    return chain.named(table, tuple(row[key] for key in key_of(AUDIT.metadata.tables[table])))


def read_package(source: Path) -> Package:
    """Read an exported decision from its folder or an archive of it; raises InputError when it is none of ours."""
    files = read_files(source)
    # A folder that was packed as a whole stands one step deeper in its archive.
    tops = {name.split("/")[0] for name in files}
    if MANIFEST not in files and len(tops) == 1:
        top = next(iter(tops)) + "/"
        files = {name.removeprefix(top): content for name, content in files.items()}
    try:
        manifest = json.loads(files[MANIFEST])
        ours = manifest["kind"] == KIND and isinstance(manifest["files"], dict) and isinstance(manifest["format"], int)
    except (KeyError, ValueError, TypeError, RecursionError):
        ours = False
    if not ours:
        raise refused(
            "package",
            message("this is no decision that was exported from a store"),
            message(
                "give the package as the page Decision hands it out, or its folder (on the command line, pilih decide "
                "export writes it)"
            ),
            where=source.name,
        )
    if manifest["format"] > FORMAT:
        raise refused(
            "newer",
            message(
                "the decision was exported in format {format}; this program reads up to {known}",
                format=str(manifest["format"]),
                known=str(FORMAT),
            ),
            message("update this program"),
            where=source.name,
        )
    return Package(manifest, files)


def check_package(given: Package, expected: Mapping[int, str] | None = None) -> list[Fault]:
    """Check that a package is whole: every file, the chain of its log, every row in it, and that its parts agree.

    expected: hash by number of entries of the log noted elsewhere; without one, a package that somebody made up as a
    whole cannot be told from a real one.
    """
    found = _files(given)
    if found:
        return found
    try:
        return [*_chain(given), *_noted(given, expected or {}), *_parts(given)]
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
        return [Fault(MANIFEST, message("the package cannot be read: {why}", why=f"{type(error).__name__}: {error}"))]


def _files(given: Package) -> list[Fault]:
    listed = given.manifest["files"]
    found = []
    for name in sorted({*listed, *given.files} - {MANIFEST}):
        if name not in given.files:
            found.append(Fault(name, message("the file is missing")))
        elif name not in listed:
            found.append(Fault(name, message("the package does not speak of this file")))
        elif digest(given.files[name]) != listed[name]:
            found.append(Fault(name, message("this file was changed after it was written")))
    return found


def _chain(given: Package) -> list[Fault]:
    found, previous, told = [], chain.START, {}
    for place, entry in enumerate(json.loads(given.files[LOG]), start=1):
        where = f"{LOG} {place}"
        body = entry.get("body")
        if entry["seq"] != place or chain.linked(place, entry["body_sha256"], previous) != entry["hash"]:
            found.append(Fault(where, message("it does not follow from the entry before")))
        if body is not None and digest(body.encode()) != entry["body_sha256"]:
            found.append(Fault(where, message("what it says was changed after it was written")))
        for table, key, sha in json.loads(body)["rows"] if body is not None else ():
            told[table, key] = sha
        previous = entry["hash"]
    for table, rows in json.loads(given.files[ROWS]).items():
        for row in rows:
            name = _name(table, row)
            if told.get(name) != row_digest(row):
                found.append(Fault(" ".join(name), message("this row is not as the log says it was written")))
    return found


def _noted(given: Package, expected: Mapping[int, str]) -> list[Fault]:
    hashes = {entry["seq"]: entry["hash"] for entry in json.loads(given.files[LOG])}
    return [
        Fault(f"{LOG} {seq}", message("the log has another entry there, or none"))
        for seq, known in sorted(expected.items())
        if hashes.get(seq) != known
    ]


def _parts(given: Package) -> list[Fault]:
    """Compare what was frozen with the rows, and both with the files beside them."""
    rows, decision = json.loads(given.files[ROWS]), given.decision
    round_files = {name: digest(content) for name, content in given.part(ROUND).items()}
    plan_digests = {digest(content) for content in given.part(PLAN).values()}
    outcome = {row["sha256"] for row in rows["outcome_files"]}
    agreed = (
        (DECISION, rows["adoptions"][0]["record"] == digest(given.files[DECISION])),
        (DECISION, decision["decision"]["id"] == given.manifest["decision"] == rows["decisions"][0]["id"]),
        (
            ROUND,
            decision["round"]["files"] == round_files == {row["path"]: row["sha256"] for row in rows["round_files"]},
        ),
        (ROUND, decision["round"]["id"] == manifest_digest(round_files) == rows["rounds"][0]["id"]),
        (SCENARIO, rows["scenario_versions"][0]["sha256"] == digest(given.files[SCENARIO])),
        (PLAN, plan_digests <= outcome == set(decision["outcome"]["files"].values())),
        (PLAN, decision["outcome"]["id"] == rows["outcomes"][0]["id"]),
        (ROWS, all(canonical(decision[name]) == canonical(rows[name]) for name in ("proposals", "notes", "votes"))),
    )
    return [Fault(where, message("it is not what the decision was made from")) for where, holds in agreed if not holds]
