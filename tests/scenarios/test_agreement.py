"""Agreement: measures against definitions, plans against a ranking by hand, and what the committee is told."""

import io
import json
import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import scenarios
from intake import Criteria, InputError, Member, Members, Method, Round
from locales import render
from reports.console import Printer
from reports.grid import Sheet
from reports.sheet_weights import weights as weights_sheet
from reports.sheet_weights_agreement import agreement as agreement_sheet
from reports.shown_sheet import print_sheet, sheet_data
from scenarios.agreement_measures import concordance, mean_rank_correlation, overlap, places
from scoring import Policy, weight_set
from tests.scoring import oracle
from tests.scoring.committees import committee, swinging
from tests.scoring.rounds import criteria, group, linear, round_of

RULES = criteria(
    [linear("a", 0, 10, group="g"), linear("b", 0, 10, group="g"), linear("c", 0, 10, group="h")],
    [group("g", 2), group("h", 1)],
)
INSTANCES = 8
LONG_INSTANCES = 150


# --- measures ---


def test_overlap_by_hand() -> None:
    assert overlap({"a", "b", "c"}, {"b", "c", "d"}) == Fraction(1, 2)
    assert overlap(set(), {"a"}) == 0
    assert overlap(set(), set()) == 1


def test_places_share_ties() -> None:
    assert places({"a": 9, "b": 5, "c": 5, "d": 1}) == {
        "a": Fraction(1),
        "b": Fraction(5, 2),
        "c": Fraction(5, 2),
        "d": Fraction(4),
    }


def test_kendalls_w_by_hand() -> None:
    # Three rankings of four: sums of places 4, 5, 10, 11, mean 7.5, S = 37; W = 12 x 37 / (9 x 60).
    orders = [{"a": 4, "b": 3, "c": 2, "d": 1}, {"a": 4, "b": 3, "c": 2, "d": 1}, {"a": 3, "b": 4, "c": 1, "d": 2}]
    sums = sorted(sum(places(one)[name] for one in orders) for name in "abcd")
    assert sums == [4, 5, 10, 11]
    assert concordance(orders) == Fraction(12 * 37, 9 * 60)
    assert concordance([orders[0]] * 3) == 1
    assert concordance([orders[0], {name: -n for name, n in orders[0].items()}]) == 0
    assert concordance(orders[:1]) is None
    assert concordance([{"a": 1, "b": 1}] * 2) is None


@given(st.integers(2, 6), st.integers(2, 9), st.randoms(use_true_random=False))
def test_kendalls_w_is_the_mean_spearman_in_another_guise(many: int, size: int, rng: random.Random) -> None:
    # W = ((m - 1) x mean Spearman + 1) / m, without ties (Kendall and Babington Smith, 1939).
    names = [f"n{k}" for k in range(size)]
    rankings = [dict(zip(names, rng.sample(range(size), size), strict=True)) for _ in range(many)]
    w, mean = concordance(rankings), mean_rank_correlation(rankings)
    assert w is not None
    assert mean is not None
    assert w == ((many - 1) * mean + 1) / many


@given(st.integers(2, 5), st.integers(2, 8), st.randoms(use_true_random=False))
def test_measures_of_rankings_with_ties_against_plain_floats(many: int, size: int, rng: random.Random) -> None:
    names = [f"n{k}" for k in range(size)]
    rankings = [{name: rng.randint(0, 3) for name in names} for _ in range(many)]
    ranked = []
    for points in rankings:
        held = list(points.values())
        ranked.append([1 + sum(o > n for o in held) + (held.count(n) - 1) / 2 for n in held])
    centred = [[place - (size + 1) / 2 for place in one] for one in ranked]
    total = sum(sum(column) ** 2 for column in zip(*centred, strict=True))
    most = many * sum(place * place for one in centred for place in one)
    w = concordance(rankings)
    assert (w is None) == (most == 0)
    if w is not None:
        assert float(w) == pytest.approx(total / most)
    lengths = [sqrt(sum(place * place for place in one)) for one in centred]
    mean = mean_rank_correlation(rankings)
    assert (mean is None) == (min(lengths) == 0)
    if mean is not None:
        pairs = [
            sum(x * y for x, y in zip(centred[i], centred[j], strict=True)) / (lengths[i] * lengths[j])
            for i, j in combinations(range(many), 2)
        ]
        assert float(mean) == pytest.approx(sum(pairs) / len(pairs), abs=1e-9)


