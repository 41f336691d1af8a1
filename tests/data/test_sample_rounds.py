"""The sample rounds: they read, hold what they claim, and say everywhere that answers are made up."""

import csv
import tomllib
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

import scenarios
from data.build_rounds import Recipe, applicants_csv, files, main, read_regions, recipes
from data.members import rounds_with_members
from intake import Catalogue, Method, Package, Round, check_round
from scoring import node_share, weight_set

ROUNDS = Path(__file__).resolve().parents[2] / "data" / "rounds"
NAMES = ("first-partners-2011", "village-cascade-2014", "expansion-2015", "eastern-expansion-2016")
FIRST, VILLAGES, EXPANSION, EASTERN = NAMES


@pytest.fixture(scope="module")
def rounds() -> dict[str, Round]:
    read = {}
    for name in NAMES:
        round_, findings = check_round(ROUNDS / name)
        assert findings.errors == ()
        assert round_ is not None
        read[name] = round_
    return read


def cells(name: str) -> list[dict[str, str]]:
    with (ROUNDS / name / "applicants.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.folder)
def test_the_script_makes_the_kept_bytes_again(recipe: Recipe) -> None:
    regions = read_regions()
    made = applicants_csv(recipe, regions)
    assert made == (ROUNDS / recipe.folder / "applicants.csv").read_bytes()
    assert made == applicants_csv(recipe, dict(reversed(regions.items())))


def test_the_script_makes_the_committees_bytes_again_and_says_they_are_made_up() -> None:
    assert rounds_with_members() == [EXPANSION]
    path = ROUNDS / EXPANSION / "members.csv"
    assert files()[path] == path.read_bytes()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["note"] for row in rows} == {"made up for the sample"}
    assert all(row["name"].endswith("(contoh)") for row in rows)
    assert "`members.csv`" in (ROUNDS / EXPANSION / "SOURCES.md").read_text(encoding="utf-8")


def test_seven_members_answer_by_every_method_and_differ_by_role(rounds: dict[str, Round]) -> None:
    round_ = rounds[EXPANSION]
    assert round_.members is not None
    made = weight_set(round_.criteria, round_.members)
    assert (len(made.members), made.aside) == (7, ())
    assert {answer.method for one in round_.members.people for answer in one.answers} == set(Method)
    shares = {
        m.id: {g.id: node_share(round_.criteria, g.id, m.effective) for g in round_.criteria.groups}
        for m in made.members
    }
    first = {code: max(sorted(groups), key=lambda name: groups[name]) for code, groups in shares.items()}
    assert first["pegiat-literasi"] == "need"
    assert first["ahli-jaringan"] == first["pustakawan"] == "capacity"
    assert first["wakil-daerah"] == "commitment"
    for group in round_.criteria.groups:
        held = [each[group.id] for each in shares.values()]
        assert max(held) - min(held) > Fraction(1, 20), group.id
    warnings = [f for f in made.findings if f.severity.value != "note"]
    assert warnings == []


