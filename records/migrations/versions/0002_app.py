"""What the app needs: drafts and sign-ins, which change, and identities, which are records like all others."""

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
    """
    CREATE TABLE sign_ins (
        key TEXT NOT NULL,
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        name TEXT NOT NULL,
        email TEXT NOT NULL,
        began TEXT NOT NULL,
        seen TEXT NOT NULL,
        ended TEXT,
        PRIMARY KEY (key)
    )
    """,
    """
    CREATE TABLE identities (
        id INTEGER NOT NULL,
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        person TEXT NOT NULL,
        held INTEGER NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT identities_held CHECK (held IN (0, 1)),
        FOREIGN KEY(person) REFERENCES people (person),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
)
SAID = "records are never changed or deleted: identities"


def upgrade() -> None:
    """Make the tables; only identities are guarded by triggers, as in the first store."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        _run(table.replace("{bytes}", "BYTEA" if postgres else "BLOB"))
    for statement in _postgres() if postgres else _sqlite():
        _run(statement)


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def _postgres() -> list[str]:
    moments, refuse = "UPDATE OR DELETE OR TRUNCATE", "FOR EACH STATEMENT EXECUTE FUNCTION pilih_refuse()"
    return [f"CREATE TRIGGER identities_kept BEFORE {moments} ON identities {refuse}"]


def _sqlite() -> list[str]:
    replaced = "WHEN EXISTS (SELECT 1 FROM identities WHERE id = NEW.id)"
    moments = {"update": ("UPDATE", ""), "delete": ("DELETE", ""), "replace": ("INSERT", replaced)}
    return [
        f"CREATE TRIGGER identities_kept_{name} BEFORE {moment} ON identities {when}"
        f" BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        for name, (moment, when) in moments.items()
    ]
