"""A purse: money that is planned and pledged, at once or year by year."""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from intake.strict import MAX_RUPIAH, Strict, UnfitError, doubles
from locales import Label, message

CarryOver: TypeAlias = Literal["none", "all"] | Annotated[int, Field(ge=0, le=MAX_RUPIAH)]
"""What of a year's money may still be used in the next: nothing, everything, or at most so many rupiah."""


class YearMoney(Strict):
    """The money of one year, in whole rupiah."""

    year: int = Field(ge=1900, le=2199)
    amount: int = Field(ge=0, le=MAX_RUPIAH)
    pledged: int = Field(ge=0, le=MAX_RUPIAH)


class Purse(Strict):
    """Money in whole rupiah: `amount` is what it is to hold, `pledged` what is signed for.

    by_year: the same year by year, for every year from the first to the last; amount and pledged are then their sums
    and may be left out. carry_over: what of a year's money may be used later.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    amount: int = Field(ge=0, le=MAX_RUPIAH)
    pledged: int = Field(ge=0, le=MAX_RUPIAH)
    by_year: tuple[YearMoney, ...] = ()
    carry_over: CarryOver = "none"
    source: str
    assumption: bool = False

    @model_validator(mode="before")
    @classmethod
    def _summed(cls, given: Any) -> Any:  # noqa: ANN401
        if not isinstance(given, dict) or not isinstance(given.get("by_year"), list | tuple):
            return given
        years = [year for year in given["by_year"] if isinstance(year, dict)]
        sums = {}
        for name in ("amount", "pledged"):
            numbers = [year[name] for year in years if isinstance(year.get(name), int)]
            if years and len(numbers) == len(years):
                sums[name] = sum(numbers)
        return {**sums, **given}

    @model_validator(mode="after")
    def _year_by_year(self) -> Self:
        years = [money.year for money in self.by_year]
        twice = doubles([str(year) for year in years])
        problems = [message("{name}: the year {year} is there twice", name=self.id, year=year) for year in twice]
        if years and sorted(years) != list(range(min(years), max(years) + 1)) and not problems:
            problems.append(
                message("{name}: there is a gap between the years; give 0 where there is no money", name=self.id)
            )
        for what, whole, parts in (
            ("amount", self.amount, [money.amount for money in self.by_year]),
            ("pledged", self.pledged, [money.pledged for money in self.by_year]),
        ):
            if years and whole != sum(parts):
                problems.append(
                    message(
                        "{name}: {what} is {whole}, but its years add up to {sum}",
                        name=self.id,
                        what=what,
                        whole=whole,
                        sum=sum(parts),
                    )
                )
        if self.carry_over != "none" and not years:
            problems.append(message("{name}: `carry_over` is about years, so it needs `by_year`", name=self.id))
        if problems:
            raise UnfitError(*problems)
        return self

    def yearly(self, basis: str) -> dict[str, int]:
        """The money of every year, in order: `amount` or `pledged`; empty where it is not given by year."""
        money = sorted(self.by_year, key=lambda each: each.year)
        return {str(each.year): each.pledged if basis == "pledged" else each.amount for each in money}
