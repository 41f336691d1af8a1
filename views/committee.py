"""The committee's weights: who gave which, what lies between them, and where they lead to different libraries."""

from typing import Any

import pandas as pd
import streamlit as st

import records
import reports
import scenarios
import scoring
from intake import InputError, Method, Round, members_form
from locales import Message, Percent, Text, message
from scenarios import Agreement, Outcome
from scoring import WeightSet
from views.answers import known_outcome
from views.asking import ask, desk
from views.downloads import offer
from views.kept import Kept
from views.people import in_words
from views.sheets import grid
from views.tables import table
from views.visit import Visit
from views.weighing import MAKERS
from views.weighing_saved import save_scenario

HULL, MEMBER, MIDDLE = "#56B4E9", "#0072B2", "#111111"
HEIGHT = 330


def committee(visit: Visit, round_: Round) -> None:
    """Draw the group's weights, whose count here, and where the members disagree."""
    if round_.members is None or not round_.members.people:
        st.text(visit.say(message("No member of the committee has given weights in this round yet.")))
        _forms(visit, round_)
        return
    group = scoring.weight_set(round_.criteria, round_.members)
    if group.members:
        left, right = st.columns([5, 6], gap="medium")
        with left:
            _hull(visit, round_, group)
        with right:
            _shares(visit, round_, group)
    for finding in (*group.findings.errors, *group.findings.warnings):
        st.warning(visit.mark(message("{problem}. {remedy}", problem=finding.problem, remedy=finding.remedy)))
    _whose(visit, group)
    if group.members:
        _disagreement(visit)
    _forms(visit, round_)


def _hull(visit: Visit, round_: Round, group: WeightSet) -> None:
    """A bar from the lowest to the highest share, a point for each member, and a stroke in the middle."""
    criteria, central = round_.criteria, group.central()
    nodes = [node for node in scoring.tree(criteria) if not node.depth]
    rows, middle = [], []
    for node in nodes:
        shares = [
            (in_words(visit, each.name), scoring.node_share(criteria, node.id, each.effective))
            for each in group.members
        ]
        rows += [{"node": visit.say(node.label), "share": float(share), "member": name} for name, share in shares]
        middle.append({"node": visit.say(node.label), "share": float(scoring.node_share(criteria, node.id, central))})
    x: dict[str, Any] = {"type": "quantitative", "title": None, "axis": {"format": ".0%", "tickCount": 5}}
    y: dict[str, Any] = {"field": "node", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 180}}
    between = {"x": {"field": "share", "aggregate": "min", **x}, "x2": {"field": "share", "aggregate": "max"}, "y": y}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "color": HULL, "height": 14, "opacity": 0.6}, "encoding": between},
        {
            "mark": {"type": "point", "filled": True, "color": MEMBER, "size": 60},
            "encoding": {
                "x": {"field": "share", **x},
                "y": y,
                "tooltip": [{"field": "member", "title": visit.say(message("member"))}],
            },
        },
        {
            "data": {"values": middle},
            "mark": {"type": "tick", "color": MIDDLE, "thickness": 3, "size": 26},
            "encoding": {"x": {"field": "share", **x}, "y": y},
        },
    ]
    spec = {"layer": layers, "height": {"step": 46}, "config": {"axis": {"labelFontSize": 14}}}
    said = message("Shares of the groups at the top by member, from the lowest to the highest")
    st.vega_lite_chart(pd.DataFrame(rows), spec, width="stretch", alt=visit.say(said))
    told = message("The bar is everything between the members, a point is one member, the stroke their middle.")
    st.caption(visit.mark(told))


def _shares(visit: Visit, round_: Round, group: WeightSet) -> None:
    say, criteria, central = visit.say, round_.criteria, group.central()
    rows = []
    for node in scoring.tree(criteria):
        shares = [scoring.node_share(criteria, node.id, each.effective) for each in group.members]
        middle = scoring.node_share(criteria, node.id, central)
        low, high = min(shares), max(shares)
        cells: dict[str, object] = {
            say(message("group or criterion")): ("\u2003– " if node.depth else "") + say(node.label)
        }
        figures = (
            (message("middle"), middle),
            (message("lowest"), low),
            (message("highest"), high),
            (message("apart"), high - low),
        )
        cells |= {say(head): float(share) for head, share in figures}
        cells |= {in_words(visit, each.name): float(share) for each, share in zip(group.members, shares, strict=True)}
        rows.append(cells)
    frame = pd.DataFrame(rows)
    kinds = dict.fromkeys(frame.columns[1:], "share")
    alt = message("Share of each group and criterion in the whole, by member")
    table(visit, frame, alt=alt, kinds=kinds, height=HEIGHT, key="shares")  # type: ignore[arg-type]


