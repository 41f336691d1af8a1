"""Seed: a folder of rounds is taken into the store, each round once."""

from pathlib import Path

from sqlalchemy import select

from intake import Findings, InputError
from records.files import read_files
from records.people import ANYONE
from records.rounds import keep_round, manifest_digest
from records.store import Store
from records.tables import ROUNDS
from records.words import digest


def keep_rounds(store: Store, who: str, folder: Path) -> dict[str, Findings]:
    """Keep every round in a folder that is not kept yet; gives, by its folder's name, what is wrong with one that
    could not be read.
    """
    wrong: dict[str, Findings] = {}
    for source in sorted(path.parent for path in folder.glob("*/round.toml")):
        try:
            if not _kept(store, who, source):
                keep_round(store, who, source)
        except InputError as error:
            wrong[source.name] = error.findings
    return wrong


def _kept(store: Store, who: str, source: Path) -> bool:
    identity = manifest_digest({name: digest(content) for name, content in read_files(source).items()})
    with store.reading(who, ANYONE) as connection:
        return connection.execute(select(ROUNDS.c.id).where(ROUNDS.c.id == identity)).first() is not None
