"""Under way: the questions that this server works on now, for whoever must be able to stop one."""

import streamlit as st

import reports
from locales import Message, message
from views.asking import AT_ONCE, Job, desk
from views.visit import Visit

SEEN_EVERY = 2.0
KINDS: dict[str, Message] = {
    "outcome": message("the plan of a scenario"),
    "kept outcome": message("the plan of a scenario"),
    "letters": message("letters"),
    "replay": message("a decision worked out again"),
    "verify": message("verifying the store"),
}


@st.fragment(run_every=SEEN_EVERY)
def draw(visit: Visit) -> None:
    """Draw what is under way, each with a button that stops it."""
    jobs = desk().under_way()
    said = message(
        "{count} questions; {most} are worked on at once, the others wait for their turn.",
        count=len(jobs),
        most=AT_ONCE,
    )
    st.caption(visit.mark(said))
    if not jobs:
        st.text(visit.say(message("Nothing is under way.")))
    for job in jobs:
        _job(visit, job)


def _job(visit: Visit, job: Job) -> None:
    with st.container(border=True):
        what, end = st.columns([5, 1], vertical_alignment="center")
        event = job.latest
        title = visit.mark(KINDS.get(job.key[0], job.key[0]))
        if event is None:
            waits = message("waits for its turn")
            what.markdown(f"**{title}** · {visit.mark(waits)}")
        else:
            passed = message("{seconds} seconds", seconds=round(event.seconds))
            what.markdown(f"**{title}** · {visit.mark(passed)}")
            what.progress(reports.filled(event) or 0.0, text=visit.mark(reports.progress_said(event)))
        label = visit.mark(message("Stop it"))
        end.button(label, key=f"end {job.key}", disabled=job.given_up, on_click=job.stop, icon=":material/stop_circle:")
