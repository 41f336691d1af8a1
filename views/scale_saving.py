"""Keeping scales: what changes in words, why, and the version that it becomes; and what was changed before."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

import records
from intake import (
    Criterion,
    InputError,
    Missing,
    ScaleChange,
    ScalePart,
    called,
    scale_fields,
    scale_part_said,
    scale_parts,
    with_scale,
    written_exactly,
)
from locales import Message, Text, message, plural
from records import Scales, ScalesConflictError
from views import states
from views.card_answers import MISSING
from views.moments import when
from views.people import names
from views.scaling import NOTE, SINCE, TONGUE, Drafted, Scaling
from views.tables import table

CONFLICT = "scales conflict"


def saving(scaling: Scaling, drafted: Drafted) -> None:
    """Draw what is typed and not kept, with the way to keep it or to begin again."""
    visit, kept = scaling.visit, scaling.kept
    if not drafted.changed:
        return
    st.subheader(visit.mark(message("What changes")))
    if drafted.parts:
        told = [
            (name, part, scale_parts(_criterion(scaling, name))[part], value)
            for name, parts in drafted.parts.items()
            for part, value in parts.items()
        ]
        heads = (message("as it is kept"), message("as it is typed"))
        _parts(scaling, told, heads, message("What changes in the scales"))
    for name in drafted.wrong:
        said = message("What is typed about {criterion} cannot be kept yet.", criterion=_criterion(scaling, name).label)
        st.warning(visit.mark(said))
    _proposed(scaling)
    note = kept.area(NOTE, message("Why (stays with the round)"), height="content")
    buttons = st.container(horizontal=True)
    ready = bool(drafted.parts) and not drafted.wrong and bool(note.strip())
    label = message("Keep as the next version of the round")
    if buttons.button(visit.mark(label), type="primary", disabled=not ready, key="keep scales"):
        _keep(scaling, drafted.parts, note)
    if buttons.button(visit.mark(message("Begin again")), key="drop scales"):
        kept.drop()
        st.rerun()
    if not note.strip():
        st.caption(visit.mark(message("It can be kept once it says why.")))
    _conflict(scaling, drafted, note, ready=ready)


def history(scaling: Scaling) -> None:
    """Draw what was changed with the app before, the latest first, each with the way to take it back."""
    visit, changes = scaling.visit, scaling.round.criteria.changes
    if not changes:
        return
    count, known = len(changes), names(visit)
    with st.expander(visit.mark(plural("Changed {count} time before", "Changed {count} times before", count=count))):
        for number, change in reversed(list(enumerate(changes))):
            person = known.get(change.by, change.by)
            head = message("{when}, {person}: {note}", when=when(visit, change.at), person=person, note=change.note)
            st.markdown(f"**{visit.mark(head)}**")
            told = [
                (each.criterion, each.part, records.scale_part_from(each.before), records.scale_part_from(each.after))
                for each in change.parts
            ]
            heads = (message("before"), message("after"))
            _parts(scaling, told, heads, message("What was changed in the scales"))
            label = message("Take this back")
            if scaling.editable and st.button(visit.mark(label), key=f"take back {number}", icon=":material/undo:"):
                _take_back(scaling, change)


def part_said(scaling: Scaling, part: str, value: ScalePart | None) -> Text:
    """Say what a part of a scale says."""
    if value is None or value == "":
        return None
    if part == "missing":
        return MISSING[Missing(str(value))]
    if isinstance(value, bool):
        return message("yes") if value else message("no")
    language = scaling.visit.language
    if isinstance(value, tuple):
        return tuple(
            message("{at}: {value}", at=written_exactly(at, language), value=written_exactly(worth, language))
            for at, worth in value
        )
    return value if isinstance(value, str) else written_exactly(value, language)


def _parts(
    scaling: Scaling,
    told: Sequence[tuple[str, str, ScalePart | None, ScalePart | None]],
    heads: tuple[Message, Message],
    alt: Message,
) -> None:
    say, criteria = scaling.visit.say, scaling.round.criteria
    rows = []
    for name, part, before, after in told:
        criterion = _criterion(scaling, name)
        rows.append(
            {
                say(message("criterion")): say(called(criteria, name)),
                say(message("part of the scale")): say(scale_part_said(criteria, criterion, part)),
                say(heads[0]): say(part_said(scaling, part, before)),
                say(heads[1]): say(part_said(scaling, part, after)),
            }
        )
    table(scaling.visit, pd.DataFrame(rows), alt=alt)


def _criterion(scaling: Scaling, name: str) -> Criterion:
    return next(each for each in scaling.round.criteria.criteria if each.id == name)


def _proposed(scaling: Scaling) -> None:
    """Say where a decision is under way that would stay on the scales of before."""
    visit = scaling.visit
    for docket in records.list_dockets(visit.store, visit.who, scaling.round.call.id):
        if docket.adopted is None:
            said = message(
                "Decision {number} is proposed on the scales as they are. It stays so until another plan is proposed.",
                number=str(docket.id),
            )
            st.warning(visit.mark(said), icon=":material/gavel:")


def _keep(scaling: Scaling, parts: Scales, note: str, *, anew: bool = False) -> None:
    visit = scaling.visit
    assert visit.round is not None
    since = records.find_round(visit.store, visit.who, visit.round.name) if anew else scaling.begun_with()
    try:
        made = records.save_scales(visit.store, visit.who, parts, since, note)
    except ScalesConflictError as error:
        st.session_state[CONFLICT] = (visit.round.name, error)
        return
    except InputError as error:
        states.refused(visit, error)
        return
    scaling.kept.drop()
    st.session_state.pop(CONFLICT, None)
    said = message("Kept. Scenarios that follow the new scales: {count}", count=len(made.scenarios))
    st.toast(visit.mark(said), icon=":material/check:")
    if made.anew:
        lost = message("criteria.toml was written anew as a whole: its remarks stand in the version before")
        st.toast(visit.mark(lost), icon=":material/info:")
    st.rerun()


def _conflict(scaling: Scaling, drafted: Drafted, note: str, *, ready: bool) -> None:
    """Show what somebody kept meanwhile beside what is typed here, with both ways on; ready: whether it can be kept."""
    about, error = st.session_state.get(CONFLICT, ("", None))
    if about != scaling.round.call.id or not set(error.mine) <= set(drafted.parts):
        return
    visit = scaling.visit
    states.refused(visit, error)
    told = [
        (name, part, value, drafted.parts[name].get(part, value))
        for name, parts in error.theirs.items()
        for part, value in parts.items()
    ]
    heads = (message("kept meanwhile"), message("typed here"))
    _parts(scaling, told, heads, message("Scales kept meanwhile beside those typed here"))
    both = st.container(horizontal=True)
    if both.button(visit.mark(message("Keep mine")), disabled=not ready, key="keep my scales"):
        _keep(scaling, drafted.parts, note, anew=True)
    if both.button(visit.mark(message("Take what was kept")), key="take their scales"):
        st.session_state.pop(CONFLICT, None)
        names = [f"{name} {part}" for name, parts in error.theirs.items() for part in parts]
        points = [f"{name} points." for name, parts in error.theirs.items() if "points" in parts]
        gone = [each for each in scaling.kept.fields if each in names or each.startswith(tuple(points))]
        scaling.kept.forget(*gone, SINCE)
        st.rerun()


def _take_back(scaling: Scaling, change: ScaleChange) -> None:
    """Type what a change found into the form, so that what follows from it is seen before it is kept."""
    visit = scaling.visit
    assert visit.round is not None
    fields: dict[str, str | bool] = {}
    for name, parts in records.taken_back(change).items():
        criterion = _criterion(scaling, name)
        try:
            back = with_scale(criterion, parts)
        except InputError as error:  # what was set since does not go with it
            states.refused(visit, error)
            return
        now, then = (scale_fields(each, visit.language) for each in (criterion, back))
        touched = [field for field in {**now, **then} if field.partition(".")[0] in parts or field in parts]
        fields |= {f"{name} {field}": then.get(field, "") for field in touched}
    note = visit.say(message("Taken back: {note}", note=change.note))
    # What else is typed stays about the round that it was typed about, so that nobody's change is written over by it.
    since = scaling.begun_with() if scaling.drafted().changed else visit.round
    scaling.kept.put(**fields, **{SINCE: since.id, TONGUE: visit.language, NOTE: note})
    st.rerun()
