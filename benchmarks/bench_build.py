"""Writing a model down and handing it to a solver, beside PuLP, linopy, OR-Tools and bare HiGHS writing the same one.

All begin with the same checked tables. Others are given what the rules say as numbers (`stated`), which counts in
their time, since ours reads the same from the same tables. Every matrix is compared with ours, row by row.
Run: python -m benchmarks.bench_build [--quick]
"""

import gc
import importlib.util
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any, TypeAlias

import numpy as np
import pulp

from benchmarks.clock import in_turns, timed
from benchmarks.line import Line, printed, ratio
from benchmarks.matrix import Matrix, same
from benchmarks.nation import problem_of
from benchmarks.read_matrix import of_arrays, of_highs
from benchmarks.stated import stated
from benchmarks.statement import Statement
from benchmarks.villages import programme, villages
from benchmarks.with_pulp import handed_over as by_pulp
from benchmarks.with_pulp import whole as with_pulp
from optimizer import Maximise, Rule, Tables, named_rules, prepare
from optimizer.columnar import columnar
from optimizer.highs import _handed_over
from optimizer.relaxation import Arrays, handed_over

QUICK, SHARES = (0.02, 0.05, 0.1), (0.02, 0.05, 0.1, 0.3, 1.0)
DISTRICTS = (80, 200, 514)
ROUNDS = 3
ROOM = 2**27
"""Numbers of eight bytes: more memory than any of them takes here."""
VILLAGES, SMALL = "Building: villages under their own district", "Building: districts, one PuLP variable an option"
OURS = "rules to arrays to HiGHS"
Built: TypeAlias = tuple[float, Matrix]


def arrays_of(tables: Tables, rules: tuple[Rule, ...]) -> Arrays:
    """The rows and the objective of a programme, as the large route writes them."""
    model = columnar(tables, rules)
    terms, _ = Maximise(measure="value").terms(model)
    goal = np.zeros(model.width, dtype=np.int64)
    for_columns: Any = terms
    goal[for_columns.columns] = for_columns.numbers
    return model.written().arrays(goal)


def ours(tables: Tables, rules: tuple[Rule, ...]) -> Built:
    """Seconds from checked tables to a solver that holds the model, and what it holds."""
    seconds, solver = timed(lambda: handed_over(arrays_of(tables, rules), whole=True))
    return seconds, of_highs(solver)


def alone(data: Arrays) -> Built:
    """Seconds to hand over arrays that are there already, to HiGHS itself."""
    seconds, solver = timed(lambda: handed_over(data, whole=True))
    return seconds, of_highs(solver)


def here(write: Callable[[Statement], Any], tables: Tables, rules: tuple[Rule, ...]) -> Built:
    """Seconds of another program in this process."""
    seconds, solver = timed(lambda: write(stated(tables, rules)))
    return seconds, of_highs(solver)


def apart(how: str, tables: Tables, rules: tuple[Rule, ...]) -> Built:
    """Seconds of OR-Tools, whose own HiGHS and ours cannot be loaded by one process."""
    reading, said = timed(lambda: stated(tables, rules))
    asked = pickle.dumps((how, said))
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.with_ortools"], input=asked, capture_output=True, check=True
    )
    seconds, matrix = pickle.loads(told.stdout)
    return reading + seconds, matrix


def peers(tables: Tables, rules: tuple[Rule, ...]) -> dict[str, Callable[[], Built]]:
    """Other programs that are installed, in the styles that their documentation advises for large models."""
    found: dict[str, Callable[[], Built]] = {
        "PuLP: expressions, its own hand-over": partial(here, with_pulp, tables, rules)
    }
    if importlib.util.find_spec("linopy"):
        from benchmarks.with_linopy import whole as with_linopy

        found["linopy: sparse model, sums by group"] = partial(here, with_linopy, tables, rules)
    else:
        print("linopy is not installed, so it is left out (make bench installs it)")
    if importlib.util.find_spec("ortools"):
        found["OR-Tools: model builder, weighted sums"] = partial(apart, "builder", tables, rules)
        found["OR-Tools: MathOpt, coefficient by coefficient"] = partial(apart, "mathopt", tables, rules)
    else:
        print("OR-Tools is not installed, so it is left out (make bench installs it)")
    return found


def touched() -> None:
    """Have this process own as much memory as any of them takes: a machine within a machine gives it out slowly, and
    whoever comes after a large one would find it there."""
    np.ones(ROOM)


def of_villages(share: float, rounds: int) -> Iterator[Line]:
    """One size: everybody in turns."""
    rules = named_rules(programme(share))
    tables = prepare(*villages(share))
    data = arrays_of(tables, rules)
    reference = of_arrays(data)
    works: dict[str, Callable[[], Built]] = {
        OURS: partial(ours, tables, rules),
        "bare HiGHS: hand-over of finished arrays": partial(alone, data),
        **peers(tables, rules),
    }
    spent: dict[str, list[float]] = {name: [] for name in works}
    agree = dict.fromkeys(works, True)
    for turn in range(rounds):
        for name, work in [*works.items()][turn:] + [*works.items()][:turn]:
            touched()
            seconds, matrix = work()
            spent[name].append(seconds)
            agree[name] &= bool(turn) or same(reference, matrix)
            del matrix
            gc.collect()
    own = median(spent.pop(OURS))
    for name, each in spent.items():
        whole_country = {"PuLP": "build pulp", "linopy": "build linopy"} if share == 1 else {}
        yield Line(
            VILLAGES,
            len(tables.options),
            "options",
            OURS,
            name,
            ratio(own, median(each)),
            own,
            median(each),
            goal=whole_country.get(name.split(":")[0], ""),
            checked=f"same {len(reference.lower):,} rows" if agree[name] else "not the same rows",
            agrees=agree[name] and agree[OURS],
            quick=share in QUICK,
        )


def of_districts(applicants: int, rounds: int) -> Line:
    """The same PuLP problem handed over in one call, and by PuLP's own interface."""
    problem = problem_of(applicants, 8)
    held: dict[str, Matrix] = {}
    works: dict[str, Callable[[], Any]] = {
        "ours": lambda: _handed_over(problem, problem.variables()),
        "PuLP": lambda: by_pulp(problem),
    }
    took = in_turns(works, rounds, lambda name, made: held.__setitem__(name, of_highs(made)))
    agrees = same(held["ours"], held["PuLP"])
    return Line(
        SMALL,
        int(problem.numVariables()),
        "options",
        "a PuLP problem to HiGHS, one call",
        "PuLP: its own hand-over of the same",
        ratio(took["ours"], took["PuLP"]),
        took["ours"],
        took["PuLP"],
        checked=f"same {problem.numConstraints():,} rows" if agrees else "not the same rows",
        agrees=agrees,
        quick=True,
    )


def lines(quick: bool) -> Iterator[Line]:
    """All sizes, the smallest first."""
    pulp.set_v4_migration_warnings(False)
    yield from (of_districts(applicants, 7) for applicants in DISTRICTS)
    for share in QUICK if quick else SHARES:
        yield from of_villages(share, ROUNDS)


if __name__ == "__main__":
    printed(lines("--quick" in sys.argv))
