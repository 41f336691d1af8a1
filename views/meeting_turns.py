"""Turns: what a meeting has turned so far, step by step, kept in the store; each step can be undone and done again."""

import contextlib
from typing import Any

import streamlit as st
from pydantic import ValidationError
from streamlit.errors import StreamlitAPIException

import records
from locales import LANGUAGES, Money, render
from scenarios import Adjustment, Outcome, quotas_of, top_weights, whole_money
from views.kept import Kept
from views.visit import Visit

CONTROLS = ("percent", "money", "weight", "quota")
"""How the names of the controls' fields begin."""
STEPS = 60
"""Steps that are remembered."""
LEAST, MOST = 50, 150
"""Ends of the slider of the money, in per cent of the baseline's."""


def redraw() -> None:
    """Draw this part of the page again, or all of it where all of it is being drawn."""
    with contextlib.suppress(StreamlitAPIException):
        st.rerun(scope="fragment")
    st.rerun()


class Turns:
    """The adjustment that stands now, those before it, and the fields of the controls that show it."""

    def __init__(self, visit: Visit, kept: Kept, baseline: Outcome) -> None:
        self._visit, self._kept = visit, kept
        self.money = whole_money(baseline.round, baseline.scenario)
        self.shares = {
            name: round(share * 100) for name, share in top_weights(baseline.round, baseline.scenario).items()
        }
        self.bounds = quotas_of(baseline.scenario)
        self.quotas = {name: round(bound) for name, bound in self.bounds.items()}
        self._steps: list[dict[str, Any]] = kept.get("steps") or [{}]
        self._place = min(max(int(kept.get("place", 0)), 0), len(self._steps) - 1)

    @property
    def now(self) -> Adjustment:
        """What stands now; nothing where what was kept does not fit any more."""
        try:
            return Adjustment.model_validate(self._steps[self._place])
        except ValidationError:
            return Adjustment()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step before."""
        return self._place > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone."""
        return self._place < len(self._steps) - 1

    def take(self, turned: Adjustment) -> None:
        """Go one step further; the controls follow when they are drawn next."""
        steps = [*self._steps[: self._place + 1], turned.model_dump(mode="json", exclude_defaults=True)]
        self._steps = steps[-STEPS:]
        self._place = len(self._steps) - 1
        fields = {"steps": self._steps, "place": self._place, **self._shown(turned)}
        records.keep_draft(self._visit.store, self._visit.who, self._kept.place, fields)

    def step(self, by: int) -> None:
        """Go back or forth among the steps."""
        self._place = min(max(self._place + by, 0), len(self._steps) - 1)
        self._kept.put(place=self._place, **self._shown(self.now))

    def restart(self, **fields: Any) -> None:  # noqa: ANN401
        """Forget every step and what the controls show, and keep these fields: another baseline is looked at."""
        shown = [name for name in self._kept.fields if name.partition(" ")[0] in CONTROLS]
        self._kept.forget("steps", "place", *shown)
        self._kept.put(**fields)

    def percent(self, money: int) -> int:
        """An amount in per cent of the baseline's, as near as the slider shows it."""
        return min(max(round(money * 100 / self.money), LEAST), MOST) if self.money else 100

    def _shown(self, turned: Adjustment) -> dict[str, Any]:
        money = self.money if turned.money is None else turned.money
        return {
            "percent": self.percent(money),
            **{f"money {language}": render(Money(money), language) for language in LANGUAGES},
            **{f"weight {name}": turned.weights.get(name, share) for name, share in self.shares.items()},
            **{f"quota {name}": turned.quotas.get(name, bound) for name, bound in self.quotas.items()},
        }
