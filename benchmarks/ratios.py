"""Ratios: those of the recorded run, each with its margin, and which of another run are worse than that."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.line import TIMES, Line, shown

FILE = Path(__file__).parent / "ratios.toml"
MARGIN, MARGINS = 0.5, {"Solving": 1.0, "Maximal": 1.0, "Participatory": 1.0, "Nation": 0.25}
"""How much worse a ratio may become, as a share of itself, where the file does not say otherwise; by first word."""
HEAD = """# Ratios of our time by that of others, as recorded by `python -m benchmarks --write`; compared by `--check`.
# A ratio is worse when it is above value * (1 + margin). Margins may be changed by hand: they are kept.
"""


@dataclass(frozen=True)
class Recorded:
    """One ratio of the recorded run and how much worse it may become."""

    key: str
    value: float
    margin: float

    @property
    def most(self) -> float:
        """The ratio above which it is worse."""
        return self.value * (1 + self.margin)


@dataclass(frozen=True)
class Worse:
    """A ratio above its margin."""

    recorded: Recorded
    value: float

    @property
    def said(self) -> str:
        """The line for whoever has to mend it."""
        was, most = shown(self.recorded.value), shown(self.recorded.most)
        return f"WORSE: {self.recorded.key}: {shown(self.value)}, recorded {was}, at most {most}"


def recorded(file: Path = FILE) -> dict[str, Recorded]:
    """The recorded ratios by key; none where there is no file."""
    if not file.exists():
        return {}
    held = tomllib.loads(file.read_text(encoding="utf-8")).get("ratio", [])
    found = [Recorded(str(each["key"]), float(each["value"]), float(each["margin"])) for each in held]
    return {each.key: each for each in found}


def worse(lines: Sequence[Line], than: dict[str, Recorded]) -> list[Worse]:
    """The ratios of a run that became worse by more than their margin."""
    pairs = [(than[line.key], line.value) for line in lines if line.unit == TIMES and line.key in than]
    return [Worse(each, value) for each, value in pairs if not value <= each.most]


def record(lines: Sequence[Line], on: str, file: Path = FILE) -> None:
    """Write the ratios of a run in place of those recorded; a ratio that was there keeps its margin."""
    before = recorded(file)
    parts = [HEAD, f"machine = {json.dumps(on)}\n"]
    for line in lines:
        if line.unit == TIMES:
            usual = MARGINS.get(line.topic.split()[0].rstrip(":"), MARGIN)
            margin = before[line.key].margin if line.key in before else usual
            parts.append(f"\n[[ratio]]\nkey = {json.dumps(line.key)}\nvalue = {line.value:.4g}\nmargin = {margin}\n")
    file.write_text("".join(parts), encoding="utf-8")
