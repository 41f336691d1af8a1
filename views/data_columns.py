"""Step 3 of an import: which column of the file is which, with samples and how sure each proposal is."""

import re

import streamlit as st

from intake import Findings, imports
from locales import Message, Text, message
from views.data_steps import go, next_step
from views.importing import Importing
from views.visit import Visit

WIDTHS = (3, 3, 5, 3)
HOW: dict[imports.How, tuple[str, Message]] = {
    imports.How.REMEMBERED: (":material/history:", message("as chosen the last time")),
    imports.How.NAME: (":material/check_circle:", message("certain: the column's name")),
    imports.How.LABEL: (":material/check_circle:", message("certain: the question's label")),
    imports.How.SYNONYM: (":material/check_circle:", message("certain: another name of it")),
    imports.How.LEARNED: (":material/school:", message("learned from another file")),
}
SURE = frozenset(HOW) - {imports.How.LEARNED}


def draw_columns(importing: Importing) -> None:
    """Draw the step."""
    visit = importing.visit
    proposals = importing.proposals()
    if proposals is None:
        return
    faults = Findings()
    unsure = [each for each in proposals if each.how not in SURE or 2 * each.fit < each.looked_at]
    known = [each for each in proposals if each not in unsure]
    box = st.container()
    options = _options(importing)
    if unsure:
        st.subheader(visit.mark(message("Columns to look at ({count})", count=len(unsure))))
        _rows(importing, unsure, options)
    with st.expander(visit.mark(message("Columns recognised ({count})", count=len(known))), expanded=not unsure):
        _rows(importing, known, options)
    mapping = importing.mapping(proposals)
    columns = [each.source for each in proposals]
    faults = imports.mapping_faults(mapping, columns, importing.base().asked, importing.file.name)
    with box:
        _faults(visit, faults)
        unread = [each.source.header for each in proposals if not importing.target(each)]
        if unread:
            said = message("Not read: {columns}. They stay in the file that is kept.", columns=tuple(unread))
            st.caption(visit.mark(said))
    why_not = message("First say which column is which, as told above.") if len(faults) else None
    if next_step(importing, "rows", message("These columns are right"), why_not=why_not):
        importing.remember(proposals)
        go(importing, "rows")


def _options(importing: Importing) -> dict[str, Text]:
    """Every column that is asked for, by its code, the needed ones first; said once, for every source offers all."""
    say = importing.visit.say
    targets = importing.base().asked.targets.values()
    needed = {each.code: say(message("{column} (needed)", column=each.label)) for each in targets if each.needed}
    others = {each.code: say(each.label) for each in targets if not each.needed}
    return {"": say(message("– not read –")), **needed, **others}


def _rows(importing: Importing, proposals: list[imports.Proposal], options: dict[str, Text]) -> None:
    visit = importing.visit
    heads = (message("Column of the file"), message("First values"), message("Is"), message("How sure"))
    for place, head in zip(st.columns(WIDTHS), heads, strict=True):
        place.caption(visit.mark(head))
    for each in proposals:
        header, samples, target, sure = st.columns(WIDTHS, vertical_alignment="center")
        header.markdown(f"**{visit.mark(each.source.header)}**")
        samples.caption(visit.mark(" · ".join(each.source.samples[:3])[:90] or message("(blank)")))
        with target:
            # Whoever hears the page hears this label as it stands: without signs that Markdown would need escaped.
            label = message("What “{header}” is", header=" ".join(re.findall(r"\w+", each.source.header)))
            importing.kept.choice(importing.field(each), label, options, each.target, label_visibility="collapsed")
        sure.caption(_sure(importing, each))


def _sure(importing: Importing, proposal: imports.Proposal) -> str:
    visit = importing.visit
    if importing.target(proposal) != proposal.target:
        own = visit.mark(message("chosen by you"))
        return f":material/person: {own}"
    if proposal.contested:
        label = importing.base().asked.targets[proposal.contested].label
        said = message("Another column is just as surely {column}: choose one", column=label)
        return f":red[:material/error: {visit.mark(said)}]"
    if proposal.how is imports.How.NONE:
        none = visit.mark(message("not recognised"))
        return f":material/block: {none}"
    fit = message("{fit} of {looked_at} values fit", fit=proposal.fit, looked_at=proposal.looked_at)
    if proposal.how is imports.How.LIKE:
        like = message("only alike ({likeness} of 100): look", likeness=round(proposal.likeness))
        return f":orange[:material/help: {visit.mark(like)}], {visit.mark(fit)}"
    icon, said = HOW[proposal.how]
    shown = f"{icon} {visit.mark(said)}"
    if not proposal.looked_at:
        return shown
    told = f"{shown}, {visit.mark(fit)}"
    return f":orange[{told}]" if 2 * proposal.fit < proposal.looked_at else told


def _faults(visit: Visit, faults: Findings) -> None:
    """Say what is still missing or there twice, in one notice."""
    if not len(faults):
        st.success(visit.mark(message("Every needed column is there.")), icon=":material/check_circle:")
        return
    lines = [f"**{visit.mark(each.problem)}.** {visit.mark(each.remedy)}" for each in faults]
    st.error("  \n".join(lines), icon=":material/error:")
