"""Ratios: every line that was recorded, with its margin and the run that measured it; what another run has worse."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.line import TIMES, Line, shown
from benchmarks.machine import load, machine, programs

FILE = Path(__file__).parent / "ratios.toml"
MARGIN, MARGINS = 0.5, {"Solving": 1.0, "Maximal": 1.0, "Participatory": 1.0, "Nation": 0.25}
"""How much worse a ratio may become, as a share of itself, where the file does not say otherwise; by first word."""
TOPICS = ("Building", "Solving", "Maximal", "Participatory", "Scoring", "Sweeps", "Nation")
"""First words of topics in the order of the table."""
HEAD = """# What `python -m benchmarks --write` recorded, each line with the run that measured it;
# `--check` compares with it.
# A value without a unit is a ratio of our time by theirs, and worse when it is above value * (1 + margin). Margins may
# be changed by hand: they are kept. A line that is not measured any more is deleted by hand.
"""


@dataclass(frozen=True)
class Run:
    """One run: the day (ISO), the command, the machine, how many others wanted a processor, and the programs."""

    date: str
    command: str
    machine: str
    load: float
    programs: str


@dataclass(frozen=True)
class Recorded:
    """One line that was recorded, by which run, and, of a ratio, how much worse it may become."""

    line: Line
    run: Run
    margin: float = MARGIN

    @property
    def most(self) -> float:
        """The ratio above which it is worse."""
        return self.line.value * (1 + self.margin)


def this_run(command: str) -> Run:
    """The run that begins now, on this machine."""
    versions = ", ".join(f"{name} {version}" for name, version in programs().items())
    return Run(date.today().isoformat(), command, machine(), round(load(), 1), versions)


def recorded(file: Path = FILE) -> dict[str, Recorded]:
    """Every recorded line by key, in the order of the table; none where there is no file."""
    if not file.exists():
        return {}
    held = tomllib.loads(file.read_text(encoding="utf-8"))
    runs = [Run(**each) for each in held.get("run", [])]
    found = [_recorded(each, runs) for each in held.get("line", [])]
    return {each.line.key: each for each in found}


def _recorded(held: dict[str, Any], runs: Sequence[Run]) -> Recorded:
    line = Line(**{each.name: held[each.name] for each in fields(Line) if each.name in held})
    return Recorded(line, runs[held["run"] - 1], held.get("margin", MARGIN))


def record(lines: Iterable[Line], run: Run, file: Path = FILE) -> dict[str, Recorded]:
    """Write the lines of a run beside, or in place of, those that were recorded; all that is recorded then.

    What this run did not measure stays as it was, and a line that was there keeps its margin.
    """
    found = recorded(file)
    for line in lines:
        usual = MARGINS.get(line.topic.split()[0].rstrip(":"), MARGIN)
        found[line.key] = Recorded(line, run, found[line.key].margin if line.key in found else usual)
    met = {topic: place for place, topic in enumerate(dict.fromkeys(each.line.topic for each in found.values()))}
    in_order = sorted(found.values(), key=lambda each: (_place(each.line), met[each.line.topic], each.line.scale))
    file.write_text(HEAD + "".join(_written(in_order)), encoding="utf-8")
    return recorded(file)


def _place(line: Line) -> int:
    return next((place for place, word in enumerate(TOPICS) if line.topic.startswith(word)), len(TOPICS))


def _written(found: Sequence[Recorded]) -> Iterator[str]:
    runs = list(dict.fromkeys(each.run for each in found))
    for run in runs:
        yield "\n[[run]]\n" + "".join(f"{name} = {_said(value)}\n" for name, value in asdict(run).items())
    for each in found:
        yield f"\n[[line]]\nrun = {runs.index(each.run) + 1}\n"
        left_out = {each.name: each.default for each in fields(Line)}
        for name, value in asdict(each.line).items():
            if value != left_out[name]:
                yield f"{name} = {_said(value)}\n"
        if each.line.unit == TIMES:
            yield f"margin = {_said(each.margin)}\n"


def _said(value: object) -> str:
    """A value as TOML: four digits of a number that was measured, for more say nothing."""
    return f"{value:.4g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def faults(lines: Sequence[Line], than: dict[str, Recorded], begins: tuple[str, ...]) -> list[str]:
    """What is wrong with a run of the quick sizes, for whoever has to mend it; nothing where all is as it was.

    A ratio that became worse by more than its margin; a line that is recorded as one of the quick sizes, of a topic
    that begins so, and was not measured; one that was measured and is not recorded as such.
    """
    known = {key: each for key, each in than.items() if each.line.quick and key.startswith(begins)}
    met = {line.key: line for line in lines}
    found = []
    for key, line in met.items():
        if key not in known:
            found.append(f"NOT RECORDED: {key}: python -m benchmarks --quick --write records it")
        elif line.unit == TIMES and not line.value <= known[key].most:
            was, most = shown(known[key].line.value), shown(known[key].most)
            found.append(f"WORSE: {key}: {shown(line.value)}, recorded {was}, at most {most}")
    gone = "if it is not measured any more, delete it from benchmarks/ratios.toml"
    found += [f"NOT MEASURED: {key}: {gone}" for key in known if key not in met]
    return found
