"""Reading a round: the folder's files in, a checked Round or all findings out."""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import pandas as pd
from pydantic import BaseModel

from intake.applicants import Frame, read_applicants
from intake.applicants_file import read_table
from intake.call import Call
from intake.catalogue import Catalogue
from intake.collector import Collector
from intake.columns import known_names, match_columns, matched
from intake.criteria import Criteria
from intake.crosschecks import Files, cross_check, needed_columns
from intake.district_names import NAMES_FILE
from intake.findings import Finding, Findings, InputError, Severity
from intake.fingerprints import file_fingerprint, round_fingerprint
from intake.imports.canonical import FILE as APPLICANTS
from intake.imports.canonical import canonical, own_points
from intake.marks import MARKS_FILE, marked, no_marks, read_marks
from intake.members import MEMBERS_FILE, Members
from intake.members_file import read_members
from intake.partner_checks import partner_check
from intake.regions import REGIONS_FILE, parse_regions
from intake.round import Round
from intake.synonyms import ID
from intake.tables import MAX_BYTES, blank_heads, kind_of_file
from intake.toml_files import read_model
from locales import message

CALL, CRITERIA, CATALOGUE = "round.toml", "criteria.toml", "catalogue.toml"
Model = TypeVar("Model", bound=BaseModel)
Source = str | PathLike[str]


def read_round(path: Source, applicants: Source | None = None) -> Round:
    """Read and check a round's folder; `applicants` names another applicants' file to use instead of the folder's.

    Raises InputError, with all findings, when anything in the files is wrong.
    """
    round_, findings = check_round(path, applicants)
    if round_ is None:
        raise InputError(findings)
    return round_


def check_round(path: Source, applicants: Source | None = None) -> tuple[Round | None, Findings]:
    """Read and check a round's folder; gives the round, or None when a finding is an error, and all findings."""
    folder = Path(path)
    if not folder.is_dir():
        problem = message("there is no such folder")
        remedy = message(
            "Name the folder of a round; the page Data makes one of a list of applicants (on the command line: `pilih "
            "new`)."
        )
        return None, Findings((Finding("no-folder", Severity.ERROR, problem, remedy, str(path)),))
    reading = _Reading(folder, {}, [])
    call = reading.model(CALL, Call)
    criteria = reading.model(CRITERIA, Criteria)
    catalogue = reading.model(CATALOGUE, Catalogue)
    region_bytes = REGIONS_FILE.read_bytes()
    regions = parse_regions(region_bytes)
    reading.files["data/regions.csv"] = file_fingerprint(REGIONS_FILE.name, region_bytes)
    reading.files["data/region_names.csv"] = file_fingerprint(NAMES_FILE.name, NAMES_FILE.read_bytes())
    if call is not None and criteria is not None and catalogue is not None:
        files = Files(CALL, CRITERIA, CATALOGUE)
        reading.findings += cross_check(call, criteria, catalogue, regions, files)
        reading.findings += partner_check(call, criteria, catalogue, regions, files)
    members = reading.members(call, criteria)
    table_path = (
        Path(applicants) if applicants is not None else folder / (call.applicants if call else "applicants.csv")
    )
    content = reading.bytes_of(table_path, table_path.name) if call or applicants is not None else None
    if call is None or criteria is None or content is None:
        return None, Findings.of(reading.findings)
    return _finish(reading, call, criteria, catalogue, regions, members, table_path.name, content)


