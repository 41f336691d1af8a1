"""round.toml: what the call is, when it runs, which libraries may apply and who pays."""

import datetime
import re
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from intake.letterhead import Letterhead
from intake.purses import Purse
from intake.strict import Strict, UnfitError, doubles
from locales import Label, Message, message

# Bills and their tables keep a place of this name for what the local governments pay.
RESERVED_LINE = "match"
# The options have columns cost_<line>, cost_<year>, cost_<line>_<year> and cost_item_<item>.
AMBIGUOUS_LINE = re.compile(r"item_.*|.*_[0-9]{4}")


class LibraryKind(Strict):
    """A kind of library that may apply: district, provincial, village or reading_garden."""

    code: Literal["district", "provincial", "village", "reading_garden"]
    label: Label


class BudgetLine(Purse):
    """One purse of the budget: `amount` is what the line is to hold, `pledged` what its funder has signed for.

    funder: who pays it; left out where the call's `funders` say so.
    """

    funder: str = ""


class Funder(Purse):
    """Somebody who pays: `lines` and single `items` that the money may be used for."""

    lines: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _pays_something(self) -> Self:
        if not self.lines and not self.items:
            raise UnfitError(message("the funder {name} needs `lines` or `items` that it may pay for", name=self.id))
        return self


class Call(Strict):
    """All of round.toml. `made_up` is the sentence that every output carries when data are invented.

    funders: who pays, and for what; without them, every budget line is paid by its own `funder`. letters: the head
    and foot of letters to applicants.
    """

    schema_version: Literal[1] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Label
    phase: Label
    language: Literal["id", "en"] = "id"
    made_up: Label | None = None
    currency: Literal["IDR"] = "IDR"
    price_year: int
    opens: datetime.date
    closes: datetime.date
    decides: datetime.date
    applicants: str = "applicants.csv"
    sheet: str = ""
    library_kinds: tuple[LibraryKind, ...] = Field(min_length=1)
    budget_lines: tuple[BudgetLine, ...] = Field(min_length=1)
    funders: tuple[Funder, ...] = ()
    letters: Letterhead | None = None

    @field_validator("applicants")
    @classmethod
    def _within_the_folder(cls, name: str) -> str:
        # A round that comes from elsewhere must not make the program read other files of the machine.
        if name in ("", ".", "..") or any(mark in name for mark in "/\\:") or not name.isprintable():
            raise UnfitError(
                message("the applicants' file must stand in the round's own folder: give its bare name, without a path")
            )
        return name

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.opens <= self.closes <= self.decides:
            raise UnfitError(message("the dates must run: opens, closes, decides"))
        problems = [
            message("the budget line {name} is there twice", name=name)
            for name in doubles([line.id for line in self.budget_lines])
        ]
        problems += [
            message("the library kind {name} is there twice", name=name)
            for name in doubles([kind.code for kind in self.library_kinds])
        ]
        if any(line.id == RESERVED_LINE for line in self.budget_lines):
            problems.append(
                message("no budget line may be called {name}: that name stands for the local match", name=RESERVED_LINE)
            )
        problems += self._payers()
        if problems:
            raise UnfitError(*problems)
        return self

    def _payers(self) -> list[Message]:
        """What of the funders does not fit the lines."""
        lines = [line.id for line in self.budget_lines]
        problems = [
            message("no budget line may be called {name}: write no year at its end and no item_ before it", name=name)
            for name in lines
            if AMBIGUOUS_LINE.fullmatch(name)
        ]
        problems += [
            message("the funder {name} is there twice", name=name) for name in doubles([f.id for f in self.funders])
        ]
        problems += [
            message("the funder {funder} pays for {line}, which is no budget line", funder=funder.id, line=line)
            for funder in self.funders
            for line in funder.lines
            if line not in lines
        ]
        problems += [
            message("the budget line {name} needs a `funder`", name=line.id)
            for line in self.budget_lines
            if not line.funder and not self.funders
        ]
        problems += [
            message("the budget line {name} has a `funder` of its own beside the call's `funders`", name=line.id)
            for line in self.budget_lines
            if line.funder and self.funders
        ]
        return problems
