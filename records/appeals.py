"""Appeals: the time in which an adopted decision may be contested, what came in, and what was answered."""

from datetime import date
from typing import Literal

from sqlalchemy import select

from locales import message
from records import decisions
from records.people import DECIDERS
from records.store import Store
from records.tables import ADOPTIONS, ANSWERS, APPEALS, WINDOWS
from records.words import checked, refused

Upheld = Literal["yes", "partly", "no"]


def open_window(store: Store, who: str, decision: int, opens: date, closes: date) -> None:
    """Say from which day to which (both included) an adopted decision may be appealed; it is said once."""
    if closes < opens:
        raise refused(
            "dates",
            message("the window would close before it opens"),
            message("give the first day, then the last"),
            value=closes.isoformat(),
        )
    with store.changing(who, "appeal.window", DECIDERS) as change:
        decisions.exists(change.connection, decision)
        if not change.connection.execute(select(ADOPTIONS).where(ADOPTIONS.c.decision == decision)).first():
            raise refused(
                "proposed",
                message("decision {number} is not adopted yet", number=str(decision)),
                message("only an adopted decision can be appealed"),
                value=str(decision),
            )
        known = change.connection.execute(select(WINDOWS).where(WINDOWS.c.decision == decision)).first()
        if known is not None:
            raise refused(
                "window",
                message("the window is known already: {opens} to {closes}", opens=known.opens, closes=known.closes),
                message("what was announced stays; appeals after it are kept too, as late ones"),
                value=str(decision),
            )
        change.put(WINDOWS, decision=decision, opens=opens.isoformat(), closes=closes.isoformat())
        after = {"opens": opens.isoformat(), "closes": closes.isoformat()}
        change.tell(f"decision {decision}", after=after)


def record_appeal(store: Store, who: str, decision: int, *, received: date, sender: str, text: str) -> int:
    """Keep an appeal against a decision, one that came too early or too late too; gives its number."""
    checked(sender, "sender")
    checked(text, "text")
    with store.changing(who, "appeal.keep", DECIDERS) as change:
        decisions.exists(change.connection, decision)
        window = change.connection.execute(select(WINDOWS).where(WINDOWS.c.decision == decision)).first()
        if window is None:
            raise refused(
                "window",
                message("no window for appeals against decision {number} is known", number=str(decision)),
                message("say first until when appeals are taken (on the command line: pilih decide window)"),
                value=str(decision),
            )
        inside = window.opens <= received.isoformat() <= window.closes
        number = change.next(APPEALS)
        change.put(
            APPEALS,
            id=number,
            decision=decision,
            received=received.isoformat(),
            sender=sender,
            text=text,
            in_window=int(inside),
        )
        after = {"appeal": number, "received": received.isoformat(), "sender": sender, "in_window": inside}
        change.tell(f"decision {decision}", after=after)
    return number


def answer_appeal(store: Store, who: str, appeal: int, upheld: Upheld, text: str) -> None:
    """Keep what was answered to an appeal, and whether it was upheld; a later answer stands beside an earlier one."""
    checked(text, "text")
    with store.changing(who, "appeal.answer", DECIDERS) as change:
        row = change.connection.execute(select(APPEALS).where(APPEALS.c.id == appeal)).first()
        if row is None:
            raise refused(
                "appeal",
                message("there is no appeal {number} in this store", number=str(appeal)),
                message("choose one of the decision's appeals (on the command line, pilih decide show lists them)"),
                value=str(appeal),
            )
        change.put(ANSWERS, id=change.next(ANSWERS), appeal=appeal, upheld=upheld, text=text)
        change.tell(f"decision {row.decision}", after={"appeal": appeal, "upheld": upheld, "text": text})
