"""round.toml: what the call is, when it runs, which libraries may apply and who pays."""

import datetime
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from intake.strict import MAX_RUPIAH, Strict, UnfitError, doubles
from locales import Label, message

# Bills and their tables keep a place of this name for what the local governments pay.
RESERVED_LINE = "match"


class LibraryKind(Strict):
    """A kind of library that may apply: district, provincial, village or reading_garden."""

    code: Literal["district", "provincial", "village", "reading_garden"]
    label: Label


class BudgetLine(Strict):
    """One purse: `amount` is what the line is to hold, `pledged` what its funder has signed for, in whole rupiah."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    funder: str
    amount: int = Field(ge=0, le=MAX_RUPIAH)
    pledged: int = Field(ge=0, le=MAX_RUPIAH)
    source: str
    assumption: bool = False


class Call(Strict):
    """All of round.toml. `made_up` is the sentence that every output carries when data are invented."""

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
        if problems:
            raise UnfitError(*problems)
        return self
