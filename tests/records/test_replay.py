"""Replay: an exported decision comes out the same elsewhere, and whatever was altered in it is named."""

import json
import shutil
from pathlib import Path

import pytest

import records
import scenarios
from intake import InputError
from records import Package
from records.words import digest
from tests.records.conftest import peopled
from tests.records.filling import filled, proposed, solved


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decision")
    store = peopled(str(folder / "pilih.sqlite"))
    records.export_decision(store, "audit", filled(store), folder / "package")
    store.close()
    return folder / "package"


def test_a_decision_is_replayed_from_its_package_alone(exported: Path, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "decision"), "zip", exported.parent, "package")
    shutil.copytree(exported, tmp_path / "copy")
    given = records.read_package(Path(packed))
    assert given == records.read_package(tmp_path / "copy")
    came = records.replay(given)
    assert came.same, [each.problem.text("en") for each in came.faults]
    assert len(came.steps) == 4
    assert came.remarks == ()


def test_what_a_decision_was_made_from_goes_with_it(exported: Path) -> None:
    given = records.read_package(exported)
    names = set(given.files)
    assert {"decision.json", "rows.json", "audit.json", "scenario.toml"} <= names
    assert {"plan/plan.json", "plan/plan.xlsx", "plan/awards.csv", "plan/certificate.json"} <= names
    assert {"round/round.toml", "round/applicants.csv"} <= names
    log = json.loads(given.files["audit.json"])
    assert [entry["seq"] for entry in log] == list(range(1, len(log) + 1))
    hidden = [entry for entry in log if "body" not in entry]
    assert hidden, "entries about others are handed out by their digest alone"
    assert "dissent" in given.decision


def resealed(given: Package, name: str, content: bytes) -> Package:
    """Alter a file and the manifest with it, as somebody does who knows how packages are made."""
    listed = {**given.manifest["files"], name: digest(content)}
    return Package({**given.manifest, "files": listed}, {**given.files, name: content})


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("decision.json", b"it costs too much", b"it costs enough!!", "decision.json"),
        ("rows.json", b"it costs too much", b"it costs enough!!", "votes"),
        ("scenario.toml", b"an agreement of 2010", b"an agreement of 2011", "scenario.toml"),
        ("round/applicants.csv", b"\n", b"\r\n", "round/"),
        ("plan/awards.csv", b"district_standard", b"district_palace", "plan/"),
        ("audit.json", b"vote", b"veto", "audit.json"),
    ],
)
def test_one_altered_word_is_found_even_under_a_new_seal(
    exported: Path, name: str, old: bytes, new: bytes, where: str
) -> None:
    given = records.read_package(exported)
    content = given.files[name]
    assert old in content
    altered = content.replace(old, new, 1)
    plain = Package(given.manifest, {**given.files, name: altered})
    assert [each.where for each in records.check_package(plain)] == [name]
    found = records.check_package(resealed(given, name, altered))
    assert any(each.where.startswith(where) for each in found), [(f.where, f.problem.text("en")) for f in found]
    assert not records.replay(plain).same


def test_a_package_that_was_made_up_as_a_whole_is_told_by_a_noted_entry(exported: Path) -> None:
    given = records.read_package(exported)
    last = json.loads(given.files["audit.json"])[-1]
    assert records.check_package(given, {last["seq"]: last["hash"]}) == []
    assert [each.where for each in records.check_package(given, {last["seq"]: "0" * 64})] == [
        f"audit.json {last['seq']}"
    ]
    assert records.check_package(given, {last["seq"] + 1: last["hash"]}) != []


def test_missing_and_foreign_files_are_named(exported: Path) -> None:
    given = records.read_package(exported)
    less = {name: content for name, content in given.files.items() if name != "plan/certificate.json"}
    assert [each.where for each in records.check_package(Package(given.manifest, less))] == ["plan/certificate.json"]
    more = {**given.files, "plan/note.txt": b"x"}
    assert [each.where for each in records.check_package(Package(given.manifest, more))] == ["plan/note.txt"]


def test_the_first_difference_of_another_answer_is_named(exported: Path) -> None:
    given = records.read_package(exported)
    base = (given.files["round/scenarios/base.toml"]).replace(b"at_most = 34", b"at_most = 30", 1)
    came = records.replay(given, lambda round_, scenario: solved(base))
    assert not came.same
    assert len(came.steps) == 3, "what the package says by itself holds; only the answer is another"
    assert came.faults[0].where == "awards"
    assert "was given" in came.faults[0].problem.text("en")


def test_another_version_of_the_solver_is_a_remark_and_no_difference(
    exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = scenarios.versions()
    monkeypatch.setattr(scenarios, "versions", lambda: {**now, "highspy": "9.9"})
    given = records.read_package(exported)
    came = records.replay(given, lambda round_, scenario: solved(given.files["scenario.toml"]))
    assert came.same
    assert [each.text("en") for each in came.remarks] == [f"highspy was {now['highspy']} and is 9.9 here"]


def test_what_is_no_package_of_ours_is_refused(exported: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="neither a folder nor"):
        records.read_package(tmp_path / "none")
    with pytest.raises(InputError, match="no decision that was exported"):
        records.read_package(exported / "round")
    shutil.copytree(exported, tmp_path / "newer")
    manifest = json.loads((exported / "package.json").read_bytes())
    (tmp_path / "newer" / "package.json").write_text(json.dumps({**manifest, "format": 2}))
    with pytest.raises(InputError, match="exported in format 2"):
        records.read_package(tmp_path / "newer")


def test_only_an_adopted_decision_is_handed_out(tmp_path: Path) -> None:
    store = peopled(str(tmp_path / "pilih.sqlite"))
    first = proposed(store)
    with pytest.raises(InputError, match="not adopted yet"):
        records.export_decision(store, "audit", first.decision, tmp_path / "package")
    assert not (tmp_path / "package").exists()
