"""Keeping what was weighed: as a member's answers in the round, or as the weights of the scenario."""

from collections.abc import Callable
from fractions import Fraction

import pandas as pd
import streamlit as st

import records
import scoring
from intake import Answer, InputError, Member, called
from locales import Message, Percent, Text, message
from records import AnswersConflictError, ConflictError, KeptRound, Version
from scenarios import Scenario
from views import states
from views.people import in_words
from views.tables import table
from views.visit import Visit
from views.weighing import MAKERS, Weighing


def begun_with(visit: Visit, weighing: Weighing) -> tuple[KeptRound, int]:
    """Give the round and the version that were there when this draft was begun; while there is none, those of now."""
    assert visit.round is not None
    kept, version = weighing.kept, visit.version
    if weighing.begun and "since round" not in kept:
        kept.hold(**{"since round": visit.round.id})
    if version is None:
        return visit.round, 0
    number = f"since {version.name}"
    if weighing.begun and number not in kept:
        kept.hold(**{number: version.number})
    rounds = {each.id: each for each in records.list_rounds(visit.store, visit.who)}
    return rounds.get(kept.get("since round"), visit.round), int(kept.get(number, version.number))


def saving(visit: Visit, weighing: Weighing) -> None:
    """Draw the ways to keep the draft, and what is in the way of each."""
    since, number = begun_with(visit, weighing)
    _open(visit, weighing)
    buttons = st.container(horizontal=True)
    ready = weighing.begun and weighing.weights.usable
    own = message("Keep as the answers of {member}", member=in_words(visit, weighing.member.name))
    if buttons.button(visit.mark(own), type="primary", disabled=not ready, key="keep answers"):
        _kept(visit, weighing, weighing.answers, since)
    if visit.may(*MAKERS) and visit.version is not None:
        zero = weighing.weights.weightless()
        said = message("Save as weights of the scenario")
        able = weighing.weights.answered and not weighing.weights.open and not zero
        if buttons.button(visit.mark(said), disabled=not able, key="save weights"):
            _saved(visit, weighing, visit.version, number)
        if zero:
            names = tuple(called(weighing.criteria, node) for node in zero)
            told = message(
                "A scenario knows no weight of zero: {criteria}. As answers they can be kept.", criteria=names
            )
            st.caption(visit.mark(told))
    if weighing.begun and buttons.button(visit.mark(message("Begin again")), key="drop draft"):
        weighing.kept.drop()
        st.rerun()
    _conflicts(visit, weighing)


def _open(visit: Visit, weighing: Weighing) -> None:
    """Say what the answers still need, and where they contradict each other."""
    weights = weighing.weights
    for finding in weights.findings:
        if finding.code != "member-file-weights":
            st.warning(visit.mark(message("{problem}. {remedy}", problem=finding.problem, remedy=finding.remedy)))
    for each in weights.judgements:
        if each.consistency is not None:
            said = message(
                "{group}: {consistency}.", group=called(weighing.criteria, each.parent), consistency=each.consistency
            )
            (st.warning if each.doubtful else st.caption)(visit.mark(said))
        if each.contradiction is not None:
            st.caption(visit.mark(each.contradiction))


def _kept(visit: Visit, weighing: Weighing, member: Member, since: KeptRound) -> None:
    try:
        records.save_answers(visit.store, visit.who, member, since)
    except AnswersConflictError as error:
        st.session_state["answers conflict"] = error
        return
    except InputError as error:
        states.refused(visit, error)
        return
    weighing.kept.drop()
    st.session_state.pop("answers conflict", None)
    said = message("Kept: the answers of {member}", member=in_words(visit, member.name))
    st.toast(visit.mark(said), icon=":material/check:")
    st.rerun()


def _saved(visit: Visit, weighing: Weighing, version: Version, number: int) -> None:
    content = records.with_weights(version.content, version.name, weighing.weights.policy_weights(weighing.criteria))
    save_scenario(visit, version, content, number, _begun_again(weighing))


def _begun_again(weighing: Weighing) -> Callable[[Version], None]:
    """What is typed from now on is about the version that was just saved."""
    return lambda made: weighing.kept.hold(**{f"since {made.name}": made.number})


