"""Blocks: questions of any kind, some at a time, and whoever has them answered."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, Protocol, TypeAlias

from locales import Text
from scenarios.answering import Answering
from scenarios.cases import Case


class Asked(Protocol):
    """One question of a sweep: about a case, hashed by what it asks, answered by any process."""

    @property
    def case(self) -> Case:
        """What it is about."""

    @property
    def what(self) -> Text:
        """What it asks, in words."""

    def answer(self, at: Answering) -> Any:  # noqa: ANN401
        """Answer it; `at` keeps what questions about the case have in common."""

    def asks(self) -> tuple[object, ...]:
        """Everything that the answer depends on beside the case."""

    def written(self, answer: Any) -> object:  # noqa: ANN401
        """An answer as data for JSON; None where it is none that holds for ever."""

    def read(self, data: Any) -> Any:  # noqa: ANN401
        """The answer that was written; raises ValueError, KeyError or TypeError for anything else."""


Block: TypeAlias = tuple[Asked, ...]
Answers: TypeAlias = list[Any]
Ask: TypeAlias = Callable[[Block], Answers]
Scheduler: TypeAlias = Callable[[Ask, Sequence[Block]], Iterable[tuple[int, Answers]]]
"""Whoever has blocks of questions answered by a function that any process can import; gives the place of a block and
its answers, as they come."""


def in_turn(come: Generator[tuple[int, Answers | Exception], None, None]) -> Iterator[tuple[int, Answers]]:
    """Hand answers on as they come.

    An error is raised once all blocks before it have come, so that it is the same one whoever is quicker.
    """
    seen: set[int] = set()
    wrong: dict[int, Exception] = {}
    with closing(come):
        for place, found in come:
            seen.add(place)
            if isinstance(found, Exception):
                wrong[place] = found
            else:
                yield place, found
            if wrong and seen.issuperset(range(min(wrong))):
                raise wrong[min(wrong)]
