"""Outcomes: answers to a question, each addressed by what made it, so that none is worked out twice."""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pulp
from sqlalchemy import Connection, select

import reports
import scenarios
from intake import Finding, Findings, InputError, Severity
from locales import LANGUAGES, message
from optimizer import Status, read_objective
from records.files import write_folder
from records.people import ANYONE, SOLVERS
from records.rounds import round_from
from records.store import Change, Store
from records.tables import BLOBS, OUTCOME_FILES, OUTCOMES, ROUNDS
from records.versions import Version
from records.words import canonical, canonical_pieces, refused
from scenarios import Outcome, Scenario

PLAN = "plan.json"
OF_THE_WHOLE = ("about", "draw", "fingerprint", "result", "round", "scenario")
IN_WORDS = ("about", "digests")
"""Sections of plan.json that depend on the language of the workbook."""


@dataclass(frozen=True)
class KeptOutcome:
    """One answer: `id` is the digest of all that it says, `question` that of all that made it.

    settled: nothing is left open in it, so the same question is not asked again.
    """

    id: str
    question: str
    round: str
    scenario_fingerprint: str
    status: str
    settled: bool
    by: str
    at: str


@dataclass(frozen=True)
class Reached:
    """What a kept outcome came to: awards (option by applicant), its cost in rupiah, and its first objective.

    value: what it reaches there, or what was proven to be the best where later objectives gave up some of it, exactly;
    None without a plan. proven: whether no plan reaches more.
    """

    awards: Mapping[str, str]
    measure: str
    value: Fraction | None
    proven: bool
    minimised: bool
    cost: int


def question_of(round_fingerprint: str, scenario: Scenario) -> str:
    """SHA-256 of everything that decides an outcome, under the programs that answer now."""
    return scenarios.fingerprint(round_fingerprint, scenario.fingerprint(), scenarios.versions())


def answer_to(store: Store, who: str, question: str) -> KeptOutcome | None:
    """Find the settled answer to a question; None when it was never asked, or something is left open in its answers."""
    with store.reading(who, ANYONE) as connection:
        return _settled(connection, question)


def keep_outcome(
    store: Store, who: str, about: str, outcome: Outcome, extras: Sequence[reports.Sheet] = ()
) -> KeptOutcome:
    """Keep an outcome of a kept round as the folders that `pilih plan` writes of it, one in each language.

    about: the round's id. extras: further sheets of the workbook.
    """
    with tempfile.TemporaryDirectory(prefix="pilih-") as held:
        folders = [Path(held) / language for language in LANGUAGES]
        for language, folder in zip(LANGUAGES, folders, strict=True):
            reports.write_plan(outcome, folder, language, extras)
        return _keep(store, who, about, folders)


def keep_plan(store: Store, who: str, about: str, folder: Path) -> KeptOutcome:
    """Keep a folder that `pilih plan` wrote; raises InputError unless it verifies and follows from the kept round."""
    wrong = reports.verify_folder(folder, round_from(store, who, about))
    if wrong:
        remedy = message("plan again from the round as it is kept")
        raise InputError(
            Findings.of(
                Finding("records.plan", Severity.ERROR, each.problem, remedy, file=each.where) for each in wrong[:20]
            )
        )
    return _keep(store, who, about, [folder])


def _keep(store: Store, who: str, about: str, folders: Sequence[Path]) -> KeptOutcome:
    told = [_told(folder) for folder in folders]
    identity, data = told[0]
    assert {each for each, _ in told} == {identity}, "the language changes words only"
    with store.reading(who, SOLVERS) as connection:
        fingerprint = connection.execute(select(ROUNDS.c.fingerprint).where(ROUNDS.c.id == about)).scalar()
    if fingerprint != data["round"]["fingerprint"]:
        raise refused(
            "other",
            message("the plan is about another round than the one it is to be kept with"),
            message("keep its round first (on the command line: pilih round keep)"),
        )
    with store.changing(who, "outcome.keep", SOLVERS) as change:
        kept = _same(change.connection, identity) or _settled(change.connection, data["fingerprint"])
        if kept is None or (kept.id != identity and not is_settled(data)):
            row = change.put(
                OUTCOMES,
                id=identity,
                question=data["fingerprint"],
                round=about,
                scenario_fingerprint=data["scenario"]["fingerprint"],
                status=data["result"]["status"],
                settled=int(is_settled(data)),
            )
            kept = _kept(row)
        if kept.id == identity:
            for folder, (_, plan) in zip(folders, told, strict=True):
                _files(change, identity, plan["about"]["language"], folder)
        change.tell(f"outcome {kept.id}", after={"question": kept.question, "status": kept.status})
    return kept


