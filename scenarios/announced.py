"""Announced: scenarios that stay close to a plan that was made known, and what would have to be told to whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import pandas as pd
import pulp

from intake import Finding, Findings, InputError, Severity
from locales import Label, Message, Text, message
from optimizer import (
    Changes,
    LeastChanges,
    Objective,
    Plan,
    Rule,
    Settings,
    Stage,
    Status,
    StayClose,
    allocate,
    remarks,
)
from optimizer import changes as changes_between
from scenarios.outcome import Outcome
from scenarios.reasons import reason_of
from scenarios.scenario import Scenario

Kind = Literal["leaves", "enters", "packages"]
NAMES: tuple[Kind, ...] = ("leaves", "enters")
ALL: tuple[Kind, ...] = ("leaves", "enters", "packages")


@dataclass(frozen=True)
class Told:
    """One applicant that is not treated as announced; options are empty where there is none.

    name, district and province are empty for one who is not in this round. why: for those who leave. lines: what its
    grant changes on every budget line, in rupiah; None where it was announced by name alone or with what is no longer
    offered.
    """

    applicant: str
    name: str
    district: str
    province: str
    before: str
    after: str
    why: tuple[Message, ...]
    lines: Mapping[str, int] | None


@dataclass(frozen=True)
class LineChange:
    """One budget line: what the announced awards would take and what the plan takes, in rupiah.

    unknown: how many announced awards are not in the first figure: announced by name alone, or no longer offered.
    """

    line: str
    label: Label
    before: int
    after: int
    unknown: int


@dataclass(frozen=True, eq=False)
class ChangesToTell:
    """What differs between an announced plan and an outcome.

    leaves, enters, packages: who is told what. kept: how many stay exactly as announced. least: the fewest changes of
    all three kinds together that any lawful plan makes (proven; None where time ran out). free: the best plan without
    any wish to stay close; free_changes: how many changes it makes. price: how much of the first objective besides
    fewest changes is given up to stay close (None unless both plans are proven best). measure: its measure. remarks:
    announced applicants that cannot be kept.
    """

    announced: Mapping[str, str]
    leaves: tuple[Told, ...]
    enters: tuple[Told, ...]
    packages: tuple[Told, ...]
    kept: int
    lines: tuple[LineChange, ...]
    least: int | None
    free: Plan
    free_changes: int | None
    price: Fraction | None
    measure: str
    remarks: tuple[Message, ...]

    @property
    def count(self) -> int:
        """How many applicants are not treated as announced."""
        return len(self.leaves) + len(self.enters) + len(self.packages)


def staying_close(
    scenario: Scenario,
    announced: Mapping[str, str] | Sequence[str],
    *,
    at_most: int | None = None,
    first: bool = False,
    counts: Sequence[Kind] = NAMES,
) -> Scenario:
    """The scenario that stays close to an announced plan.

    announced: option by applicant, or names alone. at_most: lets at most so many changes happen. first: fewest
    changes before every other objective. Neither: fewest changes among plans that are otherwise equally good. counts:
    which changes count. Raises ValidationError for an empty plan or a negative number.
    """
    against = {"announced": announced, "counts": tuple(counts)}
    rules, objectives = list(scenario.rules), list(scenario.objectives)
    if at_most is not None:
        taken = {rule.id for rule in rules}
        name = next(n for n in _numbered("stay_close") if n not in taken)
        label = message("Close to the announced plan")
        words = {"id": label.text("id"), "en": label.text("en")}
        rules.append(StayClose.model_validate({"id": name, "label": words, "at_most": at_most, **against}))
    if first or at_most is None:
        objectives.insert(0 if first else len(objectives), LeastChanges.model_validate(against))
    said = message("{scenario}, close to the announced plan", scenario=scenario.title)
    return scenario.model_copy(
        update={
            "id": f"{scenario.id}-close",
            "title": Label(id=said.text("id"), en=said.text("en")),
            "rules": tuple(rules),
            "objectives": tuple(objectives),
        }
    )


def with_budget(scenario: Scenario, *, scale: float | None = None, lines: Mapping[str, int] | None = None) -> Scenario:
    """The scenario after a budget cut or top-up.

    scale: multiplies every line, on top of what the scenario says. lines: replaces the figures of these lines, in
    whole rupiah; with a scale too, it multiplies them as it does the others. Raises ValidationError for a figure
    below zero.
    """
    budget = scenario.budget
    told = {
        **budget.model_dump(),
        "scale": float(Fraction(str(budget.scale)) * Fraction(str(1 if scale is None else scale))),
        "lines": {**budget.lines, **(lines or {})},
    }
    return scenario.model_copy(update={"budget": type(budget).model_validate(told)})


def announced_by(outcome: Outcome) -> dict[str, str]:
    """The plan of an outcome as it may be announced: option by applicant."""
    return {str(name): str(option) for name, option in outcome.plan.awards["option"].items()}


def changes(
    outcome: Outcome, announced: Mapping[str, str] | Sequence[str], *, settings: Settings | None = None
) -> ChangesToTell:
    """Work out what an outcome changes against an announced plan, what was unavoidable, and what staying close costs.

    Solves twice: for the fewest changes of any lawful plan, and for the best plan without any wish to stay close;
    settings.seconds is the allowance of each. Raises InputError for an outcome without a plan, and ValidationError
    when nothing was announced.
    """
    if not outcome.plan.has_awards:
        problem = message("there is no plan to compare with the announced one")
        remedy = message("repair the scenario first")
        raise InputError(Findings.of([Finding("announced", Severity.ERROR, problem, remedy)]))
    against = LeastChanges.model_validate({"announced": announced, "counts": ALL})
    told = against.announced
    made = changes_between(told, announced_by(outcome))
    used = settings or outcome.scenario.solver
    rules = tuple(rule for rule in outcome.rules if not isinstance(rule, StayClose))
    table, offered = outcome.table, outcome.options.table
    nearest = allocate(table, offered, rules, [against], used)
    free = _free(outcome, rules, used)
    measured = _first(free.stages)
    return ChangesToTell(
        announced=told,
        leaves=tuple(_told(outcome, told, name) for name in made.leaves),
        enters=tuple(_told(outcome, told, name) for name in made.enters),
        packages=tuple(_told(outcome, told, name) for name in made.packages),
        kept=len(told) - len(made.leaves) - len(made.packages),
        lines=tuple(_lines(outcome, told)),
        least=int(nearest.stages[0].value) if nearest.status is Status.OPTIMAL else None,
        free=free,
        free_changes=_count(changes_between(told, _options(free))) if free.has_awards else None,
        price=_price(outcome.plan, free),
        measure=measured.objective.measure if measured else "",
        remarks=tuple(finding.problem for finding in remarks(table, offered, (), [against])),
    )


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1


def _options(plan: Plan) -> dict[str, str]:
    return {str(name): str(option) for name, option in plan.awards["option"].items()}


def _count(made: Changes) -> int:
    return made.count(ALL)


def _free(outcome: Outcome, rules: Sequence[Rule], settings: Settings) -> Plan:
    """The best plan without any wish to stay close; the outcome's own where it has none."""
    wished: list[Objective] = [o for o in outcome.scenario.objectives if not isinstance(o, LeastChanges)]
    if len(rules) == len(outcome.rules) and len(wished) == len(outcome.scenario.objectives):
        return outcome.plan
    return allocate(outcome.table, outcome.options.table, rules, wished, settings)


