"""Answers of the committee kept in the next version of a round: whose they may be, and that nobody's are lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction

import pytest

import records
from intake import Answer, InputError, Member, Method, range_shown
from records import AnswersConflictError, KeptRound, Store
from tests.samples import ROOT, sample

ROUND = "first-partners-2011"
RULES = sample(ROUND).criteria
DAY = sample(ROUND).call.decides
TOP = tuple(each.id for each in RULES.groups if not each.parent)


def answers(*points: int) -> tuple[Answer, ...]:
    return tuple(
        Answer(Method.SWING, DAY, node, Fraction(number), range_shown(RULES, node))
        for node, number in zip(TOP, points, strict=True)
    )


def member(code: str, *points: int) -> Member:
    return Member(code, code.title(), answers(*points))


def held(store: Store, kept: KeptRound) -> dict[str, list[int]]:
    people = records.round_from(store, "plan", kept).members
    return {each.id: [int(one.number) for one in each.answers] for each in (people.people if people else ())}


@pytest.fixture
def kept(store: Store) -> KeptRound:
    return records.keep_round(store, "plan", ROOT / "data" / "rounds" / ROUND)


POINTS = (100, *(50,) * (len(TOP) - 1))
OTHER = (40, 100, *(10,) * (len(TOP) - 2))


def test_answers_join_those_of_others_and_the_scenarios_go_with_them(store: Store, kept: KeptRound) -> None:
    before = records.list_versions(store, "plan", ROUND)
    first = records.save_answers(store, "budi", member("budi", *POINTS), kept)
    second = records.save_answers(store, "citra", member("citra", *OTHER), kept)
    assert held(store, second.round) == {"budi": list(POINTS), "citra": list(OTHER)}
    assert held(store, first.round) == {"budi": list(POINTS)}
    assert held(store, kept) == {}
    after = {each.name: each for each in records.list_versions(store, "plan", ROUND)}
    for version in before:
        assert after[version.name].round == second.round.id
        assert after[version.name].content == version.content
        assert after[version.name].number == version.number + 2
    assert records.find_round(store, "plan", ROUND).id == second.round.id
    assert records.read_log(store, "audit")[0].action == "round.answers"
    assert records.verify_log(store, "audit") == []


def test_the_same_answers_again_change_nothing(store: Store, kept: KeptRound) -> None:
    first = records.save_answers(store, "budi", member("budi", *POINTS), kept)
    again = records.save_answers(store, "budi", member("budi", *POINTS), first.round)
    assert again.round == first.round
    assert again.scenarios == ()


def test_answers_of_the_same_member_kept_meanwhile_are_never_written_over(store: Store, kept: KeptRound) -> None:
    first = records.save_answers(store, "plan", member("budi", *POINTS), kept)
    with pytest.raises(AnswersConflictError) as caught:
        records.save_answers(store, "budi", member("budi", *OTHER), kept)
    assert [int(each.number) for each in caught.value.theirs] == list(POINTS)
    assert caught.value.mine == member("budi", *OTHER)
    assert records.find_round(store, "plan", ROUND).id == first.round.id
    looked = records.save_answers(store, "budi", member("budi", *OTHER), first.round)
    assert held(store, looked.round) == {"budi": list(OTHER)}


def test_a_member_of_the_committee_keeps_only_its_own(store: Store, kept: KeptRound) -> None:
    for who, code in (("budi", "citra"), ("audit", "audit"), ("admin", "admin")):
        with pytest.raises(InputError):
            records.save_answers(store, who, member(code, *POINTS), kept)
    for who, code in (("budi", "budi"), ("plan", "citra"), ("anna", "dewi")):
        records.save_answers(store, who, member(code, *POINTS), kept)
    assert set(held(store, records.find_round(store, "plan", ROUND))) == {"budi", "citra", "dewi"}


def test_answers_that_cannot_be_used_are_refused_with_the_reason(store: Store, kept: KeptRound) -> None:
    half = member("budi", *POINTS)
    stale = replace(half, answers=tuple(replace(each, shown="then 0..1") for each in half.answers))
    for wrong, code in (
        (replace(half, answers=half.answers[:1]), "member-incomplete"),
        (member("budi", *(50,) * len(TOP)), "member-rule"),
        (stale, "member-stale"),
    ):
        with pytest.raises(InputError) as caught:
            records.save_answers(store, "budi", wrong, kept)
        assert code in {each.code for each in caught.value.findings}
    with pytest.raises(InputError):
        records.save_answers(store, "budi", replace(half, answers=()), kept)
    assert records.find_round(store, "plan", ROUND) == kept


def test_many_who_keep_at_once_are_all_kept(store: Store, kept: KeptRound) -> None:
    people = ("budi", "citra", "dewi")
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda who: records.save_answers(store, who, member(who, *POINTS), kept), people))
    assert held(store, records.find_round(store, "plan", ROUND)) == {who: list(POINTS) for who in people}
    assert records.verify_log(store, "audit") == []


@pytest.mark.parametrize(
    "text",
    [
        '[scoring]\nunknown_gates = "in"\n\n[budget]\nscale = 0.5\n',
        """[scoring]
weights = { need = 3 }
unknown_gates = "in" # why

[[rules]]
rule = "limit"
id = "slots"
label = { id = "a", en = "b" }
measure = "libraries"
at_most = 3
""",
        "[scoring.weights]\nneed = 3\n",
        "scoring = { weights = { need = 3 } }\n",
        "",
    ],
)
def test_a_scenario_gets_other_weights_and_says_all_else_as_before(text: str) -> None:
    head = '# a comment\nschema = 1\nid = "x"\ntitle = { id = "[scoring]", en = "b" }\n'
    content = (head + text).encode()
    before = records.parsed(content, "x").as_data()
    for weights, whose, mean in (({"need": 2.0, "a-b": 0.1}, "file", "arithmetic"), ({}, "members", "geometric")):
        made = records.with_weights(content, "x", weights, whose, mean)
        after = records.parsed(made, "x").as_data()
        assert after["scoring"]["weights"] == weights
        assert after["scoring"].get("weights_from", "file") == whose
        assert after["scoring"].get("members_mean", "arithmetic") == mean
        rest = ({**data, "scoring": data["scoring"].get("unknown_gates")} for data in (before, after))
        assert next(rest) == next(rest)
    if text.startswith("[scoring]"):
        assert b"# a comment" in made
