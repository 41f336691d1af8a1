"""The tables of drafts: what is at work and not saved. They change and empty; nothing of the log is about them."""

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
UNSAVED = (DRAFTS, DRAFT_FILES)
"""Those that others point at first."""
