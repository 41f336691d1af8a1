"""Scenario files: what they say is kept, what is wrong in them is named."""

from pathlib import Path

import pytest

import scenarios
from intake import InputError
from optimizer import Limit, Share
from tests.samples import ROUNDS, outcome, sample, scenario_names


@pytest.mark.parametrize(
    "path", [folder / "scenarios" / f"{name}.toml" for folder in ROUNDS for name in scenario_names(folder)], ids=str
)
def test_what_a_scenario_says_survives_a_round_trip(path: Path) -> None:
    scenario = scenarios.read(path)
    again = scenarios.from_data(scenario.as_data())
    assert again == scenario
    assert again.fingerprint() == scenario.fingerprint()
    assert scenario.id == path.stem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = 'x'\n[broken", "TOML"),
        ("id = 'x'", "title"),
        ("id = 'x'\ntitle = {id='a', en='a'}\nrulez = []", "rulez"),
        ("id = 'x'\ntitle = {id='a', en='a'}\n[[rules]]\nrule = 'limmit'", "limmit"),
        ("id = 'x'\ntitle = {id='a', en='a'}\n[[rules]]\nrule = 'limit'\nmeasure = 'cost'", "at_least or at_most"),
        ("id = 'x'\ntitle = {id='a', en='a'}\n[[rules]]\nrule='limit'\nmeasure='cost'\nat_most=-1", "zero or more"),
        ("id = 'x'\ntitle = {id='a', en='a'}\n[[rules]]\nrule='limit'\nmeasure='cost'\nat_most=nan", "finite"),
        ("id = 'x'\ntitle = {id='a', en='a'}\n[[objectives]]\nmaximize = 'value'", "maximise"),
        ("id = 'x'\ntitle = {id='a', en='a'}\n[solver]\nseconds = -1", "seconds"),
        ("id = 'x'\ntitle = {id='a', en='a'}\n[rules]\nrule = 'limit'", "[[rules]]"),
        ("id = 'x'\ntitle = {id='a', en='a'}\nrules = 5", "[[rules]]"),
        ("id = 'x'\ntitle = {id='a', en='a'}\nobjectives = 5", "[[objectives]]"),
        ("id = 'x'\ntitle = {id='a', en='a'}\n[[rules]]\nrule = ['limit']", "limit"),
        ("id = 'x'\ntitle = {id='a', en='a'}\n[catalogue]\nstart_years = [2016, 2016]", "twice"),
        ("id = 'x'\ntitle = {id='a', en='a'}\n[catalogue]\nstart_years = [-1]", "start_years"),
    ],
)
def test_a_faulty_scenario_is_refused_in_words(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        scenarios.read(path)
    problems = " ".join(finding.problem.text("en") for finding in caught.value.findings.errors)
    assert said in problems
    assert all(finding.file == "x.toml" for finding in caught.value.findings)


@pytest.mark.parametrize("name", ["nothing", "../base", "base/../../x", ""])
def test_an_unknown_scenario_lists_the_known_ones(name: str) -> None:
    with pytest.raises(InputError) as caught:
        scenarios.find(ROUNDS[0], name)
    assert "base" in caught.value.findings.errors[0].remedy.text("en")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"catalogue": {"packages_off": ["palace"]}}, "palace"),
        ({"catalogue": {"prices": {"gold": 1}}}, "gold"),
        ({"budget": {"lines": {"travel": 1}}}, "travel"),
        ({"budget": {"lines": {"hardware": -5}}}, "hardware"),
        ({"scoring": {"weights": {"charm": 2}}}, "charm"),
        ({"scoring": {"gates_off": ["gate_x"]}}, "gate_x"),
        ({"rules": [{"rule": "limit", "measure": "gold", "at_most": 1}]}, "gold"),
        ({"rules": [{"rule": "include", "applicants": ["D-0000"]}]}, "D-0000"),
    ],
)
def test_a_scenario_that_does_not_fit_its_round_is_refused(change: dict[str, object], said: str) -> None:
    made = outcome("expansion-2015", "base")
    data = made.scenario.as_data() | change
    with pytest.raises(InputError) as caught:
        scenarios.run(made.round, scenarios.from_data(data))
    assert said in " ".join(finding.problem.text("en") for finding in caught.value.findings.errors)


