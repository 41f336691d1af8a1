"""The answer of a meeting: how sure it is, what it comes to, who enters and leaves, which provinces gain and lose."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from locales import Decimals, Message, Money, Text, message, named
from scenarios import Certainty, Outcome, WhatIf
from views.tables import table
from views.visit import Visit

NAMES = 6
"""Names on each side that are read aloud; the others stand in the table."""
PLACES = 8
SURE = {
    Certainty.SETTLED: ("green", ":material/verified:"),
    Certainty.PROVEN: ("green", ":material/check:"),
    Certainty.WITHIN: ("orange", ":material/timelapse:"),
    Certainty.OPEN: ("orange", ":material/timelapse:"),
    Certainty.INFEASIBLE: ("red", ":material/block:"),
    Certainty.STOPPED: ("red", ":material/timer_off:"),
}
"""A colour and a sign for each; the words stand beside them."""


def banner(visit: Visit, answer: WhatIf, *, simulated: bool, progress: Message | None) -> None:
    """Say whether this is only played through, how sure it is, and whether a worker is at it."""
    colour, icon = SURE[answer.certainty]
    sure = f":{colour}-badge[{icon} {visit.mark(answer.said())}]"
    if progress is not None:
        sure += f" :gray-badge[:material/hourglass_top: {visit.mark(progress)}]"
    if simulated:
        said = visit.mark(message("SIMULATION – not saved"))
        st.markdown(f"#### :orange-background[:material/science: {said}]")
    else:
        said = visit.mark(message("Baseline – nothing is turned"))
        st.markdown(f"#### :material/push_pin: {said}")
    st.markdown(sure)


def figures(visit: Visit, answer: WhatIf) -> None:
    """The three figures that a committee asks for, with the difference to the baseline."""
    libraries, value, _, grant = answer.figures[:4]
    columns = st.columns([3, 6, 4], gap="small")
    names = (message("libraries"), message("grant"), message("value (points)"))
    for column, figure, name in zip(columns, (libraries, grant, value), names, strict=True):
        after, difference = figure.values[1], figure.differences[1]
        shown = Decimals(float(after), 1) if figure is value and isinstance(after, int | float) else after
        delta = _signed(visit, difference, money=figure is grant, places=1 if figure is value else 0)
        column.metric(visit.say(name), visit.say(shown), delta, delta_color="off", delta_arrow="off")


def _signed(visit: Visit, number: float | None, *, money: bool = False, places: int = 0) -> str:
    """A difference with its sign; ± 0 where there is none."""
    if not number:
        return "± 0"
    size = Money(abs(int(number))) if money else Decimals(abs(number), places)
    return f"{'+' if number > 0 else '−'} {visit.say(size)}"


def changes(visit: Visit, baseline: Outcome, answer: WhatIf, divided: Sequence[str]) -> None:
    """Who enters, who leaves, and where that is."""
    people = baseline.table
    enter, leave = st.columns(2)
    with enter:
        _side(
            visit, message("Enter: {count}", count=len(answer.entered)), "add_circle", answer.entered, people, divided
        )
    with leave:
        _side(
            visit, message("Leave: {count}", count=len(answer.left)), "do_not_disturb_on", answer.left, people, divided
        )
    _provinces(visit, answer)
    if answer.entered or answer.left or answer.altered:
        with st.expander(visit.mark(message("As a table")), icon=":material/table:"):
            _table(visit, answer, people)


def _side(
    visit: Visit, title: Message, icon: str, names: Sequence[str], people: pd.DataFrame, divided: Sequence[str]
) -> None:
    st.markdown(f"#### :material/{icon}: {visit.mark(title)}")
    lines, contested = [], visit.mark(message("contested"))
    for name in names[:NAMES]:
        mark = f" :violet-badge[:material/balance: {contested}]" if name in divided else ""
        place = visit.mark(str(people.at[name, "province"]))
        lines.append(f"- **{visit.mark(str(people.at[name, 'name']))}** · {place}{mark}")
    if len(names) > NAMES:
        lines.append("- " + visit.mark(message("and {count} more", count=len(names) - NAMES)))
    st.markdown("\n".join(lines) if lines else visit.mark(message("nobody")))


def _provinces(visit: Visit, answer: WhatIf) -> None:
    moved = [each for each in answer.groups if each.per == "province" and each.libraries[0] != each.libraries[1]]
    if not moved:
        return
    moved.sort(key=lambda each: (each.libraries[0] - each.libraries[1], each.value))
    shown = moved if len(moved) <= PLACES else [*moved[: PLACES // 2], *moved[-PLACES // 2 :]]
    parts = [f"{visit.mark(each.value)} **{_signed(visit, each.libraries[1] - each.libraries[0])}**" for each in shown]
    said = visit.mark(message("Provinces"))
    more = len(moved) - len(shown)
    rest = " · " + visit.mark(message("and {count} more", count=more)) if more else ""
    st.markdown(f":material/map: {said}: {' · '.join(parts)}{rest}")


def _table(visit: Visit, answer: WhatIf, people: pd.DataFrame) -> None:
    say = visit.say
    sides = [
        *((name, message("enters")) for name in answer.entered),
        *((name, message("leaves")) for name in answer.left),
        *((name, message("other package")) for name in answer.altered),
    ]
    rows = pd.DataFrame(
        {
            say(message("change")): [say(what) for _, what in sides],
            say(message("name")): [people.at[name, "name"] for name, _ in sides],
            say(message("district")): [people.at[name, "district"] for name, _ in sides],
            say(message("province")): [people.at[name, "province"] for name, _ in sides],
        }
    )
    table(visit, rows, alt=message("Who enters, who leaves and who gets another package"))
    provinces = [each for each in answer.groups if each.per == "province"]
    moved = pd.DataFrame(
        {
            say(message("province")): [each.value for each in provinces],
            say(message("baseline")): [each.libraries[0] for each in provinces],
            say(message("simulation")): [each.libraries[1] for each in provinces],
            say(message("grant in the baseline")): [each.grants[0] for each in provinces],
            say(message("grant in the simulation")): [each.grants[1] for each in provinces],
        }
    )
    money = {say(message("grant in the baseline")): "money", say(message("grant in the simulation")): "money"}
    table(visit, moved, kinds=money, alt=message("Libraries and grants of the provinces that change"))  # type: ignore[arg-type]


def without_plan(visit: Visit, answer: WhatIf, names: Mapping[str, Text]) -> None:
    """Say that there is no plan, and why as far as that is known. names: what the round calls its codes."""
    if answer.certainty is Certainty.STOPPED:
        st.warning(visit.mark(message("No plan was found in this moment; a worker looks on.")))
        return
    st.error(visit.mark(message("No plan exists under these rules.")), icon=":material/block:")
    if answer.conflict:
        st.markdown("#### " + visit.mark(message("These cannot hold together:")))
        for rule in answer.conflict:
            st.text(visit.say(message("• {name}: {rule}", name=rule.name, rule=named(rule.describe(), names))))
    elif answer.full:
        st.text(visit.say(message("Which rules contradict each other was not found in time.")))
