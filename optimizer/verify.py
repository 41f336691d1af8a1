"""Verify: looks at a finished plan with whole numbers and pandas only, and says everything that is wrong with it."""

from collections.abc import Iterator, Sequence

import pandas as pd

from intake import InputError
from locales import message
from optimizer.model import beside
from optimizer.numbers import plain
from optimizer.plan import Plan, better, holdings, usages
from optimizer.rules import Rule, Violation, named_rules
from optimizer.solution import Status
from optimizer.tables import KEYS, Tables, prepare


def verify(plan: Plan, applicants: pd.DataFrame, options: pd.DataFrame, rules: Sequence[Rule]) -> list[Violation]:
    """Check a plan against the tables and rules it claims to follow; [] when nothing is wrong.

    Uses neither a solver nor the model: every award is looked up in the options, every rule checks itself, every
    total is added up again.
    """
    rules = named_rules(rules)
    if not plan.has_awards:
        claims = len(plan.awards) or len(plan.pairs) or plan.stages or plan.usage
        said = message("the plan says {said} and holds awards or results all the same", said=plan.status)
        return [Violation("status", said)] if claims else []
    try:
        tables = beside(prepare(applicants, options), rules)
    except InputError as error:
        return [Violation("tables", finding.problem) for finding in error.findings.errors]
    found = list(_award_violations(plan, tables))
    if found:
        return found
    held = holdings(plan.awards, plan.pairs, tables.applicants, tables.options)
    for rule in rules:
        found += rule.check(held)
    strange = sorted(set(map(str, plan.pairs["rule"])) - {rule.id for rule in rules if rule.makes_pairs})
    if strange:
        found.append(Violation("pairs", message("there is no mentoring rule {rules}", rules=tuple(strange))))
    found += _stage_violations(plan, held.awards, tables)
    if usages(rules, held) != plan.usage:
        found.append(Violation("rules", message("what the rules have left is not what the awards leave")))
    return found


def _award_violations(plan: Plan, tables: Tables) -> Iterator[Violation]:
    offered = {column: tables.options[column].array for column in tables.options if column not in KEYS}
    for applicant in sorted(set(plan.awards.index[plan.awards.index.duplicated()])):
        yield Violation("awards", message("{applicant} has more than one award", applicant=str(applicant)))
    missing = [column for column in tables.options.columns if column != "applicant" and column not in plan.awards]
    if missing:
        yield Violation("awards", message("the awards lack the columns {columns}", columns=tuple(map(str, missing))))
        return
    keys = zip(tables.options["applicant"].tolist(), tables.options["option"].tolist(), strict=True)
    place = {key: k for k, key in enumerate(keys)}
    held = {column: plan.awards[column].array for column in tables.options if column != "applicant"}
    for row, applicant in enumerate(plan.awards.index):
        key = (str(applicant), str(held["option"][row]))
        if key not in place:
            yield Violation(
                "awards",
                message("{applicant} was never offered {option}", applicant=key[0], option=key[1]),
            )
            continue
        for column, cells in offered.items():
            given, offer = held[column][row], cells[place[key]]
            if not (given == offer or (pd.isna(given) and pd.isna(offer))):
                yield Violation(
                    "awards",
                    message(
                        "{applicant}: {column} is {given}, the option says {offered}",
                        applicant=key[0],
                        column=str(column),
                        given=str(given),
                        offered=str(offer),
                    ),
                )


def _stage_violations(plan: Plan, awards: pd.DataFrame, tables: Tables) -> Iterator[Violation]:
    for stage in plan.stages:
        value = stage.objective.value(awards, tables)
        what = stage.objective.describe()
        if value != stage.value:
            yield Violation(
                "objectives",
                message(
                    "{objective}: the plan says {said}, the awards add up to {value}",
                    objective=what,
                    said=plain(stage.value),
                    value=plain(value),
                ),
            )
        if stage.bound is None:
            if stage.status is Status.OPTIMAL:
                yield Violation(
                    "objectives", message("{objective}: said to be the best, without a bound", objective=what)
                )
            continue
        beyond = better(stage.objective, value, stage.bound)
        least = stage.bound if stage is plan.stages[-1] else stage.objective.floor(stage.bound)
        kept_back = stage.status is Status.OPTIMAL and better(stage.objective, least, value)
        if beyond or kept_back:
            yield Violation(
                "objectives",
                message(
                    "{objective}: the bound {bound} does not fit the value {value}",
                    objective=what,
                    bound=plain(stage.bound),
                    value=plain(value),
                ),
            )
    worst = Status.OPTIMAL if all(s.status is Status.OPTIMAL for s in plan.stages) else Status.FEASIBLE
    if plan.stages and plan.status is not worst:
        yield Violation(
            "status", message("the plan says {said}, its stages say {stages}", said=plan.status, stages=worst)
        )
