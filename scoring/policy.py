"""What a scenario may change about scoring."""

from typing import Literal

from pydantic import Field

from intake import Strict


class Policy(Strict):
    """What a scenario decides about scoring; by default everything is as in the round's files.

    weights: by node id of the criteria tree, relative to siblings; unlisted nodes keep the file's.

    gates_off: gates that are switched off. unknown_gates: whether an applicant whose gate is unknown for want
    of an answer may be funded, and is ranked ("in"), or not ("out").
    """

    weights: dict[str, float] = Field(default_factory=dict)
    gates_off: tuple[str, ...] = ()
    unknown_gates: Literal["out", "in"] = "out"
