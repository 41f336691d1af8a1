"""One line of the table: our work beside another program's, a ratio, and what was checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import numpy as np

TIMES = "times"
"""The unit of a ratio: our time by the other's."""


@dataclass(frozen=True)
class Line:
    """What was measured.

    topic and size: where it stands in the table; `scale` is the size as a number, `scaled` what it counts. ours and
    theirs: seconds, None where there are none. value: our time by theirs, or whatever `unit` says. goal: a key of
    GOALS. checked: what was compared besides time; `agrees` is False where that came out otherwise. quick: one of the
    quick sizes, which `--check` measures.
    """

    topic: str
    scale: int
    scaled: str
    what: str
    beside: str
    value: float
    ours: float | None = None
    theirs: float | None = None
    unit: str = TIMES
    goal: str = ""
    checked: str = ""
    agrees: bool = True
    quick: bool = False

    @property
    def size(self) -> str:
        """The size in words."""
        return f"{self.scale:,} {self.scaled}"

    @property
    def key(self) -> str:
        """What the line is known by from run to run."""
        return f"{self.topic}, {self.size}: {self.what} / {self.beside}"


def ratio(ours: float, theirs: float) -> float:
    """Our time by theirs."""
    return ours / theirs if theirs > 0 else float("inf")


@dataclass(frozen=True)
class Growth:
    """How the time of one program grows with the size: seconds ~ size ** exponent, over `sizes`."""

    topic: str
    who: str
    exponent: float
    sizes: tuple[int, ...]
    scaled: str


def growths(lines: Iterable[Line]) -> list[Growth]:
    """The exponent of every program that was timed at three sizes or more, fitted on logarithms."""
    points: dict[tuple[str, str, str], dict[int, float]] = {}
    for line in lines:
        for who, seconds in ((line.what, line.ours), (line.beside, line.theirs)):
            if seconds:
                points.setdefault((line.topic, who, line.scaled), {})[line.scale] = seconds
    found = []
    for (topic, who, scaled), timed in points.items():
        if len(timed) >= 3:
            sizes = tuple(sorted(timed))
            slope = np.polyfit(np.log(sizes), np.log([timed[size] for size in sizes]), 1)[0]
            found.append(Growth(topic, who, float(slope), sizes, scaled))
    return found


def shown(value: float, unit: str = TIMES) -> str:
    """A number with three digits that matter, and its unit."""
    number = f"{value:,.0f}" if abs(value) >= 1000 or float(value).is_integer() else f"{value:.3g}"
    return number if unit == TIMES else f"{number} {unit}"


def printed(lines: Iterable[Line]) -> None:
    """Print lines as they come, topic by topic."""
    for topic, those in groupby(lines, key=lambda line: line.topic):
        print(f"\n{topic}")
        for line in those:
            times = " ".join("         -" if each is None else f"{each:>8.3f} s" for each in (line.ours, line.theirs))
            said = line.checked if line.agrees else f"DISAGREES: {line.checked}"
            who = f"{line.size:<22} {line.what:<40} {line.beside:<46}"
            print(f"  {who} {times} {shown(line.value, line.unit):>10}  {said}", flush=True)
