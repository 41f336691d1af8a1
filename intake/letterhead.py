"""The letterhead: what letters to applicants say that no plan knows."""

import datetime

from pydantic import Field

from intake.strict import Strict
from locales import Label


class Letterhead(Strict):
    """[letters] of round.toml: who writes, from where, who signs, and how an applicant asks for a review.

    review: to whom and in which way, as a whole sentence; review_until: the last day for it.
    """

    sender: Label
    place: str = Field(default="", max_length=80)
    signed_by: str = Field(default="", max_length=120)
    office: Label | None = None
    review: Label | None = None
    review_until: datetime.date | None = None
