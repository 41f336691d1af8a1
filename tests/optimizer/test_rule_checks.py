"""For every rule, plans put together by hand that break it: the check refuses them and says who."""

from typing import Any

import pytest

from optimizer import registry
from tests.optimizer import partners
from tests.optimizer.handmade import MENTORING, PEOPLE, held, rule

SHARE = {"share": 0.5, "of": "libraries"}
NEAR = [("r", "V1", "D1", 5.6)]

UNLAWFUL: list[tuple[str, dict[str, Any], dict[str, str], list[Any], str]] = [
    ("limit", {"measure": "cost", "at_most": 299_999_999}, {"D1": "small", "D2": "large"}, [], "300,000,000"),
    ("limit", {"measure": "libraries", "at_least": 2}, {"D1": "small"}, [], "at least 2"),
    ("limit", {"measure": "libraries", "at_least": 1}, {}, [], "at least 1"),
    (
        "limit",
        {"measure": "libraries", "per": "province", "at_most": 1},
        {"D1": "small", "V1": "small"},
        [],
        "Aceh",
    ),
    ("limit", {"measure": "libraries", "per": "province", "at_least": 1}, {"D1": "small"}, [], "Bali"),
    ("limit", {"measure": "libraries", "per": "option", "at_least": 1}, {"D1": "small"}, [], "large"),
    (
        "limit",
        {"measure": "libraries", "where": {"remote": True}, "at_least": SHARE},
        {"D1": "small", "V1": "small", "V2": "small"},
        [],
        "at least 1.5",
    ),
    ("limit", {"measure": "libraries", "where": {"remote": True}, "at_least": 1}, {}, [], "at least 1"),
    ("limit", {"measure": "remote", "at_most": 1}, {"D2": "small", "V1": "small"}, [], "the plan has 2"),
    ("include", {"applicants": ["D2"]}, {"D1": "small"}, [], "D2 must be in"),
    ("exclude", {"applicants": ["D1"]}, {"D1": "small"}, [], "D1 must not be in"),
    ("one_of", {"applicants": ["D1", "D2"]}, {"D1": "small", "D2": "small"}, [], "D1, D2"),
    ("one_of", {"per": "province"}, {"D1": "small", "V1": "small", "D2": "small"}, [], "D1, V1"),
    (
        "one_of",
        {"per": "province", "where": {"remote": False}},
        {"D1": "small", "V1": "small", "V2": "small"},
        [],
        "D1, V2",
    ),
    ("requires", {"applicant": "V1", "needs": ["D1", "D2"]}, {"V1": "small", "D1": "small"}, [], "V1 needs D2"),
    ("minimum_score", {"at_least": 60.1}, {"D1": "small", "D2": "small"}, [], "D2 has 60"),
    ("minimum_score", {"at_least": 0}, {"V3": "small"}, [], "V3 has"),
    ("stay_close", {"announced": ["D1"], "at_most": 0, "counts": "leaves"}, {}, [], "1 changes"),
    ("stay_close", {"announced": ["D1"], "at_most": 0, "counts": "enters"}, {"V1": "small"}, [], "1 enter"),
    (
        "stay_close",
        {"announced": {"D1": "small", "D2": ""}, "at_most": 0, "counts": "packages"},
        {"D1": "large"},
        [],
        "1 leave, 0 enter, 1 are given another package",
    ),
    ("stay_close", {"announced": ["D1", "D2"], "at_most": 2}, {"V1": "small"}, [], "3 changes"),
    ("mentoring", MENTORING, {"V1": "small"}, [], "V1 has 0 mentors"),
    (
        "mentoring",
        MENTORING,
        {"V1": "small", "D1": "small", "D2": "small"},
        [*NEAR, ("r", "V1", "D2", 5.6)],
        "V1 has 2 mentors",
    ),
    ("mentoring", MENTORING, {"V1": "small"}, NEAR, "V1 and D1 are a pair, but not both"),
    ("mentoring", MENTORING, {"D1": "small"}, NEAR, "V1 and D1 are a pair, but not both"),
    ("mentoring", MENTORING, {"V3": "small", "D1": "small"}, [("r", "V3", "D1", 55.9)], "D1 is 55.9 km from V3"),
    ("mentoring", MENTORING, {"V1": "small", "D1": "small"}, [("r", "V1", "D1", 5.5)], "5.6 km"),
    (
        "mentoring",
        {**MENTORING, "capacity": "room"},
        {"V1": "small", "V2": "small", "D1": "small"},
        [*NEAR, ("r", "V2", "D1", 11.1)],
        "D1 takes 2 villages",
    ),
    (
        "mentoring",
        {**MENTORING, "reach_km": 500, "nearest": 1},
        {"V1": "small", "D2": "small"},
        [("r", "V1", "D2", 55.9)],
        "1 mentor is nearer to V1 than D2",
    ),
    ("mentoring", {**MENTORING, "at_least": 1}, {"D1": "small"}, [], "D1 takes 0 villages"),
    (
        "mentoring",
        {**MENTORING, "within": ["province"], "reach_km": 100},
        {"V3": "small", "D1": "small"},
        [("r", "V3", "D1", 55.9)],
        "V3 and D1 differ in province",
    ),
    (
        "mentoring",
        {**MENTORING, "within": ["room"]},
        {"V1": "small", "D1": "small"},
        NEAR,
        "V1 and D1 differ in room",
    ),
]


