"""Verifying: whether every entry, row and file of the store is as it was written; and what to note elsewhere."""

import re

import streamlit as st

import records
from locales import message
from records import Fault
from views.asking import ask
from views.kept import Kept
from views.visit import Visit
from views.worked import address

NOTED = re.compile(r"([1-9][0-9]{0,8}):([0-9a-f]{64})")
SHOWN = 50


def draw(visit: Visit) -> None:
    """Draw the entries that somebody noted, the button, and what was found."""
    kept = Kept(visit, "log:verify")
    form, came = st.columns(2, gap="medium")
    with form:
        label = message("Entries that you noted elsewhere, one a line, as number:hash (if you have any)")
        text = kept.area("noted", label, height=110)
        noted, wrong = read_noted(text)
        for line in wrong:
            said = message("“{line}” is no number and hash of an entry: 12:9f3c…, with 64 signs in the hash", line=line)
            st.error(visit.mark(said))
        st.caption(
            visit.mark(message("Only a noted entry shows that the end of the log was cut off, or all rewritten."))
        )
        times = int(kept.get("times", 0))
        label = message("Verify the chain, every row and every file")
        if st.button(
            visit.mark(label), key="verify", type="primary", icon=":material/verified_user:", disabled=bool(wrong)
        ):
            kept.put(times=times + 1)
            st.rerun()
    with came:
        if times and not wrong:
            _found(visit, noted, times)


def read_noted(text: str) -> tuple[dict[int, str], list[str]]:
    """Read noted entries; gives hash by number, and the lines that are none."""
    noted: dict[int, str] = {}
    wrong: list[str] = []
    for line in filter(None, (line.strip().lower() for line in text.splitlines())):
        found = NOTED.fullmatch(line)
        if found is None or noted.get(int(found[1]), found[2]) != found[2]:
            wrong.append(line)
        else:
            noted[int(found[1])] = found[2]
    return noted, wrong


def _found(visit: Visit, noted: dict[int, str], times: int) -> None:
    number, last = records.log_head(visit.store, visit.who)
    key = ("verify", visit.who, str(times), f"{number}:{last}", repr(sorted(noted.items())))
    found = ask(visit, key, verified_at, address(visit), visit.who, noted)
    if found is None:
        return
    faults, (count, end) = found
    if faults:
        said = message("The records do NOT hold: {count} problems.", count=len(faults))
        st.error(visit.mark(said), icon=":material/gpp_bad:")
        for each in faults[:SHOWN]:
            st.text(visit.say(message("{where}: {problem}", where=each.where, problem=each.problem)))
        return
    said = message("The records hold: {count} entries, every row and file as written.", count=count)
    st.success(visit.mark(said), icon=":material/verified:")
    st.text(visit.say(message("Note this elsewhere, such as in the minutes:")))
    st.code(f"{count}:{end}", language=None, wrap_lines=True)


def verified_at(url: str, who: str, noted: dict[int, str]) -> tuple[list[Fault], tuple[int, str]]:
    """Verify the store at a URL; gives what is wrong, and where its log ends."""
    store = records.open_store(url)
    try:
        return records.verify_log(store, who, noted), records.log_head(store, who)
    finally:
        store.close()