def _first(stages: Sequence[Stage]) -> Stage | None:
    return next((stage for stage in stages if not isinstance(stage.objective, LeastChanges)), None)


def _price(plan: Plan, free: Plan) -> Fraction | None:
    """What staying close costs the first objective that is not fewest changes."""
    close, best = _first(plan.stages), _first(free.stages)
    if close is None or best is None or Status.FEASIBLE in (plan.status, free.status):
        return None
    worse = best.value - close.value
    return worse if best.objective.sense == pulp.LpMaximize else -worse


def _told(outcome: Outcome, announced: Mapping[str, str], applicant: str) -> Told:
    after = announced_by(outcome).get(applicant, "")
    columns = ("name", "district", "province")
    person = outcome.table.loc[applicant] if applicant in outcome.table.index else pd.Series("", index=list(columns))
    name, district, province = (str(person[column]) for column in columns)
    return Told(
        applicant=applicant,
        name=name,
        district=district,
        province=province,
        before=announced.get(applicant, ""),
        after=after,
        why=() if after else _why(outcome, applicant),
        lines=_moved(outcome, applicant, announced.get(applicant), after),
    )


def _why(outcome: Outcome, applicant: str) -> tuple[Message, ...]:
    if applicant not in outcome.table.index:
        return (message("it is not in this round"),)
    reason = reason_of(outcome.reasons, applicant)
    return reason.facts if reason is not None else ()


def _moved(outcome: Outcome, applicant: str, before: str | None, after: str) -> dict[str, int] | None:
    """What one applicant's grant changes on every line; `before` is None where it was not announced."""
    old = {} if before is None else _grants(outcome, applicant, before)
    new = _grants(outcome, applicant, after) if after else {}
    if old is None or new is None:
        return None
    return {line.id: new.get(line.id, 0) - old.get(line.id, 0) for line in outcome.round.call.budget_lines}


def _grants(outcome: Outcome, applicant: str, option: str) -> dict[str, int] | None:
    """What an option takes from every line; None where it is not offered."""
    offered = outcome.options.table
    rows = offered[(offered["applicant"] == applicant) & (offered["option"] == option)]
    if rows.empty:
        return None
    lines = (line.id for line in outcome.round.call.budget_lines if f"cost_{line.id}" in offered)
    return {line: int(rows[f"cost_{line}"].iloc[0]) for line in lines}


def _lines(outcome: Outcome, announced: Mapping[str, str]) -> Iterator[LineChange]:
    before = [_grants(outcome, name, option) for name, option in announced.items()]
    after = [_grants(outcome, name, option) for name, option in announced_by(outcome).items()]
    for line in outcome.round.call.budget_lines:
        old, new = (sum(each.get(line.id, 0) for each in sums if each is not None) for sums in (before, after))
        yield LineChange(line.id, line.label, old, new, sum(each is None for each in before))


def sentence(told: ChangesToTell) -> Message:
    """Say in one sentence how far the plan is from the announced one."""
    parts: tuple[Text, ...] = (
        message("{count} leave", count=len(told.leaves)),
        message("{count} enter", count=len(told.enters)),
        message("{count} are given another package", count=len(told.packages)),
        message("{count} stay as announced", count=told.kept),
    )
    return message("against the announced plan of {count} libraries: {parts}", count=len(told.announced), parts=parts)
