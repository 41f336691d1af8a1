"""Page: a run as tables in docs/benchmarks.md, between two marks; no number there is typed by hand."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from benchmarks.goals import verdicts
from benchmarks.line import TIMES, Line, growths, shown
from benchmarks.machine import load, machine, programs

FILE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: written by python -m benchmarks --write -->", "<!-- end of what was measured -->"


def written(lines: Sequence[Line], asked: str, file: Path = FILE) -> None:
    """Put the tables of a run into the page; `asked` is the command that made it."""
    before, rest = file.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    text = "\n".join(_tables(lines, asked))
    file.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def _tables(lines: Sequence[Line], asked: str) -> Iterator[str]:
    versions = ", ".join(f"{name} {version}" for name, version in programs().items())
    yield f"`{asked}` on {date.today().isoformat()}: {machine()}; {load():.1f} others wanted a processor at its end."
    yield f"Programs: {versions}."
    yield "\n## What must hold\n"
    yield from _table(("What must hold", "Measured", ""), _goals(lines))
    for topic, those in groupby(lines, key=lambda line: line.topic):
        yield f"\n## {topic}\n"
        heads = ("Size", "Ours", "Beside", "Ours, s", "Theirs, s", "Ours / theirs", "Checked")
        yield from _table(heads, [_row(line) for line in those])
    rows = [
        (each.topic, each.who, f"{each.sizes[0]:,} to {each.sizes[-1]:,} {each.scaled}", f"{each.exponent:.2f}")
        for each in growths(lines)
    ]
    yield "\n## How time grows with size\n"
    yield "Time grows as size to the power of the exponent: 1 means twice the size takes twice the time.\n"
    yield from _table(("What", "Who", "Sizes", "Exponent"), rows)


def _goals(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    return [
        (each.goal.says, "; ".join(shown(line.value, line.unit) for line in each.lines) or "-", each.said)
        for each in verdicts(lines)
    ]


def _row(line: Line) -> tuple[str, ...]:
    own, theirs = ("-" if seconds is None else f"{seconds:,.3f}" for seconds in (line.ours, line.theirs))
    value = shown(line.value, line.unit) if line.unit != TIMES else shown(line.value)
    said = line.checked if line.agrees else f"**DISAGREES:** {line.checked}"
    return line.size, line.what, line.beside, own, theirs, value, said


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (heads, ["---"] * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |"
