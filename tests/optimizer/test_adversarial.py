"""Tables as bad as they come: solved right, or refused with the row or column named."""

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from intake import InputError
from optimizer import Limit, Maximise, MaximiseWorst, Minimise, Rule, Settings, Status, allocate, conflict, verify
from tests.optimizer.brute_force import World
from tests.optimizer.comparing import differences
from tests.optimizer.handmade import MENTORING, PEOPLE, offers, rule


def refused(
    people: pd.DataFrame, options: pd.DataFrame, rules: list[Rule] | None = None, objectives: Any = None
) -> str:
    """What the refusal says; every finding has a remedy."""
    with pytest.raises(InputError) as raised:
        allocate(people, options, rules or [], objectives or (Maximise(measure="value"),))
    findings = raised.value.findings.errors
    assert all(finding.remedy is not None for finding in findings)
    return "\n".join(f"{f.file} row {f.row} {f.column}: {f.problem.text('en')}" for f in findings)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), -1.0, -0.001])
@pytest.mark.parametrize("column", ["value", "cost", "computers"])
def test_a_number_that_cannot_be_is_refused_by_row(number: float, column: str) -> None:
    options = offers()
    options[column] = options[column].astype(float)
    options.loc[3, column] = number
    said = refused(PEOPLE, options)
    assert f"options row 4 {column}" in said
    assert "option large of applicant D2" in said


def test_all_bad_numbers_are_refused_at_once() -> None:
    options = offers().astype({"cost": float, "value": float})
    options.loc[0, "cost"], options.loc[1, "value"] = -5, float("nan")
    assert refused(PEOPLE, options).count("options row") == 2


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_costs_of_a_million_million_are_exact(solver: str) -> None:
    options = offers()
    options["cost"] = [10**12 + k * 1_000 for k in range(len(options))]
    exact = 10**12 * 3 + 0 + 2_000 + 4_000
    settings = Settings.model_validate({"solver": solver})
    for budget, awards in ((exact, 3), (exact - 1, 2)):
        plan = allocate(
            PEOPLE, options, [Limit(measure="cost", at_most=budget)], (Maximise(measure="libraries"),), settings
        )
        assert plan.status is Status.OPTIMAL
        assert len(plan.awards) == awards


def test_costs_of_a_million_million_to_the_last_unit_are_refused() -> None:
    options = offers()
    options["cost"] = [10**12 + k for k in range(len(options))]
    assert "cost holds numbers too large" in refused(PEOPLE, options)


def test_costs_of_nothing_are_free() -> None:
    plan = allocate(PEOPLE, offers().assign(cost=0), [Limit(measure="cost", at_most=0)])
    assert plan.objective == 60
    assert plan.ties == "unique"


@pytest.mark.parametrize(
    "cells",
    [
        np.full(10, 2**61, dtype=np.int64),
        np.full(10, 2**63 + 5, dtype=np.uint64),
        np.full(10, 1e300),
        np.full(10, 9e12 + 0.5),
    ],
)
@pytest.mark.parametrize("column", ["value", "cost"])
def test_numbers_too_large_to_be_counted_are_refused(cells: Any, column: str) -> None:
    said = refused(PEOPLE, offers().assign(**{column: cells}), [], (MaximiseWorst(measure=column, per="province"),))
    assert f"{column} holds numbers too large" in said


@pytest.mark.parametrize("cells", [[2**61] * 5, [1e300] * 5, [9e12 + 0.5] * 5])
def test_attributes_too_large_to_be_counted_are_refused(cells: Any) -> None:
    said = refused(PEOPLE.assign(people=cells), offers(), [Limit(measure="people", at_most=5, id="r")])
    assert "rule r measures people" in said


def test_a_bound_beyond_all_numbers_is_no_bound() -> None:
    for bound in (1e25, 10**40, 1e308):
        assert len(allocate(PEOPLE, offers(), [Limit(measure="cost", at_most=bound)]).awards) == 5
        assert allocate(PEOPLE, offers(), [Limit(measure="cost", at_least=bound)]).status is Status.INFEASIBLE


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_nobody_and_nothing(solver: str) -> None:
    settings = Settings.model_validate({"solver": solver})
    nothing = offers().iloc[:0]
    for people in (PEOPLE, PEOPLE.iloc[:0]):
        plan = allocate(people, nothing, [Limit(measure="cost", at_most=1)], settings=settings)
        assert (plan.status, plan.objective, len(plan.awards)) == (Status.OPTIMAL, 0, 0)
        assert list(plan.awards.columns) == ["option", "value", "cost", "computers"]
        assert allocate(people, nothing, [Limit(measure="cost", at_least=1)], settings=settings).status == "infeasible"
        worst = allocate(people, nothing, (), (MaximiseWorst(measure="value", per="province"),), settings)
        assert (worst.status, worst.objective, worst.bound) == (Status.OPTIMAL, 0, 0)


