"""Decisions: who may do what, what counts, what a lock costs, and that nothing adopted is ever changed."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import records
from intake import InputError
from records import Proposed, Role, Store
from records.decisions import Kind
from records.package import take_package
from tests.records.conftest import PEOPLE
from tests.records.filling import (
    NAME,
    SMALL,
    adopted,
    expendable,
    filled,
    kept,
    locked,
    proposed,
    put_outcome,
    solved,
)

BASE = (SMALL / "scenarios" / "base.toml").read_bytes()


def test_the_price_of_a_lock_is_what_the_best_plan_loses(store: Store) -> None:
    version, before = kept(store)
    who = expendable(records.what_was_reached(store, "anna", before).awards)
    draft, after = locked(store, "plan", version, who, "out")
    for wrong in ((after, after), (before, before)):
        with pytest.raises(InputError, match="the outcome is not that of"):
            records.save_lock(store, "plan", draft, *wrong)
    made, lock = records.save_lock(store, "plan", draft, before, after)
    without, best = solved(draft.content).plan, solved(version.content).plan
    assert who in best.awards.index
    assert who not in without.awards.index
    assert lock.price == best.stages[0].value - without.stages[0].value > 0
    assert (lock.price_status, lock.measure, lock.by, lock.reason) == ("exact", "value", "plan", "an agreement of 2010")
    assert records.locks_of(store, "anna", made) == (lock,)
    assert b"Made up for the sample" in made.content, "the comments of the file stay"
    assert made.content.startswith(version.content.rstrip())
    assert f"{who}".encode() in made.content
    with pytest.raises(InputError, match="locked already"):
        records.draft_lock(store, "plan", made, who, "in", "no")
    with pytest.raises(InputError, match="no applicant"):
        records.draft_lock(store, "plan", made, "D-0000", "in", "no")
    with pytest.raises(records.ConflictError):
        records.save_lock(store, "plan", draft, before, after)


def test_an_override_that_leaves_no_plan_is_refused(store: Store) -> None:
    first = proposed(store)
    known = records.read_docket(store, "budi", first.decision)
    alone = min(known.reached.awards)  # the only one of its province, and every province must have one
    draft, after = locked(store, "budi", known.version, alone, "out", "decision-1")
    assert after.status == "infeasible"
    with pytest.raises(InputError, match="no plan in this outcome"):
        records.override(store, "budi", first.decision, draft, known.outcome, after)
    assert records.read_docket(store, "budi", first.decision) == known


def test_votes_and_signatures_are_for_what_was_looked_at(store: Store) -> None:
    first = proposed(store)
    records.vote(store, "budi", first, "agree")
    records.sign(store, "budi", first)
    known = records.read_docket(store, "budi", first.decision)
    draft, after = locked(store, "budi", known.version, expendable(known.reached.awards), "out", "decision-1")
    again, lock = records.override(store, "budi", first.decision, draft, known.outcome, after)
    assert again == Proposed(first.decision, 2)
    assert lock.reference == f"{NAME}/decision-1@1"
    for act in (
        lambda: records.vote(store, "citra", first, "agree"),
        lambda: records.sign(store, "citra", first),
        lambda: records.override(store, "budi", first.decision, draft, known.outcome, after),
    ):
        with pytest.raises(InputError, match="proposal 2 of decision 1 is on the table"):
            act()
    assert records.read_docket(store, "budi", first.decision).standing == ()
    assert not records.sign(store, "citra", again), "the signature under the first proposal does not count"
    with pytest.raises(InputError, match="signed this already"):
        records.sign(store, "citra", again)
    assert records.sign(store, "budi", again)


def test_whoever_has_a_conflict_of_interest_does_not_sign(store: Store) -> None:
    first = proposed(store)
    with pytest.raises(InputError, match="abstains"):
        records.vote(store, "budi", first, "agree", "my brother", conflict=True)
    with pytest.raises(InputError, match="nothing written"):
        records.vote(store, "budi", first, "abstain", conflict=True)
    with pytest.raises(InputError, match="nothing written"):
        records.vote(store, "budi", first, "object", "  ")
    records.vote(store, "budi", first, "abstain", "my brother runs one of them", conflict=True)
    records.vote(store, "budi", first, "agree")
    with pytest.raises(InputError, match="conflict of interest"):
        records.sign(store, "budi", first)
    version = records.find_version(store, "plan", f"{NAME}/base")
    outcome = records.read_docket(store, "budi", first.decision).outcome
    again = records.propose_again(store, "plan", first.decision, version, outcome, note="once more")
    with pytest.raises(InputError, match="conflict of interest"):
        records.sign(store, "budi", again)


def test_an_adopted_decision_is_frozen_and_only_followed(store: Store) -> None:
    decision = adopted(store)
    known = records.read_docket(store, "audit", decision)
    assert known.state == "adopted"
    assert [vote["by"] for vote in known.standing] == ["budi", "citra", "dewi"]
    assert [(vote["by"], vote["text"]) for vote in known.dissent] == [("citra", "it costs too much")]
    at = Proposed(decision, known.proposal)
    version = records.find_version(store, "plan", f"{NAME}/base")
    outcome = records.outcomes_of(store, "plan", version)[0]
    out = min(set(solved(BASE).table.index) - set(known.reached.awards) - {lock.applicant for lock in known.locks})
    draft = records.draft_lock(store, "budi", known.version, out, "in", "too late", "decision-1")
    acts: tuple[Callable[[], object], ...] = (
        lambda: records.add_note(store, "budi", decision, "too late"),
        lambda: records.vote(store, "budi", at, "object", "too late"),
        lambda: records.sign(store, "dewi", at),
        lambda: records.sign(store, "budi", at),
        lambda: records.propose_again(store, "plan", decision, version, outcome, note="too late"),
        lambda: records.override(store, "budi", decision, draft, known.outcome, known.outcome),
    )
    for act in acts:
        with pytest.raises(InputError, match="never changed"):
            act()
    assert records.read_docket(store, "audit", decision) == known
    second, third = (
        records.propose(store, "plan", version, outcome, title="Perubahan", amends=decision) for _ in range(2)
    )
    assert records.read_docket(store, "audit", decision).state == "adopted", "until the amendment is adopted too"
    for who in ("budi", "citra"):
        records.sign(store, who, second)
    assert records.read_docket(store, "audit", decision).amended_by == second.decision
    assert records.read_docket(store, "audit", decision).state == "amended"
    with pytest.raises(InputError, match="amended by decision"):
        records.sign(store, "budi", third)
    with pytest.raises(InputError, match="not adopted yet"):
        records.propose(store, "plan", version, outcome, title="x", amends=third.decision)


def test_the_frozen_record_says_what_the_decision_was_made_from(store: Store) -> None:
    decision = adopted(store)
    known = records.read_docket(store, "audit", decision)
    given = take_package(store, "audit", decision)
    frozen = given.decision
    assert frozen["outcome"]["awards"] == dict(known.reached.awards)
    assert frozen["dissent"] == [{"by": "citra", "text": "it costs too much"}]
    assert {row["by"] for row in frozen["signatures"]} == {"budi", "citra"}
    assert frozen["people"].keys() == {"plan", "anna", "budi", "citra", "dewi"}
    assert frozen["locks"][0]["reason"] == "an agreement of 2010"
    assert Fraction(frozen["locks"][0]["price"]) == known.locks[0].price
    assert set(frozen["round"]["files"]) == {
        path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*") if path.is_file()
    }
    assert any(name.endswith("certificate.json") for name in frozen["outcome"]["files"])


def test_the_window_and_what_came_in_it_stand_against_the_decision(store: Store) -> None:
    first = proposed(store)
    days = (date(2016, 3, 1), date(2016, 3, 28))
    with pytest.raises(InputError, match="not adopted yet"):
        records.open_window(store, "plan", first.decision, *days)
    for who in ("budi", "citra"):
        records.sign(store, who, first)
    appeal = {"sender": "Kab. X", "text": "the score is wrong"}
    with pytest.raises(InputError, match="no window"):
        records.record_appeal(store, "plan", first.decision, received=days[0], **appeal)
    with pytest.raises(InputError, match="before it opens"):
        records.open_window(store, "plan", first.decision, *reversed(days))
    records.open_window(store, "plan", first.decision, *days)
    with pytest.raises(InputError, match="known already"):
        records.open_window(store, "plan", first.decision, *days)
    when = {date(2016, 2, 29): 0, days[0]: 1, days[1]: 1, date(2016, 3, 29): 0}
    for day in when:
        records.record_appeal(store, "plan", first.decision, received=day, **appeal)
    records.answer_appeal(store, "budi", 2, "partly", "counted again")
    known = records.read_docket(store, "audit", first.decision)
    assert [row["in_window"] for row in known.appeals] == list(when.values())
    assert [(row["appeal"], row["upheld"]) for row in known.answers] == [(2, "partly")]
    with pytest.raises(InputError, match="no appeal"):
        records.answer_appeal(store, "budi", 9, "no", "x")


ALLOWED: dict[str, set[Role]] = {
    "add_person": {Role.ADMIN},
    "set_role": {Role.ADMIN},
    "backup": {Role.ADMIN},
    "keep_round": {Role.PLANNER, Role.ANALYST},
    "save_version": {Role.PLANNER, Role.ANALYST},
    "copy_version": {Role.PLANNER, Role.ANALYST},
    "draft_lock": {Role.PLANNER, Role.ANALYST, Role.COMMITTEE},
    "keep_outcome": {Role.PLANNER, Role.ANALYST, Role.COMMITTEE},
    "propose": {Role.PLANNER, Role.COMMITTEE},
    "propose_again": {Role.PLANNER, Role.COMMITTEE},
    "add_note": {Role.PLANNER, Role.ANALYST, Role.COMMITTEE},
    "vote": {Role.COMMITTEE},
    "sign": {Role.COMMITTEE},
    "open_window": {Role.PLANNER, Role.COMMITTEE},
    "record_appeal": {Role.PLANNER, Role.COMMITTEE},
    "answer_appeal": {Role.PLANNER, Role.COMMITTEE},
    "read_log": {Role.AUDITOR, Role.ADMIN, Role.COMMITTEE},
    "verify_log": set(Role),
    "read_docket": set(Role),
    "list_versions": set(Role),
    "list_people": set(Role),
    "list_rounds": set(Role),
}


def test_every_call_asks_for_the_role(store: Store, tmp_path: Path) -> None:
    decision = filled(store)
    version = records.find_version(store, "plan", f"{NAME}/base")
    outcome = records.outcomes_of(store, "plan", version)[0]
    fresh = records.propose(store, "plan", version, outcome, title="another")
    day = date(2016, 3, 3)
    acts: dict[str, Callable[[str], object]] = {
        "add_person": lambda who: records.add_person(store, who, f"new.{who}", "New"),
        "set_role": lambda who: records.set_role(store, who, "anna", Role.ANALYST, held=True),
        "backup": lambda who: records.backup(store, who, tmp_path / who),
        "keep_round": lambda who: records.keep_round(store, who, SMALL),
        "save_version": lambda who: records.save_version(
            store, who, version.content, round_name=NAME, name="base", expected=1
        ),
        "copy_version": lambda who: records.copy_version(store, who, version, f"copy-{who}"),
        "draft_lock": lambda who: records.draft_lock(
            store, who, version, max(solved(version.content).plan.awards.index), "in", "why"
        ),
        "keep_outcome": lambda who: put_outcome(store, who, version.round, version.content),
        "propose": lambda who: records.propose(store, who, version, outcome, title="x"),
        "propose_again": lambda who: records.propose_again(store, who, fresh.decision, version, outcome, note="x"),
        "add_note": lambda who: records.add_note(store, who, fresh.decision, "x"),
        "vote": lambda who: records.vote(store, who, _now(store, fresh.decision), "agree"),
        "sign": lambda who: records.sign(
            store, who, _now(store, records.propose(store, "plan", version, outcome, title="x").decision)
        ),
        "open_window": lambda who: _once(lambda: records.open_window(store, who, decision, day, day)),
        "record_appeal": lambda who: records.record_appeal(store, who, decision, received=day, sender="x", text="x"),
        "answer_appeal": lambda who: records.answer_appeal(store, who, 1, "no", "x"),
        "read_log": lambda who: records.read_log(store, who),
        "verify_log": lambda who: records.verify_log(store, who),
        "read_docket": lambda who: records.read_docket(store, who, decision),
        "list_versions": lambda who: records.list_versions(store, who),
        "list_people": lambda who: records.list_people(store, who),
        "list_rounds": lambda who: records.list_rounds(store, who),
    }
    assert acts.keys() == ALLOWED.keys()
    by_role = {"admin": Role.ADMIN, "plan": Role.PLANNER, "anna": Role.ANALYST, "dewi": Role.COMMITTEE}
    for name, act in acts.items():
        for who, role in {**by_role, "audit": Role.AUDITOR}.items():
            assert PEOPLE[who] == {role}
            if role in ALLOWED[name]:
                act(who)
            else:
                with pytest.raises(InputError, match="may not do this"):
                    act(who)
        with pytest.raises(InputError, match="among the people"):
            act("nobody")
    assert records.verify_log(store, "audit") == []


def _now(store: Store, decision: int) -> Proposed:
    return Proposed(decision, records.read_docket(store, "audit", decision).proposal)


def _once(act: Callable[[], None]) -> None:
    """The window of the decision is known already: being told so means that one was let in."""
    with pytest.raises(InputError) as raised:
        act()
    if "known already" not in str(raised.value):
        raise raised.value


def test_every_change_is_in_the_log_with_who_and_before_and_after(store: Store) -> None:
    decision = filled(store)
    log = records.read_log(store, "audit")
    assert [entry.seq for entry in log] == list(range(len(log), 0, -1))
    told = {(entry.action, entry.person) for entry in records.read_log(store, "audit", f"decision {decision}")}
    assert told == {
        ("decision.propose", "plan"),
        ("decision.note", "anna"),
        ("decision.vote", "budi"),
        ("decision.vote", "citra"),
        ("decision.vote", "dewi"),
        ("decision.override", "budi"),
        ("decision.sign", "budi"),
        ("decision.adopt", "citra"),
        ("appeal.window", "plan"),
        ("appeal.keep", "plan"),
        ("appeal.answer", "budi"),
    }
    changed = [entry for entry in log if entry.action == "decision.vote" and entry.person == "budi"]
    votes: list[Kind] = [entry.after["vote"] for entry in reversed(changed)]
    assert votes == ["object", "agree"]
    assert changed[0].before == {"proposal": 1, "vote": "object", "text": "the road to it is closed"}
