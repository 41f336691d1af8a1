"""Rows by column: the same rows as a list holds, cell by cell and kind by kind."""

import json
import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import tables
from reports.check_inputs import FILES, differences
from reports.rows import STEP, Gathering, RowTable, alike, by_column

CELL = (
    st.none() | st.booleans() | st.sampled_from([0, 1, 2, 0.0, -0.0, 1.0, 2.0, 0.1, "", "1", "a"]) | st.text(max_size=2)
)
ROWS = st.lists(st.fixed_dictionaries({"id": st.sampled_from("abc"), "x": CELL, "y": CELL}), max_size=8)


def exact(rows: Any) -> str:
    """Rows with every kind of cell told apart, -0.0 from 0.0 too."""
    return json.dumps([{name: (type(row[name]).__name__, repr(row[name])) for name in sorted(row)} for row in rows])


@given(ROWS, st.integers(1, 8))
def test_rows_gathered_in_batches_are_those_that_were_put_in(rows: list[dict[str, Any]], size: int) -> None:
    gathering = Gathering()
    for start in range(0, len(rows), size):
        gathering.add(rows[start : start + size])
    held = gathering.gathered
    assert exact(held) == exact(rows)
    assert isinstance(held, RowTable) is bool(rows)
    assert held == rows
    if isinstance(held, RowTable):
        assert len(held) == len(rows)
        assert exact([held[n] for n in range(-len(rows), len(rows))]) == exact([*rows, *rows])
        assert exact(held[1:]) == exact(rows[1:])
        assert held != [*rows, rows[0]]
        assert exact([{"x": cell} for cell in held.column("x")]) == exact([{"x": row["x"]} for row in rows])
        for outside in (len(rows), -len(rows) - 1):
            with pytest.raises(IndexError):
                held[outside]


@given(
    ROWS, st.lists(st.sampled_from([1, None, "a", {}, {"id": "a"}, {"id": "a", "x": [1], "y": 1}]), max_size=3), ROWS
)
def test_rows_of_several_shapes_stay_as_they_are(
    first: list[dict[str, Any]], odd: list[Any], last: list[dict[str, Any]]
) -> None:
    gathering = Gathering()
    for batch in (first, odd, last):
        gathering.add(batch)
    assert gathering.gathered == [*first, *odd, *last]
    assert isinstance(gathering.gathered, list) is bool(odd or not [*first, *last])


@pytest.mark.parametrize("cell", [math.nan, math.inf, (1,), {1: 2}, [1]])
def test_what_is_no_cell_is_not_held_by_column(cell: Any) -> None:
    assert isinstance(by_column([{"a": cell}]), list)
    assert isinstance(by_column([{"a": 1}, {"a": cell}]), list)
    assert isinstance(by_column([{1: 1}]), list)


def test_equal_cells_are_held_once() -> None:
    held = by_column(json.loads(json.dumps([{"a": f"name {n % 2}", "b": 1000.5 + n % 2} for n in range(10)])))
    assert isinstance(held, RowTable)
    assert len({id(cell) for cell in held.column("a")}) == 2
    assert len({id(cell) for cell in held.column("b")}) == 2


@given(ROWS, ROWS)
def test_alike_is_what_comparing_row_by_row_finds(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    here, there = by_column(one), by_column(other)
    if isinstance(here, RowTable) and isinstance(there, RowTable):
        same = len(one) == len(other) and all(
            mine[name] == theirs[name] and isinstance(mine[name], bool) == isinstance(theirs[name], bool)
            for mine, theirs in zip(one, other, strict=True)
            for name in mine
        )
        assert alike(here, there) is same
        assert alike(here, by_column([dict(reversed(row.items())) for row in one]))  # type: ignore[arg-type]
        assert not alike(here, by_column([{**row, "z": 1} for row in one]))  # type: ignore[arg-type]


@given(ROWS, ROWS)
def test_differences_by_column_are_those_by_row(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    unique = [{row["id"]: row for row in rows}.values() for rows in (one, other)]
    here, there = ([*rows] for rows in unique)
    plain = [str(each) for each in differences("s", ("id",), here, there, FILES)]
    assert [str(each) for each in differences("s", ("id",), by_column(here), by_column(there), FILES)] == plain
    assert list(differences("s", ("id",), by_column(here), by_column(here[::-1]), FILES)) == []


def test_a_table_is_written_as_it_is_gone_through() -> None:
    many = 2 * STEP + 5
    table = pd.DataFrame(
        {"n": range(many), "x": [n / 2 for n in range(many)], "t": [None if n % 3 else "t" for n in range(many)]},
        index=pd.Index([f"A{n}" for n in range(many)], name="applicant"),
    )
    rows = tables.WrittenRows(table, "applicant")
    plain = [
        {"applicant": f"A{n}", "n": n, "x": n / 2 if n % 2 else n // 2, "t": None if n % 3 else "t"}
        for n in range(many)
    ]
    assert exact(rows) == exact(plain) == exact(tables.rows(table, "applicant"))
    assert exact([rows[STEP], rows[-1]]) == exact([plain[STEP], plain[-1]])
    back = tables.table(rows, tables.kinds(table), "applicant")
    pd.testing.assert_frame_equal(back, tables.table(plain, tables.kinds(table), "applicant"))
    pd.testing.assert_frame_equal(back, table, check_dtype=False, check_index_type=False)
    for wrong in ({"n": "whole"}, {**tables.kinds(table), "more": "text"}):
        with pytest.raises(ValueError, match="row A0: column"):
            tables.table(rows, wrong, "applicant")
