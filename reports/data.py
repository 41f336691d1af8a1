"""Results as plain data, for --json: the same figures and sentences as on the screen."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from intake import Findings, Round
from locales import render
from optimizer import plain
from scenarios import Causes, Comparison, Explanation, Outcome, Remedies, WhatItTakes, ranked_first
from scoring import Difference, Scores


def findings_data(findings: Findings, language: str) -> list[dict[str, Any]]:
    """Findings with their place, sentence and remedy."""
    return [
        {
            "code": finding.code,
            "severity": str(finding.severity),
            "file": finding.file,
            "sheet": finding.sheet,
            "row": finding.row,
            "column": finding.column,
            "value": finding.value,
            "problem": finding.problem.text(language),
            "remedy": finding.remedy.text(language),
        }
        for finding in findings
    ]


def scores_data(round_: Round, scores: Scores, language: str) -> dict[str, Any]:
    """Scores, gates and contributions by applicant, best rank first."""
    ordered = ranked_first(scores.table)
    names = round_.applicants["name"].to_dict()
    gates, points = scores.gates.to_dict("index"), scores.contributions.to_dict("index")
    return {
        "ok": True,
        "made_up": render(round_.call.made_up, language) if round_.call.made_up else "",
        "weights": {str(key): float(weight) for key, weight in scores.weights.items()},
        "applicants": [
            {
                "applicant": str(applicant),
                "name": str(names[applicant]),
                "rank": None if pd.isna(row["rank"]) else int(row["rank"]),
                "tied": bool(row["tied"]),
                "eligible": str(row["eligible"]),
                "score": float(row["score"]),
                "score_low": float(row["score_low"]),
                "score_high": float(row["score_high"]),
                "gates": {str(gate): str(status) for gate, status in gates[applicant].items()},
                "points": {str(c): float(earned) for c, earned in points[applicant].items()},
            }
            for applicant, row in ordered.iterrows()
        ],
        "findings": findings_data(scores.findings, language),
    }


def outcome_data(
    outcome: Outcome, written: Sequence[Path], language: str, remedies: Remedies | None = None
) -> dict[str, Any]:
    """What a plan came to: status, bound, totals, who is funded, who is not and why."""
    plan = outcome.plan
    return {
        "ok": plan.has_awards,
        "made_up": render(outcome.round.call.made_up, language) if outcome.round.call.made_up else "",
        "round": outcome.round.call.id,
        "scenario": outcome.scenario.id,
        "status": str(plan.status),
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "ties": plan.ties,
        "funded": len(plan.awards),
        "cost": int(outcome.total("cost")),
        "awards": {str(name): str(option) for name, option in plan.awards["option"].items()},
        "not_funded": {
            reason.applicant: {"cause": str(reason.cause), "facts": [fact.text(language) for fact in reason.facts]}
            for reason in outcome.reasons
        },
        "usage": [
            {
                "rule": use.rule,
                "part": use.part,
                "used": plain(use.used),
                "at_least": None if use.at_least is None else plain(use.at_least),
                "at_most": None if use.at_most is None else plain(use.at_most),
            }
            for use in plan.usage
        ],
        "conflict": [rule.describe().text(language) for rule in outcome.conflict],
        "repairs": [remedy.said().text(language) for remedy in remedies or ()],
        "fingerprint": outcome.fingerprint,
        "findings": findings_data(outcome.findings, language),
        "files": [str(path) for path in written],
    }


def _difference(line: Difference | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {"other": line.other, "gap": line.gap, "criteria": {c.criterion: c.difference for c in line.criteria}}


def explanation_data(
    outcome: Outcome, told: Explanation, language: str, takes: WhatItTakes | None = None
) -> dict[str, Any]:
    """Why one applicant is in or out."""
    reversal = told.reversal
    return {
        "ok": True,
        "made_up": render(outcome.round.call.made_up, language) if outcome.round.call.made_up else "",
        "applicant": told.applicant,
        "name": told.scored.name,
        "funded": told.reason is None,
        "cause": "" if told.reason is None else str(told.reason.cause),
        "facts": [fact.text(language) for fact in (told.reason.facts if told.reason else told.needed_by)],
        "rank": told.scored.rank,
        "score": told.scored.score,
        "score_low": told.scored.score_low,
        "score_high": told.scored.score_high,
        "gates": {gate.gate: gate.status for gate in told.scored.gates},
        "points": {c.criterion: c.points for c in told.scored.criteria},
        "at_the_line": _difference(told.at_the_line),
        "reversed": None
        if reversal is None
        else {
            "status": str(reversal.status),
            "loss": reversal.loss,
            "enters": list(reversal.enters),
            "leaves": list(reversal.leaves),
        },
        "margins": [
            {
                "gate": each.gate,
                "column": each.column,
                "status": each.status,
                "said": each.said.text(language),
                "margin": each.margin,
                "unit": render(each.unit, language) if each.unit is not None else "",
            }
            for each in told.margins
        ],
        "lifts_by_points": [
            {
                "criterion": each.criterion,
                "before": render(each.before, language),
                "after": render(each.after, language),
                "points": each.points,
            }
            for each in told.lifts
        ],
        "under_weights": None
        if told.under is None
        else [
            {
                "member": each.member,
                "name": each.name,
                "funded": each.funded,
                "certain": each.certain,
                "score": each.score,
                "rank": each.rank,
            }
            for each in told.under
        ],
        "what_it_takes": None if takes is None else [change.said.text(language) for change in takes.changes],
        "fingerprint": outcome.fingerprint,
    }


def causes_data(found: Causes, language: str) -> dict[str, Any]:
    """The changes between two outcomes, and by name which of them decides; changes by their place, from 0."""
    return {
        "refused": None if found.refused is None else found.refused.text(language),
        "solves": found.solves,
        "unanswered": found.unanswered,
        "changes": [
            {"kind": str(change.kind), "key": list(change.key), "said": change.said.text(language)}
            for change in found.changes
        ],
        "steps": [
            {"changes": list(step.changes), "enters": list(step.enters), "leaves": list(step.leaves)}
            for step in found.steps
        ],
        "names": [
            {
                "applicant": name.applicant,
                "before": name.before,
                "after": name.after,
                "cause": None if name.kind is None else str(name.kind),
                "turns": name.turns,
                "tied": list(name.tied),
                **{
                    what: None if places is None else list(places)
                    for what, places in (
                        ("path", name.path),
                        ("alone", name.alone),
                        ("needed", name.needed),
                        ("together", name.together),
                    )
                },
            }
            for name in found.names
        ],
    }


def comparison_data(compared: Comparison, language: str, made_up: str = "") -> dict[str, Any]:
    """What differs between outcomes; `made_up` is the round's sentence about invented data, in that language."""
    return {
        "ok": True,
        "made_up": made_up,
        "scenarios": [render(title, language) for title in compared.titles],
        "statuses": [str(status) for status in compared.statuses],
        "figures": [
            {
                "name": render(figure.name, language),
                "values": [render(value, language) for value in figure.values],
                "differences": list(figure.differences),
            }
            for figure in compared.figures
        ],
        "choices": {key: list(values) for key, values in compared.choices},
        "in_all": list(compared.in_all),
        "only": [list(own) for own in compared.only],
        "groups": [
            {"per": g.per, "value": g.value, "libraries": list(g.libraries), "grants": list(g.grants)}
            for g in compared.groups
        ],
        "causes": [causes_data(found, language) for found in compared.causes],
        "warnings": [warning.text(language) for warning in compared.warnings],
        "moves": [
            {
                "applicant": move.applicant,
                "name": move.name,
                "district": move.district,
                "packages": list(move.packages),
                "reasons": [
                    None
                    if why is None
                    else {"cause": str(why.cause), "facts": [fact.text(language) for fact in why.facts]}
                    for why in move.reasons
                ],
            }
            for move in compared.moves
        ],
    }