def _told(folder: Path) -> tuple[str, dict[str, Any]]:
    """The id of a written plan, and its sections that are about the whole; one section after the other is read."""
    whole: dict[str, Any] = {}

    def told() -> Iterator[tuple[str, Any]]:
        for section in reports.plan_sections(file):
            if section.name in OF_THE_WHOLE:
                whole[section.name] = section.value
            yield section.name, section.value

    with (folder / PLAN).open("rb") as file:
        try:
            return _identity(told()), whole
        except ValueError:  # it can be read as a whole alone
            file.seek(0)
            plan = json.load(file)
    return outcome_id(plan), {name: plan.get(name) for name in OF_THE_WHOLE}


def _files(change: Change, identity: str, language: str, folder: Path) -> None:
    if language in _languages(change.connection, identity):
        return
    for path in sorted(folder.iterdir()):
        sha256 = change.blob(path.read_bytes())
        change.put(OUTCOME_FILES, outcome=identity, language=language, name=path.name, sha256=sha256)


def outcome_id(plan: Mapping[str, Any]) -> str:
    """SHA-256 of what plan.json says, whatever the language of the workbook beside it."""
    return _identity(sorted(plan.items()))


def _identity(plan: Iterable[tuple[str, Any]]) -> str:
    """The id of a plan whose sections come in the order of their names, each digested before the next is taken."""
    total, mark = hashlib.sha256(), "{"
    for name, value in plan:
        if name not in IN_WORDS:
            # Piece by piece what `canonical` writes of all of them.
            total.update(f"{mark}{canonical(name)}:".encode())
            for piece in canonical_pieces(value):
                total.update(piece.encode())
            mark = ","
    total.update(b"}")
    return total.hexdigest()


def is_settled(plan: Mapping[str, Any]) -> bool:
    """Whether asking again could give nothing else: proven, no tie left open, and no lot drawn."""
    result = plan["result"]
    if result["status"] == Status.INFEASIBLE:
        return True
    return result["status"] == Status.OPTIMAL and result["ties"] != "open" and plan.get("draw") is None


def find_outcome(store: Store, who: str, called: str) -> KeptOutcome:
    """Find an outcome by the start of its id, or of its question; raises InputError."""
    with store.reading(who, ANYONE) as connection:
        rows = [_kept(row._asdict()) for row in connection.execute(select(OUTCOMES).order_by(OUTCOMES.c.at))]
    found = [each for each in rows if len(called) >= 6 and (each.id.startswith(called) or each.question == called)]
    if len({each.id for each in found}) != 1:
        raise refused(
            "outcome",
            message("{called} is not one outcome of this store", called=called),
            message("write at least the first 6 characters of its id, as many as tell it from others"),
            value=called,
        )
    return found[0]


def outcomes_of(store: Store, who: str, version: Version) -> tuple[KeptOutcome, ...]:
    """List the outcomes of what a version says about its round, the latest last."""
    asked = select(OUTCOMES).where(
        OUTCOMES.c.round == version.round, OUTCOMES.c.scenario_fingerprint == version.fingerprint
    )
    with store.reading(who, ANYONE) as connection:
        return tuple(_kept(row._asdict()) for row in connection.execute(asked.order_by(OUTCOMES.c.at, OUTCOMES.c.id)))


