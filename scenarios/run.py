"""Run: a round and a scenario in, an Outcome out."""

import hashlib
import json
from concurrent.futures import Future
from dataclasses import dataclass
from importlib.metadata import version
from threading import Thread

import pandas as pd

from intake import Finding, Findings, Round, Severity
from locales import message
from optimizer import (
    Best,
    Doing,
    Options,
    Plan,
    Rule,
    Settings,
    Status,
    allocate,
    conflict,
    doing,
    options,
    remarks,
    rescued,
    stopping,
    watched,
)
from scenarios import budget
from scenarios.forecast import foreseen, refuse_unknown_names
from scenarios.forecast_years import without_money
from scenarios.outcome import Outcome
from scenarios.reasons import LaterReasons, reasons
from scenarios.scenario import Scenario
from scoring import Scores, score

MANY = 5_000
"""Applicants beyond which reasons are worked out as they are looked at; all of them take longer than the plan."""
PROGRAMS = ("pilih", "pulp", "highspy")


def run(round_: Round, scenario: Scenario) -> Outcome:
    """Score, list options, allocate, verify and explain.

    Raises InputError when the scenario does not fit the round. An infeasible scenario is an Outcome whose plan has
    no awards and whose `conflict` names the rules that cannot hold together.
    """
    made = prepared(round_, scenario)
    return _outcome(made, allocate(made.table, made.offered.table, made.rules, scenario.objectives, scenario.solver))


def run_ended(round_: Round, scenario: Scenario, best: Best | None, ready: "Future[Ready] | None" = None) -> Outcome:
    """The outcome of a run that was ended, with the best plan it had reached; asks no solver.

    Without any plan its status is stopped. The plan is made again from the tables and checked exactly. ready: the
    tables, where somebody has them made meanwhile.
    """
    with watched(lambda _: None, stop=lambda: True):
        made = prepared(round_, scenario) if ready is None else ready.result()
        return _outcome(made, rescued(best, made.table, made.offered.table, made.rules, scenario.objectives))


def run_planned(round_: Round, scenario: Scenario, plan: Plan) -> Outcome:
    """The outcome of a plan that was reached before; asks no solver, and works reasons out when they are looked at.

    The plan is taken as it is: whoever calls this knows that it was verified, and is the plan of this scenario.
    """
    return _outcome(prepared(round_, scenario), plan, later=True)


@dataclass(frozen=True, eq=False)
class Ready:
    """Everything that an allocation of a round and scenario begins with."""

    round: Round
    scenario: Scenario
    scores: Scores
    table: pd.DataFrame
    offered: Options
    rules: tuple[Rule, ...]
    findings: Findings


def prepared(round_: Round, scenario: Scenario) -> Ready:
    """Score, list options and rules, and say what can be said before anything is allocated; raises as `run` does."""
    doing(Doing.PREPARING)
    refuse_unknown_names(round_, scenario)
    scores = score(round_, scenario.scoring)
    rules = budget.rules(round_.call, round_.catalogue, scenario)
    table = attributes(round_, scores)
    offered = options(round_, admitted(scores), scenario.catalogue)
    findings = foreseen(rules, table, offered.table)
    findings += Findings.of(without_money(round_, scenario))
    findings += Findings.of(remarks(table, offered.table, rules, scenario.objectives))
    return Ready(round_, scenario, scores, table, offered, rules, findings)


def in_the_background(round_: Round, scenario: Scenario) -> "Future[Ready]":
    """The same in a thread, for whoever may need it at once; what goes wrong is raised to whoever asks for it."""
    found: Future[Ready] = Future()

    def work() -> None:
        try:
            found.set_result(prepared(round_, scenario))
        except Exception as error:
            found.set_exception(error)

    Thread(target=work, daemon=True).start()
    return found


def _outcome(made: Ready, plan: Plan, *, later: bool = False) -> Outcome:
    doing(Doing.EXPLAINING)
    round_, scenario, findings = made.round, made.scenario, made.findings
    if plan.has_awards and plan.awards.empty:
        findings += Findings.of([_funds_nobody()])
    explained = LaterReasons if later or stopping() or len(made.table) > MANY else reasons
    programs = versions()
    return Outcome(
        round=round_,
        scenario=scenario,
        scores=made.scores,
        table=made.table,
        options=made.offered,
        rules=made.rules,
        plan=plan,
        reasons=explained(round_, made.scores, made.table, made.offered, made.rules, plan),
        conflict=_blamed(made.table, made.offered.table, made.rules, scenario.solver, plan),
        findings=Findings.of([*round_.findings, *made.scores.findings, *findings]),
        versions=programs,
        fingerprint=fingerprint(round_.fingerprint, scenario.fingerprint(), programs),
    )


def attributes(round_: Round, scores: Scores) -> pd.DataFrame:
    """Applicants, their district's figures and their score: the table that rules speak about.

    Its `score` are the points that ranks and plans compare, so that a rule treats those tied in rank alike.
    """
    return attributes_beside(round_.table(), scores.table)


def attributes_beside(people: pd.DataFrame, scored: pd.DataFrame) -> pd.DataFrame:
    """Applicants with their score beside them: the columns of `Scores.table` that rules speak about."""
    return people.join(scored[["points", "score_low", "score_high", "rank"]].rename(columns={"points": "score"}))


def _funds_nobody() -> Finding:
    return Finding(
        "scenario.empty",
        Severity.WARNING,
        message("the best plan under these rules funds nobody"),
        message("look for shares that a small plan cannot meet, and for budget lines below the cheapest package"),
        file="scenario",
    )


def admitted(scores: Scores) -> pd.DataFrame:
    """Points and whether an award is allowed: everyone who has a rank passed the gates.

    Values are made of the points that ranks are made of, so that applicants tied in rank are tied in the plan.
    """
    return eligible(scores.table["points"], scores.table["rank"].notna())


def eligible(points: "pd.Series[float]", open_: "pd.Series[bool]") -> pd.DataFrame:
    """The table by which `options` lists what everybody could be given."""
    return pd.DataFrame({"score": points, "open": open_})


def versions() -> dict[str, str]:
    """The versions of program and solver that answer now."""
    return {name: version(name) for name in PROGRAMS}


def fingerprint(round_fingerprint: str, scenario_fingerprint: str, versions: dict[str, str]) -> str:
    """SHA-256 of everything that decides an outcome."""
    text = json.dumps([round_fingerprint, scenario_fingerprint, versions], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _blamed(
    table: pd.DataFrame, offered: pd.DataFrame, rules: tuple[Rule, ...], settings: Settings, plan: Plan
) -> tuple[Rule, ...]:
    if plan.status is not Status.INFEASIBLE:
        return ()
    return conflict(table, offered, rules, settings) or ()
