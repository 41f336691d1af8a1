"""The document: everything in an outcome that is needed to verify it and to run it again."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import zip_longest
from typing import Any

import pandas as pd

from intake import Call, Findings, Members, Round
from optimizer import Certificate, CountedBeside, Plan, Rule, Stage, Usage, plain
from reports import tables
from reports.canonical import Cell, Listed, cell, exact
from reports.rows import RowTable
from reports.schema import KIND, SCHEMA
from scenarios import Outcome, Reason, Scenario, budget_lines
from scoring import Scores

SCORES = {"summary": "table", "gates": "gates", "points": "contributions"}
"""The tables of scores, by their names in plan.json."""
SOURCE = "en"
"""Sentences in the document are in the language of the sources; screens and sheets translate them."""


def contents(outcome: Outcome, language: str, draw: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Put an outcome into the sections of plan.json, without digests; `draw` is the record of a public draw.

    What grows with the applicants is written down as it is gone through.
    """
    plan, round_ = outcome.plan, outcome.round
    made_up = round_.call.made_up
    counted = beside(outcome.rules, plan.awards.join(outcome.table))
    return {
        "about": {
            "kind": KIND,
            "schema": SCHEMA,
            "language": language,
            "made_up": made_up.model_dump() if made_up else None,
        },
        "round": {
            "id": round_.call.id,
            "title": round_.call.title.model_dump(),
            "fingerprint": round_.fingerprint,
            "files": dict(round_.files),
            "members": members(round_.members),
            "marks": None if round_.marks is None else table(round_.marks),
            **{
                name: part.model_dump(mode="json", by_alias=True, exclude_defaults=True)
                for name, part in (
                    ("call", round_.call),
                    ("criteria", round_.criteria),
                    ("catalogue", round_.catalogue),
                )
            },
        },
        "scenario": {"fingerprint": outcome.scenario.fingerprint(), "data": outcome.scenario.as_data()},
        "versions": dict(outcome.versions),
        "fingerprint": outcome.fingerprint,
        "applicants": table(round_.applicants.sort_index(), "applicant"),
        "regions": table(regions(round_), "bps_code"),
        "scores": scores(outcome.scores),
        "rules": rules(outcome.rules),
        "objectives": [objective.as_data() for objective in outcome.scenario.objectives],
        "options": table(outcome.options.table),
        "result": result(plan, outcome.certificate),
        "awards": tables.rows(plan.awards, "applicant"),
        "pairs": tables.rows(plan.pairs),
        "bill": tables.rows(outcome.bill),
        "totals": totals(plan.awards, counted),
        "lines": lines(round_.call, outcome.scenario, plan.awards, counted),
        "usage": [usage(use) for use in plan.usage],
        "conflict": [rule.id for rule in outcome.conflict],
        "not_funded": NotFunded(outcome.reasons),
        "findings": findings(outcome.findings),
        "draw": None if draw is None else dict(draw),
    }


def members(committee: Members | None) -> list[dict[str, Any]] | None:
    """Write what the committee answered about the weights, number by number as it was given."""
    if committee is None:
        return None
    return [
        {
            "id": member.id,
            "name": member.name,
            "answers": [
                {
                    "method": str(answer.method),
                    "date": answer.date.isoformat(),
                    "node": answer.node,
                    "number": exact(answer.number),
                    "shown": answer.shown,
                    "against": answer.against,
                    "row": answer.row,
                }
                for answer in member.answers
            ],
        }
        for member in committee.people
    ]


def rules(given: Iterable[Rule]) -> list[dict[str, Any]]:
    """Write rules as a scenario file would hold them, each with its id."""
    return [{**rule.as_data(), "id": rule.id or f"{rule.rule}_{place + 1}"} for place, rule in enumerate(given)]


def scores(held: Scores) -> dict[str, Any]:
    """Write summary, gates and points of every applicant, by id."""
    parts = {part: scores_part(held, part) for part in SCORES}
    return {"weights": weights(held), **parts}


def weights(held: Scores) -> dict[str, Cell]:
    """Write the effective weights."""
    return {str(name): cell(weight) for name, weight in held.weights.items()}


