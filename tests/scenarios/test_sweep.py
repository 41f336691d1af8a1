"""Sweeps: what is finished is kept as it comes, and whatever ended one early, the next asks only for the rest."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from intake import Round
from optimizer import Funded, Status, watched
from records import SweepFile
from scenarios import Altered, Case, Inquiry, Kept, budget_curve, cluster_facts, prices, reserve
from scenarios.allocations import allocations
from scenarios.budget_curve import AtBudget
from scenarios.cases import case_of
from scenarios.digests import case_digest, digest_of
from scenarios.gaps import Gap
from scenarios.prices import PriceOf
from scenarios.sweep import BLOCK
from tests.samples import ROOT, outcome
from tests.scenarios.kept_sweeps import Counting, Harmed, Memory, late, questions
from tests.scenarios.test_robust import SMALL, ran

MANY = 3 * BLOCK


@pytest.fixture(scope="module")
def case() -> Case:
    return case_of(ran(SMALL, 2))


def lost(case: Case, keeper: Memory | SweepFile) -> Counting:
    """A sweep whose scheduler is lost after two of three blocks."""
    scheduler = Counting(blocks=2)
    with pytest.raises(RuntimeError, match="lost"):
        allocations(questions(case, MANY), Kept(keeper, scheduler))
    return scheduler


def test_after_a_lost_scheduler_only_the_rest_is_asked_and_the_answers_are_the_same(case: Case, tmp_path: Path) -> None:
    file, told = SweepFile(tmp_path / "deep" / "kept"), list[int]()
    before = lost(case, file)
    file.close()
    after = Counting()
    again = SweepFile(tmp_path / "deep" / "kept", told.append)
    found = allocations(questions(case, MANY), Kept(again, after))
    assert found == allocations(questions(case, MANY), processes=1)
    assert len({each.names for each in found}) > 1
    assert len(before.asked) == 2 * BLOCK
    assert len(after.asked) == BLOCK
    assert not {*before.asked} & {*after.asked}
    assert told == [2 * BLOCK]
    assert again.kept == MANY
    again.done()
    assert not again.path.exists()


def test_a_stopped_sweep_keeps_what_is_finished_and_counts_the_rest_as_unanswered(case: Case) -> None:
    keeper = Memory()
    with watched(lambda _: None, stop=lambda: len(keeper.texts) >= BLOCK):
        found = allocations(questions(case, MANY), Kept(keeper), processes=1)
    assert 0 < late(found) < MANY
    assert len(keeper.texts) == MANY - late(found)
    again = Counting()
    assert late(allocations(questions(case, MANY), Kept(keeper, again))) == 0
    assert len(again.asked) == late(found)


def test_a_torn_or_changed_line_is_no_answer_and_spoils_no_other(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "kept"
    file = SweepFile(path)
    lost(case, file)
    file.close()
    lines = [line for line in path.read_bytes().split(b"\n") if line]
    lines[0] = lines[0].replace(b"optimal", b"stopped")  # what was kept is not what stands there
    path.write_bytes(b"\n".join(lines)[:-9])  # and the machine went down in the last line
    again, after = SweepFile(path), Counting()
    found = allocations(questions(case, MANY), Kept(again, after))
    assert found == allocations(questions(case, MANY), processes=1)
    assert len(after.asked) == BLOCK + 2
    assert late(allocations(questions(case, MANY), Kept(SweepFile(path), Counting(blocks=0)))) == 0


def test_where_nothing_can_be_kept_it_is_told_once_and_the_answers_are_the_same(case: Case, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder")
    told = list[OSError]()
    file = SweepFile(tmp_path / "taken" / "kept", fail=told.append)
    assert late(allocations(questions(case, MANY), Kept(file, Counting()))) == 0
    assert len(told) == 1
    assert file.kept == 0


def filled(path: Path, *names: str) -> SweepFile:
    """A sweep that asked for so many answers and kept them."""
    file = SweepFile(path)
    for name in names:
        file.keep(name, f"[{name!r}]")
    return file


def test_a_file_goes_only_when_everything_in_it_was_asked_by_who_is_done(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    filled(path, "a", "b").close()  # interrupted, with other options
    file = filled(path, "c")
    assert file.known(["a"]) == {"a": "['a']"}
    file.done()
    assert SweepFile(path).known("abc") == {name: f"['{name}']" for name in "abc"}
    last = SweepFile(path)
    last.known("abcd")
    last.done()
    assert not path.exists()


def test_whose_file_went_with_another_sweep_begins_it_again_and_counts_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    one, other = filled(path, "a", "b"), filled(path, "a")
    one.done()
    assert not path.exists()
    assert other.kept == 0
    other.keep("b", "2")
    assert other.kept == 1
    assert SweepFile(path).known("ab") == {"b": "2"}
    other.done()
    assert not path.exists()


def refused(error: OSError) -> None:
    raise error


def test_afresh_takes_no_answer_of_before_and_leaves_those_to_other_questions(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    filled(path, "a", "b").close()
    file = SweepFile(path, fail=refused, afresh=True)
    assert file.known("a") == {}
    file.keep("a", "new")
    assert file.known("ab") == {"a": "new"}
    again = SweepFile(path, fail=refused, afresh=True)
    again.known("a")
    again.done()
    assert SweepFile(path).known("ab") == {"a": "new", "b": "['b']"}


def test_a_file_that_cannot_be_read_is_told_once_and_nothing_is_kept(tmp_path: Path) -> None:
    told = list[OSError]()
    file = SweepFile(tmp_path, fail=told.append)  # a folder stands where the file should
    assert file.known(["a"]) == {}
    file.keep("a", "1")
    file.known(["a"])
    assert [type(each) for each in told] == [IsADirectoryError]
    assert file.kept == 0
    file.done()
    assert tmp_path.is_dir()


def test_an_answer_counts_as_kept_once_all_of_it_has_reached_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, told, write = list[int](), list[OSError](), os.write
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_size))
    file = SweepFile(tmp_path / "kept", fail=told.append)
    file.keep("a", "1")
    assert synced == [file.path.stat().st_size]
    monkeypatch.setattr(os, "write", lambda to, line: write(to, line[:-5]))  # the disk is full
    file.keep("b", "12345678")
    assert (file.kept, len(told), told[0].filename) == (1, 1, str(file.path))
    assert SweepFile(file.path).known("ab") == {"a": "1"}


def test_an_answer_that_time_cut_short_is_not_kept(case: Case) -> None:
    one = questions(case, 1)[0]
    for status in (Status.FEASIBLE, Status.STOPPED):
        assert one.written(Funded(status, frozenset("A"), Fraction(1), Fraction(2))) is None
    for answer in (Funded(Status.INFEASIBLE), Funded(Status.OPTIMAL, frozenset("AB"), Fraction(1, 3), Fraction(1, 3))):
        data = one.written(answer)
        assert data is not None
        assert one.read(data) == answer


# --- digests ---


def changed(round_: Round) -> Iterator[Round]:
    people = round_.applicants.copy()
    people["a"] += 1.0
    yield replace(round_, applicants=people)
    yield replace(round_, members=None)
    yield replace(round_, call=round_.call.model_copy(update={"id": "other"}))


def test_a_digest_names_everything_that_an_answer_depends_on(case: Case) -> None:
    assert case_digest(replace(case, known=())) == case_digest(case)  # where to look first changes no answer
    others = [case_digest(replace(case, round=each)) for each in changed(case.round)]
    scenario = case.scenario.model_copy(update={"solver": case.scenario.solver.model_copy(update={"seconds": 9.5})})
    others.append(case_digest(replace(case, scenario=scenario)))
    assert len({case_digest(case), *others}) == len(others) + 1
    prices, weights = Altered(prices=(("a", 1),)), Altered(weights=(("a", Fraction(1)),))
    asked = [Altered(), Altered(money=Fraction(9, 10)), weights, prices]
    assert len({digest_of("case", *Inquiry(case, each).asks()) for each in asked}) == len(asked)
    assert digest_of("ab", "c") != digest_of("a", "bc")
    assert digest_of(1) != digest_of(1.0) != digest_of("1")


def test_a_digest_is_the_same_in_another_process() -> None:
    words = "from tests.scenarios.test_sweep import *; print(case_digest(case_of(ran(SMALL, 2))))"
    said = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == case_digest(case_of(ran(SMALL, 2)))


# --- budget curves ---


def test_the_plans_of_a_budget_curve_are_kept_and_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = outcome("first-partners-2011", "base")
    keeper, factors = Memory(), (Fraction(1, 2), Fraction(1))
    first = budget_curve(made, factors=factors, scheduler=Kept(keeper), processes=1)
    assert len(keeper.texts) == len(factors)

    def refuse(*_: object) -> None:
        raise AssertionError("nothing is left to solve")

    monkeypatch.setattr(AtBudget, "answer", refuse)
    again = budget_curve(made, factors=factors, scheduler=Kept(keeper), processes=1)
    assert repr(again.table.to_dict()) == repr(first.table.to_dict())
    for one, other in zip(first.steps, again.steps, strict=True):
        assert one.plan.stages == other.plan.stages
        assert one.plan.usage == other.plan.usage
        assert one.plan.awards.equals(other.plan.awards)
        assert one.plan.ties == other.plan.ties


def test_a_kept_plan_that_does_not_stand_the_check_is_asked_again() -> None:
    made, keeper = outcome("first-partners-2011", "base"), Memory()
    first = budget_curve(made, factors=[Fraction(1)], scheduler=Kept(keeper), processes=1)
    ((name, text),) = keeper.texts.items()
    data = json.loads(text)
    data["awards"][0][1] = "never offered"
    keeper = Harmed({name: json.dumps(data)})
    again = budget_curve(made, factors=[Fraction(1)], scheduler=Kept(keeper), processes=1)
    assert again.steps[0].plan.awards.equals(first.steps[0].plan.awards)
    assert keeper.texts == {name: text}


# --- prices of rules ---


def test_prices_of_rules_are_the_same_asked_by_themselves_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made, keeper = outcome("first-partners-2011", "base"), Memory()
    together = prices(made, contested=0.0).rules
    alone = prices(made, contested=0.0, scheduler=Kept(keeper), processes=1).rules
    settled = together[together["status"] == "exact"].index
    assert len(settled) == len(keeper.texts) > 3
    for name in ("gain", "at_most", "status", "proof"):
        assert alone.loc[settled, name].to_dict() == together.loc[settled, name].to_dict()
    assert (together.loc[settled, "gain"] > 0).any()

    def refuse(*_: object) -> None:
        raise AssertionError("nothing is left to solve")

    monkeypatch.setattr(PriceOf, "answer", refuse)
    again = prices(made, contested=0.0, scheduler=Kept(keeper), processes=1).rules
    assert repr(again.to_dict()) == repr(alone.to_dict())


# --- reserve lists ---


@pytest.mark.parametrize("anyone_may_move", [False, True])
def test_a_reserve_list_is_the_same_asked_winner_by_winner_and_kept(
    anyone_may_move: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, keeper = ran(SMALL, 2), Memory()
    terms: dict[str, Any] = {"anyone_may_move": anyone_may_move}
    together = reserve(made, **terms)
    alone = reserve(made, **terms, scheduler=Kept(keeper), processes=1)
    assert len(keeper.texts) == len(made.plan.awards)

    def refuse(*_: object) -> None:
        raise AssertionError("nothing is left to solve")

    monkeypatch.setattr(Gap, "answer", refuse)
    again = reserve(made, **terms, scheduler=Kept(keeper), processes=1)
    for other in (alone, again):
        assert [each.said().text("en") for each in other.vacancies] == [
            each.said().text("en") for each in together.vacancies
        ]
        assert [(each.freed, each.taken, each.why) for each in other.vacancies] == [
            (each.freed, each.taken, each.why) for each in together.vacancies
        ]
        assert (other.listed and other.listed.order) == (together.listed and together.listed.order)
        assert other.in_time
    assert any(each.substitution.substitutes for each in together.vacancies)


@pytest.mark.parametrize("folder", cluster_facts.FOLDERS)
def test_the_programs_code_is_every_file_that_an_answer_depends_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.setattr(cluster_facts, "__file__", str(tmp_path / "scenarios" / "cluster_facts.py"))
    inner = tmp_path / folder / "inner"
    inner.mkdir(parents=True)
    found = []
    for text in ("ONE = 1\n", "ONE = 2\n"):
        (inner / "values.py").write_text(text, encoding="utf-8")
        found.append(cluster_facts.code.__wrapped__())
    assert found[0] != found[1]
