"""Parts: what the one table is made of, and the other programs that each part needs."""

import importlib.util
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from benchmarks import (
    bench_budgeting,
    bench_build,
    bench_covering,
    bench_nation,
    bench_scoring,
    bench_solve,
    bench_sweeps,
)
from benchmarks.line import Line


@dataclass(frozen=True)
class Part:
    """One part; its topics, and the keys of its lines with them, begin with `begins`.

    lines: measures, the quick sizes only where it is given True. peers: programs that it is measured beside and that
    need not be installed, as (name, module).
    """

    name: str
    begins: str
    lines: Callable[[bool], Iterator[Line]]
    peers: tuple[tuple[str, str], ...] = ()

    def missing(self) -> list[str]:
        """The programs that are not installed."""
        return [name for name, module in self.peers if importlib.util.find_spec(module) is None]


def of_nation(kind: str, quick: bool) -> Iterator[Line]:
    """Every village; nothing where quick sizes are asked for, for it has none."""
    return iter(()) if quick else bench_nation.lines(kind)


PARTS = (
    Part("building", "Building", bench_build.lines, (("linopy", "linopy"), ("OR-Tools", "ortools"))),
    Part("solving", "Solving", bench_solve.lines),
    Part("covering", "Maximal covering", bench_covering.lines, (("spopt", "spopt"),)),
    Part("budgeting", "Participatory budget", bench_budgeting.lines, (("pabutools", "pabutools"),)),
    Part("scoring", "Scoring", bench_scoring.lines, (("pymcdm", "pymcdm"), ("scikit-criteria", "skcriteria"))),
    Part("sweeps", "Sweeps", bench_sweeps.lines),
)
NATION = tuple(Part(f"nation-{kind}", topic, partial(of_nation, kind)) for kind, topic in bench_nation.TOPIC.items())


def chosen(parts: Iterable[Part], word: str) -> Sequence[Part]:
    """The parts whose name has the word, in order."""
    return [each for each in parts if word in each.name]
