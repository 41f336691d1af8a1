"""The certificate beside a plan: checked by anyone, about this plan alone, and no number of it can be moved."""

import hashlib
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import optimizer
import scenarios
from reports import canonical, proven, verify_folder, write_plan
from reports.schema import SECTIONS
from tests.reports import plan_rounds
from tests.reports.resealed import said

CHECKER = Path(optimizer.__file__).parent / "checker.py"


def changed(folder: Path, copy: Path, change: Callable[[dict[str, Any]], None], *, seal: bool = True) -> list[str]:
    """Change the certificate of a copy; with `seal`, by someone who renews every digest that covers it."""
    shutil.copytree(folder, copy)
    proof = json.loads((copy / "certificate.json").read_text(encoding="utf-8"))
    change(proof)
    if seal:
        parts = {name: part for name, part in proof.items() if name != "digests"}
        proof["digests"] = {
            name: hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest() for name, part in parts.items()
        }
    content = json.dumps(proof, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    (copy / "certificate.json").write_bytes(content)
    if seal:
        plan = json.loads((copy / "plan.json").read_text(encoding="utf-8"))
        plan["digests"]["files"]["certificate.json"] = hashlib.sha256(content).hexdigest()
        (copy / "plan.json").write_bytes(canonical.text(plan).encode())
    return said(copy)


def numbers(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where whole numbers and fractions stand in a certificate, but for its digests."""
    if isinstance(part, dict):
        for name, inner in part.items():
            if name != "digests":
                yield from numbers(inner, (*path, name))
    elif isinstance(part, list):
        for place, inner in enumerate(part):
            yield from numbers(inner, (*path, place))
    elif isinstance(part, int) or (isinstance(part, str) and path[-1] == 1 and part.strip("-/0123456789") == ""):
        yield path


def test_the_bound_in_plan_json_is_the_certificates(plan_folder: Path) -> None:
    plan = json.loads((plan_folder / "plan.json").read_text(encoding="utf-8"))
    proof = json.loads((plan_folder / "certificate.json").read_text(encoding="utf-8"))
    for stage, own in zip(plan["result"]["stages"], proof["stages"], strict=True):
        assert stage["certified"] == pytest.approx(own["bound"] / float(own["units"]))
        assert stage["certified"] >= stage["bound"] >= stage["value"]
    assert proven(plan_folder)[0].text("en").startswith("no plan under these rules is better by")


def test_anyone_can_check_it_with_the_standard_library_alone(plan_folder: Path) -> None:
    command = [sys.executable, "-I", "-S", str(CHECKER), str(plan_folder / "certificate.json")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert ran.stdout.startswith("no plan under these rules is better by more than ")
    assert len(CHECKER.read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("seed", range(30))
def test_a_moved_number_is_found_whether_or_not_the_digests_are_renewed(
    plan_folder: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)

    def move(proof: dict[str, Any]) -> None:
        *way, last = chance.choice(list(numbers(proof)))
        part: Any = proof
        for step in way:
            part = part[step]
        part[last] = part[last] + chance.choice([-1, 1]) if isinstance(part[last], int) else f"{part[last]}1"

    assert changed(plan_folder, tmp_path / "open", move, seal=False)
    state = chance.getstate()
    found = changed(plan_folder, tmp_path / "sealed", move)
    chance.setstate(state)
    # A larger multiplier is a weaker proof of its own bound: then the bound it states is the one that is wrong.
    assert found


@pytest.mark.parametrize("written", ["1e999999999", "1/0", "nan", "1/2/3", "", "9" * 5000])
def test_a_multiplier_that_is_no_fraction_is_refused_at_once(plan_folder: Path, tmp_path: Path, written: str) -> None:
    def poison(proof: dict[str, Any]) -> None:
        proof["stages"][0]["tree"] = {"multipliers": [[0, written]]}

    assert any("does not hold" in each for each in changed(plan_folder, tmp_path / "plan", poison))


def test_a_tree_without_end_is_refused(plan_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "plan"
    shutil.copytree(plan_folder, copy)
    (copy / "certificate.json").write_text("[" * 100_000, encoding="utf-8")
    assert any(each.startswith("certificate.json") for each in said(copy))


def test_the_certificate_of_another_plan_is_refused(plan_folder: Path, tmp_path: Path) -> None:
    other = plan_rounds.scenario(rules=[{"rule": "limit", "id": "count", "measure": "libraries", "at_most": 2}])
    write_plan(scenarios.run(plan_rounds.round_(), other), tmp_path / "other", "en")
    content = (tmp_path / "other" / "certificate.json").read_bytes()
    copy = tmp_path / "plan"
    shutil.copytree(plan_folder, copy)
    (copy / "certificate.json").write_bytes(content)
    plan = json.loads((copy / "plan.json").read_text(encoding="utf-8"))
    plan["digests"]["files"]["certificate.json"] = hashlib.sha256(content).hexdigest()
    (copy / "plan.json").write_bytes(canonical.text(plan).encode())
    assert any(each.where == "certificate.json" for each in verify_folder(copy))


def test_a_bound_that_plan_json_claims_beyond_the_certificate_is_refused(plan_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "plan"
    shutil.copytree(plan_folder, copy)
    plan = json.loads((copy / "plan.json").read_text(encoding="utf-8"))
    plan["result"]["stages"][0]["certified"] -= 1
    plan["digests"]["sections"] = {name: canonical.digest(plan[name]) for name in SECTIONS}
    (copy / "plan.json").write_bytes(canonical.text(plan).encode())
    assert any("the certificate proves" in each for each in said(copy))


def test_without_a_plan_there_is_no_certificate(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    write_plan(plan_rounds.infeasible(), folder, "en")
    assert not (folder / "certificate.json").exists()
    assert proven(folder) == ()
    (folder / "certificate.json").write_text("{}", encoding="utf-8")
    assert [each.where for each in verify_folder(folder)] == ["certificate.json"]
