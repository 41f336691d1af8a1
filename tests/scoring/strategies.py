"""Random criteria trees and answers that fit them."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from intake import Criteria, Round
from tests.scoring.rounds import criteria, group, levels, linear, round_of

WEIGHTS = st.integers(1, 40).map(lambda k: k / 4)
COARSE = st.integers(-8, 48).map(lambda k: k / 4)
CODES = ("none", "some", "much")


@dataclass(frozen=True)
class Case:
    """A criteria tree, and one list of cells a column."""

    rules: Criteria
    answers: dict[str, list[Any]]

    @property
    def size(self) -> int:
        return len(next(iter(self.answers.values())))

    def rows(self) -> list[dict[str, Any]]:
        return [{name: cells[i] for name, cells in self.answers.items()} for i in range(self.size)]

    def round(self, chosen: list[int] | None = None) -> Round:
        """Make the Round, of some applicants or all; every applicant keeps its id."""
        chosen = list(range(self.size)) if chosen is None else chosen
        picked = {name: [cells[i] for i in chosen] for name, cells in self.answers.items()}
        return round_of(self.rules, picked, [f"A{i:04d}" for i in chosen])


@st.composite
def leaves(draw: st.DrawFn, name: str, parent: str) -> dict[str, Any]:
    more = {
        "group": parent,
        "weight": draw(WEIGHTS),
        "missing": draw(st.sampled_from(["floor", "ask", "reject"])),
    }
    shape = draw(st.sampled_from(["linear", "linear", "points", "levels"]))
    if shape == "levels":
        middle = draw(st.integers(0, 10)) / 10
        return levels(name, dict(zip(CODES, (0.0, middle, 1.0), strict=True)), **more)
    ends = draw(st.lists(st.integers(0, 40).map(lambda k: k / 4), min_size=2, max_size=2, unique=True))
    leaf = linear(name, ends[0], ends[1], **more)
    if shape == "points":
        middle = draw(st.integers(0, 8)) / 8
        inner = (ends[0] + (ends[1] - ends[0]) * 3 / 8, middle)
        leaf |= {"shape": "points", "points": sorted([(ends[0], 0.0), inner, (ends[1], 1.0)])}
    if draw(st.integers(0, 4)) == 0:
        leaf |= {"per": {"column": f"{name}_base", "times": draw(st.sampled_from([0.5, 0.025, 3]))}}
    if draw(st.integers(0, 4)) == 0:
        leaf |= {"fallbacks": (f"{name}_older",)}
    return leaf


@st.composite
def trees(draw: st.DrawFn) -> Criteria:
    names = [f"g{i}" for i in range(draw(st.integers(1, 4)))]
    groups = []
    for i, name in enumerate(names):
        parent = draw(st.sampled_from(["", *names[:i]]))
        groups.append(group(name, draw(WEIGHTS), parent))
    parts = [draw(leaves(f"c{i}", name)) for i, name in enumerate(names)]
    extra = draw(st.integers(0, 3))
    parts += [draw(leaves(f"x{i}", draw(st.sampled_from(names)))) for i in range(extra)]
    return criteria(parts, groups)


@st.composite
def cases(draw: st.DrawFn, *, least: int = 1, blanks: bool = True) -> Case:
    rules = draw(trees())
    size = draw(st.integers(least, 7))
    answers: dict[str, list[Any]] = {}

    def column(name: str, cells: st.SearchStrategy[Any]) -> None:
        drawn = st.one_of(st.none(), cells, cells, cells) if blanks else cells
        answers[name] = draw(st.lists(drawn, min_size=size, max_size=size))

    for criterion in rules.criteria:
        cells: st.SearchStrategy[Any] = st.sampled_from(CODES) if criterion.levels else COARSE
        for name in (criterion.column, *criterion.fallbacks):
            column(name, cells)
        if criterion.per:
            column(criterion.per.column, st.integers(0 if blanks else 1, 20).map(float))
    return Case(rules, answers)
