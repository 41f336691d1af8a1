"""Columns are found by name, label and synonym in any order; likeness only proposes, and edits undo exactly."""

import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import InputError, imports, read_round
from intake.columns import FIXED_LABELS
from intake.synonyms import SYNONYMS
from intake.tables import Table
from intake.words import key
from tests.intake import messy
from tests.intake.folders import HEADER, codes, make_round, people

ROWS = people({"applicant": "007"}, {"staff": "12"}, {"letter": "no", "remark": "a, b"}, {"match_pct": "12,5"})
PLAIN = messy.judged(messy.csv_bytes(messy.table(ROWS)))


def spellings(column: str) -> list[str]:
    """Every header under which a column is known."""
    if column in SYNONYMS:
        label = FIXED_LABELS[column]
        return [column, label.id, label.en, *SYNONYMS[column]]
    question = next(each for each in messy.ASKED.criteria.questions if each.column == column)
    return [column, question.label.id, question.label.en, *question.synonyms]


@settings(max_examples=60)
@given(data=st.data())
def test_shuffled_columns_under_any_synonyms_give_the_same_bytes(data: st.DataObject) -> None:
    order = data.draw(st.permutations(HEADER))
    heads = {column: data.draw(st.sampled_from(spellings(column)), label=column) for column in HEADER}
    heads = {column: data.draw(st.sampled_from([head, head.upper(), f" {head} "])) for column, head in heads.items()}
    extra = data.draw(st.lists(st.sampled_from(["No.", "Zzz", "Qwx 7"]), unique=True, max_size=2))
    body = [[heads[column] for column in order] + extra, *([r[c] for c in order] + ["x"] * len(extra) for r in ROWS)]
    delimiter = data.draw(st.sampled_from([",", ";", "\t"]))
    found = messy.judged(messy.csv_bytes(body, delimiter))
    assert found.content == PLAIN.content
    assert set(found.unread) == set(extra)


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_shuffled_rows_give_the_same_bytes(seed: int) -> None:
    rows = list(ROWS)
    random.Random(seed).shuffle(rows)
    assert messy.judged(messy.csv_bytes(messy.table(rows))).content == PLAIN.content


TABLE = imports.table_below(messy.grid_of(messy.xlsx_bytes(messy.table(ROWS)), "Sheet1"), 1, "daftar")


def said_at(table: Table, row: int, column: int) -> str:
    return imports.said(table.cells[column].loc[[row]].tolist()[0])


TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=8)


@settings(max_examples=100)
@given(wanted=st.lists(st.tuples(st.integers(2, 5), st.integers(0, len(HEADER) - 1), TEXTS), max_size=12))
def test_edits_undo_exactly_in_the_order_they_were_made(wanted: list[tuple[int, int, str]]) -> None:
    states, edits = [TABLE], []
    for row, column, new in wanted:
        old = said_at(states[-1], row, column)
        edits.append(imports.Edit(row=row, column=column, old=old, new=new))
        states.append(imports.edited(TABLE, edits))
        assert said_at(states[-1], row, column) == (new if new.strip() else "")
    for undone, state in zip(range(len(edits), -1, -1), reversed(states), strict=True):
        pd.testing.assert_frame_equal(imports.edited(TABLE, edits[:undone]).cells, state.cells)
    assert imports.edited(TABLE, []) is TABLE
    whole = [[imports.said(cell) for cell in row] for row in states[-1].cells.to_numpy()]
    shown = pd.DataFrame(whole, index=TABLE.cells.index, columns=TABLE.cells.columns)
    again = imports.edited(TABLE, imports.changes_between(TABLE, shown))
    assert [[imports.said(cell) for cell in row] for row in again.cells.to_numpy()] == whole


def test_an_edit_for_another_text_is_refused_not_applied() -> None:
    for edit in (
        imports.Edit(row=2, column=8, old="6", new="7"),
        imports.Edit(row=99, column=8, old="", new="7"),
        imports.Edit(row=2, column=99, old="", new="7"),
        imports.Edit(row=2, column=-1, old="baik", new="7"),
    ):
        with pytest.raises(InputError) as raised:
            imports.edited(TABLE, [edit])
        assert codes(raised.value.findings) == ["stray-edit"]


def proposals(heads: dict[str, str], **known: dict[str, str]) -> dict[str, imports.Proposal]:
    table = imports.table_below(messy.grid_of(messy.csv_bytes(messy.table(ROWS, {**messy.HEADS, **heads}))), 1, "")
    found = imports.propose(table, imports.sources(table), messy.ASKED, **known)
    return {each.source.header: each for each in found}


def test_likeness_proposes_and_says_so() -> None:
    found = proposals({"name": "Nama Perpustakan Umum", "letter": "Srt Komitmen"})
    assert (found["Nama Perpustakan Umum"].target, found["Nama Perpustakan Umum"].how) == ("name", imports.How.LIKE)
    assert found["Nama Perpustakan Umum"].likeness < 100
    assert found["Srt Komitmen"].target == "letter"


