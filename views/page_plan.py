"""Page Plan and export: who is in and who is out and why, what is left of the money, and every file to take away."""

import streamlit as st

import reports
from locales import Decimals, Money, Percent, message
from scenarios import Outcome
from views import no_plan, places, plan_files, plan_tables
from views.parts import Part, draw_parts, outcome_under
from views.visit import Visit


def draw(visit: Visit) -> None:
    """Draw the page for the chosen round and scenario."""
    outcome = outcome_under(visit, message("Plan and export"))
    if outcome is None:
        return
    if not outcome.plan.has_awards:
        no_plan.draw(visit, outcome)
        return
    _headline(visit, outcome)
    _parts(visit, outcome)


def _headline(visit: Visit, outcome: Outcome) -> None:
    say, plan = visit.say, outcome.plan
    used, left = (sum(getattr(line, name) for line in reports.line_uses(outcome)) for name in ("used", "left"))
    applicants = message("{count} of {all}", count=len(plan.awards), all=len(outcome.table))
    figures = st.columns([25, 31, 14, 22])
    figures[0].metric(say(message("libraries funded")), say(applicants))
    figures[1].metric(say(message("grant")), say(Money(used)))
    figures[2].metric(say(message("computers")), say(int(plan.awards["computers"].sum())))
    figures[3].metric(say(message("value (points)")), say(Decimals(float(outcome.total("value")), 3)))
    told = message(
        "{status}. Of the money {left} is left, {share} is used.",
        status=reports.status(plan),
        left=Money(left),
        share=Percent(used / (used + left) if used + left else 1.0),
    )
    st.caption(visit.mark(told))


def _parts(visit: Visit, outcome: Outcome) -> None:
    """The parts of the page, of which only the one that is open is drawn."""
    shown: dict[str, Part[Outcome]] = {
        "funded": (message("Funded"), plan_tables.funded),
        "money": (message("Money"), plan_tables.money),
        "bought": (message("To buy and train"), plan_tables.bought),
        "map": (message("Map"), places.decided),
        "not funded": (message("Not funded"), plan_tables.not_funded),
        "rules": (message("Rules"), plan_tables.rules),
        "findings": (message("Findings"), plan_tables.findings),
        "files": (message("Files"), plan_files.draw),
    }
    draw_parts(visit, "plan parts", shown, outcome)