def _whose(visit: Visit, group: WeightSet) -> None:
    """Say whose weights count in the scenario; who makes scenarios may choose others."""
    version = visit.version
    if version is None:
        return
    words: dict[str, Text] = {"file": message("those of the criteria file and of the scenario")}
    if group.members:
        words["members"] = message("the middle of all members")
    words |= {each.id: message("{member} alone", member=in_words(visit, each.name)) for each in group.members}
    now = version.scenario.scoring.weights_from
    if not visit.may(*MAKERS):
        st.text(visit.say(message("In this scenario count: {whose}", whose=words.get(now, now))))
        return
    kept = Kept(visit, f"criteria:whose:{version.round_name}/{version.name}")
    field, button = st.columns([3, 2], vertical_alignment="bottom")
    with field:
        chosen = kept.choice(
            "whose", message("Whose weights count in this scenario"), words, now if now in words else "file"
        )
    if chosen != now and "since" not in kept:
        kept.hold(since=version.number)
    since = int(kept.get("since", version.number))
    with button:
        pressed = st.button(
            visit.mark(message("Save in the scenario")), key="save whose", disabled=chosen in (None, now)
        )
    if pressed and chosen is not None:
        weights = version.scenario.scoring.weights if chosen == "file" else {}
        content = records.with_weights(version.content, version.name, weights, chosen)
        save_scenario(visit, version, content, since, then=lambda _: kept.drop())
    if chosen not in (None, now) and version.scenario.scoring.weights:
        st.caption(visit.mark(message("The weights that the scenario sets itself are then taken out of it.")))


def _disagreement(visit: Visit) -> None:
    """Say where the members' weights lead to different libraries, once that was asked for: it takes many plans."""
    if visit.version is None:
        return
    outcome = known_outcome(visit, visit.version)
    if outcome is None or not outcome.plan.has_awards:
        st.caption(visit.mark(message("Where the members disagree is known once this scenario has been worked out.")))
        return
    key = ("agreement", outcome.fingerprint)
    wanted = desk().remembered(key) is not None or any(job.key == key for job in desk().under_way())
    said = message("Find where the members disagree")
    if not (wanted or st.session_state.get(f"asked {key}")):
        if not st.button(visit.mark(said), key="ask agreement", icon=":material/search:"):
            return
        st.session_state[f"asked {key}"] = True
    try:
        found: Agreement | None = ask(visit, key, scenarios.agreement, outcome)
    except InputError:
        return
    if found is not None:
        _agreement(visit, outcome, found)


def _agreement(visit: Visit, outcome: Outcome, found: Agreement) -> None:
    sheet = reports.agreement_sheet(outcome, found)
    for label, value, _ in sheet.facts:
        st.markdown(f"{visit.mark(label)}: **{visit.mark(_said(value))}**")
    names = [visit.say(each.title) for each in sheet.grids]
    chosen = st.selectbox(
        visit.mark(message("Table")), range(len(names)), format_func=lambda place: names[place], key="agreement table"
    )
    grid(visit, sheet.grids[chosen or 0], f"agreement {chosen}")


def _said(value: Text) -> Text:
    return Percent(value) if isinstance(value, float) else value


def _forms(visit: Visit, round_: Round) -> None:
    """Offer blank forms for those who answer on paper or in a spreadsheet."""
    with st.expander(visit.mark(message("Forms to ask members without this app"))):
        asked = [(each.id, each.name) for each in (round_.members.people if round_.members else ())] or [
            (visit.who, visit.person.name)
        ]
        for method in Method:
            said: Message = message("Form: {method}", method=scoring.method_in_words(method))
            name = f"{round_.call.id}-members-{method.value}.csv"
            offer(visit, said, name, "text/csv", _form(round_, asked, method))


def _form(round_: Round, asked: list[tuple[str, str]], method: Method) -> Any:  # noqa: ANN401
    return lambda: members_form(round_.criteria, asked, method)
