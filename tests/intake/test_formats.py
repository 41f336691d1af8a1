import datetime
import json
import random
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake import check_round, read_round
from tests.intake.folders import CALL, HEADER, check, codes, make_round, people, write_csv

ROWS = people({}, {"match_pct": "12.5", "since": ""}, {"letter": "no", "remark": "-"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("formats"), ROWS)


def native(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows with the types that a spreadsheet would give them."""
    turn: dict[str, Any] = {
        "staff": int,
        "match_pct": float,
        "money": int,
        "distance": float,
        "since": lambda text: datetime.datetime.fromisoformat(text),
    }
    return [{c: (turn.get(c, str)(v) if v not in ("", "-") else None) for c, v in row.items()} for row in rows]


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_gives_the_same_applicants(folder: Path, tmp_path: Path, delimiter: str) -> None:
    path = write_csv(tmp_path / "a.csv", ROWS, delimiter=delimiter)
    same(read_round(folder, path).applicants, read_round(folder).applicants)


def test_workbook_parquet_geojson_and_geopackage_give_the_same_applicants(folder: Path, tmp_path: Path) -> None:
    plain = read_round(folder).applicants
    rows = native(ROWS)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER))
    for row in rows:
        sheet.append([row[column] for column in HEADER])
    book.save(tmp_path / "a.xlsx")
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    for name in ("a.xlsx", "a.parquet"):
        same(read_round(folder, tmp_path / name).applicants, plain)
    frame = pd.DataFrame(rows).drop(columns=["lat", "lon"])
    points = gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(plain["lon"], plain["lat"]), crs="EPSG:4326")
    points.to_file(tmp_path / "a.geojson", driver="GeoJSON", engine="pyogrio")
    # In metres of Indonesia's own projection, so that reading has to bring the points back to degrees.
    points.to_crs("EPSG:23830").to_file(tmp_path / "a.gpkg", driver="GPKG", engine="pyogrio")
    for name in ("a.geojson", "a.gpkg"):
        pd.testing.assert_frame_equal(read_round(folder, tmp_path / name).applicants, plain, atol=1e-6)


@pytest.mark.parametrize("call", [CALL, CALL.replace("price_year", 'sheet = "applicants"\nprice_year', 1)])
@pytest.mark.parametrize("name", [None, "pelanggan"])
def test_geojson_is_read_whatever_its_layer_is_called(tmp_path: Path, call: str, name: str | None) -> None:
    folder = make_round(tmp_path, ROWS, call=call)
    plain = read_round(folder).applicants
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [plain["lon"].iloc[place], plain["lat"].iloc[place]]},
            "properties": {
                column: cell.isoformat() if isinstance(cell, datetime.datetime) else cell
                for column, cell in row.items()
                if column not in ("lat", "lon")
            },
        }
        for place, row in enumerate(native(ROWS))
    ]
    collection = {"type": "FeatureCollection", "features": features} | ({"name": name} if name else {})
    (tmp_path / "a.geojson").write_text(json.dumps(collection), encoding="utf-8")
    round_ = read_round(folder, tmp_path / "a.geojson")
    pd.testing.assert_frame_equal(round_.applicants, plain, atol=1e-6)
    assert all("pyogrio" not in finding.place().text("en") for finding in round_.findings)


def test_areas_give_a_point_inside_them(folder: Path, tmp_path: Path) -> None:
    frame = pd.DataFrame(native(ROWS[:1])).drop(columns=["lat", "lon"])
    ring = gpd.GeoSeries.from_wkt(["POLYGON((110 -8, 110 -7, 110.2 -7, 110.2 -8, 110 -8))"], crs="EPSG:4326")
    gpd.GeoDataFrame(frame, geometry=ring).to_file(tmp_path / "a.geojson", driver="GeoJSON", engine="pyogrio")
    found = read_round(folder, tmp_path / "a.geojson").applicants
    assert -8 < found["lat"].iloc[0] < -7
    assert 110 < found["lon"].iloc[0] < 110.2


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_rows_and_columns_does_not_matter(folder: Path, tmp_path: Path, chance: random.Random) -> None:
    rows, header = list(ROWS), list(HEADER)
    chance.shuffle(rows)
    chance.shuffle(header)
    path = write_csv(tmp_path / "a.csv", rows, header)
    same(read_round(folder, path).applicants, read_round(folder).applicants)


def test_headers_are_known_by_label_synonym_and_code(folder: Path, tmp_path: Path) -> None:
    renamed = {
        "applicant": "ID Pelamar",
        "name": "NAMA  perpustakaan",
        "kind": "Jenis",
        "region_name": "Kabupaten/Kota",
        "staff": "Petugas",
        "match_pct": "Dana Pendamping",
        "money": "Budget",
        "letter": "Surat komitmen [letter]",
        "distance": "Jarak:",
    }
    rows = [{renamed.get(c, c): v for c, v in row.items()} for row in ROWS]
    header = [renamed.get(column, column) for column in HEADER]
    round_ = read_round(folder, write_csv(tmp_path / "a.csv", rows, header))
    same(round_.applicants, read_round(folder).applicants)
    hows = {match.header: match.how for match in round_.matches}
    assert hows["Petugas"] == "synonym"
    assert hows["Dana Pendamping"] == "label"
    assert hows["since"] == "name"
    assert {match.column for match in round_.matches} == set(HEADER)


def test_two_headers_for_one_column_are_an_error(folder: Path, tmp_path: Path) -> None:
    rows = [{**row, "petugas": "3"} for row in ROWS]
    _, findings = check_round(folder, write_csv(tmp_path / "a.csv", rows, [*HEADER, "petugas"]))
    assert codes(findings.errors) == ["two-columns-for-one"]


def test_unknown_columns_are_told_and_not_read(folder: Path, tmp_path: Path) -> None:
    rows = [{**row, "warna": "biru", "distence": "1"} for row in ROWS]
    round_, findings = check_round(folder, write_csv(tmp_path / "a.csv", rows, [*HEADER, "warna", "distence"]))
    assert round_ is not None
    told = {f.column: f.severity.value for f in findings if f.code == "unknown-column"}
    assert told == {"warna": "note", "distence": "warning"}
    assert "warna" not in round_.applicants


def sheet_with(path: Path, column: str, value: Any, number_format: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER))
    row = native(people({}))[0]
    sheet.append([row[name] for name in HEADER])
    cell = sheet.cell(2, HEADER.index(column) + 1, value)
    if number_format:
        cell.number_format = number_format
    book.save(path)
    return path


def test_percent_formatted_cells_are_percentages(folder: Path, tmp_path: Path) -> None:
    round_, findings = check_round(folder, sheet_with(tmp_path / "a.xlsx", "match_pct", 0.45, "0%"))
    assert round_ is not None
    assert round_.applicants["match_pct"].tolist() == [45]
    assert codes(findings, "match_pct") == ["percent-format"]
    round_, findings = check_round(folder, sheet_with(tmp_path / "b.xlsx", "staff", 0.05, "0%"))
    assert round_ is None
    assert codes(findings.errors) == ["percent-sign"]


@pytest.mark.parametrize(
    "value", [datetime.time(9, 37), datetime.datetime(2015, 9, 3), datetime.timedelta(hours=30), True, "#REF!"]
)
def test_spreadsheet_damage_names_its_row(folder: Path, tmp_path: Path, value: object) -> None:
    round_, findings = check_round(folder, sheet_with(tmp_path / "a.xlsx", "match_pct", value))
    assert round_ is None
    assert [(f.row, f.column) for f in findings.errors] == [(2, "match_pct")]


def test_nan_and_infinity_in_parquet_name_their_row(folder: Path, tmp_path: Path) -> None:
    for value in (float("nan"), float("inf"), -1e6):
        rows = native(people({}, {}))
        rows[1]["money"] = value
        rows[0]["money"] = 5.0
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
        round_, findings = check_round(folder, tmp_path / "a.parquet")
        assert round_ is None
        assert [(f.row, f.column) for f in findings.errors] == [(3, "money")]


def test_a_code_that_a_workbook_made_a_number_is_mended(folder: Path, tmp_path: Path) -> None:
    round_, _ = check_round(folder, sheet_with(tmp_path / "a.xlsx", "kemendagri_code", 34.02))
    assert round_ is not None
    round_, findings = check_round(folder, sheet_with(tmp_path / "b.xlsx", "kemendagri_code", 34.1))
    assert round_ is None
    assert findings.errors[0].code == "unknown-code"


def test_check_gives_the_same_twice(tmp_path: Path) -> None:
    one, findings = check(tmp_path, ROWS)
    two, again = check_round(tmp_path)
    assert one.fingerprint == two.fingerprint  # type: ignore[union-attr]
    assert findings == again
