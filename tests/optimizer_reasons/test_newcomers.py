"""What a newcomer breaks, added up, is what every rule says when it is asked about the whole plan with the newcomer."""

from dataclasses import replace
from random import Random

import pandas as pd
import pytest

from locales import message
from optimizer import (
    Bounds,
    Exclude,
    Holdings,
    Include,
    Joined,
    Limit,
    Mentoring,
    MinimumScore,
    Newcomers,
    OneOf,
    Requires,
    Rule,
    Share,
    SharedCost,
    StayClose,
    amount,
    holdings,
    named_rules,
)

NO_PAIRS = pd.DataFrame({"rule": [], "village": [], "mentor": [], "km": []})
PLACES = ("north", "south", None)


def applicants(random: Random) -> pd.DataFrame:
    """Twenty-four applicants with a place that some leave blank, a number with decimals, and a score."""
    names = [f"a{number:02d}" for number in range(24)]
    return pd.DataFrame(
        {
            "kind": [random.choice(("village", "district")) for _ in names],
            "place": pd.Series([random.choice(PLACES) for _ in names], index=names, dtype=object),
            "pupils": [random.randrange(0, 90) / 4 for _ in names],
            "score": [float(random.randrange(20, 80)) for _ in names],
            "lat": -7.0,
            "lon": [110.0 + random.randrange(0, 40) / 100 for _ in names],
        },
        index=pd.Index(names, name="applicant"),
    )


def options(random: Random, people: pd.DataFrame) -> pd.DataFrame:
    """One to three options each, costs in whole rupiah."""
    rows = [
        {"applicant": name, "option": f"o{k}", "package": f"p{k}", "cost": random.randrange(1, 9) * 1_000 + k}
        for name in people.index
        for k in range(random.randrange(1, 4))
    ]
    return pd.DataFrame(rows)


def rules(random: Random, awards: pd.DataFrame, people: pd.DataFrame) -> tuple[Rule, ...]:
    """Rules that the plan keeps, but just: most newcomers break some of them."""
    spent, names = int(awards["cost"].sum()), list(people.index)
    held, free = [*awards.index], [name for name in names if name not in awards.index]
    whom = people.loc[held]
    most = int((whom["place"] == "north").sum())
    shared = SharedCost(id="fair", per=("place",), cost=500, counts=("cost",))
    chosen: list[Rule] = [
        Limit(
            id="money",
            measure="cost",
            at_most=spent + 500 * whom["place"].nunique(dropna=False) + random.choice((0, 4_000)),
        ),
        Limit(id="pupils", measure="pupils", where={"kind": "village"}, at_most=10_000),
        Limit(
            id="few",
            measure="pupils",
            where={"kind": "district"},
            at_most=float(whom.loc[whom["kind"] == "district", "pupils"].sum()),
        ),
        Limit(id="each", measure="libraries", per="place", at_most=len(held), instead={"north": Bounds(at_most=most)}),
        Limit(
            id="share",
            measure="libraries",
            per="place",
            at_least=Share(share=most / len(held) / 2, of="libraries", plus=-1),
        ),
        Limit(id="least", measure="cost", where={"kind": "village"}, at_least=Share(share=0.01, of="cost", plus=0)),
        MinimumScore(id="minimum", at_least=40, where={"kind": "village"}),
        Exclude(id="out", applicants=(free[0], free[1])),
        Include(id="in", applicants=(held[0],)),
        OneOf(id="one", applicants=(held[0], free[2])),
        OneOf(id="per", per="place", where={"kind": "district"}),
        Requires(id="needs", applicant=free[3], needs=(free[4], held[0])),
        StayClose(id="close", announced=dict.fromkeys([*held, free[5]], ""), at_most=1),
        *([shared] if random.random() < 0.7 else []),
    ]
    return named_rules(chosen)