def test_check_writes_nothing_and_agrees() -> None:
    before = {name: (ROUNDS / name / "applicants.csv").stat().st_mtime_ns for name in NAMES}
    assert main(["--check"]) == 0
    assert {recipe.folder for recipe in recipes()} == set(NAMES)
    assert before == {name: (ROUNDS / name / "applicants.csv").stat().st_mtime_ns for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_every_file_says_what_is_made_up(name: str) -> None:
    tomls = sorted((ROUNDS / name).rglob("*.toml"))
    assert {"round.toml", "criteria.toml", "catalogue.toml", "base.toml"} <= {path.name for path in tomls}
    for path in tomls:
        assert path.read_text(encoding="utf-8").startswith("# Made up for the sample"), path
    assert "Made up for the sample" in (ROUNDS / name / "SOURCES.md").read_text(encoding="utf-8")
    assert {row["data_note"] for row in cells(name)} == {"made up for the sample"}
    call = tomllib.loads((ROUNDS / name / "round.toml").read_text(encoding="utf-8"))
    assert "dibuat-buat" in call["made_up"]["id"]
    assert "made up" in call["made_up"]["en"]


@pytest.mark.parametrize("name", NAMES)
def test_files_fit_each_other(name: str, rounds: dict[str, Round]) -> None:
    round_ = rounds[name]
    assert round_.call.id == name
    assert {item.line for item in round_.catalogue.items} == {line.id for line in round_.call.budget_lines}
    assert {line.id for line in round_.call.budget_lines} == {"hardware", "connectivity", "training"}
    weights = {group.id: group.weight for group in round_.criteria.groups}
    assert weights == {"commitment": 30, "capacity": 20, "need": 30, "sustainability": 20}
    for group in weights:
        assert sum(c.weight for c in round_.criteria.criteria if c.group == group) == 100
    assert {c.shape for c in round_.criteria.criteria} == {"linear", "points", "levels"}
    assert {c.column for c in round_.criteria.criteria if c.group == "need"} <= set(round_.regions.columns)
    used = {q.item for package in round_.catalogue.packages for q in (*package.items, *package.running)}
    used |= {q.item for tier in round_.catalogue.tiers for q in (*tier.items, *tier.running)}
    assert used == {item.id for item in round_.catalogue.items}


@pytest.mark.parametrize("name", NAMES)
def test_scenarios_read_and_speak_both_languages(name: str) -> None:
    for path in sorted((ROUNDS / name / "scenarios").glob("*.toml")):
        scenario = scenarios.read(path)
        assert scenario.id == path.stem
        assert scenario.note is not None
        for label in (scenario.title, scenario.note):
            assert label.id
            assert label.en
            assert label.id != label.en


def test_regions_are_real_and_agree(rounds: dict[str, Round]) -> None:
    regions = read_regions()
    for name in NAMES:
        for row in cells(name):
            region = regions[row["bps_code"]]
            assert row["kemendagri_code"] == region["kemendagri_code"]
            assert row["region_name"] == f"{region['kind'].capitalize()} {region['name']}"
            own_point = row["kind"] in ("village", "reading_garden")
            assert bool(row["lat"]) == bool(row["lon"]) == own_point
            assert ("Contoh" in row["name"]) == own_point
        assert (rounds[name].applicants["region"] == [row["bps_code"] for row in cells(name)]).all()


def test_first_partners(rounds: dict[str, Round]) -> None:
    table = rounds[FIRST].table()
    assert table["kind"].value_counts().to_dict() == {
        "district": 46,
        "village": 9,
        "reading_garden": 5,
        "provincial": 3,
    }
    assert table["province"].nunique() == 16
    confirmed = {"D-3320", "D-3325", "D-3307", "D-3314", "D-3305", "D-3202", "D-3528", "D-1674", "D-6309"}
    assert confirmed <= set(table.index)
    eligible = table[passes(rounds[FIRST])]
    assert eligible["province"].nunique() == 16
    places = {"district": 28, "provincial": 1, "village": 3, "reading_garden": 2}
    assert all((eligible["kind"] == kind).sum() > number for kind, number in places.items())
    limits = limits_of(FIRST)
    assert limits["slots"] == 34 == sum(places.values())
    assert [limits[f"{each}_places"] for each in ("district", "provincial", "village", "garden")] == [28, 1, 3, 2]


def test_village_cascade(rounds: dict[str, Round]) -> None:
    table = rounds[VILLAGES].table()
    assert table["kind"].value_counts().to_dict() == {"village": 185, "district": 26, "reading_garden": 15}
    mentors = table[table["kind"] == "district"]
    assert mentors["province"].nunique() >= 12
    villages = table[table["kind"] != "district"]
    assert set(villages["region"]) <= set(mentors["region"])
    assert villages["mentor_capacity"].isna().all()
    assert mentors["mentor_capacity"].dropna().between(4, 10).all()
    assert mentors["mentor_capacity"].isna().sum() == 1
    ready = passes(rounds[VILLAGES])
    assert ready[villages.index].sum() > 76
    assert ready[mentors.index].sum() > 19
    limits = limits_of(VILLAGES)
    assert (limits["village_places"], limits["mentor_places"]) == (76, 19)
    packages = {package.id: package for package in rounds[VILLAGES].catalogue.packages}
    computers = {each: packages[each].computers for each in packages}
    assert computers == {"village_full": 3, "village_books": 0, "reading_garden": 3, "mentor": 0}


def test_expansion(rounds: dict[str, Round]) -> None:
    round_ = rounds[EXPANSION]
    table = round_.table()
    assert len(table) == 180
    assert set(table["kind"]) == {"district"}
    assert "DKI Jakarta" not in set(table["province"])
    earlier = {"3320", "3325", "3307", "3314", "3305", "3202", "3528", "1674", "6309", "5203", "3403", "3508"}
    assert not earlier & set(table["region"])
    eligible = table[passes(round_)]
    islands = eligible["island_group"].value_counts()
    assert len(islands) == 7
    assert islands.min() > 4
    assert (eligible["underdeveloped_2015"] == 1).sum() > 16
    lines = {line.id: line for line in round_.call.budget_lines}
    assert sum(line.amount for line in lines.values()) == 8_200_000_000
    assert 2 * lines["connectivity"].pledged == lines["connectivity"].amount
    assert all(lines[each].pledged == lines[each].amount for each in ("hardware", "training"))
    limits = limits_of(EXPANSION)
    assert (limits["slots"], limits["computers_in_stock"]) == (80, 340)


def test_need_and_capacity_pull_against_each_other(rounds: dict[str, Round]) -> None:
    table = rounds[EXPANSION].table()
    for capacity in ("staff_assigned", "room_m2", "hours_per_week"):
        assert table[capacity].corr(table["hdi_2015"]) > 0.2, capacity
        assert table[capacity].corr(table["poverty_pct_2017"]) < -0.1, capacity


@pytest.mark.parametrize("name", NAMES)
def test_somebody_falls_at_every_gate(name: str, rounds: dict[str, Round]) -> None:
    unknown = 0
    for gate, judged in judgements(rounds[name]).items():
        assert not judged.fillna(False).all(), gate
        assert judged.fillna(False).any(), gate
        unknown += int(judged.isna().sum())
    assert unknown > 0


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_missing_as_in_life(name: str, rounds: dict[str, Round]) -> None:
    columns = [q.column for q in rounds[name].criteria.questions if q.column != "mentor_capacity"]
    blanks = rounds[name].applicants[columns].isna()
    share = blanks.mean()
    assert (share > 0.02).sum() >= 2
    assert share.max() < 0.08
    assert blanks.sum(axis=1).max() >= 2


def test_some_miss_the_plus_package_narrowly(rounds: dict[str, Round]) -> None:
    match = rounds[EXPANSION].applicants["match_pct"]
    assert match.between(48.5, 49.99).sum() >= 4
    assert (match >= 50).sum() >= 20


def test_indicative_costs(rounds: dict[str, Round]) -> None:
    expansion = rounds[EXPANSION].catalogue
    java = cost(expansion, "district_standard", "fibre_10", "Jawa", "Jawa Tengah")
    papua = cost(expansion, "district_standard", "fibre_10", "Papua", "Papua")
    remote = cost(expansion, "district_remote", "satellite_4", "Papua", "Papua")
    assert java == 42_000_000 + 12 * 682_500 + 18 * 370_000 + 18 * 450_000 + 3 * 1_000_000 + 24_000_000
    assert 90_000_000 < java < papua < 120_000_000
    assert 2 * java < remote < 3 * java
    village = cost(rounds[VILLAGES].catalogue, "village_full", "fibre_village", "Jawa", "Jawa Tengah")
    assert 40_000_000 < village < 42_000_000


def test_satellite_serves_three_computers_but_not_four(rounds: dict[str, Round]) -> None:
    catalogue = rounds[EXPANSION].catalogue
    speed = {tier.id: tier.mbps for tier in catalogue.tiers}
    assert catalogue.mbps_needed(3) < speed["satellite_2"] < catalogue.mbps_needed(4) < speed["satellite_4"]
    assert catalogue.mbps_needed(10) < speed["fibre_20"]


def cost(catalogue: Catalogue, package: str, tier: str, island: str, province: str) -> Fraction:
    """Price a package with its connection in one place, by exact arithmetic of its own."""
    items = {item.id: item for item in catalogue.items}
    place = {"island_group": island, "province": province}
    factors = {f.id: Fraction(str(f.values.get(place[f.column], f.default))) for f in catalogue.factors}
    factors[""] = Fraction(1)
    chosen: Package = next(each for each in catalogue.packages if each.id == package)
    connection = next(each for each in catalogue.tiers if each.id == tier)
    bought = ((items[q.item], q.units) for q in (*chosen.items, *connection.items))
    return sum((item.price * units * factors[item.factor] for item, units in bought), Fraction(0))


def judgements(round_: Round) -> dict[str, "pd.Series[bool]"]:
    """Judge every gate on the applicants it concerns: True, False, or missing where an answer is blank."""
    table = round_.table()
    judged = {}
    for gate in round_.criteria.gates:
        asked = table[table["kind"].isin(gate.kinds)] if gate.kinds else table
        every = [condition.holds(asked) for condition in gate.conditions]
        judged[gate.id] = pd.concat(every, axis=1).all(axis=1, skipna=False)
    return judged


def passes(round_: Round) -> "pd.Series[bool]":
    """Say who certainly passes every gate."""
    passed = pd.Series(True, index=round_.table().index)
    for judged in judgements(round_).values():
        passed &= judged.astype("boolean").fillna(False).reindex(passed.index, fill_value=True).astype(bool)
    return passed


def limits_of(name: str) -> dict[str, object]:
    """Give the plain numbers that the base scenario sets, by rule."""
    text = (ROUNDS / name / "scenarios" / "base.toml").read_text(encoding="utf-8")
    rules = tomllib.loads(text)["rules"]
    assert max(Counter(rule["id"] for rule in rules).values()) == 1
    return {rule["id"]: rule.get("at_most", rule.get("at_least")) for rule in rules}
