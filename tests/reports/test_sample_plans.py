"""The sample rounds' plans: written, verified against their files, and found out when changed by hand."""

import json
import shutil
from pathlib import Path

import pytest

from reports import summary_lines, verify_folder, write_plan
from tests.reports.resealed import said
from tests.samples import outcome, sample

CASES = [
    ("expansion-2015", "base"),
    ("first-partners-2011", "base"),
    ("village-cascade-2014", "base"),
    ("eastern-expansion-2016", "base"),
]


@pytest.mark.parametrize(("round_name", "scenario"), CASES)
def test_a_sample_plan_is_verified_and_a_change_by_hand_is_named(
    round_name: str, scenario: str, tmp_path: Path
) -> None:
    made = outcome(round_name, scenario)
    write_plan(made, tmp_path / "plan", "id")
    assert verify_folder(tmp_path / "plan", sample(round_name)) == []
    award = made.plan.awards.iloc[len(made.plan.awards) // 2]
    text = (tmp_path / "plan" / "plan.json").read_text(encoding="utf-8")
    head, _, tail = text.partition('\n "awards": [')
    cost = f'"cost": {int(award["cost"])}'
    at = tail.index(cost, tail.index(f'"applicant": "{award.name}"'))
    changed = head + '\n "awards": [' + tail[:at] + f'"cost": {int(award["cost"]) + 1000}' + tail[at + len(cost) :]
    shutil.copytree(tmp_path / "plan", tmp_path / "changed")
    (tmp_path / "changed" / "plan.json").write_bytes(changed.encode())
    found = said(tmp_path / "changed")
    assert "awards: the section awards was changed after it was written" in found
    assert any(f"{award.name}: cost is {int(award['cost']) + 1000}" in each for each in found)


@pytest.mark.parametrize(("round_name", "scenario"), CASES)
def test_a_sample_plan_says_that_its_data_are_made_up(round_name: str, scenario: str, tmp_path: Path) -> None:
    made = outcome(round_name, scenario)
    write_plan(made, tmp_path / "plan", "id")
    note = made.round.call.made_up
    assert note is not None
    data = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert data["about"]["made_up"] == {"id": note.id, "en": note.en}
    rows = (tmp_path / "plan" / "awards.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == len(made.plan.awards) + 1
    assert all(note.id in row for row in rows[1:])
    assert note.en in dict(summary_lines(made, "en")).values()
