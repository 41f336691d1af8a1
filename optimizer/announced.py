"""Announced: a plan that was made known, and how many changes another plan makes to it.

With s_i = sum of x_k over the options of i, and o_i the option that was announced for i:
    leaves    1 - s_i            for every announced applicant
    enters    s_i                for every other applicant
    packages  s_i - x_(i, o_i)   for every announced applicant with an announced option
    changes = sum of those that are counted
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np
import pandas as pd
from pydantic import Field, field_validator

from intake import Strict
from locales import Message, Text, message
from optimizer.numbers import Integers
from optimizer.tables import Tables

Kind: TypeAlias = Literal["leaves", "enters", "packages"]
CHANGES: Final = "changes"
COUNTED: dict[str, Message] = {
    "leaves": message("announced libraries that leave"),
    "enters": message("libraries that enter"),
    "packages": message("announced libraries that are given another package"),
}


@dataclass(frozen=True)
class Changes:
    """Who changes places against what was announced, each sorted by id."""

    leaves: tuple[str, ...]
    enters: tuple[str, ...]
    packages: tuple[str, ...]

    def count(self, kinds: Sequence[str]) -> int:
        """How many changes of these kinds there are."""
        return sum(len(getattr(self, kind)) for kind in kinds)


class Against(Strict):
    """What a plan is compared with, and which changes count.

    announced: option by applicant, as the options are named, or a list of applicants where only names were made
    known (an empty option says the same of one applicant). counts: "leaves" (an announced applicant is not awarded),
    "enters" (one is awarded that was not announced), "packages" (an announced one is awarded another option than
    announced), or several of them; each such applicant counts one.
    """

    kinds: ClassVar[tuple[str, ...]] = tuple(COUNTED)

    announced: dict[str, str] = Field(min_length=1)
    counts: tuple[Kind, ...] = Field(default=("leaves", "enters"), min_length=1)

    @field_validator("announced", mode="before")
    @classmethod
    def _by_name(cls, given: Any) -> Any:  # noqa: ANN401
        if not isinstance(given, list | tuple):
            return given
        if not all(isinstance(name, str) for name in given):
            raise ValueError("announced needs applicants as they are named in the round")
        twice = sorted({name for name in given if given.count(name) > 1})
        if twice:
            raise ValueError(f"announced names {', '.join(twice)} more than once")
        return dict.fromkeys(given, "")

    @field_validator("counts", mode="before")
    @classmethod
    def _one_or_more(cls, given: Any) -> Any:  # noqa: ANN401
        return (given,) if isinstance(given, str) else given

    @field_validator("counts")
    @classmethod
    def _in_order(cls, given: tuple[Kind, ...]) -> tuple[Kind, ...]:
        if len(set(given)) < len(given):
            raise ValueError("counts names one kind of change twice")
        return tuple(kind for kind in cls.kinds if kind in given)

    def coefficients(self, tables: Tables) -> tuple[Integers, int]:
        """Give what each option adds to the changes when it is taken, and the changes of awarding nobody."""
        owners = [str(name) for name in tables.options["applicant"]]
        known = np.array([name in self.announced for name in owners], dtype=bool)
        wanted = [self.announced.get(name, "") for name in owners]
        other = np.array(
            [bool(own) and own != str(name) for own, name in zip(wanted, tables.options["option"], strict=True)],
            dtype=bool,
        )
        numbers = np.zeros(len(owners), dtype=np.int64)
        if "leaves" in self.counts:
            numbers -= known
        if "enters" in self.counts:
            numbers += ~known
        if "packages" in self.counts:
            numbers += known & other
        return numbers, len(self.announced) if "leaves" in self.counts else 0

    def unavoidable(self, tables: Tables) -> int:
        """The changes that every plan makes, whatever the other rules: of those who can no longer be kept."""
        return self.range_of(tables)[0]

    def range_of(self, tables: Tables) -> tuple[int, int]:
        """The fewest and the most changes that any choice of options makes, whatever the other rules."""
        numbers, constant = self.coefficients(tables)
        by_owner = pd.Series(numbers).groupby(tables.owner)
        fewest, most = np.minimum(by_owner.min(), 0).sum(), np.maximum(by_owner.max(), 0).sum()
        return constant + int(fewest), constant + int(most)

    def made(self, awards: pd.DataFrame) -> Changes:
        """Say what a finished plan changes; awards: index applicant, column option."""
        return changes(self.announced, {str(a): str(o) for a, o in awards["option"].items()})

    def lost(self, tables: Tables) -> Iterator[tuple[str, Message]]:
        """Name the announced applicants that cannot be kept as announced, and why."""
        offered: dict[str, set[str]] = {}
        for name, option in zip(tables.options["applicant"], tables.options["option"], strict=True):
            offered.setdefault(str(name), set()).add(str(option))
        for name, option in sorted(self.announced.items()):
            if name not in tables.applicants.index:
                yield name, message("{applicant} was announced and is not in this round", applicant=name)
            elif name not in offered:
                yield (
                    name,
                    message("{applicant} was announced and can no longer be given anything", applicant=name),
                )
            elif option and option not in offered[name]:
                yield (
                    name,
                    message(
                        "{applicant} was announced with {option}, which it can no longer be given",
                        applicant=name,
                        option=option,
                    ),
                )

    def counted(self) -> Text:
        """Name the kinds of change that count."""
        return tuple(COUNTED[kind] for kind in self.counts)

    def warning(self, tables: Tables) -> tuple[Message, Message] | None:
        """The problem and the remedy where announced applicants cannot be kept; None where all can."""
        lost = tuple(self.lost(tables))
        if not lost:
            return None
        return (
            message(
                "of the announced plan, these cannot be kept as announced: {who}; "
                "{count} changes are unavoidable and counted",
                who=tuple(why for _, why in lost),
                count=self.unavoidable(tables),
            ),
            message("correct the ids where they are mistyped; otherwise tell the libraries concerned"),
        )


def changes(announced: Mapping[str, str], awards: Mapping[str, str]) -> Changes:
    """Compare two plans, each option by applicant; an announced option that is empty stands for any."""
    return Changes(
        leaves=tuple(sorted(name for name in announced if name not in awards)),
        enters=tuple(sorted(name for name in awards if name not in announced)),
        packages=tuple(
            sorted(name for name, option in announced.items() if option and awards.get(name, option) != option)
        ),
    )