# --- plans ---


def scenario(winners: int, **changes: object) -> scenarios.Scenario:
    rules = [{"rule": "limit", "id": "slots", "measure": "libraries", "at_most": winners}]
    return scenarios.from_data({"id": "small", "title": {"id": "Uji", "en": "Test"}, "rules": rules, **changes})


def drawn(rng: random.Random, size: int, members: Members, rules: Criteria = RULES) -> Round:
    answers = {each.column: [float(rng.randint(0, 40)) / 4 for _ in range(size)] for each in rules.criteria}
    return replace(round_of(rules, answers), members=members)


def best(round_: Round, winners: int, weights: Mapping[str, Fraction]) -> set[str] | None:
    """The winners by a plain sort of exact scores; None where two are as good at the line."""
    scores: dict[str, Fraction] = {}
    for name in round_.applicants.index:
        row = {str(column): cell for column, cell in round_.applicants.loc[name].items()}
        parts = [weights[c.id] * (oracle.value(c, row) or Fraction(0)) for c in round_.criteria.criteria]
        scores[str(name)] = sum(parts, Fraction(0))
    points = {name: round(100 * number, 4) for name, number in scores.items()}
    order = sorted(points, key=lambda name: -points[name])
    if points[order[winners - 1]] == points[order[winners]] or points[order[winners - 1]] == 0:
        return None
    return set(order[:winners])


def checked(seed: int) -> bool:
    """Compare one random committee with plain sorting; False where a tie at the line leaves the answer open."""
    rng = random.Random(seed)
    members = committee(RULES, rng, rng.randint(1, 4), [Method.DIRECT, Method.RANK, Method.SWING])
    round_, winners = drawn(rng, rng.randint(5, 8), members), rng.randint(1, 4)
    made = weight_set(RULES, members)
    central = made.central()
    expected = {each.id: best(round_, winners, each.effective) for each in made.members}
    middle = best(round_, winners, central)
    if middle is None or None in expected.values():
        return False
    sets = {code: frozenset(each or ()) for code, each in expected.items()}
    in_all, in_some = frozenset.intersection(*sets.values()), frozenset.union(*sets.values())
    result = scenarios.agreement(scenarios.run(round_, scenario(winners)))
    assert {plan.id: plan.funded for plan in result.plans} == sets
    assert result.central.funded == frozenset(middle)
    assert set(result.in_all) == in_all
    assert {one.applicant: set(one.by) for one in result.contested} == {
        name: {code for code in sets if name in sets[code]} for name in in_some - in_all
    }
    assert result.places_at_stake == len(middle - in_all)
    for pair in result.pairs:
        one, other = sets[pair.one], sets[pair.other]
        assert pair.overlap == Fraction(len(one & other), len(one | other))
    for lever in result.levers:
        assert_lever(round_, winners, lever, central)
    counts = [len(lever.hanging or ()) for lever in result.levers]
    assert counts == sorted(counts, reverse=True)
    spread = {n for n in ("g", "h", *"abc") if len({share(n, m.effective) for m in made.members}) > 1}
    assert {lever.node for lever in result.levers} == spread
    return True


def share(node: str, weights: Mapping[str, Fraction]) -> Fraction:
    return sum((weights[name] for name in {"g": "ab", "h": "c"}.get(node, node)), Fraction(0))


def assert_lever(round_: Round, winners: int, lever: scenarios.Lever, central: Mapping[str, Fraction]) -> None:
    inside = {"g": "ab", "h": "c"}.get(lever.node, lever.node)
    found = []
    for level in (lever.low, lever.central, lever.high):
        weights = {}
        for name, weight in central.items():
            part, whole = (level, lever.central) if name in inside else (1 - level, 1 - lever.central)
            count = len(inside) if name in inside else 3 - len(inside)
            weights[name] = part * (weight / whole if whole else Fraction(1, count))
        found.append(best(round_, winners, weights))
    if None not in found:
        sets = [frozenset(each or ()) for each in found]
        assert set(lever.hanging or ()) == frozenset.union(*sets) - frozenset.intersection(*sets)
        assert lever.certain


