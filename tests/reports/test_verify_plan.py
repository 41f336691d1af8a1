"""Verifying a written plan: nothing wrong is found in a good one, and every change of a bad one."""

import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import scenarios
from intake import Round
from reports import awards_csv, canonical, check_workbook, reading, verify_folder
from reports.again import Again
from tests.reports import plan_rounds
from tests.reports.resealed import said, tampered

Change = Callable[[dict[str, Any]], None]


def test_a_good_plan_has_nothing_wrong_with_or_without_its_round(plan_folder: Path) -> None:
    assert verify_folder(plan_folder) == []
    assert verify_folder(plan_folder, plan_rounds.round_()) == []
    assert verify_folder(str(plan_folder), plan_rounds.round_(shuffle=3)) == []


@pytest.mark.parametrize("seed", range(20))
def test_any_digit_changed_anywhere_in_plan_json_is_found(plan_folder: Path, tmp_path: Path, seed: int) -> None:
    copy = tmp_path / "plan"
    shutil.copytree(plan_folder, copy)
    text = (copy / "plan.json").read_text(encoding="utf-8")
    random_ = random.Random(seed)
    place = random_.choice([n for n, letter in enumerate(text) if letter.isdigit()])
    digit = random_.choice([d for d in "0123456789" if d != text[place]])
    (copy / "plan.json").write_bytes((text[:place] + digit + text[place + 1 :]).encode())
    assert said(copy)


