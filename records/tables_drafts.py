"""The tables that are no records: drafts, and who is signed in. They change and empty; the log is not about them."""

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
UNSAVED = (DRAFTS, DRAFT_FILES, SIGN_INS)
"""Those that others point at first."""
