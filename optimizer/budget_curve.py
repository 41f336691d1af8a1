"""Budget curve: the plan at one budget after another, who enters and leaves, and lists that only ever grow."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

import pandas as pd

from intake import Finding, Findings, InputError, Severity
from locales import Message, Percent, message
from optimizer.allocate import allocate
from optimizer.numbers import fraction
from optimizer.objectives import Objective
from optimizer.plan import Plan, better
from optimizer.progress import each
from optimizer.rules import Exclude, Include, Limit, PurseRule, Rule, named_rules
from optimizer.settings import Settings
from optimizer.solution import Status

NESTED = "nested"
Planner: TypeAlias = Callable[[Sequence[Fraction]], Sequence[Plan]]


@dataclass(frozen=True, eq=False)
class BudgetStep:
    """One budget: its factor, what every line then allows, the plan, and who changes places against the step before.

    price: what the first objective loses here because lists are nested (None where they are not, or where a plan
    was not proven best). value and bound are the proven band of the first objective.
    """

    factor: Fraction
    amounts: Mapping[str, Fraction]
    plan: Plan
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    price: Fraction | None

    @property
    def value(self) -> Fraction | None:
        """What the plan reaches on the first objective."""
        return self.plan.stages[0].value if self.plan.stages else None

    @property
    def bound(self) -> Fraction | None:
        """What no plan at this budget can beat on the first objective; with nesting, no plan that keeps the lists."""
        return self.plan.stages[0].bound if self.plan.stages else None


@dataclass(frozen=True, eq=False)
class BudgetCurve:
    """All steps, smallest budget first. nested: who is in at a budget stays in at every larger one.

    direction: how nested lists were made, "up" (who is in stays in) or "down" (only who is in above may be in below);
    the one that is worth more over all steps. problems: where more money is worth less, which only a search that
    ran out of time can produce.
    """

    steps: tuple[BudgetStep, ...]
    nested: bool
    direction: str
    problems: tuple[Message, ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row a step: factor, status, libraries, value, bound, enters, leaves, price; numbers are exact."""
        return pd.DataFrame(
            {
                "factor": [step.factor for step in self.steps],
                "status": [str(step.plan.status) for step in self.steps],
                "libraries": [len(step.plan.awards) for step in self.steps],
                "value": [step.value for step in self.steps],
                "bound": [step.bound for step in self.steps],
                "enters": [step.enters for step in self.steps],
                "leaves": [step.leaves for step in self.steps],
                "price": [step.price for step in self.steps],
            },
            dtype=object,
        )


@dataclass(frozen=True, eq=False)
class _Case:
    applicants: pd.DataFrame
    options: pd.DataFrame
    rules: tuple[Rule, ...]
    objectives: tuple[Objective, ...]
    settings: Settings | None
    lines: tuple[str, ...]

    def plan(self, factor: Fraction, further: Iterable[Rule] = ()) -> Plan:
        rules = at_budget(self.rules, self.lines, factor)
        return allocate(self.applicants, self.options, [*rules, *further], self.objectives, self.settings)


def at_budget(rules: Sequence[Rule], lines: Collection[str], factor: Fraction) -> tuple[Rule, ...]:
    """Named rules, those called `lines` with this many times their amounts."""
    return tuple(_scaled(rule, factor) if rule.id in lines else rule for rule in rules)


def budget_curve(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    lines: Sequence[str],
    factors: Sequence[float | Fraction],
    settings: Settings | None = None,
    *,
    nested: bool = False,
    planner: Planner | None = None,
) -> BudgetCurve:
    """Allocate at each factor times what the rules called `lines` allow at most (rounded down to whole units).

    settings: of every single plan. planner: finds the plans of all factors, in place of one after another here; it
    must allocate under the rules of `at_budget`. Steps come in ascending order of the factor, each once. Raises
    InputError when a line is neither a Limit with an amount nor a rule about purses.
    """
    named = named_rules(rules)
    _refuse(named, lines, factors)
    case = _Case(applicants, options, named, tuple(objectives), settings, tuple(lines))
    ordered = sorted({fraction(factor) for factor in factors})
    free = list(planner(ordered)) if planner else [case.plan(f) for f in each(ordered, lambda factor: Percent(factor))]
    if not nested:
        return BudgetCurve(_steps(case, ordered, free, None), False, "", _problems(case, ordered, free))
    up, down = _upward(case, ordered, free), _downward(case, ordered, free)
    direction, plans = ("down", down) if down is not None and _worth(case, down) > _worth(case, up) else ("up", up)
    return BudgetCurve(_steps(case, ordered, plans, free), True, direction, _problems(case, ordered, plans))


def _refuse(rules: Sequence[Rule], lines: Sequence[str], factors: Sequence[float | Fraction]) -> None:
    known = {rule.id: rule for rule in rules}
    fit = {name for name, rule in known.items() if _has_amount(rule)}
    wrong = [
        Finding(
            "budget.line",
            Severity.ERROR,
            message("{line} is not a limit with an amount", line=line),
            message("name one of: {rules}", rules=tuple(sorted(fit))),
            file="rules",
            value=line,
        )
        for line in lines
        if line not in fit
    ]
    wrong += [
        Finding(
            "budget.factor",
            Severity.ERROR,
            message("a budget cannot be {factor} times what it is", factor=fraction(factor)),
            message("give a factor of zero or more"),
            file="rules",
            value=str(factor),
        )
        for factor in factors
        if fraction(factor) < 0
    ]
    if wrong:
        raise InputError(Findings.of(wrong))


