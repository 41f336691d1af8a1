"""Migrate: brings a store to the version of this software, once, whoever starts first."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from locales import message
from records.engine import WRITING
from records.words import refused


def migrate(engine: Engine) -> None:
    """Bring the store up to date in one transaction, under the writers' lock.

    Two starts take turns, and the second finds nothing left to do. What is interrupted is not there at all, for both
    databases undo the making of tables. Raises InputError for a store of newer software.
    """
    with engine.connect() as connection:
        if _version(connection) == newest():
            return
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        there = _version(connection)
        if there == newest():
            return
        _refuse_newer(there)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(there: str | None) -> None:
    if there is not None and there not in _known():
        raise refused(
            "newer",
            message("the store was written by a newer version of this program ({version})", version=there),
            message("update this program, or name another store"),
        )


@cache
def _known() -> tuple[str, ...]:
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def newest() -> str:
    """Name the version that this software writes."""
    return _known()[0]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
