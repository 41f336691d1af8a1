"""The command that puts a decision on paper: decide memo."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

import records
import reports
from commands.deciding import NumberArgument, decide
from commands.desk import Desk, command
from commands.kept import AsOption, StoreOption, done, opened
from intake import Finding, Findings, InputError, Severity
from locales import message
from reports import MemoAnnex, MemoFilled, MemoForm

PDF = b"%PDF-"


@command(
    "memo", "A decision on paper: memo, minutes, or the list annexed to a decree, as PDF; a draft is marked.", decide
)
def memo(
    desk: Desk,
    number: NumberArgument,
    form: Annotated[MemoForm, typer.Option("--form", help="nota-dinas, berita-acara or lampiran-sk.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where it goes.")] = None,
    annexes: Annotated[
        list[MemoAnnex] | None, typer.Option("--annex", help="awards, places; may be repeated. Else both.")
    ] = None,
    bare: Annotated[bool, typer.Option("--no-annex", help="Without annexes.")] = False,
    place: Annotated[str, typer.Option("--place", help="Where it is signed.")] = "",
    day: Annotated[
        datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], metavar="DAY", help="When; else left open.")
    ] = None,
    document: Annotated[str, typer.Option("--number", help="The document's number; else left open.")] = "",
    to: Annotated[str, typer.Option("--to", help="To whom a memo goes.")] = "",
    sender: Annotated[str, typer.Option("--from", help="Whose memo or decree it is.")] = "",
    signatories: Annotated[
        list[str] | None,
        typer.Option("--signatory", metavar="'NAME; POSITION; NIP'", help="Who signs on paper; may be repeated."),
    ] = None,
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Write a decision's memo."""
    signing = tuple(reports.signatory(each) for each in signatories or ())
    filled = MemoFilled(place, day.date() if day else None, document, to, sender, signing)
    with opened(store) as there:
        known = records.read_docket(there, who, number)
        round_ = records.round_from(there, who, known.version.round)
        desk.speak(round_.call.language)
        outcome = records.read_outcome(there, who, known.outcome, round_)
        told = records.proceedings(there, who, known)
    chosen = () if bare else tuple(annexes or MemoAnnex)
    made = reports.memo(outcome, told, form, filled, chosen)
    target = output or Path(reports.memo_name(made, desk.language))
    _write(target, reports.memo_pdf(made, desk.language))
    said = message("written: {file}", file=str(target))
    if told.draft:
        said = message("written, marked as a draft for it is not adopted: {file}", file=str(target))
    return done(desk, said, decision=number, form=str(form), draft=told.draft, files=[str(target)])


def _write(target: Path, content: bytes) -> None:
    """Put the file there whole; an earlier PDF is replaced, anything else is refused."""
    if target.is_dir() or (target.exists() and not target.read_bytes().startswith(PDF)):
        problem = message("{file} is there already and is no PDF", file=str(target))
        remedy = message("name another file")
        raise InputError(Findings.of([Finding("memo.file", Severity.ERROR, problem, remedy, file=str(target))]))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as held:
        held.write(content)
    try:
        Path(held.name).replace(target)
    except OSError:
        Path(held.name).unlink()
        raise