def _scaled(rule: Rule, factor: Fraction) -> Rule:
    """The limit with its upper bounds, those of single groups too, or the purses, multiplied and rounded down."""
    if isinstance(rule, PurseRule):
        return rule.times(factor)
    assert isinstance(rule, Limit)
    data = rule.model_dump(exclude_defaults=True)
    for bounds in (data, *data.get("instead", {}).values()):
        if isinstance(bounds.get("at_most"), int | float):
            bounds["at_most"] = _times(bounds["at_most"], factor)
    return type(rule).model_validate(data)


def _has_amount(rule: Rule) -> bool:
    return isinstance(rule, PurseRule) or (isinstance(rule, Limit) and isinstance(rule.at_most, int | float))


def _amount(rule: Rule) -> Fraction:
    """What a limit allows at most, or what purses hold in all years together."""
    if isinstance(rule, PurseRule):
        return Fraction(rule.all_money())
    assert isinstance(rule, Limit)
    assert isinstance(rule.at_most, int | float)
    return fraction(rule.at_most)


def _times(amount: float, factor: Fraction) -> int | float:
    product = fraction(amount) * factor
    return product.numerator // product.denominator if isinstance(amount, int) else float(product)


def _upward(case: _Case, factors: Sequence[Fraction], free: Sequence[Plan]) -> list[Plan]:
    """From the smallest budget up: whoever is in stays in."""
    plans: list[Plan] = []
    for factor, alone in zip(factors, free, strict=True):
        held = _held(plans[-1]) if plans else ()
        if set(held) <= set(_held(alone)):
            plans.append(alone)
        else:
            plans.append(case.plan(factor, [Include(id=_name(case), applicants=held)]))
    return plans


def _downward(case: _Case, factors: Sequence[Fraction], free: Sequence[Plan]) -> list[Plan] | None:
    """From the largest budget down: only who is in above may be in; None where that leaves no plan."""
    plans: list[Plan] = []
    everyone = sorted(set(case.options["applicant"].astype(str)))
    for factor, alone in zip(reversed(factors), reversed(free), strict=True):
        out = tuple(name for name in everyone if plans and name not in _held(plans[-1]))
        if not set(out) & set(_held(alone)):
            plans.append(alone)
        else:
            plans.append(case.plan(factor, [Exclude(id=_name(case), applicants=out)]))
        if plans[-1].has_awards != alone.has_awards:
            return None
    return plans[::-1]


def _name(case: _Case) -> str:
    taken = {rule.id for rule in case.rules}
    return next(name for name in (NESTED + "_" * k for k in range(len(taken) + 1)) if name not in taken)


def _held(plan: Plan) -> tuple[str, ...]:
    return tuple(sorted(map(str, plan.awards.index)))


def _worth(case: _Case, plans: Sequence[Plan]) -> Fraction:
    """The first objective over all steps, the larger the better."""
    values = [plan.stages[0].value for plan in plans if plan.has_awards and plan.stages]
    downward = bool(case.objectives) and better(case.objectives[0], Fraction(0), Fraction(1))
    return -sum(values, Fraction(0)) if downward else sum(values, Fraction(0))


def _steps(
    case: _Case, factors: Sequence[Fraction], plans: Sequence[Plan], free: Sequence[Plan] | None
) -> tuple[BudgetStep, ...]:
    steps: list[BudgetStep] = []
    before: set[str] = set()
    for k, (factor, plan) in enumerate(zip(factors, plans, strict=True)):
        now = set(_held(plan))
        amounts: dict[str, Any] = {}
        for rule in case.rules:
            if rule.id in case.lines:
                scaled = _scaled(rule, factor)
                amounts[rule.id] = _amount(scaled)
        entering, leaving = (tuple(sorted(now - before)), tuple(sorted(before - now))) if k else ((), ())
        price = _price(free[k], plan) if free is not None else None
        steps.append(BudgetStep(factor, amounts, plan, entering, leaving, price))
        before = now
    return tuple(steps)


def _price(alone: Plan, kept: Plan) -> Fraction | None:
    """What nesting costs, when both plans are proven best on the first objective."""
    if not (alone.stages and kept.stages):
        return None
    one, other = alone.stages[0], kept.stages[0]
    if one.status is not Status.OPTIMAL or other.status is not Status.OPTIMAL:
        return None
    assert one.bound is not None
    assert other.bound is not None
    return abs(one.bound - other.bound)


def _problems(case: _Case, factors: Sequence[Fraction], plans: Sequence[Plan]) -> tuple[Message, ...]:
    """More money never makes the best plan worse, for the plan at less money is still lawful."""
    if not case.objectives:
        return ()
    found = []
    for (_, less), (factor, more) in pairwise(zip(factors, plans, strict=True)):
        if not less.stages:
            continue
        best = more.stages[0].bound if more.stages and more.stages[0].bound is not None else None
        best = more.stages[0].value if best is None and more.stages else best
        if best is None or better(case.objectives[0], less.stages[0].value, best):
            found.append(
                message(
                    "at {share} of the budget the search ended before it found the best plan", share=Percent(factor)
                )
            )
    return tuple(found)
