"""The commands of `pilih`, one file for each group of them."""

from commands import (
    appealing,
    comparing,
    deciding,
    docket,
    files,
    identifying,
    judgement,
    letters,
    memo,
    planning,
    reasons,
    replaying,
    stability,
    storing,
    versioning,
    web,
)
from commands.desk import app

__all__ = [
    "app",
    "appealing",
    "comparing",
    "deciding",
    "docket",
    "files",
    "identifying",
    "judgement",
    "letters",
    "memo",
    "planning",
    "reasons",
    "replaying",
    "stability",
    "storing",
    "versioning",
    "web",
]
