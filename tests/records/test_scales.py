"""Scales kept in the next version of a round: by whom, what stays, what is refused, and that nobody's are lost."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import records
import scoring
from intake import ChangedPart, Criterion, InputError, Missing, ScaleChange, ScalePart, scale_parts, with_scale
from records import KeptRound, ScalesConflictError, Store
from records.criteria_text import criteria_of, with_scales
from tests.records.filling import proposed
from tests.samples import ROOT, sample

ROUND = "first-partners-2011"
FILE = ROOT / "data" / "rounds" / ROUND / "criteria.toml"
WHY = "the committee of 3 March"


@pytest.fixture
def kept(store: Store) -> KeptRound:
    return records.keep_round(store, "plan", ROOT / "data" / "rounds" / ROUND)


def held(store: Store, name: str) -> Criterion:
    round_ = records.round_from(store, "audit", records.find_round(store, "audit", ROUND))
    return next(each for each in round_.criteria.criteria if each.id == name)


def first(name: str) -> Criterion:
    return next(each for each in sample(ROUND).criteria.criteria if each.id == name)


def test_a_scale_is_the_next_version_with_its_note_and_the_scenarios_go_with_it(store: Store, kept: KeptRound) -> None:
    before = records.list_versions(store, "plan", ROUND)
    made = records.save_scales(store, "anna", {"staff": {"anchors.one.at": 12.0}}, kept, WHY)
    assert held(store, "staff") == with_scale(first("staff"), {"anchors.one.at": 12.0})
    assert held(store, "staff").anchors.one.at == 12
    assert made.round.id != kept.id
    assert records.find_round(store, "plan", ROUND).id == made.round.id
    after = {each.name: each for each in records.list_versions(store, "plan", ROUND)}
    for version in before:
        now = after[version.name]
        assert (now.round, now.content, now.number) == (made.round.id, version.content, version.number + 1)
    changes = records.round_from(store, "audit", made.round).criteria.changes
    assert [(each.by, each.note) for each in changes] == [("anna", WHY)]
    (told,) = changes[0].parts
    assert (told.criterion, told.part, told.before, told.after) == ("staff", "anchors.one.at", "8", "12")
    entry = next(each for each in records.read_log(store, "audit") if each.action == "round.scales")
    assert (entry.person, entry.after["note"]) == ("anna", WHY)
    assert records.verify_log(store, "audit") == []
    scores = scoring.score(records.round_from(store, "audit", made.round))
    assert not scores.values["staff"].equals(scoring.score(sample(ROUND)).values["staff"])


def test_a_change_is_taken_back_by_another_and_both_stay_to_be_seen(store: Store, kept: KeptRound) -> None:
    points = ((0.0, 0.0), (25.0, 0.2), (100.0, 1.0))
    parts: dict[str, ScalePart] = {"points": points, "missing": "reject", "assumption": False}
    made = records.save_scales(store, "plan", {"match": parts}, kept, WHY)
    assert held(store, "match").points == points
    (change,) = records.round_from(store, "plan", made.round).criteria.changes
    back = records.save_scales(store, "plan", records.taken_back(change), made.round, "it was meant for 2012")
    assert held(store, "match") == first("match")
    changes = records.round_from(store, "plan", back.round).criteria.changes
    assert [each.note for each in changes] == [WHY, "it was meant for 2012"]
    assert back.round.id not in (kept.id, made.round.id)
    assert back.round.fingerprint != kept.fingerprint


def test_only_planner_and_analyst_set_scales(store: Store, kept: KeptRound) -> None:
    for who in ("budi", "audit", "admin"):
        with pytest.raises(InputError, match="takes one of"):
            records.save_scales(store, who, {"staff": {"anchors.one.at": 12.0}}, kept, WHY)
    assert records.find_round(store, "plan", ROUND) == kept


def test_what_others_set_meanwhile_stays_and_the_same_part_is_never_written_over(store: Store, kept: KeptRound) -> None:
    theirs = records.save_scales(store, "anna", {"staff": {"anchors.one.at": 12.0}}, kept, WHY)
    records.save_scales(store, "plan", {"staff": {"anchors.zero.at": 1.0}, "room": {"anchors.one.at": 30.0}}, kept, WHY)
    now = held(store, "staff").anchors
    assert (now.zero.at, now.one.at, held(store, "room").anchors.one.at) == (1, 12, 30)
    with pytest.raises(ScalesConflictError) as caught:
        records.save_scales(store, "plan", {"staff": {"anchors.one.at": 10.0}}, kept, WHY)
    assert caught.value.theirs == {"staff": {"anchors.one.at": 12.0}}
    assert caught.value.mine == {"staff": {"anchors.one.at": 10.0}}
    records.save_scales(store, "plan", {"staff": {"anchors.one.at": 10.0}}, theirs.round, WHY)
    assert held(store, "staff").anchors.one.at == 10


def test_many_who_keep_at_once_are_all_kept(store: Store, kept: KeptRound) -> None:
    given = {"staff": 12.0, "room": 30.0, "running_costs": 4.0}
    with ThreadPoolExecutor(3) as pool:
        list(
            pool.map(
                lambda name: records.save_scales(store, "plan", {name: {"anchors.one.at": given[name]}}, kept, WHY),
                given,
            )
        )
    assert {name: held(store, name).anchors.one.at for name in given} == given
    assert records.verify_log(store, "audit") == []


def test_a_decided_round_refuses_and_says_by_which_decision(store: Store) -> None:
    offered = proposed(store)
    about = records.find_round(store, "plan", ROUND)
    assert records.decided(store, "audit", ROUND) is None
    for who in ("budi", "citra"):
        records.sign(store, who, offered)
    assert records.decided(store, "audit", ROUND) == offered.decision
    with pytest.raises(InputError, match=f"decision {offered.decision} of this round is adopted"):
        records.save_scales(store, "plan", {"staff": {"anchors.one.at": 12.0}}, about, WHY)
    assert records.find_round(store, "plan", ROUND) == about


REFUSED: tuple[tuple[str, dict[str, ScalePart], str], ...] = (
    ("staff", {"anchors.one.at": 2.0}, "must be above"),
    ("staff", {"anchors.one.at": 1.0}, "must be above"),
    ("human_development", {"anchors.one.at": 90.0}, "must be below"),
    ("staff", {"anchors.one.at": float("inf")}, "too large"),
    ("match", {"points": ((0.0, 0.0),)}, "two points"),
    ("match", {"points": ((0.0, 0.0), (50.0, 0.5), (25.0, 0.7), (100.0, 1.0))}, "must rise"),
    ("match", {"points": ((0.0, 0.0), (25.0, 0.7), (50.0, 0.5), (100.0, 1.0))}, "turn back"),
    ("match", {"points": ((0.0, 0.1), (100.0, 1.0))}, "one end must be worth 0"),
    ("match", {"points": ((0.0, 0.0), (50.0, 1.2), (100.0, 1.0))}, "outside 0 to 1"),
    ("document", {"levels.letter": 1.5}, "outside 0 to 1"),
    ("collection", {"per.times": 0.0}, "above zero"),
    ("staff", {"missing": "guess"}, "no such rule"),
    ("staff", {"anchors.one.means.en": "  "}, "text is missing"),
    ("staff", {"weight": 3.0}, "no such part"),
    ("staff", {"source": "a\0b"}, "no text"),
    ("nobody", {"anchors.one.at": 2.0}, "no criterion"),
    ("staff", {"anchors.one.at": 8.0}, "say this already"),
)


def test_what_cannot_be_a_scale_is_refused_with_the_reason(store: Store, kept: KeptRound) -> None:
    for name, parts, said in REFUSED:
        with pytest.raises(InputError, match=said):
            records.save_scales(store, "plan", {name: parts}, kept, WHY)
    assert records.find_round(store, "plan", ROUND) == kept


def test_a_change_without_a_reason_is_refused(store: Store, kept: KeptRound) -> None:
    with pytest.raises(InputError, match="nothing written for note"):
        records.save_scales(store, "plan", {"staff": {"anchors.one.at": 12.0}}, kept, " \n")


CHANGE = ScaleChange(
    at="2016",
    by="x",
    note='a "b"\n[[criteria]]',
    parts=(ChangedPart(criterion="one", part="anchors.one.at", before="2", after="2.5"),),
)


@pytest.mark.parametrize("criterion", sample(ROUND).criteria.criteria, ids=lambda each: each.id)
def test_every_line_but_those_of_the_scale_keeps_its_bytes(criterion: Criterion) -> None:
    content = FILE.read_bytes()
    parts: dict[str, ScalePart] = {"missing": "reject", "scale_checked": 'counted "by hand"'}
    if criterion.shape == "linear":
        parts["anchors.zero.at"] = criterion.anchors.zero.at + (-1 if criterion.direction == "up" else 1)
    part = CHANGE.parts[0].model_copy(update={"criterion": criterion.id})
    made, anew = with_scales(content, {criterion.id: parts}, CHANGE.model_copy(update={"parts": (part,)}))
    assert not anew
    after = {each.id: each for each in criteria_of(made).criteria}
    assert after.pop(criterion.id) == with_scale(criterion, parts)
    assert [*after.values()] == [each for each in sample(ROUND).criteria.criteria if each.id != criterion.id]
    assert set(content.splitlines()) - set(made.splitlines()) <= changed_lines(content, criterion.id)


def changed_lines(content: bytes, name: str) -> set[bytes]:
    """The lines that a criterion's table may lose."""
    table = next(each for each in content.split(b"[[criteria]]")[1:] if f'\nid = "{name}"\n'.encode() in each)
    return {line for line in table.splitlines() if line.startswith((b"missing", b"anchors.zero", b"scale_checked"))}