def _finish(
    reading: "_Reading",
    call: Call,
    criteria: Criteria,
    catalogue: Catalogue | None,
    regions: gpd.GeoDataFrame,
    members: Members | None,
    name: str,
    content: bytes,
) -> tuple[Round | None, Findings]:
    collector = Collector(name)
    known = known_names(criteria)
    table = read_table(name, content, call.sheet, collector, lambda header: bool(matched(header, known).column))
    round_: Round | None = None
    if table is not None:
        blank_heads(table, collector)
        needed = needed_columns(criteria, catalogue)
        columns = match_columns(table, criteria, needed, collector, kind_needed=len(call.library_kinds) > 1)
        if columns is not None:
            frame = Frame(table, columns, call, criteria, regions)
            people = read_applicants(frame, collector)
            unsure = people.empty or any(header == columns.header(ID) for _, header in collector.spoilt)
            marks = reading.marks(call, criteria, None if unsure else people.index)
            findings = Findings.of([*reading.findings, *collector.findings()])
            if catalogue is not None and not findings.errors:
                if kind_of_file(name) == "parquet":
                    # Writers pack the same cells in other bytes, so that the bytes say nothing of what was read.
                    said = canonical(people, set(columns.position), own_points(frame), regions, criteria)
                    del reading.files[name]
                    reading.files[APPLICANTS] = file_fingerprint(APPLICANTS, said)
                round_ = Round(
                    folder=reading.folder,
                    call=call,
                    criteria=criteria,
                    catalogue=catalogue,
                    applicants=people,
                    regions=regions,
                    matches=columns.matches,
                    findings=findings,
                    marks=marks,
                    fingerprint=round_fingerprint(reading.files),
                    files=dict(sorted(reading.files.items())),
                    members=members,
                )
    return round_, Findings.of([*reading.findings, *collector.findings()])


@dataclass
class _Reading:
    """What has been read of one folder so far: fingerprints by file name, and findings."""

    folder: Path
    files: dict[str, str]
    findings: list[Finding]

    def bytes_of(self, path: Path, name: str) -> bytes | None:
        """Read a file once and keep its fingerprint; a missing or unreadable one is a finding."""
        problem = None
        if not path.is_file():
            problem = message("the file is missing")
        elif path.stat().st_size > MAX_BYTES:
            problem = message("the file is larger than {limit} MB", limit=MAX_BYTES // 1024 // 1024)
        else:
            try:
                content = path.read_bytes()
            except OSError:
                problem = message("the file cannot be opened")
            else:
                self.files[name] = file_fingerprint(name, content)
                return content
        remedy = message(
            "Put the file in place; the sample rounds have every file that is needed (on the command line, `pilih new` "
            "makes a fresh round)."
        )
        self.findings.append(Finding("no-file", Severity.ERROR, problem, remedy, name))
        return None

    def model(self, name: str, model: type[Model]) -> Model | None:
        """Read one of the round's TOML files."""
        content = self.bytes_of(self.folder / name, name)
        if content is None:
            return None
        result, findings = read_model(name, content, model)
        self.findings += findings
        return result

    def members(self, call: Call | None, criteria: Criteria | None) -> Members | None:
        """Read the committee's answers about the weights, where the round has any."""
        path = self.folder / MEMBERS_FILE
        if not path.exists() or call is None or criteria is None:
            return None
        content = self.bytes_of(path, MEMBERS_FILE)
        if content is None:
            return None
        members, findings = read_members(content, criteria, call.decides)
        self.findings += findings
        return members

    def marks(self, call: Call, criteria: Criteria, applicants: "pd.Index[str] | None") -> pd.DataFrame | None:
        """Read the reviewers' marks, where a panel marks anything; None where none does."""
        path, there = self.folder / MARKS_FILE, (self.folder / MARKS_FILE).exists()
        panel = marked(criteria)
        if not panel and there:
            problem = message("the file is not read, for no criterion is marked by a panel")
            remedy = message("Give a criterion its `panel` in criteria.toml, or take the file away.")
            self.findings.append(Finding("not-read", Severity.NOTE, problem, remedy, MARKS_FILE))
        if panel and not there:
            problem = message("there is no such file, so no application has a mark from the panel")
            remedy = message("Put the reviewers' marks in place before the decision.")
            self.findings.append(Finding("no-marks", Severity.WARNING, problem, remedy, MARKS_FILE))
        if not panel:
            return None
        content = self.bytes_of(path, MARKS_FILE) if there else None
        if content is None:
            return no_marks()
        collector = Collector(MARKS_FILE)
        marks = read_marks(content, criteria, applicants, call.language, collector)
        self.findings += collector.findings()
        return marks
