"""Changes of scales, as criteria.toml keeps them: who set which part of a criterion's scale anew, when and why."""

from pydantic import Field

from intake.strict import Strict


class ChangedPart(Strict):
    """One part of a criterion's scale, such as `anchors.zero.at`, as TOML writes it before and after."""

    criterion: str
    part: str
    before: str
    after: str


class ScaleChange(Strict):
    """What somebody changed at once. at: UTC, ISO 8601. by: the person's code. note: why."""

    at: str
    by: str
    note: str
    parts: tuple[ChangedPart, ...] = Field(min_length=1)
