"""Files of a plan: the bytes that the store keeps, digests that hold, letters, and nothing that does not verify."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

import records
from records import Store
from records.tables import BLOBS
from tests.samples import outcome
from tests.views.conftest import SMALL, Opened
from tests.views.opened_parts import at_part, offered
from tests.views.settling import settled

STEM = f"{SMALL}-base"


def files_page(opened: Opened, language: str = "id", **who: str) -> AppTest:
    return settled(at_part(opened("plan", scenario="base", language=language, **who), "plan parts", "files"))


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_taken_away_is_what_the_store_keeps(
    opened: Opened, store: Store, tmp_path: Path, language: str
) -> None:
    page = files_page(opened, language, person="audit")
    assert not page.exception
    version = records.find_version(store, "plan", f"{SMALL}/base")
    (kept,) = records.outcomes_of(store, "plan", version)
    records.export_outcome(store, "plan", kept, tmp_path / "kept", language)
    packed = unpacked(offered(f"{STEM}.zip"))
    shown = "\n".join(str(each.value) for each in page.text)
    for path in (tmp_path / "kept").iterdir():
        assert packed[path.name] == path.read_bytes() == offered(f"{STEM}-{path.name}")
        assert hashlib.sha256(path.read_bytes()).hexdigest() in shown
    assert json.loads(packed["plan.json"])["about"]["language"] == language
    assert {"awards.geojson", "awards.gpkg", "SHA256SUMS"} <= set(packed)
    again = files_page(opened, language)
    assert not again.exception
    assert unpacked(offered(f"{STEM}.zip")) == packed


def test_kept_files_that_somebody_altered_are_not_handed_out(opened: Opened, store: Store, tmp_path: Path) -> None:
    version = records.find_version(store, "plan", f"{SMALL}/base")
    (kept,) = records.outcomes_of(store, "plan", version)
    records.export_outcome(store, "plan", kept, tmp_path / "kept", "id")
    content = (tmp_path / "kept" / "awards.csv").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    with store.engine.begin() as connection:
        for trigger in connection.exec_driver_sql(
            "select name from sqlite_master where type = 'trigger' and tbl_name = 'blobs'"
        ).scalars():
            connection.exec_driver_sql(f'drop trigger "{trigger}"')
        connection.execute(update(BLOBS).where(BLOBS.c.sha256 == digest).values(content=content + b"x"))
    page = files_page(opened)
    assert not page.exception
    assert any("awards.csv" in error.value.replace("\\", "") for error in page.error)
    assert not page.get("link_button")


@pytest.mark.long
def test_letters_are_made_on_a_click_and_one_at_once(opened: Opened) -> None:
    page = files_page(opened)
    made = outcome(SMALL, "base")
    first = next(iter(sorted(map(str, made.table.index))))
    chosen = page.selectbox(key="plan:letter").value
    assert offered(f"{STEM}-{chosen}.pdf").startswith(b"%PDF")
    ask = next(button for button in page.button if (button.key or "").startswith("ask ('letters'"))
    page = settled(ask.click().run())
    assert not page.exception
    letters = unpacked(offered(f"{STEM}-letters.zip"))
    assert f"letter-{first}.pdf" in letters
    assert sum(name.startswith("letter-") for name in letters) == len(made.table)
    assert offered(f"{STEM}-letters.pdf") == letters["letters.pdf"]


def test_of_very_many_one_is_sought_by_name_or_number(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("views.plan_files.SENT_WHOLE", 3)
    monkeypatch.setattr("views.plan_files.LISTED", 2)
    page = files_page(opened)
    people = {str(code): str(name) for code, name in outcome(SMALL, "base").table["name"].items()}
    assert [len(options) for options in addressees(page)] == [2]
    wanted = list(people)[-1]
    page = page.text_input(key="plan:letter sought").set_value(wanted.lower()).run()
    assert addressees(page) == [[f"{people[wanted]} ({wanted})"]]
    page = page.text_input(key="plan:letter sought").set_value("nobody").run()
    assert not page.exception
    assert not addressees(page)


def addressees(page: AppTest) -> list[list[str]]:
    """Whom a letter is offered to: the options of the choice, if there is one."""
    return [list(each.options) for each in page.selectbox if (each.key or "").startswith("plan:letter")]
