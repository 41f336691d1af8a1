"""Page: what is recorded as tables in docs/benchmarks.md, between two marks; no number there is typed by hand."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from benchmarks.goals import verdicts
from benchmarks.line import TIMES, Line, growths, shown
from benchmarks.ratios import Recorded, Run

FILE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: written by python -m benchmarks --write -->", "<!-- end of what was measured -->"


def written(found: Iterable[Recorded], file: Path = FILE) -> None:
    """Put the tables of everything that is recorded into the page, each line with the run that measured it."""
    before, rest = file.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    text = "\n".join(_tables(list(found)))
    file.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def _tables(found: Sequence[Recorded]) -> Iterator[str]:
    runs = {run: str(number) for number, run in enumerate(dict.fromkeys(each.run for each in found), start=1)}
    lines = [each.line for each in found]
    yield "## Which runs\n"
    heads = ("Run", "Day", "Command", "Machine", "Others that wanted a processor", "Programs")
    yield from _table(heads, [_run(run, number) for run, number in runs.items()])
    yield "\n## What must hold\n"
    yield from _table(("What must hold", "Measured", ""), _goals(lines))
    for topic, those in groupby(found, key=lambda each: each.line.topic):
        yield f"\n## {topic}\n"
        named = ("Size", "Ours", "Beside", "Ours, s", "Theirs, s", "Ours / theirs", "Checked", "Run")
        yield from _table(named, [(*_row(each.line), runs[each.run]) for each in those])
    yield "\n## How time grows with size\n"
    yield "Time grows as size to the power of the exponent: 1 means twice the size takes twice the time."
    yield "Only times of one machine are taken together.\n"
    yield from _table(("What", "Who", "Sizes", "Exponent"), _growths(found))


def _run(run: Run, number: str) -> tuple[str, ...]:
    return number, run.date, f"`{run.command}`", run.machine, f"{run.load:.1f}", run.programs


def _goals(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    return [
        (each.goal.says, "; ".join(shown(line.value, line.unit) for line in each.lines) or "-", each.said)
        for each in verdicts(lines)
    ]


def _growths(found: Sequence[Recorded]) -> list[tuple[str, ...]]:
    machines = dict.fromkeys(each.run.machine for each in found)
    return [
        (each.topic, each.who, f"{each.sizes[0]:,} to {each.sizes[-1]:,} {each.scaled}", f"{each.exponent:.2f}")
        for name in machines
        for each in growths(one.line for one in found if one.run.machine == name)
    ]


def _row(line: Line) -> tuple[str, ...]:
    own, theirs = ("-" if seconds is None else f"{seconds:,.3f}" for seconds in (line.ours, line.theirs))
    value = shown(line.value, line.unit) if line.unit != TIMES else shown(line.value)
    said = line.checked if line.agrees else f"**DISAGREES:** {line.checked}"
    return line.size, line.what, line.beside, own, theirs, value, said


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (heads, ["---"] * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |"
