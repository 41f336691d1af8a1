"""Folder, store, folder: every byte of every sample round comes back, and of the plans made of them."""

import shutil
from pathlib import Path

import pytest

import records
import reports
from intake import InputError
from records import Store
from tests.records.filling import NAME, SMALL, kept, put_outcome, solved, written
from tests.samples import ROUNDS, outcome, sample, scenario_names


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path inside."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("folder", ROUNDS, ids=lambda path: path.name)
def test_every_sample_round_comes_back_byte_by_byte(store: Store, tmp_path: Path, folder: Path) -> None:
    round_ = records.keep_round(store, "plan", folder)
    records.export_round(store, "anna", round_, tmp_path / "again")
    assert tree(tmp_path / "again") == tree(folder)
    archive = shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
    assert records.keep_round(store, "plan", Path(archive)) == round_, "the same files are the same round"
    assert [each.id for each in records.list_rounds(store, "anna")] == [round_.id]
    versions = records.list_versions(store, "anna", folder.name)
    assert {each.name: each.content for each in versions} == {
        name: (folder / "scenarios" / f"{name}.toml").read_bytes() for name in scenario_names(folder)
    }
    assert {each.number for each in versions} == {1}
    assert records.verify_log(store, "audit") == []


def test_an_outcome_comes_back_as_the_folder_that_plan_writes(store: Store, tmp_path: Path) -> None:
    version, made = kept(store)
    for plan in written(version.content):
        records.export_outcome(store, "anna", made, tmp_path / plan.name, plan.name)
        assert tree(tmp_path / plan.name) == tree(plan)


@pytest.mark.long
@pytest.mark.parametrize("folder", ROUNDS, ids=lambda path: path.name)
def test_the_outcomes_of_every_sample_scenario_come_back(store: Store, tmp_path: Path, folder: Path) -> None:
    if store.engine.dialect.name == "postgresql" and folder.name != NAME:
        pytest.skip("the bytes are the same for both databases; the small round is enough for the second")
    round_ = records.keep_round(store, "plan", folder)
    for name in scenario_names(folder)[:3]:
        made = outcome(folder.name, name)
        saved = records.keep_outcome(store, "plan", round_.id, made)
        for language in ("id", "en"):
            reports.write_plan(made, tmp_path / name / language, language)
            records.export_outcome(store, "plan", saved, tmp_path / f"{name}-{language}", language)
            assert tree(tmp_path / f"{name}-{language}") == tree(tmp_path / name / language)


def test_the_same_question_is_answered_from_the_store(store: Store) -> None:
    version, made = kept(store)
    round_ = records.round_from(store, "anna", version.round)
    question = records.question_of(round_.fingerprint, version.scenario)
    assert records.answer_to(store, "anna", question) == made
    assert made.question == question == solved(version.content).fingerprint
    assert records.keep_outcome(store, "anna", version.round, solved(version.content)) == made, "as it is really kept"
    assert records.outcomes_of(store, "anna", version) == (made,)
    other = records.find_version(store, "anna", f"{NAME}/budget-cut")
    assert records.answer_to(store, "anna", records.question_of(round_.fingerprint, other.scenario)) is None


def test_a_plan_that_was_altered_or_is_of_another_round_is_not_kept(store: Store, tmp_path: Path) -> None:
    version, _ = kept(store)
    plan = written(version.content)[0]
    shutil.copytree(plan, tmp_path / "altered")
    path = tmp_path / "altered" / "awards.csv"
    path.write_bytes(path.read_bytes().replace(b"district_standard", b"district_palace", 1))
    with pytest.raises(InputError):
        records.keep_plan(store, "plan", version.round, tmp_path / "altered")
    other = records.keep_round(store, "plan", SMALL.parent / "expansion-2015")
    with pytest.raises(InputError, match="another round"):
        put_outcome(store, "plan", other.id, version.content)
    assert records.keep_plan(store, "plan", version.round, plan).status == "optimal"


def test_a_changed_round_is_another_one_and_its_scenarios_follow(store: Store, tmp_path: Path) -> None:
    first = records.keep_round(store, "plan", SMALL)
    shutil.copytree(SMALL, tmp_path / "round")
    base = tmp_path / "round" / "scenarios" / "base.toml"
    base.write_bytes(base.read_bytes().replace(b"at_most = 34", b"at_most = 33", 1))
    second = records.keep_round(store, "plan", tmp_path / "round")
    assert second.id != first.id
    assert second.fingerprint == first.fingerprint, "scenarios are no part of what a round's fingerprint covers"
    both = records.list_versions(store, "anna", NAME, "base")
    assert [(each.number, each.parent, each.round) for each in both] == [
        (1, None, first.id),
        (2, f"{NAME}/base@1", second.id),
    ]
    assert records.find_round(store, "anna", NAME) == second
    assert records.find_round(store, "anna", first.id[:8]) == first


def test_a_round_with_the_mark_that_an_editor_puts_before_its_first_letter_says_its_title(
    store: Store, tmp_path: Path
) -> None:
    shutil.copytree(SMALL, tmp_path / "round")
    path = tmp_path / "round" / "round.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    kept_ = records.keep_round(store, "plan", tmp_path / "round")
    assert records.round_titles(store, "anna") == {kept_.id: sample(NAME).call.title}


def test_what_was_saved_since_outlives_a_new_list_of_applicants(store: Store, tmp_path: Path) -> None:
    first = records.keep_round(store, "plan", SMALL)
    before = records.find_version(store, "plan", f"{NAME}/base")
    edited = before.content.replace(b"at_most = 34", b"at_most = 30", 1)
    assert edited != before.content
    saved = records.save_version(store, "plan", edited, round_name=NAME, name="base", expected=1)
    own = records.copy_version(store, "plan", saved, "own")
    untouched = records.find_version(store, "plan", f"{NAME}/budget-cut")
    shutil.copytree(SMALL, tmp_path / "round")
    people = tmp_path / "round" / "applicants.csv"
    lines = people.read_bytes().splitlines(keepends=True)
    people.write_bytes(b"".join([*lines[:1], *reversed(lines[1:])]))
    second = records.keep_round(store, "anna", tmp_path / "round")
    assert second.id != first.id
    for old in (saved, own, untouched):
        now = records.find_version(store, "plan", f"{NAME}/{old.name}")
        assert (now.content, now.parent, now.round) == (old.content, old.reference, second.id)
        assert now.note == "applicants.csv"
        assert now.by == "anna"
    # Taken back, the folder says nothing new: the round is kept already and nothing is added.
    count = len(records.list_versions(store, "plan", NAME, "base"))
    records.keep_round(store, "plan", tmp_path / "round")
    assert len(records.list_versions(store, "plan", NAME, "base")) == count
    # A file that says something new is the next version, and what was saved before it stays in the history.
    base = tmp_path / "round" / "scenarios" / "base.toml"
    base.write_bytes(base.read_bytes().replace(b"at_most = 34", b"at_most = 33", 1))
    records.keep_round(store, "plan", tmp_path / "round")
    now = records.find_version(store, "plan", f"{NAME}/base")
    assert now.content == base.read_bytes()
    assert now.parent == f"{NAME}/base@{now.number - 1}"
    assert records.find_version(store, "plan", saved.reference).content == edited
    assert records.find_version(store, "plan", f"{NAME}/own").content == own.content
