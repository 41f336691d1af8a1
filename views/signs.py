"""What a place on a map can be: each state has a colour, a sign of its own and a word."""

from dataclasses import dataclass, replace

from locales import Text, message

BLUE, ORANGE, GREEN, YELLOW = "#0072B2", "#E69F00", "#009E73", "#F0E442"
SKY, VERMILION, PURPLE = "#56B4E9", "#D55E00", "#CC79A7"
GREY, PALE, DARK, WHITE = "#B8B8B8", "#ECECEC", "#1A1A1A", "#FFFFFF"

CIRCLE = "M-0.8,0A0.8,0.8,0,1,1,0.8,0A0.8,0.8,0,1,1,-0.8,0Z"
SQUARE = "M-0.75,-0.75L0.75,-0.75L0.75,0.75L-0.75,0.75Z"
DIAMOND = "diamond"
UP = "triangle-up"
DOWN = "triangle-down"
DASH = "M-1,-0.28L1,-0.28L1,0.28L-1,0.28Z"
PLUS = "cross"
TIMES = (
    "M-0.9,-0.6L-0.6,-0.9L0,-0.3L0.6,-0.9L0.9,-0.6L0.3,0L0.9,0.6L0.6,0.9L0,0.3L-0.6,0.9L-0.9,0.6L-0.3,0Z"  # a saltire
)
RING = "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0M-0.5,0A0.5,0.5,0,1,0,0.5,0A0.5,0.5,0,1,0,-0.5,0Z"
STAR = "M0,-1L0.29,-0.4L0.95,-0.31L0.48,0.15L0.59,0.81L0,0.5L-0.59,0.81L-0.48,0.15L-0.95,-0.31L-0.29,-0.4Z"


@dataclass(frozen=True)
class State:
    """One state: `key` stands in the frame, `label` in the legend; `sign` is a Vega shape, drawn in `ink`."""

    key: str
    label: Text
    colour: str
    sign: str
    ink: str

    def called(self, label: Text) -> "State":
        """Give the same state under another name."""
        return replace(self, label=label)


FUNDED = State("funded", message("funded"), BLUE, CIRCLE, WHITE)
NOT_FUNDED = State("not_funded", message("not funded"), GREY, DASH, DARK)
CONTESTED = State("contested", message("contested"), YELLOW, DIAMOND, DARK)
CLEAR_IN = State("clear_in", message("clear in"), BLUE, CIRCLE, WHITE)
CLEAR_OUT = State("clear_out", message("clear out"), GREY, DASH, DARK)
LOCKED_IN = State("locked_in", message("must be funded"), GREEN, SQUARE, WHITE)
LOCKED_OUT = State("locked_out", message("may not be funded"), VERMILION, TIMES, WHITE)
FREE = State("free", message("left to the calculation"), WHITE, RING, DARK)
ONLY_A = State("only_a", message("only in A"), ORANGE, UP, DARK)
ONLY_B = State("only_b", message("only in B"), PURPLE, DOWN, DARK)
BOTH = State("both", message("in both"), BLUE, CIRCLE, WHITE)
NEITHER = State("neither", message("in neither"), GREY, DASH, DARK)
ENTERED = State("entered", message("newly funded"), SKY, PLUS, DARK)
LEFT = State("left", message("no longer funded"), VERMILION, DOWN, WHITE)
GATED = State("gated", message("did not pass the conditions"), DARK, TIMES, WHITE)
