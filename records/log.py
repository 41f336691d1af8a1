"""The log as people ask for it: reading it, and verifying it."""

from collections.abc import Mapping

from records import chain
from records.chain import Entry, Fault
from records.people import ANYONE, READERS_OF_THE_LOG
from records.store import Store
from records.words import digest


def read_log(store: Store, who: str, subject: str = "", most: int | None = None) -> tuple[Entry, ...]:
    """List the log, the latest first; of one subject (such as `decision 3`) or of all."""
    with store.reading(who, READERS_OF_THE_LOG) as connection:
        return chain.entries(connection, subject, most)


def note_taken(store: Store, who: str, name: str, content: bytes) -> None:
    """Note in the log that somebody took a file away, by its digest."""
    with store.changing(who, "file.take", ANYONE) as change:
        change.tell(f"file {name}", after={"sha256": digest(content), "size": len(content)})


def verify_log(store: Store, who: str, expected: Mapping[int, str] | None = None) -> list[Fault]:
    """Check the chain, and that every row and file is as the log says it was written; [] when nothing is wrong.

    expected: hash by number of entries noted elsewhere; without one nobody can see that the end was cut off.
    """
    with store.reading(who, ANYONE) as connection:
        return chain.verify(connection, expected)


def log_head(store: Store, who: str) -> tuple[int, str]:
    """Give number and hash of the latest entry: what to note elsewhere."""
    with store.reading(who, ANYONE) as connection:
        return chain.head(connection)
