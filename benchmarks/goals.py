"""Goals: what must hold, and what was measured of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.line import Line


@dataclass(frozen=True)
class Goal:
    """A number that must not be above `at_most`; `needs` is what has to be asked for so that it is measured."""

    says: str
    at_most: float
    needs: str = ""


NATION = "--nation"
OWN, NEAREST = "Every village under its own district", "Every village under one of its three nearest mentors"
GOALS: dict[str, Goal] = {
    "own gap": Goal(f"{OWN}: proven gap at most 1e-4", 1e-4, NATION),
    "own time": Goal(f"{OWN}: at most 2.5 times the bare LP by its best method", 2.5, NATION),
    "own memory": Goal(f"{OWN}: under 4 GiB", 4.0, NATION),
    "own cancel": Goal(f"{OWN}: ends within 2 s of being cancelled, with the best plan so far", 2.0, NATION),
    "nearest gap": Goal(f"{NEAREST}: proven gap at most 1e-3", 1e-3, NATION),
    "nearest time": Goal(f"{NEAREST}: at most a fifth of the bare LP by simplex", 0.2, NATION),
    "nearest memory": Goal(f"{NEAREST}: under 4 GiB", 4.0, NATION),
    "nearest cancel": Goal(f"{NEAREST}: ends within 2 s of being cancelled, with the best plan so far", 2.0, NATION),
    "build pulp": Goal(
        "Building for every village, 4 packages each: at least 5 times faster than PuLP with its own hand-over", 0.2
    ),
    "build linopy": Goal("Building for every village, 4 packages each: no slower than linopy", 1.0),
    "weights": Goal("200 weight samples, 514 applicants: at least 5 times faster than each from scratch", 0.2),
    "workers": Goal("Two workers: at most 0.6 of the time of one", 0.6),
    "killed": Goal("Four worker processes, two of them killed: nothing lost", 0.0),
}


@dataclass(frozen=True)
class Verdict:
    """What became of a goal: holds, does not, or None where it was not measured."""

    goal: Goal
    lines: tuple[Line, ...]

    @property
    def holds(self) -> bool | None:
        """Whether every line that measures it is within it, and what it compares agrees."""
        if not self.lines:
            return None
        return all(line.agrees and line.value <= self.goal.at_most for line in self.lines)

    @property
    def said(self) -> str:
        """The word for it."""
        if self.holds is None:
            return f"not measured (needs {self.goal.needs})" if self.goal.needs else "not measured"
        return "holds" if self.holds else "DOES NOT HOLD"


def verdicts(lines: Iterable[Line]) -> Sequence[Verdict]:
    """Every goal with the lines that measure it."""
    held = list(lines)
    return [Verdict(goal, tuple(line for line in held if line.goal == key)) for key, goal in GOALS.items()]
