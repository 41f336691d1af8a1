"""Verify: re-checks a written plan without a solver, and says everything that is wrong with it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from intake import InputError, Round
from locales import message
from optimizer import Doing, Violation, begin
from reports import (
    check_awards,
    check_certificate,
    check_draw,
    check_inputs,
    check_plan,
    check_workbook,
    inputs,
    reading,
)
from reports.again import Again
from reports.schema import Document


def verify_folder(folder: str | Path, round_: Round | None = None) -> list[Violation]:
    """Check plan.json against its digests, its own inputs and the files beside it; [] when nothing is wrong.

    Scores, options, bills, totals, rules, objectives and bounds are all worked out again from the inputs that the
    document holds; with `round_`, also from the round's own files. Never raises for a damaged plan.
    """
    path = Path(folder)
    begin(Doing.VERIFYING)
    document, found = reading.read(path)
    if document is None:
        return found
    found += reading.files(path, document)
    found += _stated(document)
    if round_ is not None:
        found += _from_files(document, round_)
    again = Again(document)
    del document
    unlike = guarded("inputs", lambda: check_inputs.recomputed(again, check_inputs.HERE))
    if not unlike:
        again.hold_once()
    found += unlike
    found += _worked_out(path, again)
    return list(dict.fromkeys(found))


def _stated(document: Document) -> list[Violation]:
    """Whether what a document states fits together."""
    found: list[Violation] = []
    for where, check in (
        ("bill", lambda: check_awards.bill(document)),
        ("options", lambda: check_awards.sums_by_line(document)),
        ("totals", lambda: check_awards.totals(Again(document))),
        ("lines", lambda: check_plan.budget(document)),
        ("scores", lambda: check_plan.admission(document)),
        ("result", lambda: check_plan.status(document)),
        ("result", lambda: check_plan.stated_objective(document)),
        ("scenario", lambda: check_plan.scenario(document, inputs.scenario_of(document))),
    ):
        found += guarded(where, check)
    return found


def _from_files(document: Document, round_: Round) -> list[Violation]:
    """Whether it follows from the round's own files."""
    again = Again(document, round_)
    return [
        *guarded("round", lambda: check_inputs.same_files(document, round_)),
        *guarded("round", lambda: check_inputs.recomputed(again, check_inputs.FILES)),
    ]


def _worked_out(path: Path, again: Again) -> list[Violation]:
    """Whether the plan keeps its rules, and the files beside plan.json say what it says."""
    found = guarded("plan", lambda: check_plan.plan(again))
    found += guarded(reading.WORKBOOK, lambda: check_workbook.cells(path, again))
    if again.document.result.status in ("optimal", "feasible"):
        found += guarded(reading.AWARDS, lambda: check_awards.csv_file(path, again.document))
        found += guarded(reading.CERTIFICATE, lambda: check_certificate.proof(path, again))
    if again.document.draw is not None:
        found += guarded(reading.DRAW, lambda: check_draw.draw(path, again))
    return found


def guarded(where: str, check: Callable[[], Iterable[Violation]]) -> list[Violation]:
    """Run a check; what stops it is reported with what it found before: not to be checked is itself a fault."""
    found: list[Violation] = []
    try:
        for violation in check():
            found.append(violation)  # noqa: PERF402 (what was found before a failure must be kept)
    except InputError as error:
        found += [Violation(where, each.problem) for each in error.findings.errors]
    except Exception as error:  # whatever damaged contents make a check raise
        why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        found.append(Violation(where, message("{section} cannot be checked: {why}", section=where, why=why)))
    return found
