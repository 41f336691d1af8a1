"""Frontier: how much of one thing the committee gives up for more of another, on its own round and rules."""

import re
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from intake import Finding, Findings, InputError, Severity
from locales import Message, Text, message
from optimizer import (
    Frontier,
    Maximise,
    MaximiseWorst,
    Minimise,
    Objective,
    Settings,
    column_name,
    measure_name,
    with_measure,
)
from optimizer import frontier as find_frontier
from scenarios.outcome import Outcome

Cell = str | int | float | bool
KINDS: dict[str, type[Objective]] = {"maximise": Maximise, "minimise": Minimise, "maximise_worst": MaximiseWorst}


@dataclass(frozen=True)
class Axis:
    """One of the two things that are weighed: as much or as little as possible of a measure, of some awards alone.

    measure: libraries, or a number column of options or applicants. where: the awards that count, by the value of a
    column. per (maximise_worst only): for the group of this column that gets least.
    """

    sense: Literal["maximise", "minimise", "maximise_worst"]
    measure: str
    where: tuple[tuple[str, Cell], ...] = ()
    per: str = field(default="")

    @property
    def title(self) -> Text:
        """What is counted."""
        conditions = tuple(message("{column} is {values}", column=column_name(c), values=str(v)) for c, v in self.where)
        return message(
            "{measure}{whom}{worst}",
            measure=measure_name(self.measure),
            whom=message(" where {conditions}", conditions=conditions) if conditions else "",
            worst=message(" of the {per} that gets least", per=column_name(self.per)) if self.per else "",
        )

    @property
    def column(self) -> str:
        """The column of the options that counts it."""
        said = " and ".join(f"{column} = {value}" for column, value in self.where)
        return f"{self.measure} where {said}" if said else self.measure

    def objective(self) -> Objective:
        """The objective that makes it as good as possible."""
        fields = {"measure": self.column, **({"per": self.per} if self.per else {})}
        return KINDS[self.sense].model_validate(fields)


@dataclass(frozen=True, eq=False)
class TradeOff:
    """A frontier with the two things it weighs; `options` is the table that its plans were chosen from."""

    first: Axis
    second: Axis
    frontier: Frontier
    options: pd.DataFrame


def read_axis(text: str) -> Axis:
    """Read what a person writes: maximise value, minimise cost, maximise libraries where underdeveloped_2015 = 1.

    Also: maximise_worst libraries per island_group; several conditions are joined by `and`. Raises InputError.
    """
    found = re.fullmatch(r"\s*(\w+)\s+(\S+)(?:\s+per\s+(\S+))?(?:\s+where\s+(.+?))?\s*", text)
    parts = (
        [re.fullmatch(r"\s*(\S+?)\s*=\s*(.+?)\s*", each) for each in re.split(r"\sand\s", found[4])]
        if found and found[4]
        else []
    )
    if not found or found[1] not in KINDS or None in parts or (found[1] == "maximise_worst") != bool(found[3]):
        raise InputError(
            Findings.of(
                [
                    Finding(
                        "frontier.axis",
                        Severity.ERROR,
                        message("{text} does not say what is to be weighed", text=text),
                        message(
                            "write it like one of: {examples}",
                            examples=(
                                "maximise value",
                                "minimise cost",
                                "maximise libraries where underdeveloped_2015 = 1",
                                "maximise_worst libraries per island_group",
                            ),
                        ),
                        file="scenario",
                        value=text,
                    )
                ]
            )
        )
    where = tuple((part[1], _cell(part[2])) for part in parts if part)
    return Axis(found[1], found[2], where, found[3] or "")  # type: ignore[arg-type]


def _cell(written: str) -> Cell:
    if written in ("true", "false"):
        return written == "true"
    for kind in (int, float):
        try:
            return kind(written)
        except ValueError:
            continue
    return written


def frontier(
    outcome: Outcome,
    second: Axis,
    first: Axis | None = None,
    *,
    points: int = 20,
    steps: int = 60,
    settings: Settings | None = None,
) -> TradeOff:
    """Weigh two things against each other under an outcome's rules; `first` is the scenario's first objective.

    settings.seconds (else the scenario's) is for the whole frontier. Raises InputError when a column does not exist.
    """
    one = first or _own(outcome)
    options = outcome.options.table
    for axis in dict.fromkeys((one, second)):
        if axis.where or (axis.measure in outcome.table and axis.measure not in options):
            options = _counting(outcome, options, axis)
    aims = _objective(options, one), _objective(options, second)
    given = settings or outcome.scenario.solver
    found = find_frontier(outcome.table, options, outcome.rules, aims[0], aims[1], given, points=points, steps=steps)
    return TradeOff(one, second, found, options)


def _own(outcome: Outcome) -> Axis:
    objective = outcome.scenario.objectives[0]
    per = objective.per if isinstance(objective, MaximiseWorst) else ""
    return Axis(objective.keyword, objective.measure, (), per)  # type: ignore[arg-type]


def _counting(outcome: Outcome, options: pd.DataFrame, axis: Axis) -> pd.DataFrame:
    try:
        return with_measure(outcome.table, options, _name(axis), axis.measure, dict(axis.where))
    except ValueError as error:
        raise InputError(
            Findings.of(
                [
                    Finding(
                        "frontier.column",
                        Severity.ERROR,
                        message("{axis} cannot be counted: {why}", axis=axis.column, why=str(error)),
                        message("name columns of the applicants or of the options"),
                        file="scenario",
                        value=axis.column,
                    )
                ]
            )
        ) from error


def _name(axis: Axis) -> str:
    """A column of the options may not be called like one of the applicants."""
    return axis.column if axis.where else f"{axis.measure} awarded"


def _objective(options: pd.DataFrame, axis: Axis) -> Objective:
    objective = axis.objective()
    return objective.model_copy(update={"measure": _name(axis)}) if _name(axis) in options else objective


def describe(trade: TradeOff) -> Message:
    """Say what is weighed against what."""
    return message("{first}, against {second}", first=trade.first.title, second=trade.second.title)
