"""Answers that took long, kept so that a restarted server need not work them out again; they are no records."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLE = """
    CREATE TABLE worked_answers (
        key TEXT NOT NULL,
        body {bytes} NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (key)
    )
"""


def upgrade() -> None:
    """Make the table; nothing guards it, for it holds nothing that cannot be worked out again."""
    bind = op.get_bind()
    bind.exec_driver_sql(TABLE.replace("{bytes}", "BYTEA" if bind.dialect.name == "postgresql" else "BLOB"))
