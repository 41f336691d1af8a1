"""Controls of a meeting, at most six: money, up to three weights, one quota, and a way back."""

from fractions import Fraction

import streamlit as st

from locales import Money, Percent, Text, message, render, typed_money
from optimizer import Limit, Share
from scenarios import Adjustment, Outcome
from views.kept import Kept
from views.meeting_turns import LEAST, MOST, Turns, redraw
from views.visit import Visit

WEIGHTS = 3
"""Weights that are on the table at a time."""


def turned(visit: Visit, kept: Kept, turns: Turns, baseline: Outcome) -> Adjustment:
    """Draw the controls; gives what they say. The part of the page is drawn again where one moves another."""
    shown = _shown(kept, turns, baseline)
    before = turns.now
    money = _money(visit, kept, turns, before)
    weights = {**before.weights, **_weights(kept, turns, baseline, shown)}
    quotas = {**before.quotas, **_quota(kept, turns, baseline)}
    now = Adjustment(
        money=None if money == turns.money else money,
        weights={name: share for name, share in weights.items() if share != turns.shares[name]},
        quotas={name: bound for name, bound in quotas.items() if bound != turns.quotas[name]},
        locks=before.locks,
    )
    if now != before:
        turns.take(now)
        if now.money != before.money:
            redraw()
    with st.container(horizontal=True, gap="xsmall"):  # side by side, so that a small projector shows all of them
        _back(visit, turns)
        _settings(visit, kept, turns, baseline)
    return now


def _shown(kept: Kept, turns: Turns, baseline: Outcome) -> list[str]:
    """Which weights are on the table: the largest, until others are chosen."""
    names = [group.id for group in baseline.round.criteria.groups if group.id in turns.shares]
    largest = sorted(names, key=lambda name: -turns.shares[name])[:WEIGHTS]
    wanted = kept.get("weights", largest)
    return [name for name in names if name in wanted]


def _settings(visit: Visit, kept: Kept, turns: Turns, baseline: Outcome) -> None:
    """What is on the table, and the way back to where the meeting began."""
    groups = baseline.round.criteria.groups
    names: dict[str, Text] = {group.id: group.label for group in groups if group.id in turns.shares}
    before = _shown(kept, turns, baseline), kept.get("quota")
    what = visit.mark(message("What can be turned"))
    with st.popover(visit.mark(message("Choose")), help=what):
        chosen = kept.several("weights", message("Weights"), names, before[0], max_selections=WEIGHTS)
        rules = {rule.id: rule.name for rule in baseline.scenario.rules if rule.id in turns.quotas}
        quota = kept.choice("quota", message("Quota"), rules, _first_quota(baseline)) if rules else None
        nothing = turns.now == Adjustment()
        said = visit.mark(message("Back to the baseline"))
        if st.button(said, icon=":material/restart_alt:", disabled=nothing, width="stretch"):
            turns.take(Adjustment())
            redraw()
    if (chosen, quota) != before and (sorted(chosen) != sorted(before[0]) or before[1] not in (None, quota)):
        redraw()


def _first_quota(baseline: Outcome) -> str | None:
    """A share comes first: it is what a committee argues about."""
    limits = [rule for rule in baseline.scenario.rules if isinstance(rule, Limit)]
    shares = [rule.id for rule in limits if isinstance(rule.at_least, Share) and not rule.per]
    return shares[0] if shares else None


def _money(visit: Visit, kept: Kept, turns: Turns, before: Adjustment) -> int:
    """The money, by slider or typed; whichever was changed counts, and the other follows."""
    now = turns.money if before.money is None else before.money
    said = visit.mark(message("Money in all"))
    typed = kept.widget(
        f"money {visit.language}",
        render(Money(now), visit.language),
        lambda key, value: st.text_input(said, value, key=key) or "",
    )
    label = message("Money in per cent of the baseline's")
    percent = kept.slider(
        "percent", label, LEAST, MOST, turns.percent(now), format="%d %%", label_visibility="collapsed"
    )
    if percent != turns.percent(now):
        return turns.money * percent // 100
    figure = typed_money(typed, visit.language)
    if figure is None:
        example = visit.say(Money(turns.money))
        wrong = message(
            "“{typed}” is not an amount in whole rupiah. Write it as {example}.", typed=typed, example=example
        )
        st.error(visit.mark(wrong))
        return now
    return figure


def _weights(kept: Kept, turns: Turns, baseline: Outcome, shown: list[str]) -> dict[str, int]:
    labels = {group.id: group.label for group in baseline.round.criteria.groups}
    return {
        name: kept.slider(
            f"weight {name}",
            message("Weight: {group}", group=labels[name]),
            1,
            99,
            turns.shares[name],
            format="%d %%",
        )
        for name in shown
    }


def _quota(kept: Kept, turns: Turns, baseline: Outcome) -> dict[str, int]:
    name = kept.get("quota") or _first_quota(baseline) or next(iter(turns.quotas), None)
    rule = next((rule for rule in baseline.scenario.rules if rule.id == name), None)
    if name not in turns.quotas or not isinstance(rule, Limit):
        return {}
    bound = rule.at_most if rule.at_least is None else rule.at_least
    share = isinstance(bound, Share)
    was = Percent(Fraction(turns.bounds[name]) / 100) if share else turns.quotas[name]
    label = message("Quota (was {bound}): {rule}", bound=was, rule=rule.name)
    top = 100 if share else max(2 * turns.quotas[name], 10)
    more = {"format": "%d %%"} if share else {}
    return {name: kept.slider(f"quota {name}", label, 0, top, turns.quotas[name], **more)}


def _back(visit: Visit, turns: Turns) -> None:
    undo, redo = visit.mark(message("Undo")), visit.mark(message("Redo"))
    if st.button(undo, icon=":material/undo:", disabled=not turns.can_undo, shortcut="U"):
        turns.step(-1)
        redraw()
    if st.button(redo, icon=":material/redo:", disabled=not turns.can_redo, shortcut="Y"):
        turns.step(1)
        redraw()