def test_one_applicant() -> None:
    plan = allocate(PEOPLE.iloc[:1], offers(D1=3))
    assert plan.awards["option"].to_dict() == {"D1": "large"}


def test_a_group_column_that_is_blank_for_all_has_no_worst_group() -> None:
    people = PEOPLE.assign(province=None)
    plan = allocate(people, offers(), (), (MaximiseWorst(measure="value", per="province"), Maximise(measure="value")))
    assert plan.status is Status.OPTIMAL
    assert [stage.value for stage in plan.stages] == [0, 60]


def test_an_empty_plan_is_checked_against_rules_with_conditions() -> None:
    rules: list[Rule] = [
        Limit(measure="cost", where={"province": "Aceh"}, at_most=10, id="a"),
        rule("one_of", per="province", where={"remote": True}),
        rule("minimum_score", at_least=1, where={"remote": True}).model_copy(update={"id": "s"}),
        rule("mentoring", **MENTORING).model_copy(update={"id": "m"}),
        Limit(measure="libraries", at_most=0, id="b"),
    ]
    plan = allocate(PEOPLE, offers(), rules)
    assert (plan.status, len(plan.awards)) == (Status.OPTIMAL, 0)
    assert verify(plan, PEOPLE, offers(), rules) == []


def test_a_quota_above_the_pool_is_infeasible_and_named() -> None:
    rules: list[Rule] = [
        Limit(measure="cost", at_most=10**12, id="money"),
        Limit(measure="libraries", at_least=6, id="many"),
    ]
    assert allocate(PEOPLE, offers(), rules).status is Status.INFEASIBLE
    assert [found.id for found in conflict(PEOPLE, offers(), rules) or ()] == ["many"]


def test_money_in_floats_and_decimals_counts_exactly() -> None:
    options = offers().assign(cost=[0.1, 0.2, 0.3, 0.4, 0.1, 0.2, 0.3, 0.4, 0.7, 0.8])
    plan = allocate(
        PEOPLE, options, [Limit(measure="cost", at_most=0.3)], (Maximise(measure="libraries"), Maximise(measure="cost"))
    )
    assert [stage.value for stage in plan.stages] == [2, Fraction(3, 10)]  # 0.1 + 0.2 is 0.3


@pytest.mark.parametrize("share", [1 / 3, 2 / 3, 0.1 + 0.2])
@pytest.mark.parametrize("bound", ["at_least", "at_most"])
def test_a_share_from_a_calculation_means_the_simple_fraction(share: float, bound: str) -> None:
    """Three awards of nine are one third; 0.3333333333333333 of nine is a hair less."""
    names = [f"L{k}" for k in range(10)]
    people = pd.DataFrame({"inside": [k < 6 for k in range(10)]}, index=names)
    options = pd.DataFrame({"applicant": names, "option": "only", "value": [1 + k % 2 for k in range(10)]})
    for number in (9, 10, 3, 6):
        rules: list[Rule] = [
            Limit.model_validate(
                {
                    "measure": "libraries",
                    "where": {"inside": True},
                    bound: {"share": share, "of": "libraries"},
                    "id": "s",
                }
            ),
            Limit(measure="libraries", at_least=number, at_most=number, id="n"),
        ]
        nearest = {1 / 3: (1, 3), 2 / 3: (2, 3)}.get(share, (3, 10))
        lawful = [k for k in range(7) if number - k <= 4 and number - k >= 0]
        lawful = [
            k
            for k in lawful
            if (k * nearest[1] >= nearest[0] * number if bound == "at_least" else k * nearest[1] <= nearest[0] * number)
        ]
        plan = allocate(people, options, rules)
        assert plan.has_awards == bool(lawful)
        if lawful:
            assert int(people.loc[plan.awards.index, "inside"].sum()) in lawful


