"""Files in, a checked Round out."""

from intake.call import BudgetLine, Call, LibraryKind
from intake.catalogue import Bandwidth, Catalogue, Factor, Item, Package, Quantity, Tier
from intake.conditions import Condition
from intake.criteria import (
    Anchor,
    Anchors,
    AnswerType,
    Choice,
    Criteria,
    Criterion,
    Gate,
    Group,
    Level,
    Missing,
    Question,
    Ratio,
)
from intake.findings import Finding, Findings, InputError, Severity
from intake.fingerprints import round_fingerprint
from intake.language import language_of
from intake.reader import check_round, read_round
from intake.regions import read_regions
from intake.round import ColumnMatch, Round
from intake.strict import Strict, UnfitError
from intake.template import write_template

__all__ = [
    "Anchor",
    "Anchors",
    "AnswerType",
    "Bandwidth",
    "BudgetLine",
    "Call",
    "Catalogue",
    "Choice",
    "ColumnMatch",
    "Condition",
    "Criteria",
    "Criterion",
    "Factor",
    "Finding",
    "Findings",
    "Gate",
    "Group",
    "InputError",
    "Item",
    "Level",
    "LibraryKind",
    "Missing",
    "Package",
    "Quantity",
    "Question",
    "Ratio",
    "Round",
    "Severity",
    "Strict",
    "Tier",
    "UnfitError",
    "check_round",
    "language_of",
    "read_regions",
    "read_round",
    "round_fingerprint",
    "write_template",
]
