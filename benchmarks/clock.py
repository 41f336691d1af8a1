"""Clock: how long work takes, so that others on the machine matter as little as they can."""

import gc
import resource
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import TypeVar

T = TypeVar("T")


def processor() -> float:
    """Seconds that this process and those it waited for have had of the processors."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of one run and what it gave: by the clock or of the processor, whichever are fewer.

    Work in one thread takes what it has of the processor, however busy the machine is; work in several is done by
    the clock before that.
    """
    gc.collect()
    clock, own = time.perf_counter(), processor()
    made = work()
    return min(time.perf_counter() - clock, processor() - own), made


def in_turns(
    works: Mapping[str, Callable[[], T]], rounds: int, seen: Callable[[str, T], None] = lambda _name, _made: None
) -> dict[str, float]:
    """The median seconds of each, one after another in turns; `seen` is given what each made, once a round."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            seconds, made = timed(work)
            found[name].append(seconds)
            seen(name, made)
            del made
    return {name: median(each) for name, each in found.items()}
