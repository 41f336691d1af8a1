"""Sign-ins: who is signed in, since when, and ended for good when they leave, stay away or are sent away."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from records.people import ADMINS
from records.store import Store
from records.tables_drafts import SIGN_INS

LONGEST = timedelta(hours=12)
"""How long one sign-in lasts at most."""
IDLE = timedelta(hours=2)
"""After how long without a look a sign-in has ended."""
NOTED = timedelta(seconds=60)
"""How exactly it is noted when somebody last looked."""
SHORTENED = 300


@dataclass(frozen=True)
class SignIn:
    """One sign-in: `key` tells it from every other of the same person."""

    key: str
    issuer: str
    subject: str
    name: str
    email: str
    began: str
    seen: str
    ended: str | None


def sign_in_of(store: Store, claims: Mapping[str, object]) -> SignIn | None:
    """Find the sign-in that a provider's claims speak of, begun now unless it was; None when it has ended.

    Ended means: signed out, longer ago than 12 hours, or not seen for 2. What has ended never begins again: the
    claims are told apart by everything in them, the moment of signing in and the provider's nonce among it.
    """
    key = hashlib.sha256(json.dumps(claims, sort_keys=True, default=str).encode()).hexdigest()
    now = store.now()
    with store.engine.connect() as connection, connection.begin():
        row = connection.execute(select(SIGN_INS).where(SIGN_INS.c.key == key)).first()
    if row is None:
        said = {name: str(claims.get(name, ""))[:SHORTENED] for name in ("name", "email")}
        issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
        held = SignIn(key, issuer, subject, said["name"], said["email"], began=now, seen=now, ended=None)
        with store.turn() as connection:
            if connection.execute(select(SIGN_INS.c.key).where(SIGN_INS.c.key == key)).first() is None:
                connection.execute(SIGN_INS.insert().values(vars(held)))
        return held
    held = SignIn(**row._asdict())
    moment = _moment(now)
    if held.ended is not None or moment - _moment(held.began) > LONGEST or moment - _moment(held.seen) > IDLE:
        return None
    if moment - _moment(held.seen) > NOTED:
        with store.turn() as connection:
            connection.execute(SIGN_INS.update().where(SIGN_INS.c.key == key).values(seen=now))
    return held


def is_open(store: Store, key: str) -> bool:
    """Whether a sign-in has not ended."""
    with store.engine.connect() as connection, connection.begin():
        row = connection.execute(select(SIGN_INS).where(SIGN_INS.c.key == key)).first()
    if row is None or row.ended is not None:
        return False
    moment = _moment(store.now())
    return moment - _moment(row.began) <= LONGEST and moment - _moment(row.seen) <= IDLE + NOTED


def end_sign_in(store: Store, key: str) -> None:
    """End a sign-in for good, wherever its cookie has been copied to."""
    with store.turn() as connection:
        ended = SIGN_INS.update().where(SIGN_INS.c.key == key, SIGN_INS.c.ended.is_(None))
        connection.execute(ended.values(ended=store.now()))


def end_sign_ins(store: Store, who: str, issuer: str, subject: str) -> None:
    """End every sign-in of one identity; an administrator's right."""
    with store.reading(who, ADMINS):
        pass
    with store.turn() as connection:
        theirs = (SIGN_INS.c.issuer == issuer, SIGN_INS.c.subject == subject, SIGN_INS.c.ended.is_(None))
        connection.execute(SIGN_INS.update().where(*theirs).values(ended=store.now()))


def list_sign_ins(store: Store, who: str) -> tuple[SignIn, ...]:
    """List the latest sign-in of every identity, the latest first; an administrator's right."""
    with store.reading(who, ADMINS) as connection:
        rows = connection.execute(select(SIGN_INS).order_by(SIGN_INS.c.began)).all()
    latest = {(row.issuer, row.subject): SignIn(**row._asdict()) for row in rows}
    return tuple(sorted(latest.values(), key=lambda each: each.began, reverse=True))


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)
