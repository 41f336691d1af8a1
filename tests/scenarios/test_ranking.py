"""The ranking of a plan: order, decisions and parts held to the outcome row by row, and the filters to plain tests."""

import pandas as pd
import pytest

from optimizer import Exclude, Include
from scenarios import RANKING_PARTS, Decision, Outcome, explain, narrowed, ranking, tops
from tests.samples import outcome

CASES = [("first-partners-2011", "base"), ("expansion-2015", "base")]


def decided(made: Outcome, applicant: str) -> Decision:
    row = made.scores.table.loc[applicant]
    if applicant in made.plan.awards.index:
        return Decision.FUNDED
    if not pd.isna(row["rank"]):
        return Decision.LEFT_OUT
    return Decision.OPEN if row["eligible"] == "unknown" else Decision.NOT_ELIGIBLE


@pytest.mark.parametrize("case", CASES)
def test_everybody_stands_in_order_with_the_decision_of_the_plan(case: tuple[str, str]) -> None:
    made = outcome(*case)
    table, scored = ranking(made), made.scores.table
    assert set(table.index) == set(scored.index)
    keys = [(pd.isna(row["rank"]), -row["points"], str(each)) for each, row in table.iterrows()]
    assert keys == sorted(keys)
    named: dict[str, str] = {}
    for rule in made.rules:
        if isinstance(rule, Include | Exclude):
            named |= dict.fromkeys(rule.applicants, "in" if isinstance(rule, Include) else "out")
    groups = {each.id: each for each in made.round.criteria.groups}
    for applicant, row in table.iterrows():
        name = str(applicant)
        assert row["decision"] == decided(made, name).value
        assert row["failed"] == sum(each == "fail" for each in made.scores.gates.loc[name])
        assert row["unknown"] == sum(each == "unknown" for each in made.scores.gates.loc[name])
        assert row["missing"] == sum(made.scores.missing.loc[name])
        assert row["locked"] == named.get(name, "")
        parts = dict.fromkeys(tops(made.round.criteria), 0.0)
        for criterion in made.round.criteria.criteria:
            top = criterion.group
            while groups[top].parent:
                top = groups[top].parent
            parts[top] += float(str(made.scores.contributions.at[name, criterion.id]))
        for group, points in parts.items():
            assert row[RANKING_PARTS + group] == pytest.approx(points, abs=5e-7)
        assert round(sum(row[RANKING_PARTS + group] for group in parts), 6) == row["score"]


def test_filters_keep_whoever_fits_all_of_them() -> None:
    table = ranking(outcome("expansion-2015", "base"))
    provinces = sorted(table["province"].unique())[:3]
    shown = narrowed(table, provinces=provinces, decisions=[Decision.FUNDED.value], text="  KOTA ")
    plain = [
        each
        for each, row in table.iterrows()
        if row["province"] in provinces
        and row["decision"] == "funded"
        and any("kota" in str(text).casefold() for text in (each, row["name"], row["district"], row["province"]))
    ]
    assert plain
    assert list(shown.index) == plain
    assert narrowed(table).equals(table)
    assert narrowed(table, kinds=["village"]).empty
    first = str(table.index[5])
    assert first in narrowed(table, text=first.casefold()).index
    assert narrowed(table, text="(").index.tolist() == [
        each for each, row in table.iterrows() if "(" in f"{each}{row['name']}{row['district']}{row['province']}"
    ]


def test_an_explanation_without_solving_is_the_same_but_for_what_is_solved() -> None:
    made = outcome("first-partners-2011", "base")
    out = str(made.reasons[0].applicant)
    solved, plain = explain(made, out), explain(made, out, reverse=False)
    assert solved.reversal is not None
    assert plain.reversal is None
    assert (plain.scored, plain.reason, plain.at_the_line, plain.margins, plain.lifts) == (
        solved.scored,
        solved.reason,
        solved.at_the_line,
        solved.margins,
        solved.lifts,
    )
