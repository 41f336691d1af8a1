"""The commands about records as a user meets them: exit codes, one JSON document, both languages, no traceback."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import records
from commands import app
from tests.records.filling import NAME, SMALL, expendable, put_outcome, solved, written

BASE = SMALL / "scenarios" / "base.toml"


class Desk:
    """A terminal with a store of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = str(folder / "pilih.sqlite")

    def told(self, *words: str | Path, who: str = "", code: int = 0) -> str:
        """Run one command; gives everything it said."""
        environment = {"PILIH_DATABASE_URL": self.store, "PILIH_PERSON": who}
        ended = CliRunner().invoke(app, [str(word) for word in words], env=environment)
        assert ended.exit_code == code, (words, ended.output, ended.exception)
        assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
        assert "Traceback" not in ended.output
        return ended.output

    def data(self, *words: str | Path, who: str = "", code: int = 0) -> dict[str, Any]:
        """Run one command with --json; gives its document."""
        environment = {"PILIH_DATABASE_URL": self.store, "PILIH_PERSON": who}
        ended = CliRunner().invoke(app, [*(str(word) for word in words), "--json"], env=environment)
        assert ended.exit_code == code, (words, ended.output, ended.exception)
        read: dict[str, Any] = json.loads(ended.stdout)
        assert read["ok"] is (code == 0)
        return read


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.told("people", "add", "admin", "Admin", "--as", "admin")
    for code, role in (("siti", "planner"), ("anna", "analyst"), ("budi", "committee"), ("citra", "committee")):
        made.told("people", "add", code, code.title(), "--role", role, who="admin")
    made.told("round", "keep", SMALL, who="siti")
    return made


def keep_plan(desk: Desk, content: bytes) -> None:
    """Let the store have the outcome already, so that no command has to ask the solver for it."""
    store = records.open_store(desk.store)
    put_outcome(store, "siti", records.find_round(store, "siti", NAME).id, content)
    store.close()


@pytest.mark.long
def test_a_decision_from_the_first_file_to_its_replay(desk: Desk) -> None:
    base = f"{NAME}/base"
    keep_plan(desk, BASE.read_bytes())
    solved_ = desk.data("scenario", "solve", base, who="siti")
    assert len(solved_["awards"]) == 34
    out = expendable(solved_["awards"])
    desk.told("scenario", "export", base, "-o", desk.folder / "plan", "--language", "en", who="siti")
    there = {path.name: path.read_bytes() for path in (desk.folder / "plan").iterdir()}
    assert there == {path.name: path.read_bytes() for path in written(BASE.read_bytes())[1].iterdir()}
    made = desk.data("decide", "propose", base, "--title", "Mitra 2011", who="siti")
    assert (made["decision"], made["proposal"]) == (1, 1)
    desk.told("decide", "note", "1", "satu catatan", who="anna")
    desk.told("decide", "vote", "1", "object", "--text", "the road is closed", who="budi")
    overridden = desk.data("decide", "override", "1", out, "--out", "--reason", "an agreement", who="budi")
    assert overridden["proposal"] == 2
    assert Fraction(overridden["lock"]["price"]) > 0
    desk.told("decide", "vote", "1", "agree", "--proposal", "1", who="citra", code=1)
    desk.told("decide", "vote", "1", "agree", who="citra")
    assert desk.data("decide", "sign", "1", who="budi")["adopted"] is False
    assert desk.data("decide", "sign", "1", who="citra")["adopted"] is True
    desk.told("decide", "note", "1", "too late", who="anna", code=1)
    desk.told("decide", "window", "1", "2016-03-01", "2016-03-28", who="siti")
    desk.told("decide", "appeal", "1", "wrong", "--from", "Kab. X", "--received", "2016-04-05", who="siti")
    desk.told("decide", "answer", "1", "no", "right", who="budi")
    shown = {
        language: desk.told("decide", "show", "1", "--language", language, who="budi") for language in ("id", "en")
    }
    assert "an agreement" in shown["en"]
    assert "not upheld" in shown["en"]
    assert "ditolak" in shown["id"]
    data = desk.data("decide", "show", "1", who="budi")
    assert data["state"] == "adopted"
    assert out not in data["awards"]
    assert [row["in_window"] for row in data["appeals"]] == [0]
    desk.told("decide", "export", "1", "-o", desk.folder / "decision", who="citra")
    replayed = desk.data("replay", desk.folder / "decision")
    assert len(replayed["steps"]) == 4
    assert desk.data("audit", "--about", "decision 1", who="budi")["entries"][0]["action"] == "appeal.answer"
    kept = desk.data("backup", desk.folder / "backup", who="admin")
    noted = f"{kept['entries']}:{kept['hash']}"
    again = ("--store", desk.folder / "again.sqlite")
    assert desk.data("restore", desk.folder / "backup", "--expect", noted, *again, who="admin")["hash"] == kept["hash"]
    assert desk.data("audit", "--verify", "--expect", noted, *again, who="budi")["faults"] == []
    assert "hold" in desk.told("audit", "--verify", "--language", "en", who="budi")