@pytest.mark.parametrize(("kind", "settings", "awards", "pairs", "said"), UNLAWFUL)
def test_an_unlawful_plan_is_refused_by_name(
    kind: str, settings: dict[str, Any], awards: dict[str, str], pairs: list[Any], said: str
) -> None:
    found = rule(kind, **settings).check(held(awards, pairs))
    assert found
    assert all(violation.where == "r" for violation in found)
    assert said in "; ".join(violation.problem.text("en") for violation in found)


def test_every_rule_is_in_the_list_above() -> None:
    assert {entry[0] for entry in UNLAWFUL} == set(registry()) - set(partners.KINDS)


@pytest.mark.parametrize(
    ("kind", "settings", "awards", "pairs"),
    [
        ("limit", {"measure": "cost", "at_most": 300_000_000}, {"D1": "small", "D2": "large"}, []),
        ("limit", {"measure": "libraries", "where": {"remote": True}, "at_least": SHARE}, {}, []),
        ("limit", {"measure": "libraries", "per": "province", "at_most": SHARE}, {"D1": "small", "D2": "small"}, []),
        ("minimum_score", {"at_least": 60}, {"D1": "small", "D2": "small"}, []),
        ("minimum_score", {"at_least": 60, "where": {"remote": True}}, {"D2": "small", "V3": "small"}, []),
        ("one_of", {"per": "province"}, {"D1": "small", "D2": "large"}, []),
        ("requires", {"applicant": "V1", "needs": ["D1"]}, {"D1": "small"}, []),
        ("stay_close", {"announced": ["D1", "D2"], "at_most": 3}, {"V1": "small"}, []),
        ("stay_close", {"announced": {"D1": ""}, "at_most": 0, "counts": "packages"}, {"D1": "large"}, []),
        ("stay_close", {"announced": {"D1": "small"}, "at_most": 0, "counts": "packages"}, {"V1": "large"}, []),
        ("mentoring", MENTORING, {"V1": "small", "D1": "small"}, NEAR),
        ("mentoring", MENTORING, {"D1": "small", "D2": "small"}, []),
    ],
)
def test_a_lawful_plan_passes(kind: str, settings: dict[str, Any], awards: dict[str, str], pairs: list[Any]) -> None:
    assert rule(kind, **settings).check(held(awards, pairs)) == []


def test_distances_are_checked_against_a_known_one() -> None:
    """A degree of latitude is 111.195 km on a sphere of the mean radius."""
    people = PEOPLE.assign(lat=[0.0, 1.0, 1.0, 2.0, 3.0], lon=110.0)
    near = rule("mentoring", **{**MENTORING, "reach_km": 112}).reach(people)  # type: ignore[attr-defined]
    found = list(zip(near["village"], near["mentor"], near["km"], strict=True))
    assert found == [("V1", "D2", 0.0), ("V1", "D1", 111.2), ("V2", "D2", 111.2)]
