"""Handing out: only what verifies, the same bytes every time, digests that hold, layers that say what awards say."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

import reports
from intake import InputError
from optimizer import SolverError
from reports import HandedOut
from reports.archive import Files
from scenarios import Outcome
from tests.reports import plan_rounds

LAYERS = {"awards.geojson", "awards.gpkg"}


@pytest.fixture(scope="module")
def made() -> Outcome:
    return plan_rounds.outcome()


@pytest.fixture(scope="module")
def handed(made: Outcome) -> HandedOut:
    return reports.hand_out(made, "en")


def test_the_files_are_those_of_the_folder_and_the_layers(made: Outcome, handed: HandedOut, tmp_path: Path) -> None:
    reports.write_plan(made, tmp_path / "plan", "en")
    written = {path.name: path.read_bytes() for path in (tmp_path / "plan").iterdir()}
    assert {name: content for name, content in handed.files.items() if name not in LAYERS} == written
    assert set(handed.files) == set(written) | LAYERS
    assert handed.proven == reports.proven(tmp_path / "plan")


def test_kept_files_are_given_as_they_are_kept_and_every_time_alike(made: Outcome, handed: HandedOut) -> None:
    kept = {name: content for name, content in handed.files.items() if name not in LAYERS}
    again = reports.hand_out(made, "en", kept)
    assert again.files == handed.files
    assert again.archive == handed.archive


def test_the_archive_holds_every_file_and_its_digest(handed: HandedOut) -> None:
    with zipfile.ZipFile(io.BytesIO(handed.archive)) as archive:
        assert archive.testzip() is None
        there = {name: archive.read(name) for name in archive.namelist()}
    lines = [line.split("  ") for line in there.pop("SHA256SUMS").decode().splitlines()]
    sums = {name: digest for digest, name in lines}
    assert there == handed.files
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in there.items()}
    assert handed.digests == sums


@given(st.dictionaries(st.text("abc/.", min_size=1, max_size=4), st.binary(max_size=50).map(lambda each: each * 4000)))
def test_files_are_packed_alike_from_bytes_and_from_paths_and_come_out_as_they_went_in(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as held:
        paths = {name: Path(held) / str(place) for place, name in enumerate(files)}
        for name, path in paths.items():
            path.write_bytes(files[name])
        archive = reports.zipped(files)
        assert reports.zipped(paths) == archive
    out = Files(archive, frozenset({"a"}))
    assert dict(out) == {name: content for name, content in files.items() if name != "a"}
    assert out.sizes == {name: len(content) for name, content in out.items()}
    assert len(out) == len(out.sizes)
    with pytest.raises(KeyError):
        out["a"]


def test_layers_say_what_the_list_of_awards_says(made: Outcome, handed: HandedOut, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(handed.files["awards.csv"].decode("utf-8-sig"), newline="")))
    features = json.loads(handed.files["awards.geojson"])["features"]
    (tmp_path / "a.gpkg").write_bytes(handed.files["awards.gpkg"])
    table = gpd.read_file(tmp_path / "a.gpkg")
    assert len(rows) == len(features) == len(table) == len(made.plan.awards)
    assert table.crs.to_epsg() == 4326
    for row, feature, (_, point) in zip(rows, features, table.iterrows(), strict=True):
        person = made.table.loc[row["applicant"].removeprefix("'")]
        assert feature["geometry"]["coordinates"] == [person["lon"], person["lat"]]
        assert (point.geometry.x, point.geometry.y) == (person["lon"], person["lat"])
        for name, cell in row.items():
            value = feature["properties"][name]
            assert ("" if value is None else str(value)) == cell
            assert point[name] == value or (value is None and pd.isna(point[name]))
    assert any(row["name"].startswith("'=") for row in rows), "a name that a spreadsheet would run is in the round"


def test_nothing_is_handed_out_that_does_not_verify(made: Outcome, handed: HandedOut) -> None:
    kept = {name: content for name, content in handed.files.items() if name not in LAYERS}
    with pytest.raises(InputError, match=r"awards\.csv"):
        reports.hand_out(made, "en", {**kept, "awards.csv": kept["awards.csv"].replace(b"1", b"2", 1)})
    with pytest.raises(InputError, match=r"plan\.xlsx"):
        reports.hand_out(made, "en", {name: content for name, content in kept.items() if name != "plan.xlsx"})
    dearer = made.plan.awards.assign(cost=made.plan.awards["cost"] + 1)
    with pytest.raises(SolverError, match="does not verify"):
        reports.hand_out(replace(made, plan=replace(made.plan, awards=dearer)), "en")


def test_files_of_another_plan_are_not_handed_out(made: Outcome, handed: HandedOut) -> None:
    kept = {name: content for name, content in handed.files.items() if name not in LAYERS}
    fewer = replace(made, plan=replace(made.plan, awards=made.plan.awards.iloc[1:]))
    for other in (fewer, replace(made, fingerprint="0" * 64)):
        with pytest.raises(SolverError, match="not the plan that is shown"):
            reports.hand_out(other, "en", kept)
        with pytest.raises(SolverError, match="not the plan that is shown"):
            reports.letter_of(other, handed, str(made.table.index[0]), "en")
        with pytest.raises(SolverError, match="not the plan that is shown"):
            reports.letters_of(other, handed, "en")


def test_a_scenario_without_a_plan_hands_nothing_out() -> None:
    with pytest.raises(SolverError, match="no plan"):
        reports.hand_out(plan_rounds.infeasible(), "en")


def test_letters_are_for_everyone_and_one_is_the_same_as_among_all(made: Outcome, handed: HandedOut) -> None:
    files = reports.letters_of(made, handed, "en")
    index = json.loads(files["letters.json"])
    assert [each["applicant"] for each in index["letters"]] == sorted(map(str, made.table.index))
    one = index["letters"][1]
    assert files[one["file"]] == reports.letter_of(made, handed, one["applicant"], "en")
    assert len(PdfReader(io.BytesIO(files["letters.pdf"])).pages) >= len(made.table)
    with pytest.raises(InputError):
        reports.letter_of(made, handed, "nobody", "en")
