"""A rule that is left out of the model, whole or one kind of row, is missed by the check."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pulp
import pytest

from optimizer import Plan, Rule, Settings, SolverError, allocate, holdings, registry, verify
from optimizer.model import Model, build
from optimizer.plan import usages
from optimizer.rows import Sense
from optimizer.rules import Mentoring
from optimizer.search import Search
from optimizer.tables import prepare
from tests.optimizer import partners
from tests.optimizer.brute_force import KINDS, World
from tests.optimizer.handmade import MENTORING, PEOPLE, offers, rule
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of

CAUGHT = 12


def _unlawful(world: World, place: int, plan: Plan) -> bool:
    """Whether the plan breaks the rule at this place, by the brute force's reading of it."""
    data = world.rules[place]
    by_key = {(o["applicant"], o["option"]): o for o in world.options}
    chosen = {str(name): str(option) for name, option in plan.awards["option"].items()}
    awards: dict[str, Any] = {
        name: {**world.applicants[name], **by_key[(name, option)]} for name, option in chosen.items()
    }
    if data["rule"] == "mentoring":
        return any(world.applicants[name]["kind"] == "village" for name in awards)
    return not KINDS[data["rule"]](world, data, awards)


@pytest.mark.parametrize("kind", sorted(set(registry()) - set(partners.KINDS)))
def test_a_rule_left_out_of_the_model_is_missed_by_verify(kind: str) -> None:
    caught = 0
    for seed in itertools.count(40_000):
        world = world_of(seed)
        applicants, options = tables(world)
        rules = rules_of(world)
        for place, left_out in enumerate(rules):
            if left_out.rule != kind:
                continue
            others = [kept for kept in rules if kept is not left_out]
            plan = allocate(applicants, options, others, objectives_of(world)[:1])
            if not plan.has_awards:
                continue
            plan = _as_if_for(plan, rules, applicants, options)
            blamed = {violation.where for violation in verify(plan, applicants, options, rules)}
            if _unlawful(world, place, plan):
                assert left_out.id in blamed, seed
                caught += 1
            elif kind != "mentoring":  # without the rule there are no pairs, and its mentors have none either
                assert blamed == set(), seed
        if caught >= CAUGHT:
            return


def _as_if_for(plan: Plan, rules: Sequence[Rule], applicants: pd.DataFrame, options: pd.DataFrame) -> Plan:
    """The same plan with an honest account of all rules, so that only the rules can object."""
    ready = prepare(applicants, options)
    return replace(plan, usage=usages(rules, holdings(plan.awards, plan.pairs, ready.applicants, ready.options)))


class Leaky(Model):
    """A model that forgets some kinds of row of the mentoring rule."""

    forgets: frozenset[str] = frozenset()

    def require(self, terms: Iterable[tuple[pulp.LpVariable, int]], sense: Sense, bound: int) -> None:
        """Drop the row if it is of a forgotten kind."""
        kept = list(terms)
        links = [v for v, _ in kept if v.name.startswith("a_")]
        kind = {"==": "village", ">=": "least", "<=": "link" if len(links) == 1 and kept[-1][1] == -1 else "room"}[
            sense
        ]
        if kind not in self.forgets:
            super().require(kept, sense, bound)


def _raw(mentoring: Rule, forgets: set[str], values: dict[str, float]) -> list[str]:
    """What the check says of the best plan of a model that forgets, taken as the solver gives it."""
    ready = prepare(PEOPLE, offers(**values))
    model = build(ready, ())
    leaky = Leaky(ready, model.problem, model.x, list(model.x), by_applicant=model.by_applicant, rows=model.rows)
    leaky.forgets = frozenset(forgets)
    mentoring.constrain(leaky)
    search = Search(leaky, (), Settings())
    value = [(x, int(v)) for x, v in zip(leaky.x, ready.options["value"], strict=True)]
    picks = search.best(value, pulp.LpMaximize).picks
    assert picks is not None
    held = holdings(search.awards(picks), search.pairs(picks), ready.applicants, ready.options)
    return [violation.problem.text("en") for violation in mentoring.check(held)]


@pytest.mark.parametrize(
    ("settings", "forgets", "values", "said"),
    [
        (MENTORING, {"village"}, {"V1": 5}, "V1 has 0 mentors"),
        (MENTORING, {"room", "link"}, {"V1": 5}, "V1 and D1 are a pair, but not both"),
        ({**MENTORING, "at_most": 1}, {"room"}, {"D1": 1, "V1": 5, "V2": 4}, "D1 takes 2 villages"),
        ({**MENTORING, "capacity": "room"}, {"room"}, {"D1": 1, "V1": 5, "V2": 4}, "D1 takes 2 villages"),
        ({**MENTORING, "at_least": 1}, {"least"}, {"D1": 1}, "D1 takes 0 villages"),
    ],
)
def test_a_kind_of_row_left_out_of_mentoring_is_missed(
    settings: dict[str, Any], forgets: set[str], values: dict[str, float], said: str
) -> None:
    mentoring = rule("mentoring", **settings)
    assert _raw(mentoring, set(), values) == []
    assert said in "; ".join(_raw(mentoring, forgets, values))


def test_the_rows_that_only_make_the_bound_tighter_may_go() -> None:
    """a_vj <= s_j follows from the room row in whole numbers; both are kept for speed alone."""
    assert _raw(rule("mentoring", **MENTORING), {"link"}, {"D1": 1, "V1": 5, "V2": 4}) == []


@pytest.mark.parametrize(
    ("lax", "strict", "said"),
    [
        ({"reach_km": 1000}, {}, "km from V"),
        ({"reach_km": 1000}, {"reach_km": 1000, "within": ["province"]}, "differ in province"),
    ],
)
def test_a_pair_out_of_reach_is_missed(lax: dict[str, Any], strict: dict[str, Any], said: str) -> None:
    options = offers(D1=1, V3=5)
    plan = allocate(PEOPLE, options, [rule("mentoring", **{**MENTORING, **lax})])
    assert plan.pairs["village"].tolist() == ["V3"]
    found = verify(plan, PEOPLE, options, [rule("mentoring", **{**MENTORING, **strict})])
    assert said in "; ".join(violation.problem.text("en") for violation in found)


@pytest.mark.parametrize("kind", sorted(set(registry()) - set(partners.KINDS)))
def test_a_rule_that_constrains_nothing_stops_the_allocation(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing unlawful leaves `allocate`, even when a rule's rows are gone: it would rather fail."""
    settings: dict[str, dict[str, Any]] = {
        "limit": {"measure": "libraries", "at_most": 1},
        "include": {"applicants": ["none"]},
        "exclude": {"applicants": ["D1"]},
        "one_of": {"applicants": ["D1", "D2"]},
        "requires": {"applicant": "D1", "needs": ["none"]},
        "minimum_score": {"at_least": 65},
        "stay_close": {"announced": ["V2"], "at_most": 2},
        "mentoring": {**MENTORING, "reach_km": 0},
    }
    people = pd.concat([PEOPLE, PEOPLE.iloc[:1].rename(index={"D1": "none"})])
    monkeypatch.setattr(registry()[kind], "constrain", lambda self, model: None)
    try:
        plan = allocate(people, offers(), [rule(kind, **settings[kind])])
    except SolverError as error:
        assert "break a rule" in str(error)  # noqa: PT017
    else:
        monkeypatch.undo()
        assert verify(plan, people, offers(), [rule(kind, **settings[kind])]) == []


def test_mentoring_is_the_only_rule_that_makes_pairs() -> None:
    assert [kind for kind, made in registry().items() if made.makes_pairs] == [Mentoring.rule]
