"""The criteria page: the tree with its scales and gates, weights as they are given, and what they come to."""

from dataclasses import replace

import streamlit as st

import reports
import scoring
from intake import Finding, InputError, Round, called
from locales import Message, Text, message
from scoring import Policy, Scores
from views import states
from views.committee import committee
from views.criteria_tree import tree
from views.header import header
from views.kept import Kept
from views.people import in_words
from views.scales import scales
from views.visit import Visit
from views.weighing import Weighing, members_of, weighing_of
from views.weighing_questions import questions
from views.weighing_saved import saving
from views.weighing_shown import bars, preview

WEIGHTS, TREE, SCALES, COMMITTEE, GUARDS = "weights", "tree", "scales", "committee", "guards"


def draw(visit: Visit) -> None:
    """Draw the page for the chosen round, under the weights of the chosen scenario."""
    states.need_round(visit)
    header(visit, message("Criteria"))
    policy = visit.version.scenario.scoring if visit.version else Policy()
    try:
        round_ = visit.table()
        scores = _scores(round_, policy, round_.fingerprint, policy.model_dump_json())
    except InputError as error:
        states.refused(visit, error)
        return
    _page(visit, round_, policy, scores)


@st.cache_resource(max_entries=8, show_spinner=False)
def _scores(_round: Round, _policy: Policy, fingerprint: str, policy: str) -> Scores:
    del fingerprint, policy
    return scoring.score(_round, _policy)


def _page(visit: Visit, round_: Round, policy: Policy, scores: Scores) -> None:
    found = scoring.guards(round_.criteria, scores, scoring.scale_guards(round_))
    members = members_of(visit, round_)
    parts: dict[str, Text] = {WEIGHTS: message("Weights")} if members else {}
    parts |= {TREE: message("Criteria and gates"), SCALES: message("Scales"), COMMITTEE: message("The committee")}
    parts[GUARDS] = message("To be looked at ({count})", count=len(found))
    place = Kept(visit, f"criteria:{round_.call.id}")
    part = place.segments("part", message("Part of the page"), parts, next(iter(parts)), label_visibility="collapsed")
    if part == WEIGHTS:
        _weights(visit, round_, policy, scores)
    elif part == TREE:
        tree(visit, round_, policy)
    elif part == SCALES:
        scales(visit, round_, policy, scores)
    elif part == COMMITTEE:
        committee(visit, round_)
    else:
        _looked_at(visit, found)


def _looked_at(visit: Visit, found: tuple[Finding, ...]) -> None:
    """Say in full what was found: these are sentences, which a table would cut."""
    st.text(visit.say(message("What should be looked at before the weights are trusted, with what can be done.")))
    if not found:
        st.text(visit.say(message("Nothing was found wrong.")))
    for each in found:
        with st.container(border=True, gap="xsmall"):
            severity = visit.mark(reports.SEVERITIES[each.severity])
            st.markdown(f"{states.ICONS[each.severity]} **{severity}** · {visit.mark(each.problem)}")
            st.caption(visit.mark(message("{remedy} ({place})", remedy=each.remedy, place=each.place())))


def _weights(visit: Visit, round_: Round, policy: Policy, scores: Scores) -> None:
    place = Kept(visit, f"criteria:{round_.call.id}")
    standing = scoring.weights_that_count(round_, policy)
    members = {each.id: each for each in members_of(visit, round_)}
    asked, shown = st.columns([4, 5], gap="medium")
    with asked:
        who, about = st.columns([2, 3])
        own = visit.who if visit.who in members else next(iter(members))
        names: dict[str, Text] = {each.id: in_words(visit, each.name) for each in members.values()}
        with who:
            chosen = _whose(visit, place, names, own)
        weighing = weighing_of(visit, round_, members[chosen or own], standing)
        with about:
            parent = _set(visit, place, weighing)
        questions(visit, weighing, parent)
        weighing = replace(weighing)  # what was worked out before the fields were drawn is not about what they hold now
        saving(visit, weighing)
    with shown:
        bars(visit, weighing, parent)
        preview(visit, round_, policy, scores, weighing.weights)


def _whose(visit: Visit, place: Kept, names: dict[str, Text], own: str) -> str | None:
    """Whose answers are looked at; with one member there is nothing to choose."""
    if len(names) > 1:
        return place.choice("member", message("Answers of"), names, own)
    said = message("Answers of")
    st.markdown(f"{visit.mark(said)}  \n**{visit.mark(names[own])}**")
    return own


def _set(visit: Visit, place: Kept, weighing: Weighing) -> str:
    """Let a set of siblings be chosen; those with answers are marked."""
    del visit
    answered = {each.parent for each in weighing.weights.judgements if each.method is not None}
    options: dict[str, Text] = {
        parent or "top": _named(called(weighing.criteria, parent), parent in answered) for parent in weighing.sets
    }
    chosen = place.choice("set", message("What is weighed"), options, next(iter(options)))
    return "" if chosen in (None, "top") else str(chosen)


def _named(name: Text, answered: bool) -> Message:
    return message("{group} ✓", group=name) if answered else message("{group}", group=name)
