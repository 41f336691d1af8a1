"""The first store: all its tables, and the triggers by which the database itself refuses to change what is written."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE audit (
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        person TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        body TEXT NOT NULL,
        body_sha256 TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (seq)
    )
    """,
    """
    CREATE TABLE blobs (
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        content {bytes} NOT NULL,
        PRIMARY KEY (sha256)
    )
    """,
    """
    CREATE TABLE people (
        person TEXT NOT NULL,
        name TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (person)
    )
    """,
    """
    CREATE TABLE decisions (
        id INTEGER NOT NULL,
        round_name TEXT NOT NULL,
        title TEXT NOT NULL,
        amends INTEGER,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(amends) REFERENCES decisions (id),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE roles (
        id INTEGER NOT NULL,
        person TEXT NOT NULL,
        role TEXT NOT NULL,
        held INTEGER NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT roles_held CHECK (held IN (0, 1)),
        FOREIGN KEY(person) REFERENCES people (person),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE rounds (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        language TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE scenarios (
        round_name TEXT NOT NULL,
        name TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round_name, name),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE notes (
        id INTEGER NOT NULL,
        decision INTEGER NOT NULL,
        text TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(decision) REFERENCES decisions (id),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE outcomes (
        id TEXT NOT NULL,
        question TEXT NOT NULL,
        round TEXT NOT NULL,
        scenario_fingerprint TEXT NOT NULL,
        status TEXT NOT NULL,
        settled INTEGER NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT outcomes_settled CHECK (settled IN (0, 1)),
        FOREIGN KEY(round) REFERENCES rounds (id),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE round_files (
        round TEXT NOT NULL,
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (round, path),
        FOREIGN KEY(round) REFERENCES rounds (id),
        FOREIGN KEY(sha256) REFERENCES blobs (sha256)
    )
    """,
    """
    CREATE TABLE scenario_versions (
        round_name TEXT NOT NULL,
        name TEXT NOT NULL,
        number INTEGER NOT NULL,
        parent TEXT,
        round TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        note TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round_name, name, number),
        CONSTRAINT version_scenario FOREIGN KEY(round_name, name)
            REFERENCES scenarios (round_name, name),
        FOREIGN KEY(round) REFERENCES rounds (id),
        FOREIGN KEY(sha256) REFERENCES blobs (sha256),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE locks (
        id INTEGER NOT NULL,
        round_name TEXT NOT NULL,
        scenario TEXT NOT NULL,
        version INTEGER NOT NULL,
        applicant TEXT NOT NULL,
        decision TEXT NOT NULL,
        reason TEXT NOT NULL,
        price TEXT,
        measure TEXT NOT NULL,
        price_status TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT lock_version FOREIGN KEY(round_name, scenario, version)
            REFERENCES scenario_versions (round_name, name, number),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE outcome_files (
        outcome TEXT NOT NULL,
        language TEXT NOT NULL,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (outcome, language, name),
        FOREIGN KEY(outcome) REFERENCES outcomes (id),
        FOREIGN KEY(sha256) REFERENCES blobs (sha256)
    )
    """,
    """
    CREATE TABLE proposals (
        decision INTEGER NOT NULL,
        number INTEGER NOT NULL,
        round_name TEXT NOT NULL,
        scenario TEXT NOT NULL,
        version INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        note TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (decision, number),
        CONSTRAINT proposal_version FOREIGN KEY(round_name, scenario, version)
            REFERENCES scenario_versions (round_name, name, number),
        FOREIGN KEY(decision) REFERENCES decisions (id),
        FOREIGN KEY(outcome) REFERENCES outcomes (id),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE adoptions (
        decision INTEGER NOT NULL,
        proposal INTEGER NOT NULL,
        record TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (decision),
        CONSTRAINT adoption_proposal FOREIGN KEY(decision, proposal)
            REFERENCES proposals (decision, number),
        FOREIGN KEY(record) REFERENCES blobs (sha256),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE signatures (
        decision INTEGER NOT NULL,
        proposal INTEGER NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (decision, proposal, "by"),
        CONSTRAINT signature_proposal FOREIGN KEY(decision, proposal)
            REFERENCES proposals (decision, number),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE votes (
        id INTEGER NOT NULL,
        decision INTEGER NOT NULL,
        proposal INTEGER NOT NULL,
        vote TEXT NOT NULL,
        text TEXT NOT NULL,
        "conflict" INTEGER NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT votes_vote CHECK (vote IN ('agree', 'object', 'abstain')),
        CONSTRAINT votes_conflict CHECK (conflict IN (0, 1)),
        CONSTRAINT vote_proposal FOREIGN KEY(decision, proposal)
            REFERENCES proposals (decision, number),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE appeal_windows (
        decision INTEGER NOT NULL,
        opens TEXT NOT NULL,
        closes TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (decision),
        FOREIGN KEY(decision) REFERENCES adoptions (decision),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE appeals (
        id INTEGER NOT NULL,
        decision INTEGER NOT NULL,
        received TEXT NOT NULL,
        sender TEXT NOT NULL,
        text TEXT NOT NULL,
        in_window INTEGER NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT appeals_in_window CHECK (in_window IN (0, 1)),
        FOREIGN KEY(decision) REFERENCES appeal_windows (decision),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
    """
    CREATE TABLE appeal_answers (
        id INTEGER NOT NULL,
        appeal INTEGER NOT NULL,
        upheld TEXT NOT NULL,
        text TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT answers_upheld CHECK (upheld IN ('yes', 'partly', 'no')),
        FOREIGN KEY(appeal) REFERENCES appeals (id),
        FOREIGN KEY("by") REFERENCES people (person)
    )
    """,
)
KEYS = {
    "audit": ("seq",),
    "blobs": ("sha256",),
    "people": ("person",),
    "decisions": ("id",),
    "roles": ("id",),
    "rounds": ("id",),
    "scenarios": ("round_name", "name"),
    "notes": ("id",),
    "outcomes": ("id",),
    "round_files": ("round", "path"),
    "scenario_versions": ("round_name", "name", "number"),
    "locks": ("id",),
    "outcome_files": ("outcome", "language", "name"),
    "proposals": ("decision", "number"),
    "adoptions": ("decision",),
    "signatures": ("decision", "proposal", "by"),
    "votes": ("id",),
    "appeal_windows": ("decision",),
    "appeals": ("id",),
    "appeal_answers": ("id",),
}
FROZEN = ("proposals", "notes", "votes", "signatures")
"""What may be added to a decision until it is adopted, and never after."""
REFUSE = """
    CREATE FUNCTION pilih_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
            MESSAGE = 'records are never changed or deleted: ' || TG_TABLE_NAME;
    END $$