def test_every_kind_of_digit_is_found_by_reading_alone(plan_folder: Path, tmp_path: Path) -> None:
    for name in ("plan.xlsx", "awards.csv", "certificate.json"):
        shutil.copy(plan_folder / name, tmp_path)
    text = (plan_folder / "plan.json").read_text(encoding="utf-8")
    digits = [n for n, letter in enumerate(text) if letter in "0123456789"]
    for place in digits[:: max(1, len(digits) // 250)]:
        digit = "7" if text[place] != "7" else "1"
        (tmp_path / "plan.json").write_bytes((text[:place] + digit + text[place + 1 :]).encode())
        document, found = reading.read(tmp_path)
        assert found or (document and reading.files(tmp_path, document)), text[place - 40 : place + 40]


def test_the_last_digit_of_a_number_that_reads_the_same_is_found(plan_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "plan"
    shutil.copytree(plan_folder, copy)
    data = json.loads((copy / "plan.json").read_text(encoding="utf-8"))
    data["applicants"]["rows"][0]["lat"] = 0.30000000000000004
    data["digests"]["sections"]["applicants"] = canonical.digest(data["applicants"])
    text = canonical.text(data).replace("0.30000000000000004", "0.30000000000000003")
    (copy / "plan.json").write_bytes(text.encode())
    assert any("is not written as this program writes it" in each for each in said(copy))


def test_a_file_that_is_missing_is_said_to_be_so_and_not_to_be_damaged(plan_folder: Path, tmp_path: Path) -> None:
    for name in ("plan.json", "plan.xlsx", "awards.csv", "certificate.json"):
        copy = tmp_path / name
        shutil.copytree(plan_folder, copy)
        (copy / name).unlink()
        assert any("cannot be read: No such file" in each for each in said(copy) if each.startswith(name)), name


@pytest.mark.parametrize("seed", range(8))
def test_any_cell_changed_in_awards_csv_is_named(plan_folder: Path, tmp_path: Path, seed: int) -> None:
    copy = tmp_path / "plan"
    shutil.copytree(plan_folder, copy)
    cells = awards_csv.decode((copy / "awards.csv").read_bytes())
    random_ = random.Random(seed)
    row, column = random_.randrange(1, len(cells)), random_.randrange(1, len(cells[0]))
    was, cells[row][column] = cells[row][column], "x" + cells[row][column]
    rows = [dict(zip(cells[0], line, strict=True)) for line in cells[1:]]
    (copy / "awards.csv").write_bytes(awards_csv.encode(cells[0], rows))
    found = said(copy)
    plain = cells[row][0]
    assert any(f"{plain}: {cells[0][column]} is x{was}" in each and "plan.json says" in each for each in found)
    assert any("awards.csv was changed after it was written" in each for each in found)


def award(data: dict[str, Any], applicant: str = "A-03") -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in data["awards"] if row["applicant"] == applicant)
    return found


def option(data: dict[str, Any], applicant: str = "A-03", name: str = "plus+fast") -> dict[str, Any]:
    rows = data["options"]["rows"]
    found: dict[str, Any] = next(r for r in rows if (r["applicant"], r["option"]) == (applicant, name))
    return found


def another_option(data: dict[str, Any]) -> None:
    award(data)["option"] = "standard+fast"


def never_offered(data: dict[str, Any]) -> None:
    award(data)["option"] = "village+slow"


def dearer_award(data: dict[str, Any]) -> None:
    award(data)["cost_hardware"] += 1


def dearer_award_and_option(data: dict[str, Any]) -> None:
    for row in (award(data), option(data)):
        row["cost_hardware"] += 1
        row["cost"] += 1
        row["cost_2016"] += 1


def dearer_in_every_place(data: dict[str, Any]) -> None:
    """Everything that adds up is changed alike; only the catalogue's price still tells."""
    dearer_award_and_option(data)
    bill = next(r for r in data["bill"] if (r["applicant"], r["item"]) == ("A-03", "freight"))
    for column in ("unit_price", "cost", "grant"):
        bill[column] += 1
    for name in ("cost", "cost_hardware", "cost_2016"):
        data["totals"][name] += 1
    line = next(row for row in data["lines"] if row["line"] == "hardware")
    line["used"], line["left"] = line["used"] + 1, line["left"] - 1
    use = next(row for row in data["usage"] if row["rule"] == "budget_hardware")
    use["used"], use["left"] = use["used"] + 1, use["left"] - 1
    stage = data["result"]["stages"][1]
    stage["value"], stage["bound"] = stage["value"] + 1, stage["bound"] + 1


def better_option(data: dict[str, Any]) -> None:
    option(data, "A-02", "plus+fast")["value"] = 99.5


def larger_unit_price(data: dict[str, Any]) -> None:
    data["bill"][0]["unit_price"] += 1


def larger_total(data: dict[str, Any]) -> None:
    data["totals"]["cost"] += 1


def larger_bound(data: dict[str, Any]) -> None:
    data["result"]["stages"][0]["bound"] += 1
    data["result"]["bound"] += 1


def larger_value(data: dict[str, Any]) -> None:
    data["result"]["stages"][0]["value"] += 1
    data["result"]["stages"][0]["bound"] += 1
    data["result"]["objective"] += 1
    data["result"]["bound"] += 1


def larger_gap(data: dict[str, Any]) -> None:
    data["result"]["gap"] = 0.01


def only_feasible(data: dict[str, Any]) -> None:
    data["result"]["status"] = "feasible"


def infeasible_after_all(data: dict[str, Any]) -> None:
    data["result"]["status"] = "infeasible"


def more_left(data: dict[str, Any]) -> None:
    data["lines"][0]["left"] += 1


def looser_use(data: dict[str, Any]) -> None:
    data["usage"][2]["at_most"] += 1


def looser_rule(data: dict[str, Any]) -> None:
    next(rule for rule in data["rules"] if rule["id"] == "count")["at_most"] = 50


def looser_budget(data: dict[str, Any]) -> None:
    data["rules"][0]["at_most"] += 1
    data["lines"][0]["counted_on"] += 1
    data["lines"][0]["left"] += 1


def other_scenario(data: dict[str, Any]) -> None:
    data["scenario"]["data"]["solver"]["seconds"] = 7.0


def other_version(data: dict[str, Any]) -> None:
    data["versions"]["pilih"] = "99"


def better_score(data: dict[str, Any]) -> None:
    next(row for row in data["scores"]["summary"] if row["applicant"] == "A-02")["score"] += 1


def better_answer(data: dict[str, Any]) -> None:
    next(row for row in data["applicants"]["rows"] if row["applicant"] == "A-02")["room"] = 59


def passed_gate(data: dict[str, Any]) -> None:
    next(row for row in data["scores"]["gates"] if row["applicant"] == "A-05")["signed"] = "pass"


def not_admitted(data: dict[str, Any]) -> None:
    next(row for row in data["scores"]["summary"] if row["applicant"] == "A-03")["rank"] = None


def nearer_mentor(data: dict[str, Any]) -> None:
    data["pairs"][0]["km"] = 1.0


def no_mentor(data: dict[str, Any]) -> None:
    data["pairs"] = []


def forgotten_applicant(data: dict[str, Any]) -> None:
    data["not_funded"].pop()


def other_reason(data: dict[str, Any]) -> None:
    next(row for row in data["not_funded"] if row["applicant"] == "A-05")["cause"] = "out-competed"


def twice(data: dict[str, Any]) -> None:
    data["awards"].append(dict(award(data)))


def dropped_award(data: dict[str, Any]) -> None:
    data["awards"] = [row for row in data["awards"] if row["applicant"] != "A-03"]


def unmarked(data: dict[str, Any]) -> None:
    data["about"]["made_up"] = None


def other_call(data: dict[str, Any]) -> None:
    data["round"]["call"]["budget_lines"][0]["amount"] += 1


CHANGES: list[tuple[Change, str]] = [
    (another_option, "A-03: value is 78.403, the option says"),
    (never_offered, "A-03 was never offered village+slow"),
    (dearer_award, "A-03: cost_hardware is 29330005, it should be 29330004"),
    (dearer_award_and_option, "A-03, plus+fast: cost_hardware is 29330005, the inputs in plan.json give 29330004"),
    (dearer_in_every_place, "A-03, plus+fast: cost_hardware is 29330005, the inputs in plan.json give 29330004"),
    (better_option, "A-02, plus+fast: value is 99.5, the inputs in plan.json give"),
    (larger_unit_price, "pc: cost is 37500005, it should be 37500010"),
    (larger_total, "the total cost is"),
    (larger_bound, "the bound 373.502 does not fit the value"),
    (larger_value, "the awards add up to"),
    (larger_gap, "gap is 0.01, it should be 0.0"),
    (only_feasible, "the plan says feasible, its stages say optimal"),
    (infeasible_after_all, "there is no plan, but there are awards"),
    (more_left, "budget line hardware: left is"),
    (looser_use, "rule count: at_most is 6, it should be 5"),
    (looser_rule, "the rules are not those of"),
    (looser_budget, "hardware: counted_on is 150000001"),
    (other_scenario, "the scenario's fingerprint does not fit"),
    (other_version, "the fingerprint does not fit"),
    (better_score, "A-02: score is"),
    (better_answer, "A-02: space is"),
    (passed_gate, "A-05: signed is pass, the inputs in plan.json give fail"),
    (not_admitted, "A-03 is funded, but was not admitted"),
    (nearer_mentor, "A-10 and A-09: km is 1.0, it should be 7.1"),
    (no_mentor, "A-10 has 0 mentors instead of one"),
    (forgotten_applicant, "not every applicant is either funded or given one reason"),
    (other_reason, "A-05: the cause out-competed does not fit its gates"),
    (twice, "A-03 has more than one award"),
    (dropped_award, "A-03"),
    (unmarked, "the note about invented data"),
    (other_call, "hardware: counted_on is"),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
def test_a_change_is_found_and_named_even_with_renewed_digests(
    plan_folder: Path, tmp_path: Path, change: Change, expected: str
) -> None:
    found = tampered(plan_folder, tmp_path / "plan", change, reseal=True)
    assert not any("was changed after" in each for each in found)
    assert any(expected in each for each in found), found


@pytest.mark.parametrize(
    ("change", "section"), [(dearer_award, "awards"), (larger_bound, "result"), (better_answer, "applicants")]
)
def test_a_change_without_renewed_digests_names_the_section_as_well(
    plan_folder: Path, tmp_path: Path, change: Change, section: str
) -> None:
    found = tampered(plan_folder, tmp_path / "plan", change, reseal=False)
    assert f"{section}: the section {section} was changed after it was written" in found
    assert len(found) > 1


@pytest.mark.parametrize("change", [dearer_award_and_option, dearer_in_every_place, better_option])
def test_a_forger_who_also_rewrites_the_list_of_awards_is_found(
    plan_folder: Path, tmp_path: Path, change: Change
) -> None:
    found = tampered(plan_folder, tmp_path / "plan", change, reseal=True, relist=True)
    assert found
    assert not any(each.startswith("awards.csv") for each in found)


def test_a_change_of_the_rounds_own_files_is_found(plan_folder: Path) -> None:
    good = plan_rounds.round_()
    people = good.applicants.copy()
    people.loc["A-02", "room"] = 59.0
    other = Round(**{**vars(good), "applicants": people, "fingerprint": "f" * 64, "files": {"applicants.csv": "0"}})
    found = [f"{each.where}: {each.problem.text('en')}" for each in verify_folder(plan_folder, other)]
    assert any("the round's fingerprint is" in each for each in found)
    assert any("the file applicants.csv is not the one this plan was made from" in each for each in found)
    assert "applicants: A-02: room is 40, the round's files give 59" in found
    assert any(each.startswith("options: A-02, plus+fast: value is") and "round's files give" in each for each in found)


def test_damaged_files_are_violations_and_never_tracebacks(plan_folder: Path, tmp_path: Path) -> None:
    text = (plan_folder / "plan.json").read_bytes()
    wrong: list[bytes] = [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        text[: len(text) // 2],
        text.replace(b'"awards"', b'"awarded"', 1),
        text.replace(b'"totals": {', b'"totals": {"cost": 1, "cost": 2, ', 1),
        text.replace(b'"gap": 0', b'"gap": NaN', 1),
        text.replace(b'"schema": 1', b'"schema": 2', 1),
        text.replace(b'"computers": 5', b'"computers": "5"', 1),
        text.replace(b"\n", b"\r\n", 1),
        text + b" ",
        b'{"digests": {"sections": 1}}',
        b'{"x": "\\ud800"}',
        b"1" * 10_000,
    ]
    for number, content in enumerate(wrong):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "plan.json").write_bytes(content)
        assert said(folder), content[:60]
    assert said(tmp_path / "nothing")


@pytest.mark.parametrize("section", ["applicants", "regions", "options"])
def test_a_table_of_the_wrong_shape_is_a_violation(plan_folder: Path, tmp_path: Path, section: str) -> None:
    for number, value in enumerate(["text", True, 10**30, None]):

        def change(data: dict[str, Any], value: Any = value) -> None:
            row = data[section]["rows"][0]
            for name in row:
                row[name] = value

        assert tampered(plan_folder, tmp_path / str(number), change, reseal=True)

    def shorter(data: dict[str, Any]) -> None:
        data[section]["rows"][0].popitem()

    assert tampered(plan_folder, tmp_path / "short", shorter, reseal=True)


@pytest.mark.parametrize("seed", range(15))
def test_random_values_in_random_places_are_violations_and_never_tracebacks(
    plan_folder: Path, tmp_path: Path, seed: int
) -> None:
    random_ = random.Random(seed)

    def change(data: dict[str, Any]) -> None:
        place: Any = data
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = random_.choice([k for k in keys if k != "digests"])
            if isinstance(place[key], dict | list) and place[key] and random_.random() < 0.9:
                place = place[key]
                continue
            if isinstance(place, dict) and random_.random() < 0.3:
                del place[key]
            else:
                others: list[Any] = ["x", -1, 10**25, 0.5, True, {}, []]
                place[key] = random_.choice([other for other in others if other != place[key]])
            return

    assert tampered(plan_folder, tmp_path / "plan", change, reseal=False)
    tampered(plan_folder, tmp_path / "sealed", change, reseal=True)


def test_files_missing_or_changed_are_named(plan_folder: Path, tmp_path: Path) -> None:
    for name in ("plan.xlsx", "awards.csv", "plan.json"):
        copy = tmp_path / name
        shutil.copytree(plan_folder, copy)
        (copy / name).unlink()
        assert any(each.startswith(name) for each in said(copy))
    copy = tmp_path / "damaged"
    shutil.copytree(plan_folder, copy)
    (copy / "plan.xlsx").write_bytes(b"PK not a workbook")
    assert any("the workbook is damaged" in each for each in said(copy))


def repacked(source: Path, target: Path, change: tuple[bytes, bytes] = (b"", b"")) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for name in reversed(old.namelist()):
            content = old.read(name)
            new.writestr(name, content.replace(*change) if change[0] else content)


def test_the_workbook_counts_by_its_contents_not_by_its_packing(plan_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "plan"
    shutil.copytree(plan_folder, copy)
    repacked(plan_folder / "plan.xlsx", copy / "plan.xlsx")
    assert (copy / "plan.xlsx").read_bytes() != (plan_folder / "plan.xlsx").read_bytes()
    assert said(copy) == []
    repacked(plan_folder / "plan.xlsx", copy / "plan.xlsx", (b"35330040", b"35330041"))
    found = said(copy)
    assert any("plan.xlsx was changed after it was written" in each for each in found)
    assert any("sheet Awards, cell" in each and "35330041, plan.json gives 35330040" in each for each in found)

    def renewed(data: dict[str, Any]) -> None:
        data["digests"]["files"]["plan.xlsx"] = reading.workbook_digest(copy / "plan.xlsx")

    found = tampered(copy, tmp_path / "sealed", renewed, reseal=True)
    assert found
    assert all(each.startswith("plan.xlsx: sheet Awards, cell") for each in found)


FORGERIES = {
    "rows in a remark": [(b"<sheetData>", b"<?remark <sheetData>"), (b"</sheetData>", b"</sheetData> ?><sheetData/>")],
    "numbers shown as dates": [(b'formatCode="#,##0.00"', b'formatCode="yyyy-mm-dd"')],
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_sheet_whose_rows_are_letter_by_letter_the_same_is_still_read(
    plan_folder: Path, tmp_path: Path, name: str
) -> None:
    copy = tmp_path / "plan"
    shutil.copytree(plan_folder, copy)
    source = plan_folder / "plan.xlsx"
    for number, change in enumerate(FORGERIES[name]):
        made = tmp_path / f"{number}.xlsx"
        repacked(source, made, change)
        source = made
    shutil.copy(source, copy / "plan.xlsx")
    document, _ = reading.read(plan_folder)
    assert document is not None
    found = [each.problem.text("en") for each in check_workbook.cells(copy, Again(document))]
    assert any("sheet Awards, cell" in each for each in found)


def test_the_sheets_of_a_good_workbook_are_alike_letter_by_letter(
    plan_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alike, asked = check_workbook._alike, list[bool]()

    def noted(*given: Any) -> bool:
        asked.append(alike(*given))
        return asked[-1]

    monkeypatch.setattr(check_workbook, "_alike", noted)
    document, _ = reading.read(plan_folder)
    assert document is not None
    assert list(check_workbook.cells(plan_folder, Again(document))) == []
    assert len(asked) > 3
    assert all(asked)


def test_the_plan_can_be_run_again_from_plan_json_alone(plan_folder: Path) -> None:
    from reports.inputs import round_of, scenario_of

    document, found = reading.read(plan_folder)
    assert document is not None
    assert found == []
    again = scenarios.run(round_of(document), scenario_of(document))
    first = plan_rounds.outcome()
    assert again.fingerprint == first.fingerprint
    pd.testing.assert_frame_equal(again.plan.awards, first.plan.awards, check_dtype=False, check_index_type=False)
    assert again.plan.stages == first.plan.stages
    assert again.plan.usage == first.plan.usage
    assert again.reasons == first.reasons