def test_a_column_of_yes_and_no() -> None:
    said = refused(PEOPLE, offers().assign(satellite=True))
    assert "satellite is not a column of numbers" in said
    people = PEOPLE.assign(ready=[True, False, True, False, True])
    plan = allocate(
        people,
        offers(),
        [Limit(measure="ready", at_most=1), Limit(measure="libraries", where={"remote": True}, at_most=1, id="x")],
    )
    assert plan.awards.index.tolist() == ["D1", "D2", "V2"]
    assert [use.used for use in plan.usage] == [1, 1]


def test_options_twice_strangers_and_blanks_are_refused_by_row() -> None:
    twice = pd.concat([offers(), offers().iloc[2:3]])
    assert "D2 has option small more than once" in refused(PEOPLE, twice)
    stranger = pd.concat([offers(), offers(X9=1)])
    assert "options row 11 : there is no applicant X9" in refused(PEOPLE, stranger)
    assert "options row 12 : there is no applicant X9" in refused(PEOPLE, stranger)
    nameless = offers()
    nameless.loc[4, "option"] = None
    assert "options row 5 option: an option has no name" in refused(PEOPLE, nameless)
    ownerless = offers()
    ownerless.loc[4, "applicant"] = None
    assert "options row 5" in refused(PEOPLE, ownerless)


def test_applicants_twice_or_without_id_are_refused() -> None:
    assert "D1 is there more than once" in refused(pd.concat([PEOPLE, PEOPLE.iloc[:1]]), offers())
    assert "an applicant has no id" in refused(PEOPLE.rename(index={"V3": None}), offers(D1=1))
    people = pd.DataFrame({"province": ["Aceh", "Bali"]}, index=pd.Index([1, "1"], dtype=object))
    assert "applicant 1 is there more than once" in refused(people, offers().iloc[:0])


def test_columns_in_both_tables_missing_or_twice_are_refused() -> None:
    assert "both have the columns province" in refused(PEOPLE, offers().assign(province="Aceh"))
    assert "no column value" in refused(PEOPLE, offers().drop(columns="value"))
    assert "no column applicant, option" in refused(PEOPLE, offers().drop(columns=["applicant", "option"]))
    again = pd.concat([offers(), offers()[["cost"]]], axis=1)
    assert "options have more than one column cost" in refused(PEOPLE, again)
    people = pd.concat([PEOPLE, PEOPLE[["province"]]], axis=1)
    assert "applicants have more than one column province" in refused(people, offers())
    assert "value is not a column of numbers" in refused(PEOPLE, offers().assign(value="many"))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"rule": "limit", "measure": "nothing", "at_most": 1}, "the column nothing, which does not exist"),
        ({"rule": "limit", "measure": "province", "at_most": 1}, "measures province, which is not a number"),
        ({"rule": "limit", "measure": "score", "at_most": 1}, "blank or not finite for: V3"),
        ({"rule": "limit", "measure": "cost", "at_most": {"share": 1, "of": "room"}}, "blank or not finite for"),
        ({"rule": "limit", "measure": "cost", "per": "nothing", "at_most": 1}, "the column nothing"),
        ({"rule": "limit", "measure": "cost", "where": {"nothing": 1}, "at_most": 1}, "the column nothing"),
        ({"rule": "include", "applicants": ["X9"]}, "the applicant X9"),
        ({"rule": "requires", "applicant": "D1", "needs": ["X9"]}, "the applicant X9"),
        ({"rule": "one_of", "applicants": ["D1", "X9"]}, "the applicant X9"),
        ({"rule": "minimum_score", "measure": "province", "at_least": 1}, "which is not a number"),
        ({"rule": "minimum_score", "measure": "endless", "at_least": 1}, "not finite for: D2"),
        ({"rule": "mentoring", **MENTORING, "within": ["nothing"]}, "the column nothing"),
        ({"rule": "mentoring", **MENTORING, "capacity": "text"}, "text is not a number from 0 up for: D1, D2"),
        ({"rule": "mentoring", **MENTORING, "capacity": "endless"}, "endless is not a number from 0 up for: D2"),
        ({"rule": "mentoring", **MENTORING, "villages": {"kind": ["district", "village"]}}, "both village and mentor"),
    ],
)
def test_a_rule_that_does_not_fit_the_tables_is_refused(settings: dict[str, Any], said: str) -> None:
    people = PEOPLE.assign(text="a", endless=[1.0, float("inf"), 1.0, 1.0, float("nan")])
    kind = settings.pop("rule")
    assert said in refused(people, offers(), [rule(kind, **settings)])