def test_members_plans_are_those_of_a_plain_sort() -> None:
    assert sum(checked(seed) for seed in range(INSTANCES)) >= INSTANCES // 2


@pytest.mark.long
def test_members_plans_are_those_of_a_plain_sort_on_many() -> None:
    assert sum(checked(1_000 + seed) for seed in range(LONG_INSTANCES)) >= LONG_INSTANCES // 2


ANNE = swinging(RULES, "anne", {"g": 100, "h": 20, "a": 100, "b": 20})
BUDI = swinging(RULES, "budi", {"g": 30, "h": 100, "a": 50, "b": 100})
DUMB = Member("citra", "CITRA", ())


def small(*members: Member) -> Round:
    answers = {"a": [10.0, 0.0, 0.0, 4.0], "b": [0.0, 10.0, 0.0, 4.0], "c": [0.0, 0.0, 10.0, 4.5]}
    return replace(round_of(RULES, answers), members=Members(members))


def test_each_members_plan_is_the_scenario_run_with_its_weights() -> None:
    round_ = small(ANNE, BUDI)
    result = scenarios.agreement(scenarios.run(round_, scenario(2)))
    for plan in (*result.plans, result.central):
        policy = Policy(weights_from=plan.id)
        made = scenarios.run(round_, scenario(2, scoring=policy.model_dump()))
        assert frozenset(map(str, made.plan.awards.index)) == plan.funded
        assert plan.certain
    assert [plan.id for plan in result.plans] == ["anne", "budi"]
    assert result.complete
    assert result.all_planned


def test_whose_weights_count_changes_the_scenarios_fingerprint_and_nothing_else_does() -> None:
    plain = scenario(2)
    assert "weights_from" not in plain.as_data()["scoring"]
    assert scenario(2, scoring={"weights_from": "file"}).fingerprint() == plain.fingerprint()
    assert scenario(2, scoring={"weights_from": "anne"}).fingerprint() != plain.fingerprint()


def test_who_is_out_only_in_the_middle_hangs_on_the_weight_as_well() -> None:
    rules = criteria([linear("a", 0, 10), linear("b", 0, 10)])
    members = Members((swinging(rules, "anne", {"a": 100, "b": 0}), swinging(rules, "budi", {"a": 0, "b": 100})))
    round_ = replace(round_of(rules, {"a": [4.9, 10.0, 0.0, 0.0], "b": [4.9, 0.0, 10.0, 0.0]}), members=members)
    result = scenarios.agreement(scenarios.run(round_, scenario(2)))
    plans = [sorted(plan.funded or ()) for plan in (*result.plans, result.central)]
    assert plans == [["A0000", "A0001"], ["A0000", "A0002"], ["A0001", "A0002"]]
    assert [(lever.node, float(lever.low), float(lever.high)) for lever in result.levers] == [("a", 0, 1), ("b", 0, 1)]
    assert [lever.hanging for lever in result.levers] == [("A0000", "A0001", "A0002")] * 2


def test_members_who_answer_alike_agree_on_everything() -> None:
    twin = replace(ANNE, id="bona")
    result = scenarios.agreement(scenarios.run(small(ANNE, twin), scenario(2)))
    assert (result.contested, result.levers, result.to_discuss) == ((), (), None)
    assert result.places_at_stake == 0
    assert result.mean_overlap == result.concordance == result.correlation == 1
    assert result.pairs[0].distance == 0
    assert result.complete


def test_one_member_alone_has_nobody_to_disagree_with() -> None:
    result = scenarios.agreement(scenarios.run(small(ANNE, DUMB), scenario(2)))
    assert result.group.aside == (("citra", "CITRA"),)
    assert (result.mean_overlap, result.concordance, result.pairs) == (None, None, ())
    assert result.central.funded == result.plans[0].funded
    assert result.places_at_stake == 0


def test_without_answers_there_is_no_agreement_to_ask_for() -> None:
    for round_ in (small(DUMB), replace(small(), members=None)):
        with pytest.raises(InputError, match="No member's answers"):
            scenarios.agreement(scenarios.run(round_, scenario(2)))


