"""The id of an outcome: that of what its plan says, however plan.json is read."""

import json
from pathlib import Path

import pytest

from records.outcomes import OF_THE_WHOLE, _told, outcome_id
from reports import canonical, plan_file
from reports.folder import put_files
from tests.reports import plan_rounds


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    held = tmp_path_factory.mktemp("plan")
    put_files(plan_rounds.outcome(), held, "en")
    return held


@pytest.mark.parametrize("size", [50, 1000, plan_file.CHUNK])
def test_in_pieces_of_any_size_it_is_that_of_the_whole(
    folder: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = json.loads((folder / "plan.json").read_bytes())
    monkeypatch.setattr(plan_file, "CHUNK", size)
    identity, told = _told(folder)
    assert identity == outcome_id(whole)
    assert told == {name: whole[name] for name in OF_THE_WHOLE}


def test_marks_of_a_panel_may_be_many(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They stand deeper than any other rows."""
    whole = json.loads((folder / "plan.json").read_bytes())
    rows = [{"applicant": f"A-{n:02d}", "reviewer": "r", "criterion": "c", "mark": n} for n in range(40)]
    whole["round"]["marks"] = {"types": {"applicant": "text"}, "rows": rows}
    (tmp_path / "plan.json").write_text(canonical.text(whole), encoding="utf-8", newline="")
    monkeypatch.setattr(plan_file, "CHUNK", 200)
    identity, told = _told(tmp_path)
    assert identity == outcome_id(whole)
    assert told["round"]["marks"]["rows"] == rows


def test_a_plan_that_is_read_as_a_whole_alone_has_the_same(folder: Path, tmp_path: Path) -> None:
    whole = json.loads((folder / "plan.json").read_bytes())
    (tmp_path / "plan.json").write_text(json.dumps(whole, indent=4), encoding="utf-8")
    identity, told = _told(tmp_path)
    assert identity == outcome_id(whole)
    assert told == {name: whole[name] for name in OF_THE_WHOLE}
