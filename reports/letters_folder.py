"""The folder of letters: a PDF for each applicant, one to print them all, and an index that programs can read."""

import hashlib
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from intake import Finding, Findings, InputError, Severity
from locales import Message, message, render
from optimizer import SolverError, step
from reports import canonical, reading
from reports.folder import write_plan
from reports.letter import Letter
from reports.letter_pdf import pdf
from reports.verify import verify_folder
from reports.written_outcome import is_plan_of
from scenarios import Outcome

KIND, INDEX, ALL = "pilih letters", "letters.json", "letters.pdf"


def write_letters(
    outcome: Outcome, letters: Sequence[Letter], folder: str | Path, language: str, plan: Path | None = None
) -> tuple[Path, ...]:
    """Write the letters of an outcome; returns their paths, the index last.

    plan: the folder of the plan that they are of; without it the plan is written, only to be verified. Nothing is
    written unless that plan verifies against its round: SolverError. The files appear together; an earlier folder of
    letters is replaced as a whole, and one that holds anything else is refused with InputError.
    """
    target = Path(folder).resolve()
    _refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as held:
        if plan is None:
            plan = Path(held) / "plan"
            write_plan(outcome, plan, language)
        _refuse_unverified(outcome, plan)
        staging, former = Path(held) / "new", Path(held) / "old"
        staging.mkdir()
        names = put_letters(outcome, letters, staging, language)
        if target.exists():
            target.rename(former)
        try:
            staging.rename(target)
        except OSError:
            if former.exists():
                former.rename(target)
            raise
    return tuple(target / name for name in names)


def letter_data(letter: Letter, language: str) -> dict[str, Any]:
    """The figures and reasons of one letter as plain data."""
    grant = letter.grant
    return {
        "applicant": letter.applicant,
        "name": letter.scored.name,
        "funded": letter.funded,
        "cause": "" if letter.cause is None else str(letter.cause),
        "facts": [render(each, language) for each in letter.facts],
        "score": letter.scored.score,
        "rank": letter.scored.rank,
        "line": letter.line,
        "gap": letter.gap,
        "points": {each.criterion: each.points for each in letter.criteria},
        "against_the_line": dict(letter.against),
        "gates": {each.gate: each.status for each in letter.scored.gates},
        "reserve": letter.reserve,
        "what_it_takes": None
        if letter.takes is None
        else [change.said.text(language) for change in letter.takes.changes if change.what == "answer"],
        "grant": None
        if grant is None
        else {
            "package": render(grant.package, language),
            "connection": render(grant.tier, language) if grant.tier is not None else "",
            "computers": grant.computers,
            "mbps": grant.mbps,
            "start_year": grant.start_year,
            "lines": {render(line, language): rupiah for line, rupiah in grant.lines},
            "cost": grant.cost,
            "local_match": grant.local_match,
            "mentor": grant.mentor,
            "mentor_km": grant.mentor_km,
        },
    }


def letters_data(outcome: Outcome, letters: Sequence[Letter], language: str) -> dict[str, Any]:
    """All letters as plain data, with what they are of."""
    call = outcome.round.call
    return {
        "kind": KIND,
        "language": language,
        "made_up": render(call.made_up, language) if call.made_up else "",
        "round": call.id,
        "scenario": outcome.scenario.id,
        "fingerprint": outcome.fingerprint,
        "letters": [letter_data(each, language) for each in letters],
    }


def put_letters(outcome: Outcome, letters: Sequence[Letter], staging: Path, language: str) -> tuple[str, ...]:
    """Write letters into an empty folder, whatever plan they are of; returns their names, the index last."""
    files: dict[str, str] = {}
    names = _file_names([each.applicant for each in letters])
    for place, (letter, name) in enumerate(zip(letters, names, strict=True)):
        step(place, len(letters), letter.applicant)
        files[name] = _put(staging / name, pdf(outcome, [letter], language))
    if len(letters) > 1:
        files[ALL] = _put(staging / ALL, pdf(outcome, letters, language))
    data = letters_data(outcome, letters, language)
    for each, name in zip(data["letters"], names, strict=True):
        each["file"] = name
    _put(staging / INDEX, canonical.text({**data, "files": files}).encode("utf-8", "surrogatepass"))
    return (*files, INDEX)


def _put(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _file_names(applicants: Sequence[str]) -> list[str]:
    """A file name for each applicant that every system takes, none twice whatever the case of its letters."""
    names: list[str] = []
    taken: set[str] = set()
    for applicant in applicants:
        plain = name = "letter-" + re.sub(r"[^A-Za-z0-9._-]", "_", applicant)
        number = 2
        while name.casefold() in taken:
            name, number = f"{plain}({number})", number + 1
        taken.add(name.casefold())
        names.append(name + ".pdf")
    return names


def _refuse_unverified(outcome: Outcome, plan: Path) -> None:
    """Raise SolverError unless the plan's folder verifies, from the round on, and is the plan of this outcome."""
    wrong = [f"{each.where}: {each.problem.text('en')}" for each in verify_folder(plan, outcome.round)]
    if not wrong:
        with (plan / reading.PLAN).open("rb") as file:
            if not is_plan_of(outcome, file):
                wrong = ["plan.json is not the plan of these letters"]
    if wrong:
        raise SolverError(f"no letter was written, for the plan does not verify: {'; '.join(wrong[:5])}")


def _refuse_foreign(target: Path) -> None:
    """Raise InputError unless the folder is new, empty, or holds letters and nothing else."""
    if not target.exists():
        return
    if not target.is_dir():
        raise _refused(target, message("{folder} is a file, not a folder", folder=target.name))
    there = {each.name for each in target.iterdir()}
    strange = tuple(sorted(there - {INDEX} - _indexed(target / INDEX)))
    if strange:
        problem = message("{folder} holds files that are not letters: {files}", folder=target.name, files=strange[:5])
        raise _refused(target, problem)


def _indexed(path: Path) -> set[str]:
    """The files that an index of ours speaks of; none where there is no such index."""
    try:
        data = canonical.parse(path.read_bytes().decode("utf-8"))
        return set(data["files"]) if data["kind"] == KIND else set()
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def _refused(target: Path, problem: Message) -> InputError:
    remedy = message("name another folder, or move what is in this one")
    finding = Finding("report.letters", Severity.ERROR, problem, remedy, file=str(target))
    return InputError(Findings.of([finding]))
