"""The form of a scale: every part of it as a field, with what a language writes, and what is wrong beside it."""

import streamlit as st

from intake import Criterion, Missing, choices_of, scale_fields, scale_part_said
from locales import Message, Text, message
from views.card_answers import MISSING
from views.scaling import Drafted, Scaling
from views.visit import Visit

LONGEST = 300
ENDS: dict[str, Message] = {"zero": message("Worth nothing (0)"), "one": message("Worth everything (1)")}


def form(scaling: Scaling, criterion: Criterion) -> None:
    """Draw the fields of one criterion's scale; whoever may not change it sees them closed."""
    visit = scaling.visit
    st.caption(visit.mark(_direction(criterion)))
    with st.container(gap="small"):
        if criterion.shape == "points":
            _points(scaling, criterion)
        for level in sorted(criterion.levels, key=lambda each: each.value):
            _row(scaling, criterion, f"levels.{level.code}")
        if criterion.shape == "linear":
            for column, (end, name) in zip(st.columns(2, gap="small"), ENDS.items(), strict=True):
                with column:
                    _field(scaling, criterion, f"anchors.{end}.at", name)
        if criterion.per is not None:
            about = message("times {column}", column=criterion.per.column)
            _row(scaling, criterion, "per.times", about)
        if criterion.panel is None:
            options: dict[str, Text] = {each.value: MISSING[each] for each in Missing}
            scaling.kept.choice(
                f"{criterion.id} missing",
                message("Without an answer"),
                options,
                criterion.missing.value,
                disabled=not scaling.editable,
            )
    with st.expander(visit.mark(message("What the ends mean"))):
        for end, name in ENDS.items():
            meanings = {"id": message("{end}, in Indonesian", end=name), "en": message("{end}, in English", end=name)}
            for language, said in meanings.items():
                _field(scaling, criterion, f"anchors.{end}.means.{language}", said, max_chars=LONGEST)
    with st.expander(visit.mark(message("Where the scale comes from"))):
        _origin(scaling, criterion)


def faults(visit: Visit, criterion: Criterion, drafted: Drafted) -> None:
    """Say everything that keeps what is typed from being a scale."""
    for each in drafted.wrong.get(criterion.id, ()):
        st.error(visit.mark(message("{problem}. {remedy}", problem=each.problem, remedy=each.remedy)))


def _direction(criterion: Criterion) -> Text:
    more = message("more is better") if criterion.direction == "up" else message("less is better")
    return message("{direction}; figures in {unit}", direction=more, unit=criterion.unit)


def _points(scaling: Scaling, criterion: Criterion) -> None:
    """The points of a line, a row each; an empty row is none."""
    visit = scaling.visit
    names = {**scale_fields(criterion, visit.language), **scaling.fields(criterion)}
    rows = sum(name.startswith("points.") and name.endswith(".at") for name in names)
    for row in range(rows):
        figure, value = st.columns(2, gap="small")
        seen = "visible" if row == 0 else "collapsed"
        with figure:
            at = message("Figure, in {unit}", unit=criterion.unit)
            _field(scaling, criterion, f"points.{row}.at", at, label_visibility=seen)
        with value:
            _field(scaling, criterion, f"points.{row}.value", message("Worth, 0 to 1"), label_visibility=seen)
    st.caption(visit.mark(message("Straight between the points. To take a point out, empty both its fields.")))


def _row(scaling: Scaling, criterion: Criterion, part: str, about: Text = None) -> None:
    """A name and its figure beside it."""
    visit = scaling.visit
    told, figure = st.columns([5, 2], vertical_alignment="center", gap="small")
    label: Text = scale_part_said(scaling.round.criteria, criterion, part)
    if part.startswith("levels."):
        label = choices_of(scaling.round.criteria, criterion).get(part.removeprefix("levels."), label)
    told.markdown(visit.mark(label if about is None else message("{part}, {about}", part=label, about=about)))
    with figure:
        _field(scaling, criterion, part, label, label_visibility="collapsed")


def _origin(scaling: Scaling, criterion: Criterion) -> None:
    kept, closed = scaling.kept, not scaling.editable
    kept.area(f"{criterion.id} source", message("Source of the scale"), criterion.source, disabled=closed)
    kept.toggle(
        f"{criterion.id} assumption",
        message("An assumption, for the committee to set"),
        criterion.assumption,
        disabled=closed,
    )
    if not criterion.levels and criterion.panel is None:
        asked = message("How the figures were made, where they look as if they were made from the pool")
        kept.area(f"{criterion.id} scale_checked", asked, criterion.scale_checked, disabled=closed)


def _field(scaling: Scaling, criterion: Criterion, part: str, label: Text, **more: object) -> None:
    default = str(scale_fields(criterion, scaling.visit.language).get(part, ""))
    scaling.kept.text(f"{criterion.id} {part}", label, default, disabled=not scaling.editable, **more)
