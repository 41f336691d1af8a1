"""What a scenario says about its own doubts: what is drawn, how far, how often, and who is then called clear."""

from typing import Literal, Self

from pydantic import Field, model_validator

from intake import Strict


class Robust(Strict):
    """The table `[robust]`; without it everything is as here, and the scenario's fingerprint as ever.

    draws, seed: how many, and the seed of all of them. weights: "hull", mixtures of the corners, every mixture as
    likely; "each", one of the corners at a time; "fixed", the scenario's own. stated: corners in place of the
    members' weights, each by node of the criteria tree as in `scoring.weights`. answers: "interval", a missing answer
    is drawn between its worst and best; "fixed", it counts as the scenario counts it. marks: "error", the panel's
    marks are drawn around themselves by their standard error, or "fixed". prices: each item's price is up to this
    share dearer or cheaper; budget: all money together is up to this share more or less. clear_in, clear_out: from
    which and up to which probability of being funded somebody is clear. shares: rows of the design that tells the
    sources apart (0: not asked).
    """

    draws: int = Field(default=200, ge=1, le=100_000)
    seed: int = Field(default=1, ge=0)
    weights: Literal["hull", "each", "fixed"] = "hull"
    stated: tuple[dict[str, float], ...] = ()
    answers: Literal["interval", "fixed"] = "interval"
    marks: Literal["error", "fixed"] = "error"
    prices: float = Field(default=0.0, ge=0, lt=1)
    budget: float = Field(default=0.0, ge=0, lt=1)
    clear_in: float = Field(default=0.95, gt=0, le=1)
    clear_out: float = Field(default=0.05, ge=0, lt=1)
    shares: int = Field(default=20, ge=0, le=10_000)

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.clear_out >= self.clear_in:
            raise ValueError("clear_out must be below clear_in")
        return self


AS_EVER = Robust()
