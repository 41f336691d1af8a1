"""The plan folder: what people take away, written all at once or not at all."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from intake import Finding, Findings, InputError, Severity
from locales import Message, message
from optimizer import Doing, SolverError, begin
from reports import awards_csv, canonical, plan_file, reading
from reports.document import contents
from reports.grid import Sheet
from reports.reading import AWARDS, CERTIFICATE, DRAW, OWN, PLAN, WORKBOOK
from reports.schema import KIND, Document
from reports.verify import verify_folder
from reports.workbook import workbook
from scenarios import Outcome

VIOLATIONS_SHOWN = 5


def write_plan(
    outcome: Outcome,
    folder: str | Path,
    language: str,
    extras: Sequence[Sheet] = (),
    draw: Mapping[str, Any] | None = None,
) -> tuple[Path, ...]:
    """Write workbook, list of awards, certificate and plan.json; returns their paths, plan.json last.

    extras: further sheets of reasons for the workbook. draw: the record of a public draw, written beside the plan.
    Without a plan there is neither list nor certificate. The files appear together: an earlier plan in the folder is
    replaced as a whole, and a folder that holds anything else is refused with InputError. A plan that its own
    verification refuses is never handed out: SolverError says what is wrong with it.
    """
    target = Path(folder).resolve()
    _refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as held:
        staging, former = Path(held) / "new", Path(held) / "old"
        staging.mkdir()
        names = put_files(outcome, staging, language, extras, draw)
        if outcome.plan.has_awards:
            _refuse_unverified(staging)
        if target.exists():
            target.rename(former)
        try:
            staging.rename(target)
        except OSError:
            if former.exists():
                former.rename(target)
            raise
    return tuple(target / name for name in names)


def put_files(
    outcome: Outcome,
    staging: Path,
    language: str,
    extras: Sequence[Sheet] = (),
    draw: Mapping[str, Any] | None = None,
) -> tuple[str, ...]:
    """Write the files of a plan into an empty folder, unverified; returns their names, plan.json last."""
    begin(Doing.WRITING)
    (staging / WORKBOOK).write_bytes(workbook(outcome, language, extras))
    files = {WORKBOOK: reading.workbook_digest(staging / WORKBOOK)}
    data = contents(outcome, language, draw)
    if outcome.plan.has_awards:
        content = awards_csv.content(_decided(data))
        (staging / AWARDS).write_bytes(content)
        files[AWARDS] = hashlib.sha256(content).hexdigest()
        assert outcome.certificate is not None
        proof = outcome.certificate.text().encode("utf-8")
        (staging / CERTIFICATE).write_bytes(proof)
        files[CERTIFICATE] = hashlib.sha256(proof).hexdigest()
    if draw is not None:
        record = canonical.text(draw).encode("utf-8")
        (staging / DRAW).write_bytes(record)
        files[DRAW] = hashlib.sha256(record).hexdigest()
    with (staging / PLAN).open("wb") as file:
        plan_file.put(file, data, files)
    return (*files, PLAN)


def _decided(data: Mapping[str, Any]) -> Document:
    """The document without what is said of those that are not funded, whom the list of awards leaves out."""
    without: dict[str, Any] = {"draw": None, "not_funded": [], "findings": [], "digests": {"sections": {}, "files": {}}}
    return Document.model_validate({**data, **without})


def _refuse_unverified(staging: Path) -> None:
    """Raise SolverError when what was written does not verify."""
    wrong = verify_folder(staging)
    if wrong:
        shown = "; ".join(f"{each.where}: {each.problem.text('en')}" for each in wrong[:VIOLATIONS_SHOWN])
        raise SolverError(f"the written plan does not verify ({len(wrong)} violations): {shown}")


def _refuse_foreign(target: Path) -> None:
    """Raise InputError unless the folder is new, empty, or holds a plan and nothing else."""
    if not target.exists():
        return
    if not target.is_dir():
        raise _refused(target, message("{folder} is a file, not a folder", folder=target.name))
    there = {each.name for each in target.iterdir()}
    strange = tuple(sorted(there - OWN))
    if strange:
        raise _refused(
            target,
            message("{folder} holds files that are not part of a plan: {files}", folder=target.name, files=strange[:5]),
        )
    if there and not _is_plan(target / PLAN):
        raise _refused(target, message("{folder} holds files, but no plan written by this program", folder=target.name))


def _is_plan(path: Path) -> bool:
    """Whether a file is a plan of ours, however damaged it may otherwise be."""
    try:
        with path.open("rb") as file:
            return bool(reading.read_sections(file, ("about",))["about"]["kind"] == KIND)
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _refused(target: Path, problem: Message) -> InputError:
    remedy = message("name another folder, or move what is in this one")
    finding = Finding("report.folder", Severity.ERROR, problem, remedy, file=str(target))
    return InputError(Findings.of([finding]))
