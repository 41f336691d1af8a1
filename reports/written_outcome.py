"""A written plan as an Outcome again, so that more can be said about what was decided, not about a new run."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from intake import Finding, Findings, InputError, Round, Severity
from locales import message
from optimizer import Violation
from reports import inputs, reading, tables
from reports.again import Again
from reports.schema import Document
from reports.verify import verify_folder
from scenarios import Outcome, Reason, after_draw, reasons, run_planned

SHOWN = 20


def outcome_of_plan(folder: str | Path, round_: Round) -> Outcome:
    """Rebuild the outcome of a plan that verifies, with reasons; raises InputError with everything that does not.

    Scores, options and rules come from the plan's own inputs, which verification has found to be those of the round.
    """
    path = Path(folder)
    wrong = verify_folder(path, round_)
    if wrong:
        remedy = message("Make the plan again, or find out who changed its files.")
        raise InputError(
            Findings.of(
                Finding("letters.plan", Severity.ERROR, each.problem, remedy, file=str(path), value=each.where)
                for each in wrong[:SHOWN]
            )
        )
    document, _ = reading.read(path)
    assert document is not None
    held = Again(document).outcome
    outcome = replace(held, round=round_)
    whys: Sequence[Reason] = reasons(
        outcome.round, outcome.scores, outcome.table, outcome.options, outcome.rules, outcome.plan
    )
    if document.draw is not None and "seed" in document.draw:
        whys = after_draw(whys, document.draw)
    return replace(outcome, reasons=whys)


def is_plan_of(outcome: Outcome, plan: BinaryIO) -> bool:
    """Whether plan.json says the awards of this outcome, made of the same inputs."""
    held = reading.read_sections(plan, ("awards", "fingerprint"))
    same = bool(held["awards"] == tables.rows(outcome.plan.awards, "applicant"))
    return same and bool(held["fingerprint"] == outcome.fingerprint)


def outcome_as_kept(folder: str | Path, round_: Round) -> Outcome:
    """Rebuild the outcome of a plan of this round that was verified when it was kept, and that nobody could change.

    Only plan.json is read, and nothing is verified again: see `outcome_of_plan` for a plan from elsewhere. Raises
    InputError when plan.json cannot be read.
    """
    path = Path(folder)
    wrong: list[Violation] = []
    document: Document | None
    try:
        document = reading.read_decided(path)
    except (OSError, ValueError):
        document, wrong = reading.read(path)
    if document is None:
        remedy = message("Make the plan again, or find out who changed its files.")
        raise InputError(
            Findings.of(
                Finding("plan.kept", Severity.ERROR, each.problem, remedy, file=str(path), value=each.where)
                for each in wrong
            )
        )
    outcome = run_planned(round_, inputs.scenario_of(document), inputs.plan_of(document))
    awards = outcome.plan.awards
    # The file names columns in the order of letters; a run has them as its options do.
    ordered = [column for column in outcome.options.table.columns if column in awards]
    plan = replace(outcome.plan, awards=awards[ordered])
    outcome = replace(outcome, plan=plan, versions=document.versions, fingerprint=document.fingerprint)
    if document.draw is not None and "seed" in document.draw:
        outcome = replace(outcome, reasons=after_draw(outcome.reasons, document.draw))
    return outcome
