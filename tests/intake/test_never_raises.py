"""Whatever a file holds, reading it ends in findings or in a round, never in an exception."""

import datetime
import math
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from intake import check_round
from tests.intake.folders import CATALOGUE, HEADER, make_round, people, read_all, write_csv

MANY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
FEW = settings(MANY, max_examples=40)
ODD = ["nan", "1e400", "-", "0", "01", "1.1", "11.1", "1801", "Bogor", "Kota", "Kab.", "%", "Rp", "1/1/1", "31/02/2015"]
ODD += [
    "#REF!",
    "ya",
    "=1",
    "'",
    "\u0000",
    "\u200b",
    "²",
    "١٢",
    "９",
    "1.2.3,4",
    "−5",
    "é" * 50,
    ",",
    ".",
    "٫",
    "∞",
    "[staff]",
]
CELLS = st.one_of(st.sampled_from(ODD), st.text(max_size=12), st.from_regex(r"[0-9.,%/: -]{1,12}", fullmatch=True))
NATIVE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.datetimes(min_value=datetime.datetime(1900, 3, 1)),
    st.times(),
    CELLS,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("odd"))


def judged(folder: Path, path: Path) -> None:
    round_, findings = check_round(folder, path)
    assert (round_ is None) == bool(findings.errors)
    read_all(findings)
    if round_ is not None:
        for column in ("staff", "match_pct", "money", "distance", "lat", "lon"):
            assert all(math.isnan(value) or math.isfinite(value) for value in round_.applicants[column])
        assert (round_.applicants["money"].dropna() >= 0).all()
        assert round_.applicants["region"].isin(round_.regions.index).all()


@given(st.sampled_from(HEADER), st.lists(CELLS, min_size=1, max_size=6))
@MANY
def test_odd_texts_in_any_column(folder: Path, tmp_path: Path, column: str, cells: list[str]) -> None:
    judged(folder, write_csv(tmp_path / "a.csv", people(*({column: cell} for cell in cells))))


@given(st.lists(st.lists(CELLS, max_size=5), max_size=5))
@FEW
def test_odd_tables(folder: Path, tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    judged(folder, path)


@given(st.sampled_from(HEADER), st.lists(NATIVE, min_size=1, max_size=4))
@FEW
def test_odd_workbook_cells(folder: Path, tmp_path: Path, column: str, cells: list[Any]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER))
    for row in people(*({column: cell} for cell in cells)):
        values = [row[name] if row[name] != "" else None for name in HEADER]
        try:
            sheet.append(values)
        except (ValueError, IllegalCharacterError):  # openpyxl itself refuses control characters
            return
    try:
        book.save(tmp_path / "a.xlsx")
    except (ValueError, OverflowError):
        return
    judged(folder, tmp_path / "a.xlsx")


@given(st.sampled_from(HEADER), st.lists(st.floats() | st.none(), min_size=1, max_size=4))
@FEW
def test_odd_parquet_numbers(folder: Path, tmp_path: Path, column: str, cells: list[float | None]) -> None:
    rows = [{**row, column: cell} for row, cell in zip(people(*({} for _ in cells)), cells, strict=True)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    judged(folder, tmp_path / "a.parquet")


@given(st.binary(max_size=200), st.sampled_from(["csv", "xlsx", "parquet", "geojson", "gpkg", "toml", "tsv"]))
@MANY
def test_any_bytes_under_any_name(folder: Path, tmp_path: Path, content: bytes, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(content)
    judged(folder, path)


@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=8))
@FEW
def test_damaged_workbooks(folder: Path, tmp_path: Path, at: int, junk: bytes) -> None:
    buffer = BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER))
    sheet.append([people({})[0][name] or None for name in HEADER])
    book.save(buffer)
    content = bytearray(buffer.getvalue())
    place = at % len(content)
    content[place : place + len(junk)] = junk
    (tmp_path / "a.xlsx").write_bytes(bytes(content))
    judged(folder, tmp_path / "a.xlsx")


@given(st.integers(0, 10**9), st.text(max_size=6))
@MANY
def test_damaged_toml(tmp_path: Path, at: int, junk: str) -> None:
    place = at % len(CATALOGUE)
    folder = make_round(tmp_path)
    text = CATALOGUE[:place] + junk + CATALOGUE[place + len(junk) :]
    (folder / "catalogue.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    round_, findings = check_round(folder)
    assert (round_ is None) == bool(findings.errors)
    read_all(findings)