def test_what_time_does_not_allow_is_said() -> None:
    made = scenarios.run(small(ANNE, BUDI), scenario(2))
    result = scenarios.agreement(made, seconds=0)
    assert [plan.status for plan in result.plans] == [None, None]
    assert all(lever.hanging is None and not lever.no_plan for lever in result.levers)
    assert (result.places_at_stake, result.mean_overlap, result.concordance, result.to_discuss) == (None,) * 4
    assert not result.complete
    said = spoken(agreement_sheet(made, result))
    assert "Time did not allow everything" in said
    assert "not solved: time ran out" in said
    assert "not known" in said


def test_a_rule_that_some_weights_cannot_meet_is_said() -> None:
    rules = [
        {"rule": "minimum_score", "id": "floor", "at_least": 60},
        {"rule": "limit", "id": "some", "measure": "libraries", "at_least": 1},
    ]
    made = scenarios.run(small(ANNE, BUDI), scenario(2, rules=rules))
    result = scenarios.agreement(made)
    plans = {plan.id: plan.status for plan in (*result.plans, result.central)}
    assert plans["anne"] is not None
    assert "infeasible" in {str(status) for status in plans.values()}
    assert any(lever.no_plan for lever in result.levers)
    assert result.places_at_stake is None
    assert "no plan exists under these weights" in spoken(agreement_sheet(made, result))


# --- sheets ---


def spoken(sheet: Sheet, language: str = "en") -> str:
    cells: list[object] = [sheet.name, *sheet.notes]
    cells += [part for label, value, _ in sheet.facts for part in (label, value)]
    for grid in sheet.grids:
        cells += [grid.title, *(column.label for column in grid.columns)]
        cells += [cell for row in grid.rows for cell in row.cells]
        assert {len(row.cells) for row in grid.rows} <= {len(grid.columns)}
    return "\n".join(render(cell, language) for cell in cells)  # type: ignore[arg-type]


def test_the_sheets_show_every_answer_with_its_question_and_range() -> None:
    said = spoken(weights_sheet(small(ANNE, BUDI, DUMB)))
    for part in (
        "Imagine Group g at its worst. The raise you want first counts 100.",
        "Criterion a [unit]: from 0 (nothing) to 10 (enough)",
        "20 points",
        "a 0..10; b 0..10",
        "20 January 2016",
        "swing weighting",
        "CITRA has not answered yet and is not counted",
    ):
        assert part in said
    assert "Criterion a (id) [unit (id)]" in spoken(weights_sheet(small(ANNE)), "id")
    assert spoken(weights_sheet(replace(small(), members=None)))


def test_the_agreement_sheet_names_places_people_and_the_weight_to_discuss() -> None:
    made = scenarios.run(small(ANNE, BUDI, DUMB), scenario(2))
    result = scenarios.agreement(made)
    assert result.to_discuss is not None
    said = spoken(agreement_sheet(made, result))
    for part in ("Places at stake", "libraries hang on it", "Not counted", "CITRA", "all members: the middle"):
        assert part in said
    assert all(one.applicant in said for one in result.contested)
    assert str(result.to_discuss.label.en) in said


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_sheets_are_the_same_on_the_terminal_and_as_data(language: str) -> None:
    made = scenarios.run(small(ANNE, BUDI, DUMB), scenario(2))
    for sheet in (weights_sheet(made.round), agreement_sheet(made, scenarios.agreement(made))):
        data = json.loads(json.dumps(sheet_data(sheet, language)))
        written = io.StringIO()
        print_sheet(Printer(Console(file=written, width=100_000), language), sheet)
        shown = " ".join(written.getvalue().split())
        assert [len(table["rows"]) for table in data["tables"]] == [len(grid.rows) for grid in sheet.grids]
        for said in (*data["notes"], *(fact["name"] for fact in data["facts"])):
            assert " ".join(said.split()) in shown


def test_nothing_depends_on_the_order_of_rows_or_members() -> None:
    round_ = small(ANNE, BUDI)
    turned = replace(round_, applicants=round_.applicants.iloc[::-1], members=Members((BUDI, ANNE)))
    one, other = (scenarios.agreement(scenarios.run(each, scenario(2))) for each in (round_, turned))
    for name in ("plans", "central", "pairs", "in_all", "contested", "concordance", "correlation", "levers"):
        assert getattr(one, name) == getattr(other, name)
