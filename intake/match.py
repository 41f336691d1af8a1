"""The local match: what part of a package the local government pays, in levels."""

from fractions import Fraction
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from intake.strict import Strict, UnfitError
from locales import Message, message

Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]


def key_of(cell: object) -> str:
    """A value as it is written in TOML: a whole number without decimals."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


class Prescribed(Strict):
    """The share that every value of a column prescribes, such as a district's fiscal class."""

    column: str
    shares: dict[str, Share] = Field(min_length=1)

    def of(self, cell: object) -> Fraction | None:
        """The share that one value prescribes; None where the value is blank or not listed."""
        share = self.shares.get(key_of(cell))
        return None if share is None else Fraction(str(share))


class Match(Strict):
    """The part of some budget lines that the local government pays, as one of several levels (shares from 0 to 1).

    levels: each is an option of its own for those whose answer in the column `pledged` reaches it: in per cent of
    the lines' cost, or in rupiah. prescribed: a level that follows from a column; it is an option whether pledged or
    not, and a pledged level counts only where it is higher. Where the answer or the value is missing, the levels
    that depend on it are not offered.
    """

    lines: tuple[str, ...] = Field(min_length=1)
    levels: tuple[Share, ...] = ()
    pledged: str = ""
    unit: Literal["percent", "rupiah"] = "percent"
    prescribed: Prescribed | None = None
    source: str
    assumption: bool = False

    @model_validator(mode="after")
    def _says_a_level(self) -> Self:
        problems: list[Message] = []
        if bool(self.levels) != bool(self.pledged):
            problems.append(message("`levels` and `pledged` belong together: the levels, and the column of the pledge"))
        if not self.levels and self.prescribed is None:
            problems.append(message("a match needs `levels` with `pledged`, or `prescribed`"))
        if len(set(self.levels)) < len(self.levels):
            problems.append(message("a level of the match is there twice"))
        if len(set(self.lines)) < len(self.lines):
            problems.append(message("a budget line of the match is there twice"))
        if problems:
            raise UnfitError(*problems)
        return self

    def all_levels(self) -> tuple[Fraction, ...]:
        """Every level that may be offered to anybody, rising."""
        shares = (*self.levels, *(self.prescribed.shares.values() if self.prescribed else ()))
        return tuple(sorted({Fraction(str(share)) for share in shares}))

    def columns(self) -> tuple[str, ...]:
        """The columns that the levels depend on."""
        prescribed = (self.prescribed.column,) if self.prescribed else ()
        return (*((self.pledged,) if self.pledged else ()), *prescribed)
