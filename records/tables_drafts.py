"""The tables that are no records: drafts, sign-ins, answers worked out. They change and empty; no log is about them."""

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, LargeBinary, MetaData, Table, Text

from records.tables import PEOPLE

META = MetaData()
DRAFTS = Table(
    "drafts",
    META,
    Column("person", Text, ForeignKey(PEOPLE.c.person), primary_key=True),
    Column("place", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)
DRAFT_FILES = Table(
    "draft_files",
    META,
    Column("person", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(["person", "place"], ["drafts.person", "drafts.place"], ondelete="CASCADE"),
)
SIGN_INS = Table(
    "sign_ins",
    META,
    Column("key", Text, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("began", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("ended", Text, nullable=True),
)
WORKED = Table(
    "worked_answers",
    META,
    Column("key", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("at", Text, nullable=False),
)
"""In no backup: whatever it holds can be worked out again."""
UNSAVED = (DRAFTS, DRAFT_FILES, SIGN_INS)
"""Those that others point at first."""
