"""Parquet: the same applicants, findings and fingerprint as from CSV; read by column; nothing hostile takes memory."""

import contextlib
import datetime
import io
import struct
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake import Findings, check_round, read_round
from intake.collector import Collector
from intake.imports.canonical import number_text
from intake.parquet import read_parquet
from intake.parquet_pages import UnsoundPagesError, unpacked_size
from tests.intake import messy
from tests.intake.folders import make_round, people, write_csv

ROWS = people({}, {"match_pct": "12.5", "since": ""}, {"letter": "no", "remark": "-"})
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("parquet"), ROWS)


def packed(table: pa.Table, **how: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **how)
    return out.getvalue()


def as_text(rows: list[dict[str, Any]]) -> pa.Table:
    """Every cell as it stands in CSV."""
    return pa.table({name: pa.array([row[name] or None for row in rows], pa.string()) for name in rows[0]})


def told(findings: Findings) -> list[tuple[Any, ...]]:
    """What findings say, but for the name of the file."""
    return [
        (each.code, each.severity, each.row, each.column, each.value, each.problem.text("en"), each.remedy.text("en"))
        for each in findings
    ]


def refusal(content: bytes) -> str:
    """The one finding of a file that is not read."""
    collector = Collector("a.parquet")
    assert read_parquet(content, collector) is None
    (finding,) = collector.findings().errors
    return finding.problem.text("en")


FAULTS: list[dict[str, Any]] = [{"staff": "many"}, {"match_pct": "140"}, {"letter": "perhaps"}, {"since": "31/02/2015"}]