def scores_part(held: Scores, part: str) -> RowTable:
    """Write one of SCORES of every applicant."""
    return tables.WrittenRows(getattr(held, SCORES[part]).sort_index(), "applicant")


def result(plan: Plan, certificate: Certificate | None) -> dict[str, Any]:
    """Write how the solve ended."""
    proven = () if certificate is None else certificate.proven
    return {
        "status": str(plan.status),
        "ties": plan.ties,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "stages": [stage(*pair) for pair in zip_longest(plan.stages, proven[: len(plan.stages)])],
    }


def stage(solved: Stage, certified: Fraction | None) -> dict[str, Any]:
    """Write one objective as it was solved, and the bound that the certificate proves."""
    return {
        "objective": solved.objective.as_data(),
        "value": exact(solved.value),
        "bound": None if solved.bound is None else exact(solved.bound),
        "certified": None if certified is None else exact(certified),
        "status": str(solved.status),
        "gap": solved.gap,
    }


def usage(use: Usage) -> dict[str, Any]:
    """Write what one part of a rule has used and left."""

    def written(number: Fraction | None) -> int | float | str | None:
        return None if number is None else exact(number)

    return {
        "rule": use.rule,
        "part": use.part,
        "measure": use.measure,
        "used": exact(use.used),
        "at_least": written(use.at_least),
        "at_most": written(use.at_most),
        "left": written(use.left),
        "spare": written(use.spare),
    }


def beside(rules: Iterable[Rule], awards: pd.DataFrame) -> dict[str, Fraction]:
    """What costs paid once add to every measure; awards hold the applicants' columns too."""
    found: dict[str, Fraction] = {}
    for rule in rules:
        for measure, amount in rule.amounts(awards).items() if isinstance(rule, CountedBeside) else ():
            found[measure] = found.get(measure, Fraction(0)) + amount
    return found


def totals(awards: pd.DataFrame, counted: Mapping[str, Fraction]) -> dict[str, int | float]:
    """Sum every resource over the awards and what is paid once beside them, exactly; `libraries` counts the awards."""
    sums: dict[str, int | float] = {"libraries": len(awards)}
    for name in awards.columns:
        if name != "start_year" and pd.api.types.is_numeric_dtype(awards[name]):
            own = sum((Fraction(str(each)) for each in awards[name].tolist()), Fraction(0))
            sums[str(name)] = plain(own + counted.get(str(name), 0))
    return sums


def lines(
    call: Call, scenario: Scenario, awards: pd.DataFrame, counted: Mapping[str, Fraction]
) -> list[dict[str, Any]]:
    """Write what every budget line has, uses and leaves."""
    counted_on = budget_lines(call, scenario)
    written: list[dict[str, Any]] = []
    for line in call.budget_lines:
        column = f"cost_{line.id}"
        own = sum(int(each) for each in awards[column].tolist()) if column in awards else 0
        used = own + int(counted.get(column, 0))
        written.append(
            {
                "line": line.id,
                "counted_on": counted_on[line.id],
                "pledged": line.pledged,
                "used": used,
                "left": counted_on[line.id] - used,
            }
        )
    return written


class NotFunded(Listed):
    """Why each applicant is not funded, written down one after the other."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self._reasons = reasons

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for reason in self._reasons:
            facts = [fact.text(SOURCE) for fact in reason.facts]
            yield {"applicant": reason.applicant, "cause": str(reason.cause), "facts": facts}


def findings(found: Findings) -> list[dict[str, Any]]:
    """Write the findings that stay with the plan."""
    return [
        {
            "code": each.code,
            "severity": str(each.severity),
            "place": each.place().text(SOURCE),
            "problem": each.problem.text(SOURCE),
            "remedy": each.remedy.text(SOURCE),
        }
        for each in found
    ]


def regions(round_: Round) -> pd.DataFrame:
    """Give the districts that applicants stand in, without their shapes."""
    everywhere = pd.DataFrame(round_.regions.drop(columns="geometry"))
    return everywhere.loc[everywhere.index.isin(round_.applicants["region"])].sort_index()


def table(given: pd.DataFrame, index: str = "") -> dict[str, Any]:
    """Write a table: the types of its columns, and its rows."""
    return {"types": tables.kinds(given), "rows": tables.WrittenRows(given, index)}
