"""Rules and goals of a scenario: the list of them, the form of the one that is open, a new one, and taking one out."""

from typing import Any

import streamlit as st

from locales import Label, Text, message, named
from optimizer import Rule, read_rule, registry, rule_word
from records import Edit
from scenarios import CHOICES, RoundChoices
from views import scenario_chosen as chosen
from views import scenario_typed as typed
from views.scenario_bench import Bench
from views.scenario_rule_form import rule_form
from views.scenario_sheet import Sheet

NEW = "+"
OF_THE_ROUND = ("funders", "yearly_budget")
"""Rules that the round's budget makes; a scenario seldom says them itself."""


def rules_part(bench: Bench, sheet: Sheet) -> None:
    """Draw the rules: one is open at a time."""
    choices, visit = bench.choices, bench.visit
    rules = list((bench.get(("rules",)) or {}).values())
    if choices is None:
        st.warning(visit.mark(message("Rules can be changed once the rest of the scenario fits the round.")))
        return
    names: dict[str, Text] = {str(rule["id"]): _name(rule) for rule in rules}
    if bench.editable:
        names[NEW] = message("+ a new rule")
    if not names:
        st.text(visit.say(message("There are no rules beside the budget lines.")))
        return
    opened = bench.kept.choice("rule", message("Rule"), names)
    if opened == NEW:
        _new(bench, choices)
        return
    rule = bench.get(("rules", str(opened)), {})
    kind = registry().get(str(rule.get("rule")))
    if kind is None:
        return
    said = _said(rule)
    if said is not None:
        st.caption(visit.mark(named(said, bench.names)))
    rule_form(sheet.inside("rules", str(opened)), kind, choices)
    if bench.editable and st.button(
        visit.mark(message("Take this rule out")), key=sheet.key("out", str(opened)), icon=":material/delete:"
    ):
        bench.put(("rules", str(opened)), None)
        st.rerun()


def _name(rule: dict[str, Any]) -> Text:
    label = rule.get("label")
    if isinstance(label, dict) and set(label) == {"id", "en"}:
        return Label(**label)
    return message("{part}: {name}", part=rule_word(str(rule["rule"])), name=str(rule["id"]))


def _said(rule: dict[str, Any]) -> Text:
    """What the rule says in one sentence; nothing while it is no rule."""
    try:
        return read_rule(rule).describe()
    except ValueError:
        return None


def _new(bench: Bench, choices: RoundChoices) -> None:
    """A rule that is being made: kept apart from the scenario until it is one."""
    visit, made = bench.visit, dict(bench.half.get("new rule") or {})
    kinds = {name: rule_word(name) for name in registry() if name not in OF_THE_ROUND}
    name = bench.kept.choice("kind of new rule", message("What kind of rule?"), kinds, "limit") or "limit"
    held: dict[str, Any] = made.get(name, {})

    def read(at: tuple[str, ...], default: Any) -> Any:  # noqa: ANN401
        found: Any = held
        for key in at:
            found = found.get(key) if isinstance(found, dict) else None
        return default if found is None else found

    def write(at: tuple[str, ...], to: Any) -> None:  # noqa: ANN401
        _set(held, at, to)
        bench.half.put(**{"new rule": {**made, name: held}})

    sheet = Sheet(visit, f"new {name} {bench.half.place}", read, write, bench.half)
    kind = registry()[name]
    rule_form(sheet, kind, choices)
    wanting = _wanting(kind, held)
    if st.button(
        visit.mark(message("Add this rule")), key=sheet.key("add"), icon=":material/add:", disabled=wanting is not None
    ):
        identity = free_id(bench, name)
        bench.change(Edit(("rules", identity), {"rule": name, **held}))
        bench.half.put(**{"new rule": {each: rule for each, rule in made.items() if each != name}})
        bench.kept.put(rule=identity)
        st.rerun()
    if wanting is not None and held:
        st.caption(visit.mark(wanting))


def _set(table: dict[str, Any], at: tuple[str, ...], to: Any) -> None:  # noqa: ANN401
    for key in at[:-1]:
        if not isinstance(table.get(key), dict):
            table[key] = {}
        table = table[key]
    if to is None:
        table.pop(at[-1], None)
    else:
        table[at[-1]] = to


