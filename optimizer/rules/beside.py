"""What is counted beside the awards: rules that demand nothing, but add costs of their own to the measures."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import ClassVar

import pandas as pd

from optimizer.model import Model
from optimizer.rules.rule import Holdings, Rule, Violation
from optimizer.slack import Piece
from optimizer.tables import Tables


class CountedBeside(Rule, ABC):
    """A rule that demands nothing, but counts costs beside those of the awards themselves."""

    gives_way: ClassVar[bool] = False

    @abstractmethod
    def prepare(self, model: Model) -> None:
        """Add its decisions and what they count to a model; a second time it adds nothing."""

    @abstractmethod
    def amounts(self, awards: pd.DataFrame) -> dict[str, Fraction]:
        """Work out from the awards alone what is counted towards each measure, in plain pandas."""

    @abstractmethod
    def largest(self, tables: Tables, measure: str) -> Fraction:
        """The most that could ever be counted towards a measure."""

    def all_beside(self) -> tuple["CountedBeside", ...]:
        """Itself."""
        return (self,)

    def constrain(self, model: Model) -> None:
        """Nothing beyond what `prepare` adds."""
        self.prepare(model)

    def check(self, holdings: Holdings) -> list[Violation]:
        """Nothing can break it."""
        del holdings
        return []

    def pieces(self, tables: Tables) -> tuple[Piece, ...]:
        """No part of it is a demand."""
        del tables
        return ()


def shared(beside: Iterable[CountedBeside], awards: pd.DataFrame, measure: str) -> Fraction:
    """What rules count towards a measure beside the awards' own amounts; awards hold the applicants' columns too."""
    return sum((rule.amounts(awards).get(measure, Fraction(0)) for rule in beside), Fraction(0))


def named_rules(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Give every rule without an id one from its place in the list, and let each know what counts beside awards.

    Raises ValueError when two ids are alike.
    """
    named = tuple(
        rule if rule.id else rule.model_copy(update={"id": f"{rule.rule}_{place + 1}"})
        for place, rule in enumerate(rules)
    )
    ids = [rule.id for rule in named]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"two rules are called {', '.join(twice)}")
    beside = tuple(rule for rule in named if isinstance(rule, CountedBeside))
    return tuple(rule if isinstance(rule, CountedBeside) else rule.with_beside(beside) for rule in named)