def test_points_that_are_no_numbers_are_refused_by_name() -> None:
    for cells in (["a", "0", "0", "0", "0"], [None, 0, 0, 0, 0], [float("inf"), 0, 0, 0, 0]):
        said = refused(
            PEOPLE.assign(lat=pd.Series(cells, index=PEOPLE.index, dtype=object)),
            offers(),
            [rule("mentoring", **MENTORING)],
        )
        assert "no point: D1" in said


def test_blanks_of_every_kind_are_shared_with_nobody() -> None:
    mentoring = rule("mentoring", **{**MENTORING, "within": ["group"], "reach_km": 1000})
    cells: list[Any] = [
        pd.array([None, None, None, 1, 1], dtype="Int64"),
        pd.array([None, None, None, "a", "a"], dtype="string"),
        np.array([None, None, None, "a", "a"], dtype=object),
        np.array([np.nan, np.nan, np.nan, 1, 1]),
    ]
    for column in cells:
        plan = allocate(PEOPLE.assign(group=column), offers(), [mentoring])
        assert plan.awards.index.tolist() == ["D1", "D2"]


def test_nullable_and_categorical_columns_work() -> None:
    people = PEOPLE.assign(
        province=PEOPLE["province"].astype("category"),
        remote=PEOPLE["remote"].astype("boolean"),
        score=PEOPLE["score"].astype("Float64"),
    )
    options = offers().convert_dtypes()
    rules: list[Rule] = [
        Limit(measure="libraries", per="province", at_most=1, id="a"),
        Limit(measure="libraries", where={"remote": True}, at_least=1, id="b"),
        rule("minimum_score", at_least=55),
    ]
    plain = allocate(PEOPLE, offers(), rules)
    plan = allocate(people, options, rules)
    assert plan.awards["option"].to_dict() == plain.awards["option"].to_dict()
    assert verify(plan, people, options, rules) == []


def test_a_seventh_decimal_is_rounded_the_same_way_everywhere() -> None:
    cells = [0.1234575, 0.1234565, 1.0000005, 2.0000015, 0.0000005, 3.3333335, 1e3 + 0.1, 5e3 + 0.7, 0.1, 0.2]
    options = offers().assign(value=cells)
    plan = allocate(PEOPLE, options)
    assert plan.status is Status.OPTIMAL
    assert plan.gap == 0


def test_blanks_and_nobody_against_brute_force() -> None:
    people: dict[str, dict[str, Any]] = {
        "A": {"province": None, "remote": True, "score": None},
        "B": {"province": "Aceh", "remote": None, "score": 60.1},
        "C": {"province": "Bali", "remote": False, "score": 60.0},
    }
    options = [
        {"applicant": a, "option": o, "value": v, "cost": c} for a in "ABC" for o, v, c in (("p", 1, 0), ("q", 1, 7))
    ]
    for rules in (
        [{"rule": "limit", "measure": "libraries", "per": "province", "at_most": 0, "id": "r"}],
        [{"rule": "limit", "measure": "libraries", "per": "remote", "at_least": 1, "id": "r"}],
        [{"rule": "limit", "measure": "cost", "where": {"province": "Nowhere"}, "at_least": 0, "id": "r"}],
        [{"rule": "limit", "measure": "cost", "where": {"province": "Nowhere"}, "at_least": 1, "id": "r"}],
        [{"rule": "one_of", "per": "province", "where": {"remote": True}, "id": "r"}],
        [{"rule": "minimum_score", "at_least": 60.1, "id": "r"}],
        [{"rule": "limit", "measure": "libraries", "at_least": 99, "id": "r"}],
    ):
        world = World(people, options, rules, [{"maximise": "value"}, {"minimise": "cost"}])
        wide = World({n: {**r, "room": None} for n, r in people.items()}, options, rules, world.objectives)
        assert differences(wide) == []


def test_an_objective_that_does_not_fit_is_refused() -> None:
    assert "the objective counts province" in refused(PEOPLE, offers(), [], (Maximise(measure="province"),))
    assert "the objective counts score" in refused(PEOPLE, offers(), [], (Minimise(measure="score"),))
    assert "the column nothing" in refused(PEOPLE, offers(), [], (MaximiseWorst(measure="value", per="nothing"),))


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two rules are called a"):
        allocate(PEOPLE, offers(), [Limit(measure="cost", at_most=1, id="a"), Limit(measure="cost", at_most=2, id="a")])
