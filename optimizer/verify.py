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
from optimizer.tables import Tables, prepare


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
    offered = tables.options.set_index(["applicant", "option"])
    for applicant in sorted(set(plan.awards.index[plan.awards.index.duplicated()])):
        yield Violation("awards", message("{applicant} has more than one award", applicant=str(applicant)))
    missing = [column for column in tables.options.columns if column != "applicant" and column not in plan.awards]
    if missing:
        yield Violation("awards", message("the awards lack the columns {columns}", columns=tuple(map(str, missing))))
        return
    place = {key: k for k, key in enumerate(offered.index)}
    for applicant, award in plan.awards.iterrows():
        key = (str(applicant), str(award["option"]))
        if key not in place:
            yield Violation(
                "awards",
                message("{applicant} was never offered {option}", applicant=key[0], option=key[1]),
            )
            continue
        offer = {column: offered[column].array[place[key]] for column in offered.columns}
        for column in offered.columns:
            same = award[column] == offer[column] or (pd.isna(award[column]) and pd.isna(offer[column]))
            if not same:
                yield Violation(
                    "awards",
                    message(
                        "{applicant}: {column} is {given}, the option says {offered}",
                        applicant=key[0],
                        column=str(column),
                        given=str(award[column]),
                        offered=str(offer[column]),
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
