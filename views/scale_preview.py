"""What other scales would do: what to look at first, whose rank and points change most, and who moves in or out."""

import json
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

import records
import scenarios
import scoring
from intake import InputError, Round, Severity
from locales import Decimals, Text, message
from scenarios import WhatIf
from scoring import Policy, ScalePreview, Scores
from views import states
from views.answers import of_round, outcome_of
from views.questions import begin_on_click
from views.scaling import Drafted
from views.tables import table
from views.visit import Visit

MOVED = 20
LOUD = {Severity.ERROR: st.error, Severity.WARNING: st.warning}


def previewed(visit: Visit, round_: Round, policy: Policy, before: Scores, drafted: Drafted) -> ScalePreview | None:
    """Give what the scales that are typed come to; None where none can be read, or the round not be scored by them."""
    if not drafted.criteria:
        return None
    try:
        return _previewed(round_.fingerprint, policy.model_dump_json(), _key(drafted), round_, policy, before, drafted)
    except InputError as error:
        states.refused(visit, error)
        return None


def headline(visit: Visit, found: ScalePreview) -> None:
    """Say how many ranks change, and what should be looked at before the scales are kept."""
    st.subheader(visit.mark(message("Rank changed: {count}", count=found.ranks.changed)))
    for member in found.aside:
        said = message(
            "The answers of {member} were given about another range. They would not count until they are given again.",
            member=member.name,
        )
        st.warning(visit.mark(said), icon=":material/groups:")
    for each in found.guards:
        LOUD.get(each.severity, st.caption)(
            visit.mark(message("{problem} {remedy}", problem=each.problem, remedy=each.remedy))
        )


def preview(visit: Visit, round_: Round, found: ScalePreview, drafted: Drafted) -> None:
    """Draw whose rank and points change most, and beside it who would be funded and who no longer."""
    ranks, plan = st.columns([2, 1], gap="medium")
    with ranks:
        _ranks(visit, round_, found)
    with plan:
        _in_and_out(visit, round_, found, drafted)


@st.cache_resource(max_entries=8, show_spinner=False)
def _previewed(
    fingerprint: str, said: str, parts: str, _round: Round, _policy: Policy, _before: Scores, _drafted: Drafted
) -> ScalePreview:
    del fingerprint, said, parts
    return scoring.scale_preview(_round, _policy, _before, _drafted.criteria)


def _key(drafted: Drafted) -> str:
    return json.dumps({name: dict(parts) for name, parts in drafted.parts.items()}, sort_keys=True)


def _ranks(visit: Visit, round_: Round, found: ScalePreview) -> None:
    say = visit.say
    most = found.ranks.most(MOVED)
    if most.empty:
        st.text(say(message("Nobody's points change.")))
        return
    places = round_.table().loc[most.index, ["name", "district"]]
    names = places["district" if places["district"].is_unique else "name"]
    points = say(message("points"))
    rows = pd.DataFrame(
        {
            say(message("library")): names,
            say(message("rank")): [
                say(message("{before} → {after}", before=_rank(old), after=_rank(new)))
                for old, new in zip(most["before"], most["after"], strict=True)
            ],
            points: most["points"],
            say(message("more or less")): [
                _signed(visit, float(new - old)) for new, old in zip(most["points"], most["points_before"], strict=True)
            ],
        }
    )
    alt = message("The {count} whose rank and points change most", count=len(rows))
    st.markdown(f"**{visit.mark(alt)}**")
    widths = {say(message("library")): st.column_config.Column(width=255)}
    table(visit, rows, alt=alt, kinds={points: "points"}, height=250, columns=widths)


def _rank(rank: Any) -> Text:  # noqa: ANN401
    return message("without") if pd.isna(rank) else int(rank)


def _signed(visit: Visit, change: float) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return sign + visit.say(Decimals(abs(change), 2))


def _in_and_out(visit: Visit, round_: Round, found: ScalePreview, drafted: Drafted) -> None:
    """Say who would be funded and who no longer, once that is asked for: it takes a whole plan."""
    if visit.version is None or visit.round is None or visit.version.round != visit.round.id:
        return  # a scenario that is still about another state of the round has no plan to compare with
    scenario = visit.version.scenario
    question = records.question_of(round_.fingerprint, scenario)
    baseline = outcome_of(visit, visit.version)
    if baseline is None:
        return
    cost = message("The whole plan is worked out under these scales: seconds for most rounds. It can be stopped.")
    label = message("Work out who moves in or out")
    key = ("scales", question, _key(drafted))
    take = partial(of_round, found.round)
    outcome = begin_on_click(visit, key, label, cost, lambda: scenarios.working(found.round, scenario), take=take)
    if outcome is not None:
        moved = scenarios.against(baseline, outcome)
        _moved(visit, round_, moved)


def _moved(visit: Visit, round_: Round, moved: WhatIf) -> None:
    say, names = visit.say, round_.table()["district"]
    said = message("The plan under these scales")
    st.markdown(f"**{visit.mark(said)}**: {visit.mark(moved.said())}")
    groups: tuple[tuple[Text, tuple[str, ...]], ...] = (
        (message("moves in"), moved.entered),
        (message("moves out"), moved.left),
        (message("gets another package"), moved.altered),
    )
    what, who = say(message("what changes")), say(message("library"))
    rows = [{what: say(how), who: names[each]} for how, own in groups for each in own]
    if rows:
        table(visit, pd.DataFrame(rows), alt=message("Who moves in or out under these scales"))
    elif moved.has_plan:
        st.text(say(message("The same libraries get the same packages.")))
