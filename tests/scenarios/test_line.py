"""The line of a plan, and under whose weights an applicant is in: against a plain sort and against whole runs."""

from dataclasses import replace
from functools import cache
from typing import Any

import scenarios
from intake import Members
from scenarios import Outcome
from scoring import GAP, Policy, millionths, score
from tests.reports import plan_rounds
from tests.samples import outcome
from tests.scoring.committees import swinging


def test_the_line_is_what_a_plain_sort_says_and_everyone_stands_beside_it() -> None:
    made = outcome("first-partners-2011", "base")
    rows: dict[str, Any] = {str(each): row for each, row in made.scores.table.to_dict("index").items()}
    ranked = sorted((row["rank"], each) for each, row in rows.items() if row["rank"] == row["rank"] and row["rank"])
    inside = [each for _, each in ranked if each in made.plan.awards.index]
    outside = [each for _, each in ranked if each not in made.plan.awards.index]
    at = scenarios.line(made)
    assert at.lowest_funded is not None
    assert at.best_left_out is not None
    assert rows[at.lowest_funded]["rank"] == rows[inside[-1]]["rank"]
    assert rows[at.best_left_out]["rank"] == rows[outside[0]]["rank"]
    apart = scenarios.against_line(made)
    assert sorted(apart.index) == sorted(rows)
    records: list[dict[Any, Any]] = apart.to_dict("records")
    for applicant, row in zip(apart.index, records, strict=True):
        funded = applicant in made.plan.awards.index
        assert row.pop("other") == (at.best_left_out if funded else at.lowest_funded)
        gap = millionths(row.pop(GAP))
        assert sum(millionths(points) for points in row.values()) == gap


def test_lifts_are_for_those_with_a_rank_below_the_line_only() -> None:
    made = outcome("first-partners-2011", "base")
    table, at = made.scores.table, scenarios.line(made)
    assert at.lowest_funded is not None
    line = float(table["score"][at.lowest_funded])
    below = {
        str(each)
        for each in table.index
        if each not in made.plan.awards.index and table["rank"].notna()[each] and table["score"][each] < line
    }
    found = scenarios.lifts_to_line(made)
    assert set(found.answers.index) == below
    for applicant in sorted(below)[:3]:
        for lift in found.of(made.round, applicant):
            answers = made.round.applicants.copy()
            criterion = next(each for each in made.round.criteria.criteria if each.id == lift.criterion)
            column = answers[criterion.column].copy()
            column[applicant] = found.answers[lift.criterion][applicant]
            answers = answers.assign(**{criterion.column: column})
            again = score(replace(made.round, applicants=answers), made.scenario.scoring).table["score"]
            assert float(again[applicant]) >= line
            assert again.drop(applicant).equals(table["score"].drop(applicant))


@cache
def judged() -> Outcome:
    round_ = plan_rounds.round_()
    nodes = [each.id for each in round_.criteria.criteria]
    people = tuple(
        swinging(round_.criteria, code, {node: 100 if n == first else 10 for n, node in enumerate(nodes)})
        for first, code in enumerate(("a", "b"))
    )
    return scenarios.run(replace(round_, members=Members(people)), plan_rounds.scenario())


def test_under_whose_weights_is_what_a_whole_run_under_those_weights_says() -> None:
    made = judged()
    runs = {}
    for member in ("a", "b"):
        policy = Policy.model_validate({"weights_from": member})
        runs[member] = scenarios.run(made.round, made.scenario.model_copy(update={"scoring": policy}))
    verdicts = set()
    for applicant in ("A-01", "A-03", "A-05", "A-09"):
        for each in scenarios.under_weights(made, applicant):
            again = runs[each.member]
            row = again.scores.table.loc[[applicant]].to_dict("records")[0]
            assert each.funded == (applicant in again.plan.awards.index)
            assert each.score == row["score"]
            assert (each.rank is None) == (row["rank"] is None or row["rank"] != row["rank"])
            verdicts.add(each.funded)
    assert verdicts == {True, False}


def test_an_explanation_holds_all_of_it_in_one_value() -> None:
    made = judged()
    told = scenarios.explain(made, "A-05", members=True)
    assert told.under is not None
    assert [each.member for each in told.under] == ["a", "b"]
    assert {each.gate for each in told.margins} == {gate.id for gate in made.round.criteria.gates}
    assert told.at_the_line is not None
    assert sum(millionths(each.difference) for each in told.at_the_line.criteria) == millionths(told.at_the_line.gap)
    assert scenarios.explain(made, "A-05").under is None