ZERO, ONE = '{ at = 1, means = { id = "a", en = "b" } }', 'means = { id = """c""", en = "d" }'
CRITERION = """schema = 1
questions = []

[[groups]]
id = "g"
label = { id = "g", en = "g" }
weight = 1

[[criteria]]
id = "one"
label = { id = "[[criteria]]", en = "b" }
group = "g"
column = "x"
shape = "linear"
unit = { id = "u", en = "u" }
direction = "up"
weight = 1
missing = "floor"
source = "s"
ANCHORS

# the end
"""


WITH_LEVELS = f"""anchors = {{ zero = {ZERO}, one = {{ at = 2, {ONE} }} }}
[[criteria.levels]]
code = "x" # the worse
value = 0
[[criteria.levels]]
code = "y"
value = 1
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("anchors", "touched"),
    [
        (f"anchors = {{ zero = {ZERO}, one = {{ at = 2, {ONE} }} }}", ["anchors"]),
        (
            f"[criteria.anchors] # both\nzero = {ZERO}\n# ten\n[criteria.anchors.one]\nat = 2\n{ONE}",
            ["at = 2", "means"],
        ),
        (f"anchors.zero = {ZERO} # why\nanchors.one.at = 2.0\nanchors.one.{ONE}", ["anchors.one"]),
        (f"[criteria.anchors]\nzero = {ZERO}\none = {{ at = 2, {ONE} }} # why", ["one ="]),
    ],
    ids=["line", "tables", "dotted", "table"],
)
def test_anchors_are_set_however_a_file_writes_them_and_every_other_line_stays(
    anchors: str, touched: list[str], end: str
) -> None:
    mark = b"\xef\xbb\xbf" if end == "\r\n" else b""
    content = mark + CRITERION.replace("ANCHORS", anchors).replace("\n", end).encode()
    changed: dict[str, ScalePart] = {"anchors.one.at": 2.5, "anchors.one.means.id": 'q"\n', "assumption": True}
    made, anew = with_scales(content, {"one": changed}, CHANGE)
    (after,) = criteria_of(made).criteria
    assert (after.anchors.zero.at, after.anchors.one.at, after.anchors.one.means.id) == (1, 2.5, 'q"\n')
    assert (after.missing, after.assumption, anew) == (Missing.FLOOR, True, False)
    assert criteria_of(made).changes == (CHANGE,)
    assert tomllib.loads(made.decode("utf-8-sig"))["criteria"][0]["label"]["id"] == "[[criteria]]"
    here, there = content.split(b"\n"), made.split(b"\n")
    gone = [line for line in here if line.strip() and line not in there]
    assert gone
    assert all(line.startswith(tuple(each.encode() for each in touched)) for line in gone)
    assert made.startswith(mark)
    assert made.count(b"\r\n") == (made.count(b"\n") if mark else 0)


def test_a_file_that_cannot_be_edited_in_place_is_written_anew_and_that_is_told() -> None:
    text = CRITERION.replace("ANCHORS", WITH_LEVELS).replace('"linear"', '"levels"')
    part = ChangedPart(criterion="one", part="levels.x", before="0", after="0.5")
    change = CHANGE.model_copy(update={"parts": (part,)})
    made, anew = with_scales(text.encode(), {"one": {"source": "t"}}, change)
    assert not anew
    assert b"# the worse" in made
    made, anew = with_scales(text.encode(), {"one": {"levels.y": 0.9, "levels.x": 0.5}}, change)
    assert anew
    assert {each.code: each.value for each in criteria_of(made).criteria[0].levels} == {"x": 0.5, "y": 0.9}
    assert b"#" not in made


def test_every_part_of_every_scale_is_the_scale() -> None:
    for criterion in sample("expansion-2015").criteria.criteria:
        parts: dict[str, Any] = scale_parts(criterion)
        assert with_scale(criterion, parts) == criterion
