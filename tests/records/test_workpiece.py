"""Workpieces: any edits undone give the bytes back, the text says what the edits say, and nobody loses a step."""

import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import records
import scenarios
from intake import InputError
from records import ConflictError, Edit, Store, Version, Workpiece
from records.scenario_edits import applied
from scenarios import Budget
from tests.records.filling import NAME, SMALL
from tests.samples import ROOT

FILES = sorted((ROOT / "data" / "rounds").glob("*/scenarios/*.toml"))
IDS = st.sampled_from(["slots", "province_cap", "every_province", "minimum_score", "mentoring", "new_1", "new_2"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
EDITS = st.one_of(
    st.builds(
        Edit,
        st.tuples(st.just("budget"), st.just("lines"), st.sampled_from(["hardware", "connectivity", "training"])),
        st.none() | st.integers(0, 10**13),
    ),
    st.builds(Edit, st.just(("budget", "scale")), st.none() | st.floats(0, 9, allow_nan=False)),
    st.builds(Edit, st.just(("budget", "basis")), st.sampled_from(["amount", "pledged", None])),
    st.builds(Edit, st.tuples(st.just("title"), st.sampled_from(["id", "en"])), TEXTS),
    st.builds(Edit, st.just(("note",)), st.none() | st.builds(lambda a, b: {"id": a, "en": b}, TEXTS, TEXTS)),
    st.builds(Edit, st.just(("catalogue", "packages_off")), st.none() | st.lists(TEXTS, max_size=3)),
    st.builds(Edit, st.tuples(st.just("catalogue"), st.just("prices"), TEXTS), st.none() | st.integers(0, 10**9)),
    st.builds(Edit, st.tuples(st.just("rules"), IDS)),
    st.builds(Edit, st.tuples(st.just("rules"), IDS, st.just("note")), st.builds(lambda a: {"id": a, "en": a}, TEXTS)),
    st.builds(Edit, st.tuples(st.just("rules"), IDS, st.just("source")), st.none() | TEXTS),
    st.builds(
        Edit,
        st.tuples(st.just("rules"), IDS),
        st.builds(lambda names, why: {"rule": "exclude", "applicants": names, "reason": {"id": why, "en": why}},
                  st.lists(TEXTS, min_size=1, max_size=3), TEXTS),
    ),
    st.builds(
        Edit,
        st.just(("objectives",)),
        st.lists(st.builds(lambda kind, what: {kind: what}, st.sampled_from(["maximise", "minimise"]),
                           st.sampled_from(["value", "cost", "libraries"])), min_size=1, max_size=3),
    ),
    st.builds(Edit, st.just(("solver", "seconds")), st.none() | st.integers(1, 999)),
)  # fmt: skip
SOON = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def version(content: bytes) -> Version:
    name = tomllib.loads(content.decode())["id"]
    return Version("round", name, 1, None, "id", "", "", "plan", "", content)


@SOON
@given(st.sampled_from(FILES), st.lists(EDITS, max_size=8), st.data())
def test_edits_undone_give_the_bytes_back_and_done_again_say_the_same(file: Any, edits: list[Edit], data: Any) -> None:
    base = Workpiece(version(file.read_bytes()))
    full = replace(base, done=tuple((each,) for each in edits))
    count = data.draw(st.integers(0, len(edits)))
    undone = replace(full, done=full.done[:count], undone=tuple(reversed(full.done[count:])))
    again = replace(undone, done=(*undone.done, *reversed(undone.undone)), undone=())
    assert replace(full, done=()).content == file.read_bytes() == base.content
    assert again.data == full.data
    assert again.content == full.content
    assert undone.data == applied(tomllib.loads(file.read_text("utf-8")), [(each,) for each in edits[:count]])


@SOON
@given(st.sampled_from(FILES), st.lists(EDITS, min_size=1, max_size=8))
def test_the_text_says_what_the_edits_say(file: Any, edits: list[Edit]) -> None:
    work = Workpiece(version(file.read_bytes()), tuple((each,) for each in edits))
    read = records.parsed(work.content, work.base.name)
    assert read.fingerprint() == work.scenario.fingerprint()
    said = work.data
    for edit in edits[-1:]:
        if edit.at[0] == "rules" and len(edit.at) > 2 and work.get(edit.at[:2]) is None:
            continue
        found: Any = said if edit.at[0] != "rules" else {rule["id"]: rule for rule in said.get("rules", [])}
        for key in edit.at if edit.at[0] != "rules" else edit.at[1:]:
            found = found.get(key) if isinstance(found, dict) else None
        wanted = {**edit.to, "id": edit.at[1]} if edit.at[0] == "rules" and len(edit.at) == 2 and edit.to else edit.to
        assert found == wanted


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_one_edit_leaves_every_other_line_as_it_stands(file: Any) -> None:
    before = file.read_bytes().decode().splitlines()
    work = Workpiece(version(file.read_bytes()), ((Edit(("budget", "lines", "training"), 7),),))
    after = work.content.decode().splitlines()
    lost = [line for line in before if line not in after]
    assert len(lost) <= 1
    assert [line for line in after if line.startswith("#")] == [line for line in before if line.startswith("#")]


@pytest.fixture
def base(store: Store) -> Version:
    records.keep_round(store, "plan", SMALL)
    return records.find_version(store, "plan", f"{NAME}/base")


def at_most(number: int) -> Edit:
    return Edit(("rules", "slots", "at_most"), number)


def test_a_workpiece_is_there_again_and_only_for_whoever_made_it(store: Store, base: Version) -> None:
    records.edit(store, "plan", base, at_most(30))
    records.edit(store, "plan", base, Edit(("budget", "scale"), 0.9))
    again = records.workpiece(store, "plan", base)
    assert (again.get(("rules", "slots", "at_most")), again.get(("budget", "scale"))) == (30, 0.9)
    assert not records.workpiece(store, "anna", base).done
    assert records.undo(store, "plan", base).get(("budget", "scale")) is None
    assert records.undo(store, "plan", base).content == base.content
    assert records.redo(store, "plan", base).get(("rules", "slots", "at_most")) == 30
    assert records.redo(store, "plan", base).data == again.data
    assert records.redo(store, "plan", base).data == again.data, "there is nothing left to do again"


def test_typing_one_figure_is_one_step_and_a_change_after_undo_drops_what_was_undone(
    store: Store, base: Version
) -> None:
    for number in (3, 30, 301):
        work = records.edit(store, "plan", base, at_most(number))
    assert len(work.done) == 1
    records.undo(store, "plan", base)
    assert records.edit(store, "plan", base, Edit(("budget", "scale"), 0.5)).undone == ()


def test_an_edit_that_changes_nothing_is_no_step(store: Store, base: Version) -> None:
    stands = records.workpiece(store, "plan", base).get(("rules", "slots", "at_most"))
    assert not records.edit(store, "plan", base, at_most(stands)).done


def test_two_windows_lose_no_step(store: Store, base: Version) -> None:
    def put(number: int) -> None:
        records.edit(store, "plan", base, Edit(("catalogue", "prices", f"item_{number}"), number))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(put, range(12)))
    assert records.workpiece(store, "plan", base).get(("catalogue", "prices")) == {f"item_{n}": n for n in range(12)}


def test_saving_gives_the_next_version_and_leaves_nothing_at_work(store: Store, base: Version) -> None:
    work = records.edit(store, "plan", base, at_most(30))
    made = records.save_workpiece(store, "plan", base, "fewer")
    assert (made.number, made.parent, made.note, made.content) == (2, base.reference, "fewer", work.content)
    assert not records.workpiece(store, "plan", made).done


def test_somebody_else_saved_meanwhile_and_both_are_kept(store: Store, base: Version) -> None:
    records.edit(store, "plan", base, at_most(30))
    records.edit(store, "anna", base, Edit(("budget", "scale"), 0.9))
    theirs = records.save_workpiece(store, "anna", base, "less money")
    with pytest.raises(ConflictError):
        records.save_workpiece(store, "plan", theirs, "fewer")
    held = records.workpiece(store, "plan", theirs)
    conflict = records.conflict_of(held, theirs)
    assert conflict is not None
    assert conflict.mine == held.content
    records.rebase(store, "plan", theirs)
    made = records.save_workpiece(store, "plan", theirs, "fewer")
    assert (made.number, made.scenario.budget.scale) == (3, 0.9)
    assert records.difference(theirs.scenario, made.scenario)[0].after == "30"


def test_a_part_that_was_empty_is_told_by_what_stands_in_it() -> None:
    none = records.parsed(FILES[0].read_bytes(), "x").model_copy(update={"budget": Budget()})
    one = none.model_copy(update={"budget": Budget(lines={"training": 5})})
    assert records.difference(none, one) == (records.Changed("budget.lines.training", None, "5"),)
    assert records.difference(one, none) == (records.Changed("budget.lines.training", "5", None),)


def test_mine_can_be_saved_as_a_copy(store: Store, base: Version) -> None:
    work = records.edit(store, "plan", base, at_most(30))
    with pytest.raises(InputError, match="already"):
        records.save_workpiece_as(store, "plan", base, "base")
    with pytest.raises(InputError, match="no name"):
        records.save_workpiece_as(store, "plan", base, "../Base")
    made = records.save_workpiece_as(store, "plan", base, "fewer")
    assert records.difference(work.scenario, made.scenario) == (records.Changed("id", "base", "fewer"),)
    assert not records.workpiece(store, "plan", base).done


def test_whoever_may_not_save_saves_nothing(store: Store, base: Version) -> None:
    records.edit(store, "budi", base, at_most(30))
    refused: tuple[Callable[[], object], ...] = (
        lambda: records.save_workpiece(store, "budi", base, ""),
        lambda: records.save_workpiece_as(store, "budi", base, "other"),
        lambda: records.new_scenario(store, "budi", NAME, "other", base.scenario.title),
        lambda: records.restore_version(store, "budi", base, base, ""),
    )
    for call in refused:
        with pytest.raises(InputError, match="may not"):
            call()
    assert len(records.list_versions(store, "budi", NAME, "base")) == 1


def test_an_old_version_becomes_the_newest(store: Store, base: Version) -> None:
    records.edit(store, "plan", base, at_most(30))
    second = records.save_workpiece(store, "plan", base, "")
    third = records.restore_version(store, "plan", base, second, "as it was")
    assert (third.number, third.content) == (3, base.content)


def test_a_new_scenario_is_a_lawful_one(store: Store, base: Version) -> None:
    made = records.new_scenario(store, "plan", NAME, "blank", base.scenario.title)
    assert (made.number, made.scenario.rules, made.round) == (1, (), base.round)
    with pytest.raises(ConflictError):
        records.new_scenario(store, "plan", NAME, "blank", base.scenario.title)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"id = ",
        b"id = 'x'",
        b"a = " + b"[" * 50_000,
        b"a = 1" + b"0" * 10_000,
        b'schema = 1\nid = "x"\ntitle = { id = "a", en = "b" }\nsurprise = 1',
        b'schema = 1\nid = "x"\ntitle = { id = "a", en = "b" }\n[budget]\nscale = inf',
        b'schema = 1\nid = "x"\ntitle = { id = "a", en = "b" }\n[[rules]]\nrule = "os.system"',
        b'schema = 1\nid = "x"\ntitle = { id = 2020-01-01, en = "b" }',
        b"#" * 1_000_001,
        b"PK\x03\x04 a workbook",
    ],
    ids=["bytes", "half", "bare", "deep", "long", "unknown", "endless", "no rule", "date", "large", "workbook"],
)
def test_a_file_that_is_no_scenario_is_refused_and_changes_nothing(store: Store, base: Version, content: bytes) -> None:
    with pytest.raises(InputError):
        records.take_file(store, "plan", base, content)
    assert not records.workpiece(store, "plan", base).done


