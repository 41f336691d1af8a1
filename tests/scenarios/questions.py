"""Questions that a worker can be asked: honest ones, deaf ones, and ones that end it."""

import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from intake import Finding, Findings, InputError, Severity
from locales import message
from optimizer import (
    Best,
    Doing,
    Maximise,
    Plan,
    Rule,
    Settings,
    SolverError,
    Status,
    allocate,
    doing,
    rescued,
    step,
    stopping,
)
from optimizer.progress import current
from scenarios import Working

VALUE = (Maximise(measure="value"),)


def planned(
    people: pd.DataFrame, options: pd.DataFrame, rules: Sequence[Rule], settings: Settings, limit: float | None = None
) -> Working[Plan]:
    """An allocation in a worker."""
    rescue = partial(_rescued, people, options, rules)
    return Working(allocate, people, options, rules, VALUE, settings, limit=limit, rescue=rescue)


def _rescued(people: pd.DataFrame, options: pd.DataFrame, rules: Sequence[Rule], best: Best | None) -> Plan:
    return rescued(best, people, options, rules, VALUE)


def deaf(awards: tuple[tuple[str, str], ...] = (), bound: int | None = None) -> Any:
    """Tells a plan, and then neither hears nor ends: as a solver does that does not call back."""
    watch = current()
    assert watch is not None
    if awards:
        watch.keep(Best(Status.FEASIBLE, awards, (), ((None if bound is None else Fraction(bound), False),)))
    doing(Doing.SOLVING)
    time.sleep(600)
    return "never"


def counted(number: int, seconds: float) -> int:
    """Answers so many questions, one after another; ends early with what it has."""
    for place in range(number):
        if step(place, number, f"question {place}"):
            return place
        time.sleep(seconds)
    return number


def stopped() -> bool:
    """Whether it was told to stop before it had done anything."""
    while not stopping():
        time.sleep(0.01)
    return True


def wrong_input() -> None:
    """What a question promises to raise."""
    raise InputError(
        Findings.of([Finding("x", Severity.ERROR, message("no {what}", what="sense"), message("mend it"), file="f")])
    )


def solver_fails() -> None:
    """What a solver's failure raises."""
    raise SolverError("the solver contradicts itself")


def bug() -> None:
    """An error that nobody foresaw."""
    raise LookupError("nobody foresaw this")


def untravelling() -> object:
    """An answer that cannot be sent."""
    return lambda: None


def without_memory() -> int:
    """Needs more memory than there is."""
    resource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33))
    return int(np.ones(2**40, dtype=np.int8).sum())


def crashes() -> None:
    """Ends as a fault in a library ends a process."""
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(10)


def leaves() -> None:
    """Ends without a word."""
    os._exit(3)


def echo(*given: Any, **named: Any) -> tuple[Any, Any]:
    """What came over."""
    return given, named


def main(command: str) -> None:
    """As a program of its own: `orphan` dies with a worker at work, `interrupted` is interrupted at the terminal."""
    # Whoever runs the tests in the background has Ctrl-C ignored by all that they start; a terminal has not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with Working(deaf) as work:
        while work.latest.doing is not Doing.SOLVING:
            time.sleep(0.01)
        try:
            sys.stdout.write(f"{work.pid}\n")
            sys.stdout.flush()
            work.result()
        except KeyboardInterrupt:
            alive = not work.done
            work.cancel()
            try:
                work.result()
            except SolverError as error:
                sys.stdout.write(f"{alive} {type(error).__name__}\n")
        del command


if __name__ == "__main__":
    main(sys.argv[1])