def test_whoever_saves_second_sees_both_and_keeps_the_file(desk: Desk) -> None:
    mine, theirs = desk.folder / "mine.toml", desk.folder / "theirs.toml"
    text = BASE.read_text(encoding="utf-8")
    mine.write_text(text.replace("at_most = 34", "at_most = 30", 1), encoding="utf-8")
    theirs.write_text(text.replace("at_most = 28", "at_most = 20", 1), encoding="utf-8")
    base = f"{NAME}/base"
    desk.told("scenario", "save", f"{base}@1", theirs, "--note", "fewer", who="siti")
    said = desk.data("scenario", "save", f"{base}@1", mine, who="anna", code=1)
    assert said["theirs"]["version"] == f"{base}@2"
    assert {each["place"] for each in said["difference"]} == {"rules.slots.at_most", "rules.district_places.at_most"}
    shown = desk.told("scenario", "save", f"{base}@1", mine, "--language", "en", who="anna", code=1)
    assert "siti saved" in shown
    assert "rules.slots.at_most" in shown
    assert desk.data("scenario", "save", f"{base}@2", mine, who="anna")["number"] == 3
    fields = desk.data("scenario", "diff", f"{base}@2", base, who="budi")["difference"]
    assert {"place": "rules.slots.at_most", "before": "34", "after": "30"} in fields
    assert [each["number"] for each in desk.data("scenario", "list", base, who="budi")["versions"]] == [1, 2, 3]
    assert desk.data("scenario", "copy", f"{base}@1", "other", who="anna")["parent"] == f"{base}@1"
    assert desk.data("scenario", "show", f"{NAME}/other", who="budi")["text"] == text.replace(
        'id = "base"', 'id = "other"', 1
    )


@pytest.mark.long
def test_a_lock_shows_its_price_and_who_moves(desk: Desk) -> None:
    keep_plan(desk, BASE.read_bytes())
    out = expendable(dict(solved(BASE.read_bytes()).plan.awards["option"]))
    words = ("scenario", "lock", f"{NAME}/base", out, "--out", "--reason", "no premises", "--language", "en")
    shown = desk.told(*words, who="siti")
    assert f"leaves: {out}" in shown
    assert "of value" in shown
    listed = desk.told("scenario", "show", f"{NAME}/base", "--language", "id", who="budi")
    assert "no premises" in listed


@pytest.mark.parametrize(
    "words",
    [
        ("scenario", "show", "none/base"),
        ("scenario", "show", "nonsense"),
        ("scenario", "solve", f"{NAME}/none"),
        ("scenario", "lock", f"{NAME}/base", "D-0000", "--reason", "x"),
        ("round", "keep", "no/such/folder"),
        ("round", "export", "none", "-o", "x"),
        ("decide", "show", "9"),
        ("decide", "sign", "9"),
        ("decide", "answer", "9", "no", "x"),
        ("replay", "9"),
        ("replay", "no/such/folder"),
        ("people", "add", "eve", "Eve"),
        ("people", "grant", "budi", "admin"),
        ("backup", "x"),
        ("restore", "no-such-file"),
        ("audit",),
    ],
)
def test_a_users_mistake_ends_with_1_and_a_finding(desk: Desk, words: tuple[str, ...]) -> None:
    said = desk.data(*words, who="siti", code=1)
    assert said["findings"]
    assert all(each["problem"] and each["remedy"] for each in said["findings"])


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "vote", "1", "perhaps"),
        ("decide", "window", "1", "yesterday", "today"),
        ("decide", "show", "first"),
        ("people", "grant", "budi", "king"),
        ("audit", "--expect", "nonsense"),
        ("scenario", "save", "base", str(BASE)),
    ],
)
def test_wrong_usage_ends_with_2(desk: Desk, words: tuple[str, ...]) -> None:
    desk.told(*words, who="siti", code=2)


def test_no_store_is_made_by_asking_for_one(tmp_path: Path) -> None:
    asking = Desk(tmp_path)
    assert "pilih people add" in asking.told("scenario", "list", "--language", "en", code=1)
    assert list(tmp_path.iterdir()) == []