def asked_again(rule: Rule, whole: Holdings) -> list[str]:
    """What one rule says is broken, asked about the whole plan."""
    if not isinstance(rule, Limit):
        return [violation.problem.text("en") for violation in rule.check(whole)]
    return [
        message(
            "{rule}{part}: it would come to {used}; the rule says {bounds}",
            rule=rule.id,
            part=f" ({use.part})" if use.part else "",
            used=amount(use.measure, use.used),
            bounds=rule.bounds_for(use),
        ).text("en")
        for use in rule.usage(whole)
        if use.broken
    ]


@pytest.mark.parametrize("seed", range(6))
def test_added_up_is_as_asked_again(seed: int) -> None:
    random = Random(seed)
    people = applicants(random)
    offered = options(random, people)
    awards = offered.groupby("applicant").head(1).set_index("applicant").sort_index().iloc[:8]
    rules_ = rules(random, awards, people)
    held = holdings(awards, NO_PAIRS, people, offered)
    offers = offered.join(people, on="applicant").set_index("applicant")
    newcomers = Newcomers(rules_, held, Joined.beside(offered, people))
    others = {rule.id: {each.id for each in rules_} - {rule.id} for rule in rules_}
    breaking: set[str] = set()
    for at in [at for at, applicant in enumerate(offers.index) if applicant not in awards.index][::2]:
        whole = replace(held, awards=pd.concat([held.awards, offers.iloc[[at]]]))
        again = {rule.id: asked_again(rule, whole) for rule in rules_}
        for rule in rules_:
            found = newcomers.breaks(at, lambda: NO_PAIRS, others[rule.id])
            assert [said.text("en") for said in found] == again[rule.id], (rule.id, offers.index[at])
        every = newcomers.breaks(at, lambda: NO_PAIRS)
        assert [said.text("en") for said in every] == [said for rule in rules_ for said in again[rule.id]]
        breaking |= {name for name, said in again.items() if said}
    assert {"money", "each", "minimum"} <= breaking


def test_a_village_with_a_mentor_of_its_own_and_a_new_mentor_are_as_asked_again() -> None:
    """Pairs as whoever gives reasons makes them: the nearest mentor in the plan that has room and may have it."""
    assert {kind for seed in range(4) for kind in _mentored(Random(seed))} == {"village", "district"}


def _mentored(random: Random) -> set[str]:
    """Compare in one world; gives the kinds of those that were compared."""
    people = applicants(random)
    offered = options(random, people)
    villages, districts = (people.index[people["kind"] == kind] for kind in ("village", "district"))
    rule = Mentoring(
        id="mentors",
        villages={"kind": "village"},
        mentors={"kind": "district"},
        reach_km=30,
        nearest=3,
        at_most=3,
        at_least=1,
    )
    near = rule.reach(people)
    first = near[near["mentor"].isin(districts[:4])].drop_duplicates("village").groupby("mentor").head(2)
    chosen = sorted({*first["village"], *first["mentor"]})
    awards = offered.groupby("applicant").head(1).set_index("applicant").loc[chosen]
    pairs = first.assign(rule="mentors")
    held = holdings(awards, pairs, people, offered)
    assert not rule.check(held)
    offers = offered.join(people, on="applicant").set_index("applicant")
    newcomers, room = Newcomers([rule], held, Joined.beside(offered, people)), pairs["mentor"].value_counts()
    seen: set[str] = set()
    for at in [at for at, applicant in enumerate(offers.index) if applicant not in awards.index]:
        own = near[(near["village"] == offers.index[at]) & near["mentor"].isin(room.index[room < 3])].head(1)
        if offers.index[at] in villages and not len(own):
            continue  # who has no mentor to be given is not asked about this rule
        made = pd.concat([pairs, own.assign(rule="mentors")], ignore_index=True)
        whole = replace(held, awards=pd.concat([held.awards, offers.iloc[[at]]]), pairs=made)
        found = newcomers.breaks(at, lambda made=made: made)  # type: ignore[misc]
        assert [said.text("en") for said in found] == asked_again(rule, whole), offers.index[at]
        seen.add(str(people["kind"][offers.index[at]]))
    return seen
