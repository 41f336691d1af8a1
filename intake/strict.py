"""The base of everything that is read from TOML: frozen, and it refuses what it does not know."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from locales import Message

# Far beyond any programme, and small enough that every sum of them stays an exact whole number.
MAX_RUPIAH = 10**15


class Strict(BaseModel):
    """A frozen model that names an unknown field instead of ignoring it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class UnfitError(ValueError):
    """The fields are each right, but do not fit together; `messages` says how, in both languages."""

    def __init__(self, *messages: Message) -> None:
        super().__init__("; ".join(problem.text("en") for problem in messages))
        self.messages = messages


def doubles(names: Sequence[str]) -> list[str]:
    """Give the names that are there more than once, sorted."""
    return sorted({name for name in names if names.count(name) > 1})
