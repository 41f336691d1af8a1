"""How the solver is to work."""

from typing import Literal

from pydantic import Field

from intake import Strict


class Settings(Strict):
    """Limits of one solve.

    gap: a plan this near (share of the objective) to the proven bound is good enough; 0 asks for proof, and of a
    nation for 0.0001. seconds: time for everything together. threads: the plan is the same for any number, one is
    the most repeatable. solver: highs, or cbc as a second opinion.
    """

    gap: float = Field(default=0.0, ge=0, lt=1)
    seconds: float = Field(default=120.0, gt=0)
    threads: int = Field(default=1, ge=1)
    solver: Literal["highs", "cbc"] = "highs"
