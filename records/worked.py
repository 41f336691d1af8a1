"""Worked answers: what took long to work out, kept by everything that decides it, so that a restart loses none."""

import hashlib
import json
import zlib
from typing import Any

from sqlalchemy import delete, select

import scenarios
from records import people
from records.people import ANYONE
from records.plain_values import as_text, from_text
from records.store import Store
from records.tables_drafts import WORKED

FORMAT = 1
"""How answers are written; another number where they are written otherwise, which makes those of before unfound."""
MOST = 500
"""Answers that are kept; the oldest go first."""


def keep_worked(store: Store, who: str, question: tuple[str, ...], answer: object) -> bool:
    """Keep an answer by its question, which names everything that decides it; gives whether it is kept.

    One that time cut short is not, for it may be a better one another time, nor one that could not be read again.

    The programs that answer and what they compute with belong to the question too, and are added here: whatever
    another version of them worked out is not found any more.
    """
    if not scenarios.whole(answer):
        return False
    try:
        body = zlib.compress(as_text(answer).encode())
    except TypeError:
        return False
    key = _key(question)
    with store.turn() as connection:
        people.permit(connection, who, ANYONE)
        connection.execute(delete(WORKED).where(WORKED.c.key == key))
        connection.execute(WORKED.insert().values(key=key, body=body, at=store.now()))
        newest = select(WORKED.c.key).order_by(WORKED.c.at.desc(), WORKED.c.key).limit(MOST)
        connection.execute(delete(WORKED).where(WORKED.c.key.not_in(newest)))
    return True


def read_worked(store: Store, who: str, question: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Give the answer that is kept for a question; None where there is none, or it cannot be read any more."""
    with store.reading(who, ANYONE) as connection:
        body = connection.execute(select(WORKED.c.body).where(WORKED.c.key == _key(question))).scalar()
    if body is None:
        return None
    try:
        return from_text(zlib.decompress(bytes(body)).decode())
    except (ValueError, TypeError, LookupError, AttributeError, zlib.error):
        return None


def _key(question: tuple[str, ...]) -> str:
    asked = json.dumps([*question, FORMAT, scenarios.computed_with(), scenarios.versions()], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()
