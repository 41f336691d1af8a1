"""The marks that a panel may give, and how its criterion must be written."""

from collections.abc import Iterator
from typing import Self

from pydantic import model_validator

from intake.findings import Finding, Severity
from intake.strict import Strict, UnfitError
from locales import Message, message


class PanelScale(Strict):
    """The marks that a reviewer may give: from `at_least` to `at_most`, and only whole ones if `whole`."""

    at_least: float
    at_most: float
    whole: bool = True

    @model_validator(mode="after")
    def _ends_fit(self) -> Self:
        if self.at_least >= self.at_most:
            raise UnfitError(
                message(
                    "the panel's highest mark {high} must be above the lowest {low}",
                    high=self.at_most,
                    low=self.at_least,
                )
            )
        return self


def panel_misfits(
    name: str, panel: PanelScale, anchors: tuple[float, float], *, plain: bool, asks: bool
) -> Iterator[Message]:
    """Give what is wrong with a criterion marked by a panel.

    plain: it has its id as column, and no fallbacks, divisor or levels. asks: its rule for missing answers is "ask".
    """
    if not plain:
        yield message(
            "criterion {name} is marked by a panel, so it can have no column, fallbacks, divisor or levels", name=name
        )
    if not asks:
        yield message(
            'criterion {name} is marked by a panel, so it needs missing = "ask": an application that nobody has read '
            "is not the applicant's fault",
            name=name,
        )
    if min(anchors) < panel.at_least or max(anchors) > panel.at_most:
        yield message(
            "criterion {name}: the anchors must be marks that the panel can give, {low} to {high}",
            name=name,
            low=panel.at_least,
            high=panel.at_most,
        )


def shadowed(name: str, file: str) -> Finding:
    """Make the finding that a criterion marked by a panel has the name of a column that is there already."""
    problem = message("criterion {name} is marked by a panel, but a column has the same name", name=name)
    remedy = message("Give the criterion another id.")
    return Finding("shadowed-column", Severity.ERROR, problem, remedy, file, "", None, f"criteria.{name}")