def plan_files(connection: Connection, identity: str, language: str | None = None) -> dict[str, bytes]:
    """Read the folder of an outcome: in the language asked for, else in the first that is kept."""
    languages = _languages(connection, identity)
    if not languages or (language is not None and language not in languages):
        raise refused(
            "language",
            message("the outcome is kept in {languages} only", languages=tuple(languages) or "–"),
            message(
                "choose one of these languages, or keep the folder that pilih plan writes in the other one too; what "
                "the app works out is kept in both"
            ),
            value=language or "",
        )
    asked = select(OUTCOME_FILES.c.name, BLOBS.c.content).join(BLOBS, BLOBS.c.sha256 == OUTCOME_FILES.c.sha256)
    chosen = OUTCOME_FILES.c.language == (language or languages[0])
    rows = connection.execute(asked.where(OUTCOME_FILES.c.outcome == identity, chosen).order_by(OUTCOME_FILES.c.name))
    return {row.name: bytes(row.content) for row in rows}


def export_outcome(
    store: Store, who: str, kept: KeptOutcome, target: Path, language: str | None = None
) -> tuple[Path, ...]:
    """Write an outcome as the folder that `pilih plan` wrote of it, byte by byte."""
    with store.reading(who, ANYONE) as connection:
        files = plan_files(connection, kept.id, language)
    return write_folder(target, files)


def what_was_reached(store: Store, who: str, kept: KeptOutcome) -> Reached:
    """Read what a kept outcome came to."""
    with store.reading(who, ANYONE) as connection:
        return reached(connection, kept.id)


def reached(connection: Connection, identity: str) -> Reached:
    """Read what a kept outcome came to."""
    plan = plan_files(connection, identity)[PLAN]
    data = reports.read_sections(BytesIO(plan), ("awards", "result", "scenario", "totals"))
    stages = data["result"]["stages"]
    awards = {str(award["applicant"]): str(award["option"]) for award in data["awards"]}
    cost = int(data["totals"].get("cost", 0))
    if not stages:
        return Reached(awards, "", None, False, False, cost)
    first = stages[0]
    sought = read_objective(first["objective"], 0)
    proven = first["status"] == Status.OPTIMAL and not data["scenario"]["data"]["solver"]["gap"]
    best = first["bound"] if proven and first["bound"] is not None else first["value"]
    return Reached(awards, str(sought.measure), Fraction(str(best)), proven, sought.sense == pulp.LpMinimize, cost)


def reached_by(outcome: Outcome) -> Reached:
    """Say what an outcome that is not kept came to, as `reached` says it of one that is."""
    plan = outcome.plan
    awards = {str(applicant): str(option) for applicant, option in plan.awards["option"].items()}
    cost = int(plan.awards["cost"].sum()) if awards else 0
    if not plan.stages:
        return Reached(awards, "", None, False, False, cost)
    first = plan.stages[0]
    proven = first.status is Status.OPTIMAL and not outcome.scenario.solver.gap
    best = first.bound if proven and first.bound is not None else first.value
    return Reached(awards, first.objective.measure, best, proven, first.objective.sense == pulp.LpMinimize, cost)


def outcome_row(connection: Connection, identity: str) -> KeptOutcome:
    """Read one outcome by its id."""
    return _kept(connection.execute(select(OUTCOMES).where(OUTCOMES.c.id == identity)).one()._asdict())


def _languages(connection: Connection, identity: str) -> list[str]:
    asked = select(OUTCOME_FILES.c.language).where(OUTCOME_FILES.c.outcome == identity).distinct()
    return sorted(connection.execute(asked).scalars().all())


def _same(connection: Connection, identity: str) -> KeptOutcome | None:
    row = connection.execute(select(OUTCOMES).where(OUTCOMES.c.id == identity)).first()
    return None if row is None else _kept(row._asdict())


def _settled(connection: Connection, question: str) -> KeptOutcome | None:
    asked = select(OUTCOMES).where(OUTCOMES.c.question == question, OUTCOMES.c.settled == 1).order_by(OUTCOMES.c.at)
    row = connection.execute(asked.limit(1)).first()
    return None if row is None else _kept(row._asdict())


def _kept(row: Mapping[str, Any]) -> KeptOutcome:
    fields = {name: row[name] for name in KeptOutcome.__dataclass_fields__}
    return KeptOutcome(**{**fields, "settled": bool(row["settled"])})