def _wanting(kind: type[Rule], held: dict[str, Any]) -> Text:
    """What a rule lacks to be one; nothing when it is."""
    try:
        read_rule({"rule": kind.rule, **held})
    except ValueError:
        return message("Fill in what it is about, and at least one of its bounds.")
    return None


def free_id(bench: Bench, name: str) -> str:
    """An id for a new rule that no other has."""
    taken = set(bench.get(("rules",), {}) or {})
    return next(f"{name}_{number}" for number in range(1, len(taken) + 2) if f"{name}_{number}" not in taken)


def goals_part(bench: Bench, sheet: Sheet) -> None:
    """Draw the objectives in their order: the later ones choose among what the earlier ones leave."""
    visit, choices = bench.visit, bench.choices
    goals: list[dict[str, Any]] = list(bench.get(("objectives",)) or [{"maximise": "value"}])
    st.caption(visit.mark(message("Each goal keeps what those above it have reached, less what they may give up.")))
    if choices is None:
        return
    for place, goal in enumerate(goals):
        with st.container(border=True):
            _goal(bench, sheet, goals, place, goal, choices)
    if bench.editable and st.button(
        visit.mark(message("Add a goal")), key=sheet.key("add goal"), icon=":material/add:"
    ):
        bench.put(("objectives",), [*goals, {"minimise": "cost"}])
        st.rerun()


def _goal(
    bench: Bench, sheet: Sheet, goals: list[dict[str, Any]], place: int, goal: dict[str, Any], choices: RoundChoices
) -> None:
    kinds = ("maximise", "minimise", "maximise_worst", "least_changes")
    kind = next((each for each in kinds if each in goal), "maximise")
    view = {**goal, "kind": kind, "measure": goal.get(kind)}

    def read(at: tuple[str, ...], default: Any) -> Any:  # noqa: ANN401
        found = view.get(at[-1])
        return default if found is None else found

    def write(at: tuple[str, ...], to: Any) -> None:  # noqa: ANN401
        view[at[-1]] = to
        rest = {
            key: value for key, value in view.items() if key not in ("kind", "measure", *kinds) and value is not None
        }
        if view["kind"] == "maximise_worst":
            rest.setdefault("per", next(iter(choices.columns), ""))
        else:
            rest.pop("per", None)
        made = {view["kind"]: view["measure"], **rest}
        bench.put(("objectives",), [*goals[:place], made, *goals[place + 1 :]])

    inner = Sheet(bench.visit, sheet.key("goal", str(place), str(len(goals))), read, write, sheet.half, sheet.locked)
    if kind == "least_changes":
        st.text(bench.visit.say(CHOICES[kind]))
    else:
        offered = {each: CHOICES[each] for each in kinds[:3]}
        chosen.choice(inner, ("kind",), message("Goal {number}", number=place + 1), offered)
        chosen.choice(inner, ("measure",), message("What is counted"), choices.sought)
        if view["kind"] == "maximise_worst":
            chosen.choice(inner, ("per",), message("For each"), choices.columns)
    if len(goals) > 1:
        typed.percent(inner, ("tolerance",), message("May give up"), 0.0)
        _order(bench, sheet, goals, place)


def _order(bench: Bench, sheet: Sheet, goals: list[dict[str, Any]], place: int) -> None:
    if not bench.editable:
        return
    visit = bench.visit
    with st.container(horizontal=True):
        if place and st.button(
            visit.mark(message("Further up")), key=sheet.key("up", str(place)), icon=":material/arrow_upward:"
        ):
            order = [*goals[: place - 1], goals[place], goals[place - 1], *goals[place + 1 :]]
            bench.put(("objectives",), order)
            st.rerun()
        if st.button(
            visit.mark(message("Take this goal out")), key=sheet.key("drop", str(place)), icon=":material/delete:"
        ):
            bench.put(("objectives",), [*goals[:place], *goals[place + 1 :]])
            st.rerun()
