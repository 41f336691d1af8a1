"""Tables of a plan: awards, money by line, place and year, what is bought, who missed out and why, rules."""

from collections.abc import Sequence

import streamlit as st

import reports
from locales import Message, Money, Text, message
from reports import Grid
from scenarios import Outcome, reason_of
from views import sheets, states
from views.kept import Kept
from views.visit import Visit

WITH_FACTS = 5_000
"""Rows up to which every fact stands in the table; of more they are said of the row that is chosen."""
FILTERS = (message("Island group"), message("Province"), message("Kind"), message("Package"))


def funded(visit: Visit, outcome: Outcome) -> None:
    """Draw the awards, one row a library, with what is chosen of them and its sums."""
    sheet = sheets.made(outcome, "awards", reports.awards_sheet)
    shown = _filtered(visit, sheet.grids[0], "funded", FILTERS)
    _counted(visit, shown, sheet.grids[0])
    sheets.grid(visit, shown, "plan awards", name=sheet.name)


def money(visit: Visit, outcome: Outcome) -> None:
    """Draw what every line holds and is spent on, and its money by year and province; all sum to the same."""
    budget = sheets.made(outcome, "budget", reports.budget_sheet)
    spent = sheets.made(outcome, "spending", reports.spending_sheet)
    total = Money(int(outcome.total("cost")))
    every = message("Award by award, line by line, by year and by province: everything sums to {money}.", money=total)
    st.text(visit.say(every))
    first, *others = sheets.made(outcome, "summary", reports.summary_sheet).grids
    del others
    sheets.grid(visit, first, "plan lines")
    for place, each in enumerate(spent.grids):
        sheets.grid(visit, each, f"plan spent {place}")
    for place, each in enumerate(budget.grids):
        sheets.grid(visit, each, f"plan budget {place}", name=budget.name)
    for name, make in (("provinces", reports.provinces_sheet), ("island groups", reports.island_groups_sheet)):
        made = sheets.made(outcome, name, make)
        st.markdown(f"**{visit.mark(made.name)}**")
        sheets.grid(visit, made.grids[0], f"plan {name}", name=made.name)
        sheets.notes(visit, made)


def bought(visit: Visit, outcome: Outcome) -> None:
    """Draw the shopping list, in all, by province, or by budget line library by library, such as who is trained."""
    lists = sheets.made(outcome, "lists", reports.budget_line_lists)
    names: dict[str, Text] = {"all": message("Everything"), "province": message("By province")}
    names |= {f"line {line}": sheet.name for line, sheet in lists.items()}
    chosen = Kept(visit, "plan").segments("bought", message("List"), names, "all", label_visibility="collapsed")
    if chosen == "all":
        sheet = sheets.made(outcome, "items", reports.items_sheet)
    elif chosen == "province":
        sheet = sheets.made(outcome, "items by province", reports.items_by_province_sheet)
    else:
        sheet = lists[chosen.removeprefix("line ")]
    if chosen == "all":
        sheets.draw(visit, sheet, "plan bought")
        return
    sheets.facts(visit, sheet)
    shown = _filtered(visit, sheet.grids[0], "bought", FILTERS)
    sheets.grid(visit, shown, f"plan bought {chosen}", name=sheet.name)
    sheets.notes(visit, sheet)


def not_funded(visit: Visit, outcome: Outcome) -> None:
    """Draw everyone who missed out with the cause, and all facts of the one that is chosen."""
    few = len(outcome.reasons) <= WITH_FACTS
    make = reports.not_funded_sheet if few else reports.not_funded_without_facts
    sheet = sheets.made(outcome, "not funded", make)
    shown = _filtered(visit, sheet.grids[0], "not funded", (message("Reason"), message("Province"), message("Kind")))
    st.caption(visit.mark(message("Choose a row to see every fact behind it.")))
    chosen = sheets.grid(visit, shown, "plan not funded", name=sheet.name, select=True)
    if chosen is None:
        return
    applicant = str(shown.rows[chosen].cells[1])
    reason = reason_of(outcome.reasons, applicant)
    assert reason is not None, "the table lists those who have one"
    with st.container(border=True):
        st.subheader(visit.mark(str(outcome.table.at[applicant, "name"])))
        st.text(visit.say(reports.CAUSES[reason.cause]))
        for fact in reason.facts:
            st.text(visit.say(message("• {fact}", fact=fact)))


def rules(visit: Visit, outcome: Outcome) -> None:
    """Draw what is proven, and every rule with what it has left and whether it binds."""
    for sentence in outcome.certificate.describe() if outcome.certificate else ():
        st.text(visit.say(message("Certificate: {proven}", proven=sentence)))
    st.text(visit.say(message("Other plans as good: {ties}", ties=reports.ties(outcome.plan))))
    sheet = sheets.made(outcome, "summary", reports.summary_sheet)
    sheets.grid(visit, sheet.grids[-1], "plan rules")


def findings(visit: Visit, outcome: Outcome) -> None:
    """Draw what was found wrong or odd in files and scenario."""
    states.findings(visit, outcome.findings)


def _filtered(visit: Visit, grid: Grid, place: str, labels: Sequence[Message]) -> Grid:
    """Let the reader choose among the cells of some columns; what is chosen is kept for this person."""
    held = Kept(visit, "plan")
    found = [(label, reports.choices(grid, label)) for label in labels]
    there = [(label, each) for label, each in found if each is not None and len(each[1]) > 1]
    chosen: dict[int, list[Text]] = {}
    if there:
        with st.popover(visit.mark(message("Choose rows")), icon=":material/filter_alt:"):
            for label, (at, cells) in there:
                options = {sheets.code(cell): cell for cell in sorted(cells, key=visit.say)}
                picked = held.several(f"{place} {sheets.code(label)}", label, options)
                chosen[at] = [options[each] for each in picked]
    return reports.part(grid, chosen)


def _counted(visit: Visit, shown: Grid, whole: Grid) -> None:
    if len(shown.rows) < len(whole.rows):
        st.caption(visit.mark(message("{count} of {all} rows", count=len(shown.rows), all=len(whole.rows))))
