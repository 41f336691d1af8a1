"""Missing: what a blank answer to the question of a criterion does."""

from enum import StrEnum


class Missing(StrEnum):
    """What a blank answer does: earns nothing, or earns nothing and is asked again, or disqualifies."""

    FLOOR = "floor"
    ASK = "ask"
    REJECT = "reject"
