"""An imported list is kept as a round with every byte of the upload, and can be made again from what is kept."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from intake import InputError, imports, read_round
from records import (
    KeptRound,
    Store,
    export_round,
    files_of,
    fresh_files,
    import_difference,
    imported_round,
    keep_import,
    keep_round,
    list_rounds,
    list_versions,
    round_from,
)
from records.files import read_files
from tests.intake import messy
from tests.intake.folders import codes, make_round, people
from tests.samples import ROOT, ROUNDS

ROWS = people({}, {"staff": "banyak"}, {"remark": "Café"}, {})
BODY: list[list[Any]] = [["Daftar pemohon"], *messy.table(ROWS), ["", "Total", *[""] * 13]]
CONTENT = messy.csv_bytes(BODY, ";", "cp1252")


@pytest.fixture
def base(store: Store, tmp_path: Path) -> KeptRound:
    return keep_round(store, "plan", make_round(tmp_path / "base"))


def made(content: bytes = CONTENT, replaces: str = "", **more: Any) -> imports.Imported:
    edits = (imports.Edit(row=4, column=8, old="banyak", new="6"),)
    left = (imports.LeftOut(row=6, reason="Mengundurkan diri"),)
    choices = messy.choose(content, edits=edits, left_out=left)
    judged = messy.judged(content, choices)
    return imports.imported(
        messy.upload(content, "../../daftar akhir.csv"),
        content,
        choices,
        judged,
        "id",
        text="Dari dinas",
        replaces=replaces,
    )


def test_a_new_version_keeps_the_upload_and_says_how_it_came_about(
    store: Store, base: KeptRound, tmp_path: Path
) -> None:
    kept = keep_import(store, "anna", files_of(store, "anna", base), made(replaces=base.id))
    assert (kept.name, kept.by) == (base.name, "anna")
    assert kept.id != base.id
    files = files_of(store, "audit", kept)
    assert files["import/source.csv"] == CONTENT
    assert round_from(store, "audit", kept).applicants.index.tolist() == ["A1", "A2", "A3"]
    assert round_from(store, "audit", kept).applicants.loc["A2", "staff"] == 6.0
    note = json.loads(files["import/note.json"])
    assert note["source"]["name"] == "daftar akhir.csv"
    assert note["replaces"] == base.id
    assert note["text"] == "Dari dinas"
    assert [(row["row"], row["why"], row["reason"]) for row in note["left_out"]] == [
        (1, "above", ""),
        (6, "person", "Mengundurkan diri"),
        (7, "totals", ""),
    ]
    assert note["mended"] == [{"row": 4, "column": "Jumlah Petugas", "old": "banyak", "new": "6"}]
    assert note["rows"] == {"sound": 3, "warning": 0, "error": 0, "left_out": 3}
    export_round(store, "audit", kept, tmp_path / "out")
    assert (tmp_path / "out/import/source.csv").read_bytes() == CONTENT
    assert not (tmp_path / "daftar akhir.csv").exists()


def test_the_list_can_be_made_again_from_what_is_kept(store: Store, base: KeptRound) -> None:
    files = files_of(store, "anna", keep_import(store, "anna", files_of(store, "anna", base), made()))
    assert imports.made_again(files) == files["applicants.csv"]
    for broken in (
        {**files, "import/source.csv": CONTENT + b"\n"},
        {k: v for k, v in files.items() if "source" not in k},
    ):
        with pytest.raises(InputError):
            imports.made_again(broken)


def test_the_same_import_is_kept_once(store: Store, base: KeptRound) -> None:
    files = files_of(store, "anna", base)
    assert keep_import(store, "anna", files, made()).id == keep_import(store, "anna", files, made()).id
    assert len(list_rounds(store, "anna")) == 2


def test_a_version_that_somebody_kept_meanwhile_is_never_passed_over(store: Store, base: KeptRound) -> None:
    files = files_of(store, "anna", base)
    keep_import(store, "plan", files, made(replaces=base.id))
    with pytest.raises(InputError) as raised:
        keep_import(store, "anna", files, made(messy.csv_bytes(BODY, ","), replaces=base.id))
    assert codes(raised.value.findings) == ["records.newer"]


def test_a_new_round_has_its_own_name_and_leaves_the_old_one_alone(store: Store, base: KeptRound) -> None:
    files = {**files_of(store, "anna", base), "marks.csv": b"x"}
    kept = keep_import(store, "anna", files, made(), name="next-2017", title='Putaran "baru"\n2017')
    assert kept.name == "next-2017"
    round_ = round_from(store, "anna", kept)
    assert round_.call.title.id == 'Putaran "baru"\n2017'
    assert round_.call.budget_lines == round_from(store, "anna", base).call.budget_lines
    assert "marks.csv" not in files_of(store, "anna", kept)
    assert [each.id for each in list_rounds(store, "anna")] == [base.id, kept.id]


def test_a_list_can_be_imported_into_a_fresh_round(store: Store) -> None:
    files = fresh_files("id", "putaran-2017", "Putaran 2017")
    asked = imports.asked_by(files)
    sample = (ROOT / "data/rounds/expansion-2015/applicants.csv").read_bytes()
    upload = messy.upload(sample)
    grid, _ = imports.read_grid(upload, sample, "")
    assert grid is not None
    table = imports.table_below(grid, 1, upload.name)
    mapping = imports.decided(imports.propose(table, imports.sources(table), asked))
    choices = imports.Choices(mapping=tuple(mapping.items()))
    judged = imports.judge(grid, asked, choices, upload.name)
    kept = keep_import(store, "anna", files, imports.imported(upload, sample, choices, judged, "id", text=""))
    kept_files = files_of(store, "anna", kept)
    assert "applicants.xlsx" not in kept_files
    assert len(round_from(store, "anna", kept).applicants) == 180
    assert [each.name for each in list_versions(store, "anna", kept.name)] == ["base"]


def test_nothing_is_kept_while_there_are_errors(store: Store, base: KeptRound) -> None:
    choices = messy.choose(CONTENT)
    judged = messy.judged(CONTENT, choices)
    with pytest.raises(InputError) as raised:
        imports.imported(messy.upload(CONTENT), CONTENT, choices, judged, "id", text="")
    assert "text-for-number" in codes(raised.value.findings)
    assert [each.id for each in list_rounds(store, "anna")] == [base.id]


def test_a_list_that_would_read_otherwise_is_not_kept(store: Store, base: KeptRound) -> None:
    good = made()
    people_ = good.judged.people.copy()
    people_.loc["A1", "staff"] = 99.0
    other = dataclasses.replace(good, judged=dataclasses.replace(good.judged, people=people_))
    whole = imported_round(files_of(store, "anna", base), other)
    assert whole.round is None
    assert codes(whole.findings.errors) == ["import.differs"]
    with pytest.raises(InputError):
        keep_import(store, "anna", files_of(store, "anna", base), other)


@pytest.mark.parametrize("who", ["budi", "audit", "admin", "nobody"])
def test_only_makers_import(store: Store, base: KeptRound, who: str) -> None:
    with pytest.raises(InputError):
        keep_import(store, who, files_of(store, "anna", base), made())
    assert len(list_rounds(store, "anna")) == 1


@pytest.mark.parametrize("folder", ROUNDS, ids=lambda folder: str(folder.name))
def test_every_sample_round_is_the_same_after_its_own_list_was_imported(folder: Path) -> None:
    files = read_files(folder)
    content = files["applicants.csv"]
    upload = messy.upload(content)
    proposals = imports.proposals_of(upload, content, files, "", 1, {}, {})
    choices = imports.Choices(mapping=tuple(imports.decided(proposals).items()))
    judged = imports.judged_of(upload, content, files, choices)
    whole = imported_round(files, imports.imported(upload, content, choices, judged, "id", text=""))
    assert whole.round is not None, messy.said(whole.findings)
    before = read_round(folder).applicants
    pd.testing.assert_frame_equal(whole.round.applicants[before.columns], before)
    told = import_difference(upload, content, files, choices)
    assert told.changes is not None
    assert told.ranks is not None
    assert (told.changes.new, told.changes.gone, len(told.changes.cells)) == ((), (), 0)
    assert not len(told.ranks.changed)
