"""States of a page that has nothing ordinary to show: empty, faulty, failed; each says what can be done."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

import reports
from intake import Finding, InputError, Severity
from locales import Message, message
from views import entry
from views.links import link
from views.tables import table
from views.visit import Visit

ICONS = {Severity.ERROR: ":material/error:", Severity.WARNING: ":material/warning:", Severity.NOTE: ":material/info:"}


def empty(visit: Visit, what: Message, then: Message | None = None, **ways: Message) -> None:
    """Say what is missing, and what to do about it; ways: the page where it is done, by its path, and what is done."""
    with st.container(border=True):
        st.subheader(visit.mark(what))
        if then is not None:
            st.text(visit.say(then))
        for path, label in ways.items():
            link(visit, path, label, icon=":material/arrow_forward:")


def refused(visit: Visit, error: InputError) -> None:
    """Show everything that is wrong with what was given, and the remedies."""
    for each in error.findings.errors[:3]:
        st.error(visit.mark(message("{problem}. {remedy}", problem=each.problem, remedy=each.remedy)))
    if len(error.findings) > 1:
        findings(visit, error.findings)


def findings(visit: Visit, found: Iterable[Finding]) -> None:
    """List findings as a table: severity, place, problem, remedy."""
    say = visit.say
    rows = [
        {
            say(message("severity")): say(reports.SEVERITIES[finding.severity]),
            say(message("place")): say(finding.place()),
            say(message("problem")): say(finding.problem),
            say(message("remedy")): say(finding.remedy),
        }
        for finding in found
    ]
    if not rows:
        st.text(say(message("Nothing was found wrong.")))
        return
    table(visit, pd.DataFrame(rows), alt=message("Findings and their remedies"), key=None, search=False)


def need_round(visit: Visit) -> None:
    """End the page with what to do when there is no round to look at."""
    if visit.round is not None:
        return
    if visit.local and entry.taken_in(visit.store, visit.who):
        empty(
            visit,
            message("No round in the folder can be used"),
            message("The page Home says what is wrong with the files, each with its remedy."),
            home=message("See what is wrong"),
        )
        st.stop()
    empty(
        visit,
        message("There is no round yet"),
        message("Everything begins with a file of applicants, imported on the page Data."),
        data=message("Bring in new data"),
    )
    st.stop()


def need_version(visit: Visit) -> None:
    """End the page with what to do when the round has no scenario."""
    need_round(visit)
    if visit.version is None:
        empty(
            visit,
            message("This round has no scenario yet"),
            message("Make one on the page Scenario: what is to be achieved, with which money, under which rules."),
            scenario=message("Make a scenario"),
        )
        st.stop()
