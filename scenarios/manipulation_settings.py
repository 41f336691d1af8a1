"""What a scenario says about misreports: how far an answer may be bent and still look honest."""

from pydantic import Field

from intake import Strict


class Honest(Strict):
    """The table `[manipulation]`; without it everything is as here, and the scenario's fingerprint as ever.

    margin: the share of a number by which it may be rounded and still look honest; a count may be off by one whatever
    its size. days: the same for a date.
    """

    margin: float = Field(default=0.1, ge=0, le=1)
    days: int = Field(default=31, ge=0, le=366)


USUAL = Honest()
