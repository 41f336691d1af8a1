"""The bench: a scenario that somebody has at work on the page Scenario, and everything its parts need of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import records
import scenarios
from intake import InputError, Round
from locales import Text
from records import Edit, Role, Version, Workpiece
from scenarios import Prechecks, Prepared, RoundChoices, Scenario
from views.asking import desk
from views.kept import Kept
from views.visit import Visit, round_of

T = TypeVar("T")
EDITORS = (Role.PLANNER, Role.ANALYST)
LOCKERS = (Role.PLANNER, Role.ANALYST, Role.COMMITTEE)


@dataclass
class Bench:
    """One look at a scenario at work.

    latest: the version that everybody sees. work: it, with what this person has changed. kept: what the page itself
    remembers, such as the part that is open. half: what cannot be read yet, and what was asked for; no widget is kept
    there, so that keeping something never draws one anew.
    """

    visit: Visit
    latest: Version
    work: Workpiece
    kept: Kept
    half: Kept

    @property
    def editable(self) -> bool:
        """Whether this person may change scenarios."""
        return self.visit.may(*EDITORS)

    @property
    def round(self) -> Round:
        """The round that the scenario is about."""
        return round_of(self.visit, self.latest.round)

    @property
    def scenario(self) -> Scenario | None:
        """The scenario as it stands; None while it is none."""
        try:
            return self.work.scenario
        except InputError:
            return None

    @property
    def prechecks(self) -> Prechecks:
        """Looks at scenarios of this round; shared by everybody who does."""
        return _shared(("prechecks", self.latest.round), lambda: Prechecks(self.round))

    @cached_property
    def prepared(self) -> Prepared | None:
        """Scores and options of the scenario as it was when the page began; else of the version; None without both."""
        for scenario in (self.scenario, self.latest.scenario):
            try:
                if scenario is not None:
                    return self.prechecks.prepared(scenario)
            except InputError:
                continue
        return None

    @cached_property
    def choices(self) -> RoundChoices | None:
        """What of the round can be named."""
        held = self.prepared
        if held is None:
            return None
        columns = "|".join(map(str, held.options.table.columns))
        return _shared(("choices", self.latest.round, columns), lambda: scenarios.round_choices(self.round, held))

    @cached_property
    def names(self) -> dict[str, Text]:
        """What kinds of library, lines, funders, packages, connections, items and gates are called."""
        return scenarios.round_names(self.round)

    def get(self, at: tuple[str, ...], default: Any = None) -> Any:  # noqa: ANN401
        """What the scenario says at a place."""
        return self.work.get(at, default)

    def put(self, at: tuple[str, ...], to: Any) -> None:  # noqa: ANN401
        """Change what it says at a place; None takes it away."""
        self.change(Edit(at, to))

    def change(self, *changes: Edit, apart: bool = False) -> None:
        """Make changes that are undone together; `apart` from what was typed at the same place just before."""
        self.work = records.edit(self.visit.store, self.visit.who, self.latest, *changes, apart=apart)


def bench_of(visit: Visit, latest: Version) -> Bench:
    """Lay a scenario on the bench, with what this person has changed."""
    place = f"{latest.round_name}/{latest.name}"
    return Bench(
        visit,
        latest,
        records.workpiece(visit.store, visit.who, latest),
        Kept(visit, f"scenario page {place}"),
        Kept(visit, f"scenario typed {place}"),
    )


def _shared(key: tuple[str, ...], make: Callable[[], T]) -> T:
    known: T | None = desk().remembered(key)
    if known is None:
        known = make()
        desk().remember(key, known)
    return known
