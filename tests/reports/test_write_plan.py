"""Writing a plan: all of it or nothing, the same bytes every time, nobody else's files touched."""

import csv
import dataclasses
import json
from pathlib import Path

import pytest

import scenarios
from intake import InputError
from optimizer import SolverError
from reports import verify_folder, write_plan
from tests.reports import plan_rounds

FILES = ["awards.csv", "certificate.json", "plan.json", "plan.xlsx"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_plan_is_four_files_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    written = write_plan(plan_rounds.outcome(), tmp_path / "deep" / "plan", "id")
    assert [path.name for path in written] == ["plan.xlsx", "awards.csv", "certificate.json", "plan.json"]
    assert all(path.is_file() for path in written)
    assert names(tmp_path / "deep" / "plan") == FILES
    assert names(tmp_path / "deep") == ["plan"]


def test_the_same_choices_give_the_same_bytes_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    write_plan(plan_rounds.outcome(), tmp_path / "one", "id")
    shuffled = scenarios.run(plan_rounds.round_(shuffle=7), plan_rounds.scenario())
    write_plan(shuffled, tmp_path / "two", "id")
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_the_language_changes_words_and_no_figure(tmp_path: Path) -> None:
    data = {}
    for language in ("id", "en"):
        write_plan(plan_rounds.outcome(), tmp_path / language, language)
        assert verify_folder(tmp_path / language, plan_rounds.round_()) == []
        data[language] = json.loads((tmp_path / language / "plan.json").read_text(encoding="utf-8"))
        for name in ("about", "digests"):
            del data[language][name]
    assert data["id"] == data["en"]


def test_plan_json_tells_nothing_of_machine_or_time(plan_folder: Path) -> None:
    text = (plan_folder / "plan.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert text == json.dumps(data, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
    assert set(data["versions"]) == {"pilih", "pulp", "highspy"}
    assert str(Path.home()) not in text
    assert "/work" not in text
    assert data["about"]["made_up"]["en"] == "Made-up data & for tests."


def test_an_earlier_plan_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    write_plan(plan_rounds.outcome(), folder, "en")
    write_plan(plan_rounds.infeasible(), folder, "en")
    assert names(folder) == ["plan.json", "plan.xlsx"]
    write_plan(plan_rounds.outcome(), folder, "en")
    assert names(folder) == FILES
    assert names(tmp_path) == ["plan"]
    assert verify_folder(folder) == []


def test_a_plan_that_does_not_verify_replaces_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    write_plan(plan_rounds.outcome(), folder, "en")
    before = {name: (folder / name).read_bytes() for name in FILES}
    made = plan_rounds.outcome()
    dearer = made.plan.awards.assign(cost=made.plan.awards["cost"] + 1)
    wrong = dataclasses.replace(made, plan=dataclasses.replace(made.plan, awards=dearer))
    with pytest.raises(SolverError, match="does not verify"):
        write_plan(wrong, folder, "en")
    assert {name: (folder / name).read_bytes() for name in FILES} == before
    assert names(tmp_path) == ["plan"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    write_plan(plan_rounds.outcome(), tmp_path / "plan", "en")
    assert names(tmp_path / "plan") == FILES


@pytest.mark.parametrize("foreign", ["thesis.docx", "plan.json", "awards.csv"])
def test_a_folder_with_other_files_is_refused_and_untouched(tmp_path: Path, foreign: str) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / foreign).write_text('{"mine": 1}', encoding="utf-8")
    with pytest.raises(InputError) as refused:
        write_plan(plan_rounds.outcome(), folder, "en")
    assert refused.value.findings.errors[0].code == "report.folder"
    assert names(folder) == [foreign]
    assert names(tmp_path) == ["home"]


def test_a_plan_with_somebodys_notes_beside_it_is_not_swept_away(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    write_plan(plan_rounds.outcome(), folder, "en")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError):
        write_plan(plan_rounds.outcome(), folder, "en")
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError):
        write_plan(plan_rounds.outcome(), tmp_path / "plan", "en")
    assert (tmp_path / "plan").read_text(encoding="utf-8") == "mine"


def test_awards_csv_is_a_machine_file_that_cannot_run(plan_folder: Path) -> None:
    content = (plan_folder / "awards.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    plan = plan_rounds.outcome().plan.awards
    assert [row["applicant"].removeprefix("'") for row in rows] == ["=A-00", "A-09", "A-03", "A-08", "A-10"]
    assert sum(int(row["cost"]) for row in rows) == int(plan["cost"].sum())
    assert sum(int(row["cost_hardware"]) + int(row["cost_connection"]) for row in rows) == int(plan["cost"].sum())
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert rows[0]["name"] == "'" + plan_rounds.HOSTILE[0]
    assert {row["data_note"] for row in rows} == {"Made-up data & for tests."}
    village = rows[-1]
    assert (village["mentor"], village["mentor_km"]) == ("A-09", "7.1")


def test_without_a_plan_nothing_pretends_to_be_one(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    write_plan(plan_rounds.infeasible(), folder, "en")
    assert names(folder) == ["plan.json", "plan.xlsx"]
    data = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert data["result"]["status"] == "infeasible"
    assert data["awards"] == []
    assert sorted(data["conflict"]) == ["few", "many"]
    assert verify_folder(folder) == []
    assert verify_folder(folder, plan_rounds.round_()) == []
    (folder / "awards.csv").write_text("applicant\n", encoding="utf-8")
    assert [each.where for each in verify_folder(folder)] == ["awards.csv"]


def test_a_limit_for_each_package_is_verified_though_one_is_given_to_nobody(tmp_path: Path) -> None:
    rules = [{"rule": "limit", "id": "packages", "measure": "libraries", "per": "option", "at_most": 2}]
    made = scenarios.run(plan_rounds.round_(), plan_rounds.scenario(rules=rules))
    assert any(use.used == 0 for use in made.plan.usage)
    write_plan(made, tmp_path / "plan", "en")
    assert verify_folder(tmp_path / "plan") == []


def test_the_last_winner_of_a_package_is_needed_by_the_rule_that_wants_one() -> None:
    rules = [
        {"rule": "limit", "id": "few", "measure": "libraries", "at_most": 3},
        {"rule": "limit", "id": "fast", "measure": "libraries", "per": "tier", "at_least": 1},
    ]
    made = scenarios.run(plan_rounds.round_(), plan_rounds.scenario(rules=rules))
    counts = made.plan.awards["tier"].value_counts()
    assert set(counts) == {1, 2}
    for name, tier in made.plan.awards["tier"].items():
        assert bool(scenarios.explain(made, str(name)).needed_by) == (counts[tier] == 1)
