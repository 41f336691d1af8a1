"""Adjustment: what a meeting turns while it talks (money, weights, quotas, locks), and the scenario that it makes."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, TypeAlias

from pydantic import Field

from intake import Finding, Findings, InputError, Round, Severity, Strict
from locales import Label, Message, Percent, message
from optimizer import Exclude, Include, Limit, Rule, Share
from scenarios import budget
from scenarios.budget import Money
from scenarios.robust_draws import weights_taken
from scenarios.scenario import Budget, Scenario
from scoring import Node, node_share, tree

PerCent: TypeAlias = Annotated[int, Field(ge=1, le=99)]
FINE = 9
"""Decimals of a weight that is written out; what is below them decides nothing."""


class Lock(Strict):
    """An applicant held in the plan, or kept out of it, with the reason and who asked for it."""

    inside: bool
    reason: str = ""
    asked_by: str = ""


class Adjustment(Strict):
    """What is otherwise than in a scenario; nothing by default.

    money: whole rupiah of all budget lines together; each line, year and funder changes in proportion. weights: by
    top group of the criteria tree, its share of the whole in per cent; the others keep their proportions. quotas: by
    id of a limit, its bound, or its share in per cent where the bound is a share. locks: by applicant.
    """

    money: int | None = Field(default=None, ge=0)
    weights: dict[str, PerCent] = Field(default_factory=dict)
    quotas: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    locks: dict[str, Lock] = Field(default_factory=dict)


def adjusted(round_: Round, scenario: Scenario, change: Adjustment) -> Scenario:
    """The scenario under an adjustment; the same one where nothing is changed.

    Raises InputError with everything in the adjustment that does not fit the round or scenario.
    """
    findings = Findings.of([*_misfits(round_, scenario, change)])
    if findings.errors:
        raise InputError(findings)
    update: dict[str, Any] = {}
    if change.money is not None and change.money != whole_money(round_, scenario):
        update["budget"] = _budget(round_, scenario, change.money)
    if change.weights:
        update["scoring"] = _weighted(round_, scenario, change.weights)
    if change.quotas or change.locks:
        kept = (_requoted(rule, change.quotas) for rule in scenario.rules)
        update["rules"] = (*kept, *_locks(scenario, change.locks))
    return scenario.model_copy(update=update) if update else scenario


def whole_money(round_: Round, scenario: Scenario) -> int:
    """What all budget lines of a scenario hold together, in whole rupiah."""
    return sum(budget.lines(round_.call, scenario).values())


def top_weights(round_: Round, scenario: Scenario) -> dict[str, Fraction]:
    """The share of the whole of every group at the top of the criteria tree, under a scenario."""
    effective = weights_taken(round_, scenario.scoring)
    return {node.id: node_share(round_.criteria, node.id, effective) for node in _tops(round_)}


def quotas_of(scenario: Scenario) -> dict[str, int | Fraction]:
    """The bound of every limit that an adjustment can change: a number, or a share in per cent."""
    found = {}
    for rule in scenario.rules:
        bound = _bound(rule)
        if bound is not None:
            found[rule.id] = Fraction(str(bound[1].share)) * 100 if isinstance(bound[1], Share) else bound[1]
    return found


def _tops(round_: Round) -> list[Node]:
    return [node for node in tree(round_.criteria) if not node.parent]


def _bound(rule: Rule) -> tuple[str, int | Share] | None:
    """The one bound of a limit: a whole number, or a share; None for limits with both or neither of these."""
    if not isinstance(rule, Limit) or (rule.at_least is None) == (rule.at_most is None):
        return None
    name = "at_most" if rule.at_least is None else "at_least"
    bound = getattr(rule, name)
    return (name, bound) if isinstance(bound, int | Share) else None


def _misfits(round_: Round, scenario: Scenario, change: Adjustment) -> Iterator[Finding]:
    tops = [node.id for node in _tops(round_)]
    strange = sorted(set(change.weights) - set(tops))
    if strange:
        yield _wrong("weights", message("there is no group {groups}", groups=tuple(strange)), tuple(tops))
    rest = set(tops) - set(change.weights)
    sum_ = sum(change.weights.values())
    if change.weights and (sum_ >= 100 if rest else sum_ != 100):
        said = message("the weights that are set come to {sum}", sum=Percent(sum_ / 100))
        yield Finding(
            "adjustment.weights",
            Severity.ERROR,
            said,
            message("leave something for the other groups; all together weigh 100 per cent"),
            column="weights",
        )
    known = quotas_of(scenario)
    strange = sorted(set(change.quotas) - set(known))
    if strange:
        said = message("there is no limit {rules} with one bound", rules=tuple(strange))
        yield _wrong("quotas", said, tuple(known))
    strange = sorted(set(change.locks) - set(map(str, round_.applicants.index)))
    if strange:
        said = message("there is no applicant {applicants} in this round", applicants=tuple(strange))
        yield Finding(
            "adjustment.locks", Severity.ERROR, said, message("use an id of the applicants' file"), column="locks"
        )


def _wrong(column: str, problem: Message, known: tuple[str, ...]) -> Finding:
    remedy = message("use one of: {names}", names=known or message("none"))
    return Finding(f"adjustment.{column}", Severity.ERROR, problem, remedy, column=column)


def _budget(round_: Round, scenario: Scenario, wanted: int) -> Budget:
    """The lines in proportion, together exactly what is wanted; funders in proportion, rounded down."""
    held: dict[str, Money] = {**budget.lines(round_.call, scenario), **budget.yearly_lines(round_.call, scenario)}
    cells = [(line, year, n) for line, given in held.items() for year, n in _by_year(given)]
    before = sum(n for *_, n in cells)
    lines: dict[str, Any] = {}
    for (line, year, _), amount in zip(cells, _apportioned(wanted, [n for *_, n in cells]), strict=True):
        lines[line] = amount if year is None else {**lines.get(line, {}), year: amount}
    times = Fraction(wanted, before) if before else Fraction(1)
    funders = {name: _times(given, times) for name, given in budget.funders(round_.call, scenario).items()}
    told = {**scenario.budget.model_dump(), "scale": 1.0, "lines": lines, "funders": funders}
    return Budget.model_validate(told)


def _by_year(given: Money) -> list[tuple[str | None, int]]:
    return list(given.items()) if isinstance(given, dict) else [(None, given)]


def _times(given: Money, times: Fraction) -> Money:
    if isinstance(given, dict):
        return {year: int(amount * times) for year, amount in given.items()}
    return int(given * times)


def _apportioned(whole: int, parts: list[int]) -> list[int]:
    """Share out whole rupiah in proportion, by largest remainder; equally where all parts are nothing."""
    sum_ = sum(parts)
    weights = parts if sum_ else [1] * len(parts)
    exact = [Fraction(whole * part, sum_ or len(parts)) for part in weights]
    floors = [int(each) for each in exact]
    order = sorted(range(len(parts)), key=lambda k: (floors[k] - exact[k], k))
    for k in order[: whole - sum(floors)]:
        floors[k] += 1
    return floors


def _weighted(round_: Round, scenario: Scenario, wanted: Mapping[str, int]) -> Any:  # noqa: ANN401
    """The scoring policy with shares of top groups set; below them everything as it was."""
    policy = scenario.scoring
    shares = top_weights(round_, scenario)
    rest = sum((share for name, share in shares.items() if name not in wanted), Fraction(0))
    left = 1 - Fraction(sum(wanted.values()), 100)
    fixed = {name: Fraction(share, 100) for name, share in wanted.items()}
    others = {name: share * left / rest for name, share in shares.items() if name not in wanted}
    own = dict(policy.weights) if policy.weights_from == "file" else _written_out(round_, scenario)
    own |= {name: round(float(share), FINE) for name, share in {**others, **fixed}.items()}
    return policy.model_copy(update={"weights": own, "weights_from": "file"})


def _written_out(round_: Round, scenario: Scenario) -> dict[str, float]:
    """Weights that come from members, as weights of every node among its siblings."""
    nodes = tree(round_.criteria, effective=weights_taken(round_, scenario.scoring))
    return {node.id: round(float(node.local), FINE) for node in nodes}


def _requoted(rule: Rule, quotas: Mapping[str, int]) -> Rule:
    bound = _bound(rule)
    if rule.id not in quotas or bound is None:
        return rule
    name, given = bound
    wanted = quotas[rule.id]
    new = given.model_copy(update={"share": wanted / 100}) if isinstance(given, Share) else wanted
    return rule.model_copy(update={name: new})


def _locks(scenario: Scenario, locks: Mapping[str, Lock]) -> Iterator[Rule]:
    taken = {rule.id for rule in scenario.rules}
    for applicant, lock in sorted(locks.items()):
        name = f"{'in' if lock.inside else 'out'}-{applicant}"
        while name in taken:
            name += "-"
        kind = Include if lock.inside else Exclude
        reason = Label(id=lock.reason, en=lock.reason) if lock.reason else None
        yield kind(id=name, applicants=(applicant,), reason=reason, asked_by=lock.asked_by)
