"""Imported lists: a kept round gets another list of applicants, with the upload and the note of how it came about."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import scenarios
import scoring
from intake import (
    ApplicantChanges,
    Finding,
    Findings,
    InputError,
    Round,
    Severity,
    applicant_changes,
    check_round,
    imports,
    write_template,
)
from locales import Label, message
from records.files import read_files
from records.people import ANYONE
from records.rounds import KeptRound, files_of_round, find_round, keep_round, list_rounds, unpacked
from records.store import Store
from records.words import refused


@dataclass(frozen=True, eq=False)
class ImportedRound:
    """A round as it would be kept: its files, what is read from them, and every finding; `round` is None on errors."""

    files: Mapping[str, bytes]
    round: Round | None
    findings: Findings


def files_of(store: Store, who: str, kept: KeptRound) -> dict[str, bytes]:
    """Give every file of a kept round by its path."""
    with store.reading(who, ANYONE) as connection:
        return files_of_round(connection, kept.id)


def fresh_files(language: str, name: str = "", title: str = "") -> dict[str, bytes]:
    """Give the files of a fresh round, as `pilih new` writes them; the list of applicants is the blank template."""
    with tempfile.TemporaryDirectory(prefix="pilih-") as held:
        folder = Path(held) / (name or "round")
        write_template(folder, language, title)
        return read_files(folder)


def imported_round(
    base: Mapping[str, bytes], imported: imports.Imported, *, name: str = "", title: str = ""
) -> ImportedRound:
    """Put an imported list into a round's files and read the whole: what would be kept, and what is wrong with it.

    name, title: those of a new round; without them it is a new version of the base. The applicants are read from
    applicants.csv as everybody will read them, and compared with what was read from the upload.
    """
    files = imports.with_import(base, imported, name=name, title=title)
    with unpacked(files) as folder:
        round_, findings = check_round(folder)
    if round_ is not None and not _same(round_.applicants, imported.judged.people):
        problem = message("the list reads otherwise after it was written than before; nothing is kept")
        remedy = message("Tell whoever looks after this program, and send them the upload.")
        fault = Finding("import.differs", Severity.ERROR, problem, remedy, imports.APPLICANTS_FILE)
        return ImportedRound(files, None, Findings.of([*findings, fault]))
    return ImportedRound(files, round_, findings)


@dataclass(frozen=True, eq=False)
class ImportDifference:
    """What an imported list would change.

    findings: about the whole round that would be kept; sound: whether it can be. changes, ranks: against the round's
    own list, None where there was none, or where either cannot be scored; scenario: whose weights rank them.
    """

    findings: Findings
    sound: bool
    applicants: int
    changes: ApplicantChanges | None
    ranks: scenarios.RankChanges | None
    scenario: Label | None


def import_difference(
    upload: imports.Upload, content: bytes, files: Mapping[str, bytes], choices: imports.Choices
) -> ImportDifference:
    """Say what an upload under a person's choices would change in a round; raises InputError while it has errors."""
    judged = imports.judged_of(upload, content, files, choices)
    whole = imported_round(files, imports.imported(upload, content, choices, judged, "id", text=""))
    with unpacked(files) as folder:
        before, _ = check_round(folder)
        path = next(
            (folder / name for name in ("scenarios/base.toml", *sorted(files)) if _is_scenario(name, files)), None
        )
        scenario = None if path is None else scenarios.read(path)
    changes = ranks = None
    findings = whole.findings
    if before is not None and whole.round is not None:
        changes = applicant_changes(before.applicants, whole.round.applicants)
        policy = scoring.Policy() if scenario is None else scenario.scoring
        try:
            ranks = scenarios.rank_changes(scoring.score(before, policy), scoring.score(whole.round, policy))
        except InputError as error:
            findings = Findings.of([*findings, *error.findings])
    return ImportDifference(
        findings=findings,
        sound=whole.round is not None,
        applicants=len(judged.people),
        changes=changes,
        ranks=ranks,
        scenario=None if scenario is None else scenario.title,
    )


def keep_import(
    store: Store, who: str, base: Mapping[str, bytes], imported: imports.Imported, *, name: str = "", title: str = ""
) -> KeptRound:
    """Keep the round of an imported list, and every byte of the upload with it; raises InputError on any error.

    A new version is refused when the round was changed since the import began (`replaces` in the note), and a new
    round when its name is taken.
    """
    whole = imported_round(base, imported, name=name, title=title)
    if whole.round is None:
        raise InputError(whole.findings)
    replaces = imported.note.replaces
    if name and any(each.name == name for each in list_rounds(store, who)):
        problem = message("there is a round {name} already", name=name)
        raise refused("taken", problem, message("give the new round another name"), where=name)
    latest = find_round(store, who, whole.round.call.id) if replaces else None
    if latest is not None and latest.id != replaces:
        raise refused(
            "newer",
            message("somebody kept a newer version of {name} meanwhile ({person})", name=latest.name, person=latest.by),
            message("look at the differences from that version, and save again"),
            where=latest.name,
        )
    with unpacked(whole.files) as folder:
        return keep_round(store, who, folder)


def _is_scenario(name: str, files: Mapping[str, bytes]) -> bool:
    return name in files and name.startswith("scenarios/") and name.endswith(".toml")


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two lists say the same; columns that only one has must be blank."""
    columns = [*dict.fromkeys([*map(str, one.columns), *map(str, other.columns)])]
    first, second = (each.reindex(columns=columns).astype(object) for each in (one, other))
    if not first.index.equals(second.index):
        return False
    return bool(((first == second) | (first.isna() & second.isna())).to_numpy().all())