def test_a_file_is_taken_in_under_the_scenarios_own_name_as_one_step(store: Store, base: Version) -> None:
    other = (SMALL / "scenarios" / "budget-cut.toml").read_bytes()
    work = records.take_file(store, "plan", base, other)
    assert work.scenario.id == "base"
    assert [each.place for each in records.difference(records.parsed(other, "x"), work.scenario)] == ["id"]
    assert records.undo(store, "plan", base).content == base.content


def test_a_way_out_becomes_one_step(base: Version) -> None:
    wanted = base.scenario.model_copy(
        update={
            "rules": tuple(rule for rule in base.scenario.rules if rule.id != "slots"),
            "budget": scenarios.Budget(lines={"hardware": 5}),
        }
    )
    work = Workpiece(base, (records.step_towards(Workpiece(base).data, wanted),))
    assert (work.scenario.rules, work.scenario.budget) == (wanted.rules, wanted.budget)
    assert work.scenario.title == base.scenario.title
    assert replace(work, done=()).content == base.content


def test_a_way_out_changes_the_line_that_differs_and_is_undone_apart_from_what_was_typed(
    store: Store, base: Version
) -> None:
    typed = records.edit(store, "plan", base, Edit(("budget", "lines", "hardware"), 5))
    wanted = typed.scenario.model_copy(update={"budget": scenarios.Budget(lines={"hardware": 7})})
    step = records.step_towards(typed.data, wanted)
    assert step == (Edit(("budget", "lines", "hardware"), 7),)
    repaired = records.edit(store, "plan", base, *step, apart=True)
    assert repaired.scenario.budget == wanted.budget
    assert records.undo(store, "plan", base).scenario.budget == typed.scenario.budget