"""
REFUSE_ADOPTED = """
    CREATE FUNCTION pilih_refuse_adopted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF EXISTS (SELECT 1 FROM adoptions WHERE decision = NEW.decision) THEN
            RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
                MESSAGE = 'an adopted decision is never changed: ' || TG_TABLE_NAME;
        END IF;
        RETURN NEW;
    END $$
"""


def upgrade() -> None:
    """Make tables and triggers."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        _run(table.replace("{bytes}", "BYTEA" if postgres else "BLOB"))
    for statement in _postgres() if postgres else _sqlite():
        _run(statement)


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def _postgres() -> list[str]:
    kept = [
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION pilih_refuse()"
        for table in KEYS
    ]
    frozen = [
        f"CREATE TRIGGER {table}_frozen BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION pilih_refuse_adopted()"
        for table in FROZEN
    ]
    return [REFUSE, REFUSE_ADOPTED, *kept, *frozen]


def _sqlite() -> list[str]:
    made = []
    for table, key in KEYS.items():
        said = f"records are never changed or deleted: {table}"
        made += [
            _refusal(f"{table}_kept_{what.lower()}", f"{what} ON {table}", "", said) for what in ("UPDATE", "DELETE")
        ]
        # INSERT OR REPLACE deletes what it replaces, and asks the triggers of DELETE only where that is switched on.
        same = " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
        replaced = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 (the names stand above)
        made.append(_refusal(f"{table}_kept_replace", f"INSERT ON {table}", replaced, said))
    adopted = "WHEN EXISTS (SELECT 1 FROM adoptions WHERE decision = NEW.decision)"
    for table in FROZEN:
        said = f"an adopted decision is never changed: {table}"
        made.append(_refusal(f"{table}_frozen", f"INSERT ON {table}", adopted, said))
    return made


def _refusal(name: str, moment: str, when: str, said: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {moment} {when} BEGIN SELECT RAISE(ABORT, '{said}'); END"
