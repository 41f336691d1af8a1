"""Cases of a meeting: the applicants whose place hangs on the weights, one after another, to be held in or kept out."""

import streamlit as st

import reports
from locales import Decimals, Message, Percent, message
from scenarios import Adjustment, Hanging, Lock, Outcome, Rehearsal, WhatIf, WorkerError
from views.asking import Job, desk
from views.kept import Kept
from views.meeting_turns import Turns, redraw
from views.visit import Visit


def cases(visit: Visit, kept: Kept, turns: Turns, baseline: Outcome, answer: WhatIf, rehearsal: Rehearsal) -> None:
    """Draw the case that is looked at, with what can be done about it."""
    found = rehearsal.hanging
    if not found:
        st.text(visit.say(message("No place hangs on the weights: every weighting that was asked funds the same.")))
        return
    place = int(kept.get("case", 0)) % len(found)
    _case(visit, baseline, answer, rehearsal, place)
    _locks(visit, kept, turns, found[place])


def step_case(kept: Kept, rehearsal: Rehearsal, by: int) -> None:
    """Go to the next case, or the one before."""
    if rehearsal.hanging:
        kept.put(case=(int(kept.get("case", 0)) + by) % len(rehearsal.hanging))


def _case(visit: Visit, baseline: Outcome, answer: WhatIf, rehearsal: Rehearsal, place: int) -> None:
    case, people = rehearsal.hanging[place], baseline.table
    row = people.loc[case.applicant]
    number = message("Case {number} of {count}", number=place + 1, count=len(rehearsal.hanging))
    where = [visit.mark(str(row[column])) for column in ("district", "province")]
    st.markdown(f"### {visit.mark(str(row['name']))}")
    st.markdown(" · ".join([f":material/balance: {visit.mark(number)}", *where]))
    before, after = (_either(case.applicant in plan.awards.index) for plan in (baseline.plan, answer.plan))
    st.markdown("#### " + visit.mark(message("Baseline: {before} · simulation: {after}", before=before, after=after)))
    facts = message(
        "{points} points, rank {rank}; funded by {share} of the weightings",
        points=Decimals(float(people["score"][case.applicant]), 2),
        rank=int(people["rank"][case.applicant]),
        share=Percent(round(case.share, 2)),
    )
    asked = message(
        "{count} weightings were asked: each member's own where they gave some, else each group heavier and lighter.",
        count=rehearsal.asked,
    )
    st.markdown(visit.mark(facts), help=visit.mark(asked))


def _either(funded: bool) -> Message:
    return message("funded") if funded else message("not funded")


def _locks(visit: Visit, kept: Kept, turns: Turns, case: Hanging) -> None:
    now = turns.now
    held = now.locks.get(case.applicant)
    reason = kept.text("lock reason", message("Reason for holding in or keeping out (needed)"))
    put, out, free = st.columns(3)
    ready = bool(reason.strip())
    wanted: dict[str, Lock] | None = None
    if put.button(
        visit.mark(message("Hold in")),
        icon=":material/lock:",
        width="stretch",
        disabled=not ready or (held is not None and held.inside),
    ):
        wanted = {**now.locks, case.applicant: Lock(inside=True, reason=reason.strip(), asked_by=visit.person.name)}
    if out.button(
        visit.mark(message("Keep out")),
        icon=":material/block:",
        width="stretch",
        disabled=not ready or (held is not None and not held.inside),
    ):
        wanted = {**now.locks, case.applicant: Lock(inside=False, reason=reason.strip(), asked_by=visit.person.name)}
    if free.button(
        visit.mark(message("Free again")), icon=":material/lock_open:", width="stretch", disabled=held is None
    ):
        wanted = {name: lock for name, lock in now.locks.items() if name != case.applicant}
    if wanted is not None:
        turns.take(Adjustment(**{**dict(now), "locks": wanted}))
        redraw()


def rehearsing(visit: Visit, kept: Kept, job: Job | None) -> None:
    """Offer to look for the cases, or say that they are being looked for."""
    if job is None:
        said = message("Whose place hangs on the weights is worked out once for each baseline, in about half a minute.")
        st.text(visit.say(said))
        if st.button(visit.mark(message("Find the contested cases")), icon=":material/balance:", type="primary"):
            kept.put(rehearse=True)
            redraw()
        return
    _rehearsing(visit, job)


@st.fragment(run_every=1.0)
def _rehearsing(visit: Visit, job: Job) -> None:
    if job.future.done():
        error = job.future.exception()
        if error is None and not job.early:
            st.rerun()
        st.warning(visit.mark(message("The contested cases could not be worked out.")))
        if isinstance(error, WorkerError):
            st.text(visit.say(error.problem))
        if st.button(visit.mark(message("Try again")), icon=":material/replay:"):
            desk().forget(job.key)
            st.rerun()
        return
    event = job.latest
    share = None if event is None else reports.filled(event)
    st.progress(share or 0.0, text=visit.mark(message("Looking for the contested cases …")))