def test_contradictions_are_seen_before_solving() -> None:
    made = outcome("expansion-2015", "base")
    someone = str(made.plan.awards.index[0])
    barred = next(r.applicant for r in made.reasons if r.cause is scenarios.Cause.GATE)
    data = made.scenario.as_data()
    data["rules"] += [
        {"rule": "include", "id": "in", "applicants": [someone, barred]},
        {"rule": "exclude", "id": "out", "applicants": [someone]},
        {"rule": "limit", "id": "papua", "measure": "libraries", "where": {"province": "Papua"}, "at_least": 100},
    ]
    result = scenarios.run(made.round, scenarios.from_data(data))
    said = [finding.problem.text("en") for finding in result.findings.warnings]
    assert any(someone in text and "in" in text and "out" in text for text in said)
    assert any(barred in text and "gate" in text for text in said)
    assert any("100" in text and "papua" in text for text in said)
    assert not result.plan.has_awards
    assert result.conflict


def test_a_misspelt_value_is_told_with_its_neighbours() -> None:
    made = outcome("expansion-2015", "base")
    data = made.scenario.as_data()
    data["rules"].append(
        {"rule": "limit", "id": "odd", "measure": "libraries", "where": {"province": "Jawa Timurr"}, "at_most": 0}
    )
    result = scenarios.run(made.round, scenarios.from_data(data))
    told = [finding for finding in result.findings.warnings if finding.value == "Jawa Timurr"]
    assert len(told) == 1
    assert "Jawa Timur" in told[0].remedy.text("en")


@pytest.mark.parametrize("off", ["packages_off", "tiers_off"])
def test_everything_switched_off_is_said_and_not_a_crash(off: str) -> None:
    made = outcome("expansion-2015", "base")
    catalogue = made.round.catalogue
    names = [package.id for package in catalogue.packages] if off == "packages_off" else [t.id for t in catalogue.tiers]
    result = scenarios.run(made.round, scenarios.from_data(made.scenario.as_data() | {"catalogue": {off: names}}))
    assert result.plan.awards.empty
    assert any("funds nobody" in finding.problem.text("en") for finding in result.findings.warnings)
    assert scenarios.Cause.NO_OPTION in {reason.cause for reason in result.reasons}


def test_a_price_beyond_counting_is_refused() -> None:
    made = outcome("expansion-2015", "base")
    data = made.scenario.as_data() | {"catalogue": {"prices": {"computer": 10**15}}}
    with pytest.raises(InputError) as caught:
        scenarios.run(made.round, scenarios.from_data(data))
    assert "more than can be counted" in caught.value.findings.errors[0].problem.text("en")


def test_budget_basis_scale_and_overrides() -> None:
    round_, scenario = sample("expansion-2015"), outcome("expansion-2015", "base").scenario
    full = scenarios.budget_lines(round_.call, scenario)
    assert full == {line.id: line.amount for line in round_.call.budget_lines}
    pledged = scenario.model_copy(update={"budget": scenarios.Budget(basis="pledged")})
    assert scenarios.budget_lines(round_.call, pledged) == {line.id: line.pledged for line in round_.call.budget_lines}
    cut = scenario.model_copy(update={"budget": scenarios.Budget(scale=0.8, lines={"hardware": 11})})
    lines = scenarios.budget_lines(round_.call, cut)
    assert lines["hardware"] == 8
    assert lines["training"] == full["training"] * 8 // 10


def test_rules_read_from_toml_are_the_rules_of_the_engine() -> None:
    rules = {rule.id: rule for rule in outcome("expansion-2015", "base").rules}
    province = next(r for r in rules.values() if isinstance(r, Limit) and r.per == "province")
    assert province.at_most == Share(share=0.15, of="libraries")
