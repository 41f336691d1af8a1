"""Drafts: what somebody is at work on and has not saved; unlike records it changes, and is thrown away when done."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    """
    CREATE TABLE drafts (
        person TEXT NOT NULL,
        place TEXT NOT NULL,
        body TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (person, place),
        FOREIGN KEY(person) REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE draft_files (
        person TEXT NOT NULL,
        place TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        content {bytes} NOT NULL,
        PRIMARY KEY (person, place, sha256),
        FOREIGN KEY(person, place) REFERENCES drafts (person, place) ON DELETE CASCADE
    )
    """,
)


def upgrade() -> None:
    """Make the tables; no trigger guards them, for drafts are no records."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        op.get_bind().exec_driver_sql(table.replace("{bytes}", "BYTEA" if postgres else "BLOB"))
