"""Handing out: a plan's files once they verify, with map layers, their digests, and all of it as one ZIP file."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from intake import Finding, Findings, InputError, Severity
from locales import Message, message
from optimizer import SolverError, Violation
from reports import canonical, reading, tables
from reports.archive import Files, zipped
from reports.check_certificate import proven
from reports.folder import VIOLATIONS_SHOWN, put_files
from reports.layers import layers
from reports.letter import letters
from reports.letter_pdf import pdf
from reports.letters_folder import put_letters
from reports.verify import verify_folder
from reports.written_outcome import is_plan_of
from scenarios import Outcome

MANIFEST = "SHA256SUMS"
OTHER = "nothing is handed out, for plan.json is not the plan that is shown"


@dataclass(frozen=True, eq=False)
class HandedOut:
    """The files of one plan that verified against its round.

    files: by name; those of the plan's folder as they were written, then the map layers. digests: SHA-256 of each.
    archive: all of them with MANIFEST, their digests as `sha256sum -c` reads it. proven: what the certificate proves.
    awarded: what tells this plan from others, as `awarded` gives it.
    """

    archive: bytes
    digests: Mapping[str, str]
    proven: tuple[Message, ...]
    awarded: str

    @cached_property
    def files(self) -> Files:
        """All files but the list of digests."""
        return Files(self.archive, frozenset({MANIFEST}))


def hand_out(outcome: Outcome, language: str, kept: Mapping[str, bytes] | None = None) -> HandedOut:
    """Verify a plan against its round and give its files.

    kept: the files of its folder as they were kept, else they are written now. Raises InputError for kept files that
    do not verify, and SolverError for a plan that does not, for files of another plan, and where there is no plan.
    """
    if not outcome.plan.has_awards:
        raise SolverError("there is no plan to hand out")
    with tempfile.TemporaryDirectory(prefix="pilih-") as held:
        folder = Path(held)
        for name, content in (kept or {}).items():
            (folder / name).write_bytes(content)
        if kept is None:
            put_files(outcome, folder, language)
        _refuse(verify_folder(folder, outcome.round), kept is not None)
        with (folder / reading.PLAN).open("rb") as plan:
            if not is_plan_of(outcome, plan):
                raise SolverError(OTHER)
        files = {path.name: path for path in sorted(folder.iterdir())} | _layers(folder)
        digests = {name: _digest(content) for name, content in sorted(files.items())}
        return HandedOut(_packed(files, digests), digests, proven(folder), awarded(outcome))


def _layers(folder: Path) -> dict[str, bytes]:
    document, _ = reading.read(folder)
    assert document is not None, "a plan that verifies can be read"
    return layers(document)


def _refuse(wrong: Sequence[Violation], kept: bool) -> None:
    if wrong and kept:
        remedy = message("Make the plan again, or find out who changed its files.")
        raise InputError(
            Findings.of(Finding("plan.kept", Severity.ERROR, each.problem, remedy, file=each.where) for each in wrong)
        )
    if wrong:
        shown = "; ".join(f"{each.where}: {each.problem.text('en')}" for each in wrong[:VIOLATIONS_SHOWN])
        raise SolverError(f"nothing is handed out, for the plan does not verify: {shown}")


def letters_of(outcome: Outcome, handed: HandedOut, language: str) -> dict[str, bytes]:
    """Make the letters of all applicants, one to print them all, and the index; `handed` is the plan they are of."""
    _refuse_other(outcome, handed)
    with tempfile.TemporaryDirectory(prefix="pilih-") as held:
        folder = Path(held)
        put_letters(outcome, letters(outcome), folder, language)
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def letter_of(outcome: Outcome, handed: HandedOut, applicant: str, language: str) -> bytes:
    """Make the letter of one applicant, as PDF; `handed` is the plan it is of. Raises InputError for a stranger."""
    _refuse_other(outcome, handed)
    return pdf(outcome, letters(outcome, [applicant]), language)


def awarded(outcome: Outcome) -> str:
    """What tells a plan from every other: the digest of its awards and of what it was made from."""
    return canonical.digest([outcome.fingerprint, tables.rows(outcome.plan.awards, "applicant")])


def _refuse_other(outcome: Outcome, handed: HandedOut) -> None:
    if handed.awarded != awarded(outcome):
        raise SolverError(OTHER)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Put files into one ZIP file, with the digest of each; the same files always give the same bytes."""
    return _packed(files, {name: _digest(content) for name, content in sorted(files.items())})


def _packed(files: Mapping[str, bytes | Path], digests: Mapping[str, str]) -> bytes:
    sums = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    return zipped({**files, MANIFEST: sums.encode()})


def _digest(content: bytes | Path) -> str:
    return reading.file_digest(content) if isinstance(content, Path) else hashlib.sha256(content).hexdigest()
