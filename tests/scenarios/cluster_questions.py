"""Functions that answer blocks on the workers of a cluster: they leave marks in a folder, wait, or end their worker."""

import os
import signal
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from optimizer import Funded, SolverError, Status, stopping
from scenarios import Altered, Case, Inquiry
from scenarios.blocks import Answers, Block

FIRST = 4


def blocks(case: Case, number: int) -> list[Block]:
    """So many blocks of one question, told apart by the money."""
    return [(Inquiry(case, Altered(money=Fraction(place))),) for place in range(number)]


def place(block: Block) -> int:
    """Which block this is."""
    asked = block[0]
    assert isinstance(asked, Inquiry)
    return int(asked.change.money)


def answer(number: int) -> Answers:
    """What a block is answered with."""
    return [Funded(Status.OPTIMAL, frozenset({f"A{number:04d}"}), Fraction(number))]


def answers(number: int) -> list[Answers]:
    """What so many blocks are answered with."""
    return [answer(each) for each in range(number)]


def mark(folder: Path, what: str, block: Block) -> None:
    """Leave a mark that names the process."""
    with (folder / f"{what}-{place(block)}").open("a") as file:
        file.write(f"{os.getpid()}\n")


def marks(folder: Path, what: str) -> dict[int, Sequence[int]]:
    """The processes that left such marks, by block."""
    found = {int(path.name.split("-")[1]): path for path in folder.glob(f"{what}-*")}
    return {number: [int(line) for line in path.read_text().split()] for number, path in sorted(found.items())}


def prompt(folder: Path, block: Block) -> Answers:
    """Answers at once."""
    mark(folder, "began", block)
    return answer(place(block))


def held(folder: Path, block: Block) -> Answers:
    """Waits until it may answer (a file `go`), or until nobody wants it any more."""
    mark(folder, "began", block)
    while not (folder / "go").exists():
        if stopping():
            mark(folder, "ended", block)
            return [Funded(Status.STOPPED)]
        time.sleep(0.02)
    return answer(place(block))


def later_held(folder: Path, block: Block) -> Answers:
    """Answers the first blocks at once, and waits with the others; Dask may give out a few at a time in any order."""
    return prompt(folder, block) if place(block) < FIRST else held(folder, block)


def deadly(folder: Path, block: Block) -> Answers:
    """Ends its process, whichever it is."""
    mark(folder, "began", block)
    if place(block) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer(place(block))


def fails(folder: Path, block: Block) -> Answers:
    """Raises what a solver's failure raises, later blocks sooner than earlier ones."""
    mark(folder, "began", block)
    if place(block) == 1:
        time.sleep(0.5)
    raise SolverError(f"block {place(block)} contradicts itself")