def save_scenario(
    visit: Visit, version: Version, content: bytes, number: int, then: Callable[[Version], None] = lambda _: None
) -> None:
    """Save a scenario's file as the version after `number`; where somebody saved meanwhile, both are shown."""
    try:
        made = records.save_version(
            visit.store, visit.who, content, round_name=version.round_name, name=version.name, expected=number
        )
    except ConflictError as error:
        st.session_state["weights conflict"] = error
        return
    except InputError as error:
        states.refused(visit, error)
        return
    then(made)
    st.session_state.pop("weights conflict", None)
    st.toast(visit.mark(message("Saved as {version}", version=made.reference)), icon=":material/check:")
    st.rerun()


def _conflicts(visit: Visit, weighing: Weighing) -> None:
    answers: AnswersConflictError | None = st.session_state.get("answers conflict")
    if answers is not None and answers.mine.id == weighing.member.id:
        _answers_conflict(visit, weighing, answers)
    version: ConflictError | None = st.session_state.get("weights conflict")
    if version is not None and visit.version is not None and version.theirs.name == visit.version.name:
        _version_conflict(visit, weighing, version)


def _answers_conflict(visit: Visit, weighing: Weighing, error: AnswersConflictError) -> None:
    states.refused(visit, error)
    say = visit.say
    theirs, mine = _by_question(error.theirs), _by_question(error.mine.answers)
    rows = pd.DataFrame(
        [
            {
                say(message("about")): say(_pair(_name(weighing, node), _name(weighing, against))),
                say(message("kept meanwhile")): say(theirs.get((node, against))),
                say(message("typed here")): say(mine.get((node, against))),
            }
            for node, against in dict.fromkeys([*theirs, *mine])
        ]
    )
    table(visit, rows, alt=message("Answers kept meanwhile beside those typed here"))
    both = st.container(horizontal=True)
    if both.button(visit.mark(message("Keep mine")), key="keep mine") and visit.round is not None:
        latest = records.find_round(visit.store, visit.who, visit.round.name)
        _kept(visit, weighing, weighing.answers, latest)
    if both.button(visit.mark(message("Take what was kept")), key="take theirs"):
        st.session_state.pop("answers conflict", None)
        weighing.kept.drop()
        st.rerun()


def _version_conflict(visit: Visit, weighing: Weighing, error: ConflictError) -> None:
    states.refused(visit, error)
    say, name = visit.say, error.theirs.name
    mine, theirs = records.parsed(error.mine, name), error.theirs.scenario
    began = error.base.scenario if error.base else theirs
    columns = (
        (message("at the beginning"), began),
        (message("saved meanwhile"), theirs),
        (message("typed here"), mine),
    )
    shares = [(say(head), _shares(weighing, scenario)) for head, scenario in columns]
    rows = pd.DataFrame(
        [
            {
                say(message("group or criterion")): say(each.label),
                **{
                    head: say(None if share is None else Percent(round(float(share[each.id]), 4)))
                    for head, share in shares
                },
            }
            for each in scoring.tree(weighing.criteria)
        ]
    )
    table(visit, rows, alt=message("Weights at the beginning, saved meanwhile, and typed here"), height=300)
    both = st.container(horizontal=True)
    number = error.theirs.number
    said = message("Save mine on top of version {number}", number=str(number))
    if both.button(visit.mark(said), key="save on top"):
        content = records.with_weights(error.theirs.content, name, weighing.weights.policy_weights(weighing.criteria))
        save_scenario(visit, error.theirs, content, number, _begun_again(weighing))
    if both.button(visit.mark(message("Leave it as it was saved")), key="leave theirs"):
        st.session_state.pop("weights conflict", None)
        weighing.kept.put(**{f"since {name}": number})
        st.rerun()


def _shares(weighing: Weighing, scenario: Scenario) -> dict[str, Fraction] | None:
    """The share of every node in the whole, as a scenario has it; None where it cannot be worked out."""
    try:
        weights = scoring.weights_that_count(weighing.round, scenario.scoring)
    except InputError:
        return None
    nodes = scoring.tree(weighing.criteria)
    return {each.id: scoring.node_share(weighing.criteria, each.id, weights) for each in nodes}


def _by_question(answers: tuple[Answer, ...]) -> dict[tuple[str, str], Text]:
    return {(each.node, each.against): scoring.answer_in_words(each) for each in answers}


def _name(weighing: Weighing, node: str) -> Text:
    """Name a node; nothing where there is none."""
    return called(weighing.criteria, node) if node else None


def _pair(one: Text, other: Text) -> Message | Text:
    return one if other is None else message("{one} beside {other}", one=one, other=other)
