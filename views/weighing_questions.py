"""The questions about weights: one field an answer, with the question and the range beside it, by every method."""

from typing import Any

import streamlit as st

import scoring
from intake import Method, below, called
from locales import Message, Text, message, plural
from views.visit import Visit
from views.weighing import Weighing

TIMES = (*(str(n) for n in range(9, 1, -1)), "1", *(f"1/{n}" for n in range(2, 10)))
HOW: dict[Method, Message] = {
    Method.SWING: message(
        "Imagine everything here at its worst. The raise that you want first counts 100; how much is each other raise "
        "worth beside it?"
    ),
    Method.DIRECT: message("Imagine everything here at its worst. Share out 100 points over the raises."),
    Method.RANK: message(
        "Imagine everything here at its worst. Which raise do you want first (1), which next (2, 3 …)?"
    ),
    Method.AHP: message("Of every two raises: which is worth more, and how many times as much?"),
    Method.BEST_WORST: message(
        "Choose the raise that is worth most and the one that is worth least, then say how many times as much."
    ),
}


def questions(visit: Visit, weighing: Weighing, parent: str) -> None:
    """Draw what is asked about one set of siblings, by the method that is chosen for it."""
    kept = weighing.kept
    options: dict[str, Text] = {each.value: scoring.method_in_words(each) for each in Method}
    first = weighing.before[parent].method or Method.SWING
    kept.choice(f"method {parent}", message("Way of asking"), options, first.value, label_visibility="collapsed")
    method = weighing.method(parent)
    st.caption(visit.mark(HOW[method]))
    if method is Method.BEST_WORST:
        _ends(visit, weighing, parent)
    with st.container(gap="xsmall"):
        for node, against in weighing.asked(parent):
            if method.in_pairs:
                _pair(visit, weighing, parent, node, against)
            else:
                _one(visit, weighing, parent, node)


def _one(visit: Visit, weighing: Weighing, parent: str, node: str) -> None:
    """A row: the raise with its range, and the number."""
    criteria, method = weighing.criteria, weighing.method(parent)
    told, field = st.columns([5, 2], vertical_alignment="center", gap="small")
    inside = below(criteria, node)
    with told:
        name = f"**{visit.mark(called(criteria, node))}**"
        if len(inside) == 1 and inside[0].id == node:
            st.markdown(f"{name} :small[{visit.mark(scoring.raise_in_words(criteria, node))}]")
        else:
            said = plural("raises {count} criterion", "raises {count} criteria together", count=len(inside))
            raised = visit.mark(scoring.raise_in_words(criteria, node))
            st.markdown(f"{name} :small[{visit.mark(said)}]", help=raised)
    with field:
        weighing.kept.text(
            weighing.field(parent, node, ""),
            called(criteria, node),
            weighing.default(parent, node, ""),
            label_visibility="collapsed",
            max_chars=12,
            help=visit.mark(scoring.question(criteria, method, node)),
        )


def _ends(visit: Visit, weighing: Weighing, parent: str) -> None:
    del visit
    options: dict[str, Text] = {"": message("Choose")}
    options |= {node: called(weighing.criteria, node) for node in weighing.sets[parent]}
    held = weighing.before[parent]
    left, right = st.columns(2)
    with left:
        weighing.kept.choice(f"best {parent}", message("Worth most"), options, held.best)
    with right:
        weighing.kept.choice(f"worst {parent}", message("Worth least"), options, held.worst)


def _pair(visit: Visit, weighing: Weighing, parent: str, node: str, against: str) -> None:
    """A row: two raises, and how many times as much the first is worth."""
    criteria, method = weighing.criteria, weighing.method(parent)
    one, other = called(criteria, node), called(criteria, against)
    steps = ["", *TIMES] if method is Method.AHP else ["", *(str(n) for n in range(1, 10))]
    field, default = weighing.field(parent, node, against), weighing.default(parent, node, against)
    if weighing.typed(parent, node, against) not in steps:
        steps.append(weighing.typed(parent, node, against))
    words = {step: visit.say(_times(step, one, other)) for step in steps}

    def drawn(key: str, value: str) -> Any:  # noqa: ANN401
        said = visit.mark(message("{one} beside {other}", one=one, other=other))
        told = visit.mark(scoring.question(criteria, method, node, against))
        index = steps.index(value) if value in steps else 0
        return st.selectbox(said, steps, index, format_func=lambda step: words[step], key=key, help=told) or ""

    weighing.kept.widget(field, default, drawn)


def _times(step: str, one: Text, other: Text) -> Message:
    if not step:
        return message("not answered")
    if step == "1":
        return message("as much")
    if step.startswith("1/"):
        return message("{other} is worth {times} times as much", other=other, times=step[2:])
    return message("{one} is worth {times} times as much", one=one, times=step)
