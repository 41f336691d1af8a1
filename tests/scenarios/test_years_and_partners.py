"""Years, matches, funders and shared costs of a round: every figure by arithmetic of its own."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

import scenarios
from intake import Call, InputError
from optimizer import BLANK, CataloguePolicy, Funders, Limit, SharedCost, YearlyBudget, bill, options
from reports.partners import funder_parts, funder_uses, paid_once, year_uses
from scenarios import Scenario
from scenarios.budget import rules, written_out
from tests.samples import outcome, sample

EASTERN = "eastern-expansion-2016"
YEARS = (2016, 2017, 2018)


def _made() -> scenarios.Outcome:
    return outcome(EASTERN, "base")


def _scenario(**budget: Any) -> Scenario:
    base = _made().scenario
    return base.model_copy(update={"budget": base.budget.model_copy(update=budget)})


def test_a_connection_is_paid_in_every_year_and_its_price_grows() -> None:
    table = _made().options.table
    row = table[(table["tier"] == "fibre_10") & (table["match_level"] == "10") & (table["start_year"] == 2016)].iloc[0]
    for year, grown in zip(YEARS, (Fraction(1), Fraction(105, 100), Fraction(105, 100) ** 2), strict=True):
        month = int(682_500 * grown + Fraction(1, 2))
        assert row[f"cost_connectivity_{year}"] == 12 * month - 12 * month // 10
    late = table[(table["tier"] == "fibre_10") & (table["start_year"] == 2017)].iloc[0]
    assert late["cost_2016"] == 0
    assert late["cost_hardware_2017"] == late["cost_hardware"] > 0
    assert (row["service_years"], late["service_years"]) == (3, 2)


def test_columns_by_year_and_item_add_up() -> None:
    table = _made().options.table
    for line in ("hardware", "connectivity", "training"):
        assert table[[f"cost_{line}_{year}" for year in YEARS]].sum(axis=1).equals(table[f"cost_{line}"])
    assert table[[f"cost_{year}" for year in YEARS]].sum(axis=1).equals(table["cost"])
    items = [name for name in map(str, table) if name.startswith("cost_item_") and not name[-4:].isdigit()]
    assert table[items].sum(axis=1).equals(table["cost_connectivity"])
    assert table.columns.is_unique


def test_the_bill_lists_every_item_in_its_year() -> None:
    made = _made()
    written = made.bill.groupby(["applicant", "line", "year"])["grant"].sum()
    for applicant, award in made.plan.awards.iterrows():
        for line in ("hardware", "connectivity", "training"):
            for year in YEARS:
                assert written.get((applicant, line, year), 0) == award[f"cost_{line}_{year}"]
    assert (made.bill["cost"] == made.bill["grant"] + made.bill["local"]).all()


def test_no_years_asked_is_the_year_of_the_start_alone() -> None:
    made = _made()
    scores = pd.DataFrame({"score": 50.0, "open": True}, index=made.table.index)
    offered = options(made.round, scores, CataloguePolicy()).table
    assert set(offered["start_year"]) == {2016}
    assert (offered["cost_2016"] == offered["cost"]).all()
    assert "service_years" not in offered
    one = bill(made.round, offered.groupby("applicant").first(), CataloguePolicy())
    assert set(one["year"]) == {2016}


SHARES = {"low": 10, "medium": 20, "high": 35, "very_high": 50}


def test_every_level_is_prescribed_or_pledged_and_a_missing_answer_offers_none() -> None:
    made = _made()
    people = made.round.applicants.copy()
    scores = pd.DataFrame({"score": 50.0, "open": True}, index=people.index)
    names = people.index[people["fibre_offer"] == "yes"][:6]
    people.loc[names, "fiscal_class"] = ["low", "low", "very_high", "high", None, "medium"]
    people.loc[names, "match_pct"] = [float("nan"), 60.0, 74.9, 75.0, 99.0, 49.9]
    offered = options(replace(made.round, applicants=people), scores, made.scenario.catalogue)
    table = offered.table[offered.table["package"] == "district_standard"]
    levels = table[table["applicant"].isin(names)].groupby("applicant")["match_level"].agg(lambda c: sorted(set(c)))
    assert levels.to_dict() == {
        names[0]: ["10"],
        names[1]: ["10", "50"],
        names[2]: ["50"],
        names[3]: ["35", "50", "75"],
        names[5]: ["20"],
    }
    why = offered.refused[offered.refused["package"] == "district_standard"].groupby("applicant")["reason"].agg(set)
    assert BLANK + "match_pct" in why[names[0]]
    assert why[names[4]] >= {BLANK + "fiscal_class"}
    assert "match_pct" in why[names[5]]


def test_a_pledge_in_rupiah_must_reach_the_amount_itself() -> None:
    made = _made()
    data = made.round.catalogue.model_dump(mode="json", by_alias=True)
    package = next(each for each in data["packages"] if each["id"] == "district_standard")
    package["match"] |= {"unit": "rupiah", "prescribed": None, "levels": [0.5]}
    catalogue = type(made.round.catalogue).model_validate(data)
    people = made.round.applicants.copy()
    names = people.index[people["fibre_offer"] == "yes"][:2]
    due = sum(12 * int(682_500 * Fraction(105, 100) ** k + Fraction(1, 2)) // 2 for k in range(3))
    people.loc[names, "match_pct"] = [float(due), float(due - 1)]
    scores = pd.DataFrame({"score": 50.0, "open": people.index.isin(names)}, index=people.index)
    policy = CataloguePolicy(years=YEARS, packages_off=tuple(p.id for p in catalogue.packages if p.id != package["id"]))
    offered = options(replace(made.round, applicants=people, catalogue=catalogue), scores, policy).table
    assert offered["applicant"].tolist() == [names[0]]
    assert offered["local_connectivity"].tolist() == [due]


def test_lines_and_funders_bind_at_the_scenarios_figures() -> None:
    round_ = sample(EASTERN)
    made = {rule.id: rule for rule in rules(round_.call, round_.catalogue, _scenario(scale=0.5, basis="pledged"))}
    hardware, training, funders = made["budget_hardware"], made["budget_training"], made["funders"]
    assert isinstance(hardware, YearlyBudget)
    assert (hardware.amounts, hardware.carry_over) == ({"2016": 225_000_000, "2017": 200_000_000}, "all")
    assert isinstance(training, Limit)
    assert training.at_most == 750_000_000
    assert isinstance(funders, Funders)
    assert [funder.money for funder in funders.funders] == [
        1_150_000_000,
        {"2016": 100_000_000, "2017": 150_000_000, "2018": 75_000_000},
    ]
    assert all(isinstance(rule.beside[0], SharedCost) for rule in (hardware, training, funders))
    replaced = _scenario(lines={"hardware": {"2016": 7, "2017": 9}}, funders={"programme": 5})
    again = {rule.id: rule for rule in rules(round_.call, round_.catalogue, replaced)}
    assert again["budget_hardware"].amounts == {"2016": 7, "2017": 9}  # type: ignore[attr-defined]
    assert again["funders"].funders[0].money == 5  # type: ignore[attr-defined]
    assert written_out(replaced.budget, round_.call, replaced, again.values()) == replaced.budget
    raised = again["budget_hardware"].with_money("2017", Fraction(1))  # type: ignore[attr-defined]
    out = written_out(replaced.budget, round_.call, replaced, [raised])
    assert out.lines["hardware"] == {"2016": 7, "2017": 10}


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        ({"lines": {"hardware": 5}}, "the round gives it by year"),
        ({"lines": {"training": {"2016": 5}}}, "the round gives it in all"),
        ({"lines": {"hardware": {"2016": 5}}}, "names the years"),
        ({"funders": {"nobody": 5}}, "nobody"),
    ],
)
def test_figures_that_do_not_fit_the_round_are_refused(budget: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as refused:
        scenarios.run(sample(EASTERN), _scenario(**budget))
    assert said in " ".join(each.problem.text("en") for each in refused.value.findings)


def test_who_pays_what_adds_up_to_what_is_spent() -> None:
    made = _made()
    parts, uses = funder_parts(made), funder_uses(made)
    assert sum(part.amount for part in parts) == made.total("cost") == sum(use.pays for use in uses)
    assert all(0 <= use.pays <= use.counted_on for use in uses)
    carrier = {part.of for part in parts if part.funder.en.startswith("Connectivity")}
    assert all("Fibre" in label.en or "Satellite" in label.en for label in carrier)  # type: ignore[union-attr]
    once = paid_once(made)
    years = made.plan.awards["start_year"].items()
    groups = {f"{made.table['province'].to_dict()[name]} / {year}" for name, year in years}
    assert {each.group for each in once} == groups
    own = int(made.plan.awards["cost"].sum())
    assert made.total("cost") == own + 30_000_000 * len(groups)
    for use in year_uses(made):
        assert use.left is None or use.left >= 0


def test_a_year_without_money_is_foreseen() -> None:
    made = _made()
    found = [each for each in made.findings.warnings if each.code == "scenario.years"]
    assert [each.value for each in found] == ["hardware"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"amount": 5}, "add up to"),
        ({"carry_over": -1}, "carry_over"),
        ({"by_year": [{"year": 2016, "amount": 1, "pledged": 1}, {"year": 2018, "amount": 1, "pledged": 1}]}, "gap"),
        ({"by_year": [{"year": 2016, "amount": 1, "pledged": 1}] * 2}, "twice"),
        ({"id": "hardware_2016"}, "no year at its end"),
        ({"funder": "somebody"}, "beside the call's"),
        ({"by_year": (), "amount": 1, "pledged": 1, "carry_over": "all"}, "needs `by_year`"),
    ],
)
def test_money_by_year_must_hang_together(change: dict[str, Any], said: str) -> None:
    call = sample(EASTERN).call.model_dump(mode="json", by_alias=True)
    line = call["budget_lines"][0]
    if "by_year" in change:
        del line["amount"], line["pledged"]
    line |= change
    with pytest.raises(ValidationError, match=said):
        Call.model_validate(call)
