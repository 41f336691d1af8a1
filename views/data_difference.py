"""Step 5 of an import: who is new, gone or changed against the version before, and what that does to the ranking."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

import records
import reports
from intake import ApplicantChanges, imports
from locales import Date, Decimals, Text, message
from scenarios import RankChanges
from views import states
from views.data_steps import go, next_step
from views.importing import Importing
from views.tables import Kind, table
from views.visit import Visit


def draw_difference(importing: Importing) -> None:
    """Draw the step."""
    visit = importing.visit
    proposals = importing.proposals()
    if proposals is None:
        return
    choices = importing.choices(proposals)
    judged = importing.judged(choices)
    if judged is None:
        return
    if not judged.content:
        states.empty(visit, message("Some rows still have errors"), message("Mend them in step 4."))
        return
    found = importing.difference(choices)
    if found is None:
        return
    if found.changes is None or importing.base().kept is None:
        said = message("There is no list before this one: all {count} applicants are new.", count=found.applicants)
        st.info(visit.mark(said))
    else:
        _changes(importing, found.changes)
        if found.ranks is not None:
            _ranks(visit, found, found.ranks)
    if not found.sound:
        st.error(visit.mark(message("The round cannot be kept so. These are its faults:")))
        states.findings(visit, found.findings.errors)
    why_not = None if found.sound else message("First put right what is named above.")
    if next_step(importing, "save", message("On to saving"), why_not=why_not):
        go(importing, "save")


def _changes(importing: Importing, changes: ApplicantChanges) -> None:
    visit, say = importing.visit, importing.visit.say
    figures = st.columns(4)
    told = (
        (message("new applicants"), len(changes.new)),
        (message("applicants gone"), len(changes.gone)),
        (message("applicants changed"), len(changes.changed)),
        (message("answers changed"), len(changes.cells)),
    )
    for place, (label, count) in zip(figures, told, strict=True):
        place.metric(visit.mark(label), say(count))
    if changes.renamed:
        pairs = tuple(f"{old} → {new}" for old, new in changes.renamed[:20])
        said = message("Gone and new under another id, with one name, kind and district: {pairs}", pairs=pairs)
        st.warning(visit.mark(said), icon=":material/swap_horiz:")
    for label, names in ((message("New"), changes.new), (message("Gone"), changes.gone)):
        if names:
            shown = ", ".join(names[:60]) + (" …" if len(names) > 60 else "")
            st.markdown(f"**{visit.mark(label)}:** {visit.mark(shown)}")
    for label, columns in (
        (message("Columns that are new"), changes.columns_new),
        (message("Columns that are gone"), changes.columns_gone),
    ):
        if columns:
            targets = importing.base().asked.targets
            names_ = tuple(targets[each].label if each in targets else each for each in columns)
            st.markdown(f"**{visit.mark(label)}:** {visit.mark(names_)}")
    if len(changes.cells):
        targets = importing.base().asked.targets
        cells = changes.cells
        rows = pd.DataFrame(
            {
                say(message("applicant")): cells["applicant"].tolist(),
                say(message("column")): [_label(visit, targets, each) for each in cells["column"]],
                say(message("before")): [_shown(visit, each) for each in cells["before"]],
                say(message("after")): [_shown(visit, each) for each in cells["after"]],
            }
        )
        st.subheader(visit.mark(message("Answers changed")))
        table(visit, rows, alt=message("Answers that differ from the version before"), key="answers changed")


def _label(visit: Visit, targets: dict[str, imports.Target], column: str) -> str:
    return visit.say(targets[column].label if column in targets else column)


def _shown(visit: Visit, cell: Any) -> str:  # noqa: ANN401
    if cell is None:
        return "–"
    if isinstance(cell, pd.Timestamp):
        return visit.say(Date(cell.date()))
    return visit.say(cell)


def _ranks(visit: Visit, found: records.ImportDifference, ranks: RankChanges) -> None:
    say = visit.say
    changed = ranks.changed
    st.subheader(visit.mark(message("What it does to the ranking")))
    scenario: Text = found.scenario or message("the weights of the round")
    said = message(
        "{count} of {total} applicants have another rank, score or eligibility, weighed as in: {scenario}",
        count=len(changed),
        total=len(ranks.table),
        scenario=scenario,
    )
    st.caption(visit.mark(said))
    if not len(changed):
        return
    moved = say(message("places up"))
    rows = pd.DataFrame(
        {
            say(message("applicant")): [str(name) for name in changed.index],
            moved: changed["moved"].tolist(),
            say(message("rank")): _pairs(visit, changed, "rank", lambda rank: int(rank)),
            say(message("points")): _pairs(visit, changed, "score", lambda points: Decimals(points, 2)),
            say(message("eligible")): _pairs(visit, changed, "eligible", reports.ELIGIBLE.__getitem__),
        }
    )
    kinds: dict[str, Kind] = {moved: "count"}
    table(visit, rows, kinds=kinds, alt=message("Ranks and points before and after"), key="ranks changed")


def _pairs(visit: Visit, changed: pd.DataFrame, what: str, written: Callable[[Any], Text]) -> list[str]:
    """Say what was before and is after, once where both are the same; a dash where there is nothing."""
    said = [
        ["–" if pd.isna(cell) else visit.say(written(cell)) for cell in changed[f"{what}_{when}"]]
        for when in ("before", "after")
    ]
    return [before if before == after else f"{before} → {after}" for before, after in zip(*said, strict=True)]
