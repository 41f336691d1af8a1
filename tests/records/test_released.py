"""Released formats: what older versions wrote stays readable, verifies, and moves into either database."""

import hashlib
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

import records
from records import open_store
from records.outcomes import outcome_id, plan_files
from records.people import ANYONE
from records.words import canonical
from tests.records.make_released import RELEASED

STORES = sorted(RELEASED.glob("store-*.zip"))
DECISIONS = sorted(RELEASED.glob("decision-*.zip"))


def test_there_is_one_of_every_released_format() -> None:
    from records.adoption import FORMAT
    from records.migrate import _known

    assert [path.stem for path in STORES] == sorted(f"store-{version}" for version in _known())
    assert [path.stem for path in DECISIONS] == [f"decision-{number}" for number in range(1, FORMAT + 1)]


@pytest.mark.parametrize("released", STORES, ids=lambda path: path.stem)
def test_a_released_store_opens_verifies_and_restores(url: str, tmp_path: Path, released: Path) -> None:
    with ZipFile(released) as archive:
        archive.extract("store", tmp_path)
    old = open_store(tmp_path / "store")
    assert records.verify_log(old, "audit") == []
    assert records.read_docket(old, "audit", 1).state == "adopted"
    restored = open_store(url)
    with ZipFile(released) as archive:
        archive.extract("store", tmp_path / "again")
    records.restore(restored, "admin", tmp_path / "again" / "store")
    assert records.verify_log(restored, "audit") == []
    assert records.read_docket(restored, "audit", 1) == records.read_docket(old, "audit", 1)
    base = records.find_version(restored, "audit", "first-partners-2011/base")
    outcomes = records.outcomes_of(restored, "audit", base)
    assert outcomes
    for kept in outcomes:
        with restored.reading("audit", ANYONE) as connection:
            plan = json.loads(plan_files(connection, kept.id)["plan.json"])
        said = {name: part for name, part in plan.items() if name not in ("about", "digests")}
        assert kept.id == outcome_id(plan) == hashlib.sha256(canonical(said).encode()).hexdigest()
    package = records.take_package(restored, "audit", 1)
    assert records.check_package(package) == []
    assert package.files["decision.json"] == records.take_package(old, "audit", 1).files["decision.json"]
    version = records.find_version(restored, "anna", "first-partners-2011/base")
    records.copy_version(restored, "anna", version, "later")
    assert records.verify_log(restored, "audit") == []


@pytest.mark.parametrize("released", DECISIONS, ids=lambda path: path.stem)
def test_a_released_decision_is_read_and_checked(released: Path) -> None:
    given = records.read_package(released)
    assert records.check_package(given) == []
    assert given.decision["dissent"] == [{"by": "citra", "text": "it costs too much"}]


@pytest.mark.long
@pytest.mark.parametrize("released", DECISIONS, ids=lambda path: path.stem)
def test_a_released_decision_is_replayed(released: Path) -> None:
    came = records.replay(records.read_package(released))
    wheres = {fault.where for fault in came.faults}
    assert came.same or wheres <= {"data/regions.csv", "data/region_names.csv"}, (
        "only a newer table of regions may come between an old decision and its replay",
        [(fault.where, fault.problem.text("en")) for fault in came.faults],
    )