def test_likeness_proposes_nothing_whose_values_do_not_fit() -> None:
    rows = [{**row, "staff": "banyak"} for row in ROWS]
    table = imports.table_below(
        messy.grid_of(messy.csv_bytes(messy.table(rows, {**messy.HEADS, "staff": "Jmlh Petugas"}))), 1, ""
    )
    found = {each.source.header: each for each in imports.propose(table, imports.sources(table), messy.ASKED)}
    assert found["Jmlh Petugas"].target == ""
    assert proposals({"staff": "Jmlh Petugas"})["Jmlh Petugas"].target == "staff"


def test_what_a_person_chose_is_remembered_for_the_same_headers_and_learned_for_others() -> None:
    odd = {"staff": "SDM", "remark": "Rincian"}
    assert proposals(odd)["SDM"].how is imports.How.NONE
    remembered = {key("SDM"): "staff", key("Rincian"): "", key("Jarak"): ""}
    found = proposals(odd, remembered=remembered)
    assert (found["SDM"].target, found["SDM"].how) == ("staff", imports.How.REMEMBERED)
    assert (found["Jarak"].target, found["Jarak"].how) == ("", imports.How.REMEMBERED)
    learned = imports.learned_from(remembered)
    assert learned == {"sdm": "staff"}
    assert proposals(odd, learned=learned)["SDM"].how is imports.How.LEARNED
    assert proposals(odd, learned={"sdm": "no_such_column"})["SDM"].target == ""


def test_what_is_remembered_never_takes_a_column_from_another_that_is_as_sure() -> None:
    found = proposals({"staff": "SDM", "remark": "Tenaga"}, remembered={"sdm": "staff", "tenaga": "staff"})
    assert [found[head].target for head in ("SDM", "Tenaga")] == ["", ""]
    assert [found[head].contested for head in ("SDM", "Tenaga")] == ["staff", "staff"]


def test_a_fingerprint_is_the_headers_in_any_order_and_spelling() -> None:
    one = imports.header_fingerprint(["Nama Perpustakaan", "Kab/Kota"])
    assert one == imports.header_fingerprint(["kab kota", "NAMA  PERPUSTAKAAN"])
    assert one != imports.header_fingerprint(["kab kota", "nama", "perpustakaan"])
    assert one != imports.header_fingerprint(["kab kota", "kab kota", "nama perpustakaan"])


def test_needed_columns_that_are_not_mapped_are_named() -> None:
    table = imports.table_below(messy.grid_of(messy.csv_bytes([["Zzz", "Qwx"], ["1", "2"]])), 1, "daftar")
    faults = imports.mapping_faults({}, imports.sources(table), messy.ASKED, "daftar")
    assert sorted(each.column for each in faults) == sorted(["applicant", "name", "kind", "match_pct", "letter", ""])
    with pytest.raises(InputError) as raised:
        messy.judged(messy.csv_bytes([["Zzz", "Qwx"], ["1", "2"]]), imports.Choices())
    assert codes(raised.value.findings) == ["missing-column"] * 6


@pytest.mark.parametrize(
    ("rows", "row", "sure"),
    [
        (messy.table(ROWS), 1, imports.Sure.CERTAIN),
        ([["Daftar"], [], *messy.table(ROWS)], 3, imports.Sure.CERTAIN),
        ([["Judul"], ["Aaa", "Bbb", "Nama"], ["1", "2", "x"], ["3", "4", "y"]], 2, imports.Sure.LIKELY),
        ([["Judul"], ["Aaa", "Bbb", "Ccc"], ["1", "2", "x"], ["3", "4", "x"]], 2, imports.Sure.UNSURE),
    ],
)
def test_the_header_is_guessed_with_its_certainty(rows: list[list[Any]], row: int, sure: imports.Sure) -> None:
    guess = imports.guess_header(messy.grid_of(messy.csv_bytes(rows)).rows, messy.ASKED.known)
    assert guess is not None
    assert (guess.row, guess.sure) == (row, sure)


def test_the_sheet_with_the_names_of_columns_is_guessed() -> None:
    known = messy.ASKED.known
    sheets = {"Rekap": ((1, ("Total", 5)),), "Data": ((1, tuple(HEADER)),), "Lain": ()}
    assert imports.guess_sheet(sheets, known) == "Data"


def test_canonical_files_of_every_district_read_back_the_same(tmp_path: Path) -> None:
    regions = messy.ASKED.regions
    titles = (regions["kind"].str.capitalize() + " " + regions["name"]).tolist()
    rows = people(*({"applicant": f"A{place:03d}", "region_name": title} for place, title in enumerate(titles)))
    for place, row in enumerate(rows[:200]):
        row |= {"lat": "-7,125", "lon": "110,4"} if place % 2 else {}
    found = messy.judged(messy.csv_bytes(messy.table(rows), ";"))
    assert not found.findings.errors, messy.said(found.findings)
    made = make_round(tmp_path)
    (made / "applicants.csv").write_bytes(found.content)
    again = read_round(made).applicants
    pd.testing.assert_frame_equal(again, found.people[again.columns])
    assert found.content.decode().count("-7.1250,110.4,") == 100
