"""Hostile text: names, notes and file names that try SQL, HTML, formulas or paths come back as the text they are."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import records
from intake import InputError
from records import Role, Store
from records.files import read_files, why_unsafe, write_folder
from records.scenario_text import parsed, renamed, with_rule, written
from records.words import digest
from tests.records.filling import NAME, SMALL, expendable, kept, proposed

HOSTILE = (
    "Robert'); DROP TABLE people; --",
    '" OR ""="',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://x","y")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "../../../etc/passwd",
    "..\\..\\windows\\system32",
    "C:\\autoexec.bat",
    "${jndi:ldap://x}{0.__class__}%s%n{name}",
    "\u202ereversed\u202c \u200b\ufeff ٣ é 𝕏 \x1b[31m red \r\n two lines \t",
    ":param; %(x)s ?",
)
BASE = (SMALL / "scenarios" / "base.toml").read_bytes()


@pytest.mark.parametrize("text", HOSTILE)
def test_names_notes_votes_and_appeals_come_back_as_they_are(store: Store, text: str) -> None:
    records.add_person(store, "admin", "eve", text, {Role.COMMITTEE, Role.PLANNER})
    records.keep_round(store, "eve", SMALL)
    content = BASE + b"\n# x\n"
    records.save_version(store, "eve", content, round_name=NAME, name="base", expected=1, note=text)
    assert {each.code: each.name for each in records.list_people(store, "eve")}["eve"] == text
    assert records.list_versions(store, "eve", NAME, "base")[-1].note == text
    with pytest.raises(InputError):
        records.find_version(store, "eve", text)
    with pytest.raises(InputError):
        records.add_person(store, "admin", text, "x")
    with pytest.raises(InputError):
        records.list_people(store, text)
    assert records.read_log(store, "audit", text) == ()
    assert records.verify_log(store, "audit") == []


def test_a_whole_decision_of_hostile_text_comes_back_and_replays_as_text(store: Store, tmp_path: Path) -> None:
    first = proposed(store)
    for text in HOSTILE:
        records.add_note(store, "anna", first.decision, text)
        records.vote(store, "budi", first, "object", text)
    for who in ("budi", "citra"):
        records.sign(store, who, first)
    records.open_window(store, "plan", first.decision, date(2016, 3, 1), date(2016, 3, 2))
    for text in HOSTILE:
        number = records.record_appeal(store, "plan", first.decision, received=date(2016, 3, 1), sender=text, text=text)
        records.answer_appeal(store, "plan", number, "no", text)
    known = records.read_docket(store, "audit", first.decision)
    assert tuple(row["text"] for row in known.notes) == HOSTILE
    assert tuple(row["text"] for row in known.votes) == HOSTILE
    assert tuple(row["sender"] for row in known.appeals) == HOSTILE
    assert tuple(row["text"] for row in known.answers) == HOSTILE
    records.export_decision(store, "audit", first.decision, tmp_path / "package")
    given_ = records.read_package(tmp_path / "package")
    assert records.check_package(given_) == []
    assert [row["text"] for row in given_.decision["notes"]] == list(HOSTILE)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("pilih.sqlite")] == ["package"]


def test_a_hostile_reason_stays_one_reason_in_the_scenario(store: Store) -> None:
    version, before = kept(store)
    reason = 'x" }\n[[rules]]\nrule = "exclude"\napplicants = ["D-1275"]\n# \\" \x7f é'
    who = expendable(records.what_was_reached(store, "plan", before).awards)
    draft = records.draft_lock(store, "plan", version, who, "out", reason)
    assert len(draft.scenario.rules) == len(version.scenario.rules) + 1
    assert draft.scenario.rules[-1].as_data()["reason"] == {"id": reason, "en": reason}
    assert draft.scenario.rules[:-1] == version.scenario.rules


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=60)
def test_any_text_survives_the_writing_of_a_scenario(text: str) -> None:
    rule = {
        "rule": "include",
        "id": "lock_x",
        "applicants": [text],
        "reason": {"id": text, "en": text},
        "asked_by": text,
    }
    told = parsed(with_rule(BASE, "base", rule), "base")
    assert told.rules[-1].as_data()["applicants"] == [text]
    assert told.rules[-1].as_data()["asked_by"] == text
    again = parsed(written(told.as_data()).encode(), "base")
    assert again.fingerprint() == told.fingerprint(), "written out anew it says the same"
    assert parsed(renamed(BASE, "other"), "other").as_data() == {**parsed(BASE, "base").as_data(), "id": "other"}


UNSAFE = ("../evil", "a/../../evil", "/etc/evil", "a//b", "./a", "..", "a/.", "", "\udcff", "nul\0")


@pytest.mark.parametrize("name", UNSAFE)
def test_a_path_that_leads_out_is_neither_read_nor_written(tmp_path: Path, name: str) -> None:
    assert why_unsafe(name) is not None
    with pytest.raises(InputError):
        write_folder(tmp_path / "in" / "target", {"fine.txt": b"x", name: b"evil"})
    assert list(tmp_path.rglob("*")) == []
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("round.toml", b"x")
            archive.writestr(zipfile.ZipInfo(name) if name else "x/", b"evil")
    except (UnicodeEncodeError, ValueError):
        return
    (tmp_path / "packed.zip").write_bytes(packed.getvalue())
    if "\0" in name or not name:
        return  # the archive itself cannot hold such a name
    with pytest.raises(InputError):
        read_files(tmp_path / "packed.zip")
    assert [path.name for path in tmp_path.rglob("*")] == ["packed.zip"]


def test_links_doubles_and_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "round"
    folder.mkdir()
    (folder / "secret").symlink_to("/etc/passwd")
    with pytest.raises(InputError, match="a link"):
        read_files(folder)
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        link = zipfile.ZipInfo("secret")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        archive.writestr("a.csv", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", "2")
    monkeypatch.setattr("records.files.MOST_BYTES", 1000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 100_000)
    for name, said in (("link.zip", "a link"), ("twice.zip", "twice"), ("bomb.zip", "more than")):
        with pytest.raises(InputError, match=said):
            read_files(tmp_path / name)


def test_odd_file_names_of_a_round_come_back(store: Store, tmp_path: Path) -> None:
    files = read_files(SMALL)
    odd = [
        "=cmd|' C'!A0.csv",
        "<b>bold</b>/note.md".replace("</b>", "<_b>"),
        "'; DROP TABLE rounds; --.txt",
        "..\\..\\evil.txt",
        "sub folder/ é ٣.txt",
        ".hidden",
        "scenarios/not-toml.txt",
    ]
    for name in odd:
        files[name] = name.encode()
    write_folder(tmp_path / "round", files)
    kept_ = records.keep_round(store, "plan", tmp_path / "round")
    records.export_round(store, "plan", kept_, tmp_path / "out" / "again")
    assert read_files(tmp_path / "out" / "again") == files
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["again"]
    assert records.verify_log(store, "audit") == []


@pytest.mark.parametrize("text", ["nul \0 byte", "lone \ud800 half", "x" * 20_001, "   "])
def test_text_that_a_database_cannot_keep_is_refused_plainly(store: Store, text: str) -> None:
    first = proposed(store)
    with pytest.raises(InputError):
        records.add_note(store, "anna", first.decision, text)
    with pytest.raises(InputError):
        records.vote(store, "budi", first, "object", text)
    assert records.read_docket(store, "audit", first.decision).notes == ()


@given(data=st.binary(max_size=300), name=st.sampled_from(["package.json", "rows.json", "audit.json", "decision.json"]))
@settings(max_examples=80)
def test_a_damaged_package_never_raises_but_is_refused(data: bytes, name: str) -> None:
    files = {"decision.json": b"{}", "rows.json": b"{}", "audit.json": b"[]", "scenario.toml": b"", name: data}
    listed = {each: digest(content) for each, content in files.items() if each != "package.json"}
    manifest = json.dumps({"kind": "pilih decision", "format": 1, "decision": 1, "files": listed}).encode()
    given_ = records.Package(json.loads(manifest), {"package.json": manifest, **files})
    assert records.check_package(given_) != []
