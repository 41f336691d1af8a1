"""What a scenario may change about scoring."""

from typing import Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from intake import Strict


class Policy(Strict):
    """What a scenario decides about scoring; by default everything is as in the round's files.

    weights: by node id of the criteria tree, relative to siblings; unlisted nodes keep the file's.

    weights_from: whose weights count: "file" (those of criteria.toml and `weights`), "members" (the middle of the
    committee's), or the code of one member. members_mean: which middle, the mean of the members' effective weights
    or their geometric mean.

    gates_off: gates that are switched off. unknown_gates: whether an applicant whose gate is unknown for want
    of an answer may be funded, and is ranked ("in"), or not ("out").

    panel: which of the reviewers' marks score, their raw means or the calibrated marks; the latter only where the
    panel's diagnostics pass, and a warning says where they do not.
    """

    weights: dict[str, float] = Field(default_factory=dict)
    weights_from: str = "file"
    members_mean: Literal["arithmetic", "geometric"] = "arithmetic"
    gates_off: tuple[str, ...] = ()
    unknown_gates: Literal["out", "in"] = "out"
    panel: Literal["raw", "calibrated"] = Field(default="raw", exclude_if=lambda basis: basis == "raw")

    @model_serializer(mode="wrap")
    def _said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out whose weights count while it is the file's, so that such a scenario's fingerprint is as ever."""
        data: dict[str, Any] = handler(self)
        if self.weights_from == "file":
            del data["weights_from"], data["members_mean"]
        elif self.weights_from != "members":
            del data["members_mean"]
        return data