@pytest.mark.parametrize("rows", [ROWS, people(*FAULTS), people({}, {"applicant": "", "name": "x"})])
def test_the_same_applicants_and_findings_as_from_csv(folder: Path, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    (tmp_path / "a.parquet").write_bytes(packed(as_text(rows)))
    ours, findings = check_round(folder, tmp_path / "a.parquet")
    theirs, expected = check_round(folder, write_csv(tmp_path / "a.csv", rows))
    assert told(findings) == told(expected)
    assert (ours is None) == (theirs is None)
    if ours is not None and theirs is not None:
        pd.testing.assert_frame_equal(ours.applicants, theirs.applicants)
        assert ours.matches == theirs.matches


def test_the_same_list_has_the_fingerprint_of_its_canonical_csv_however_it_is_packed(
    folder: Path, tmp_path: Path
) -> None:
    table = as_text(ROWS)
    files = {
        "plain": packed(table, compression="none", use_dictionary=False),
        "small groups": packed(table, row_group_size=1, compression="zstd"),
        "another order": packed(table.take([2, 0, 1])),
    }
    prints = set()
    for content in files.values():
        (tmp_path / "a.parquet").write_bytes(content)
        prints.add(read_round(folder, tmp_path / "a.parquet").fingerprint)
    plain = read_round(folder).applicants
    judged = messy.judged(messy.csv_bytes([list(ROWS[0]), *(list(row.values()) for row in ROWS)]))
    assert judged.content
    (tmp_path / "applicants.csv").write_bytes(judged.content)
    canonical = read_round(folder, tmp_path / "applicants.csv")
    pd.testing.assert_frame_equal(canonical.applicants, plain)
    assert prints == {canonical.fingerprint}
    changed = as_text([ROWS[0], {**ROWS[1], "match_pct": "12.4"}, ROWS[2]])
    (tmp_path / "a.parquet").write_bytes(packed(changed))
    assert read_round(folder, tmp_path / "a.parquet").fingerprint not in prints


@given(st.lists(st.floats(0, 1e9).map(lambda number: round(number, 3)) | st.none(), min_size=2, max_size=6))
@FEW
def test_numbers_come_back_as_they_were(folder: Path, tmp_path: Path, numbers: list[float | None]) -> None:
    rows = [{**row, "distance": number} for row, number in zip(people(*({} for _ in numbers)), numbers, strict=True)]
    (tmp_path / "a.parquet").write_bytes(packed(pa.Table.from_pylist(rows)))
    written = [{**row, "distance": "" if n is None else number_text(n)} for row, n in zip(rows, numbers, strict=True)]
    ours = read_round(folder, tmp_path / "a.parquet")
    theirs = read_round(folder, write_csv(tmp_path / "a.csv", written))
    pd.testing.assert_frame_equal(ours.applicants, theirs.applicants)


def test_only_known_columns_are_unpacked(folder: Path, tmp_path: Path) -> None:
    heavy = pa.DictionaryArray.from_arrays(pa.array([0] * len(ROWS), pa.int32()), pa.array(["x" * 4_000]))
    table = as_text(ROWS).append_column("photo", heavy)
    collector = Collector("a.parquet")
    read = read_parquet(packed(table), collector, lambda head: head != "photo")
    assert read is not None
    assert read.headers[-1] == "photo"
    assert read.cells.iloc[:, -1].isna().all()
    assert read.cells[0].tolist() == ["A1", "A2", "A3"]
    (tmp_path / "a.parquet").write_bytes(packed(table))
    _, findings = check_round(folder, tmp_path / "a.parquet")
    assert [each.column for each in findings if each.code == "unknown-column"] == ["photo"]


def test_a_row_that_holds_something_in_an_unknown_column_alone_is_told(folder: Path, tmp_path: Path) -> None:
    rows = [*({**row, "other": ""} for row in ROWS), {**dict.fromkeys(ROWS[0], ""), "other": "x"}]
    for path in (tmp_path / "a.parquet", tmp_path / "a.csv"):
        if path.suffix == ".csv":
            path.write_bytes(messy.csv_bytes([list(rows[0]), *(list(row.values()) for row in rows)]))
        else:
            path.write_bytes(packed(as_text(rows)))
        _, findings = check_round(folder, path)
        assert ("required", 5) in {(each.code, each.row) for each in findings.errors}, path.suffix


TEXTS = [pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.dictionary(pa.int8(), pa.string())]


@pytest.mark.parametrize("kind", TEXTS)
def test_every_kind_of_text_is_text(kind: pa.DataType) -> None:
    texts = pa.array(["a", None, "b", "a"], pa.string()).cast(kind)
    read = read_parquet(
        packed(pa.table({"name": texts, "n": pa.array([1, 2, 3, 1]).dictionary_encode()})), Collector("a.parquet")
    )
    assert read is not None
    assert read.cells[0].tolist() == ["a", None, "b", "a"]
    assert read.cells[1].tolist() == [1, 2, 3, 1]


def test_pages_that_unpack_to_gigabytes_are_refused_unread() -> None:
    long = pa.array(["x" * 5_000] * 60_000)
    content = packed(pa.table({"name": long}), compression="zstd", use_dictionary=False)
    assert len(content) < 1_000_000
    assert "unpacks to more than" in refusal(content)


def test_a_page_that_claims_more_than_the_end_of_the_file_says_is_refused_by_its_own_head(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = packed(pa.table({"n": pa.array(range(2_000), pa.int64())}), compression="none", use_dictionary=False)
    part = pq.ParquetFile(io.BytesIO(content)).metadata.row_group(0).column(0)
    start = part.data_page_offset
    size = unpacked_size(content, start, part.total_compressed_size)
    assert 16_000 <= size < 16_200
    bomb = content[:start] + content[start:].replace(zigzag(size), zigzag(1_000_000), 1)
    assert len(bomb) == len(content)
    monkeypatch.setattr("intake.parquet.MAX_UNPACKED", 500_000)
    assert "unpacks to more than" in refusal(bomb)
    assert read_parquet(content, Collector("a.parquet")) is not None
    head = b"\x15" + zigzag(0) + b"\x15" + zigzag(2**31 - 1) + b"\x15" + zigzag(0) + b"\x00"
    assert unpacked_size(head, 0, len(head)) == 2**31 - 1


def zigzag(number: int) -> bytes:
    """A whole number as the compact protocol writes it."""
    left, out = number << 1, bytearray()
    while left > 127:
        out.append(left & 127 | 128)
        left >>= 7
    return bytes([*out, left])


def test_a_hostile_end_of_the_file_is_refused() -> None:
    content = packed(as_text(ROWS))
    for length in (2**32 - 1, 2**31, len(content), 0):
        assert refusal(content[:-8] + struct.pack("<I", length) + b"PAR1")
    wide = packed(pa.table({f"c{n}": [1] for n in range(2_000)}))
    assert "2,000 columns" in refusal(wide)


def test_what_grows_without_being_packed_is_refused() -> None:
    shared = packed(
        pa.table({"name": ["x" * 200 + str(n) for n in range(300)]}),
        use_dictionary=False,
        column_encoding={"name": "DELTA_BYTE_ARRAY"},
    )
    assert "sound" in refusal(shared)
    wide = packed(pa.table({"name": pa.array([None] * 1_000, pa.binary(10_000))}))
    collector = Collector("a.parquet")
    read = read_parquet(wide, collector)
    assert read is None
    assert collector.has_errors()


@pytest.mark.parametrize(
    "column",
    [
        pa.array([b"\xff\xfe\xfd", b"a"], pa.binary()),
        pa.array([2**31 - 1, 0], pa.int32()).cast(pa.date32()),
        pa.array([2**62, 0], pa.int64()).cast(pa.timestamp("us")),
    ],
    ids=["no text", "no date", "no time"],
)
def test_values_that_are_none_are_refused_and_not_raised(column: pa.Array) -> None:
    assert "sound" in refusal(packed(pa.table({"name": column})))


def test_two_columns_of_one_name_are_told(folder: Path, tmp_path: Path) -> None:
    table = as_text(ROWS)
    doubled = pa.Table.from_arrays([*table.columns, table.column("name")], names=[*table.column_names, "name"])
    (tmp_path / "a.parquet").write_bytes(packed(doubled))
    _, findings = check_round(folder, tmp_path / "a.parquet")
    assert findings.errors
    assert {each.code for each in findings.errors} <= {"two-columns-for-one", "not-readable"}


@given(st.integers(0, 10_000), st.integers(0, 255))
@settings(FEW, max_examples=60)
def test_a_changed_byte_never_raises(place: int, byte: int) -> None:
    content = bytearray(packed(pa.table({"name": ["a", "b"], "day": [datetime.date(2015, 1, 1), None]})))
    content[place % len(content)] = byte
    collector = Collector("a.parquet")
    if read_parquet(bytes(content), collector) is None:
        assert collector.has_errors()


@given(st.binary(max_size=60))
@FEW
def test_any_bytes_are_no_page_or_one_of_a_size(content: bytes) -> None:
    with contextlib.suppress(UnsoundPagesError):
        assert unpacked_size(content, 0, len(content)) >= 0
