"""Files in, a checked Round out."""

from intake import imports
from intake.applicant_changes import ApplicantChanges, applicant_changes
from intake.archives import UNSOUND_ZIP
from intake.boundaries import Boundaries, boundaries_of, boundary_file, keep_boundaries, regions_in
from intake.call import BudgetLine, Call, Funder, LibraryKind
from intake.catalogue import Bandwidth, Catalogue, Factor, Growth, Item, Package, Quantity, Tier
from intake.comparisons import Comparison, Judged, best_and_worst, judge, judge_all, unanswered
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
    Question,
    Ratio,
)
from intake.findings import Finding, Findings, InputError, Severity
from intake.fingerprints import round_fingerprint
from intake.identity import same_library
from intake.language import language_of
from intake.letterhead import Letterhead
from intake.marks import MARKS_FILE, marked
from intake.match import Match, Prescribed
from intake.member_ranges import below, called, range_shown, siblings
from intake.members import MEMBERS_FILE, Answer, Member, Members, Method
from intake.members_file import typed_answer
from intake.members_form import members_form, questions
from intake.members_written import with_answers
from intake.missing import Missing
from intake.panel_scale import PanelScale
from intake.pool_scales import SAID as POOL_SCALES
from intake.pool_scales import PoolScale, pool_scale
from intake.purses import CarryOver, Purse
from intake.reader import check_round, read_round
from intake.regions import read_regions
from intake.round import ColumnMatch, Round
from intake.same_answers import recognisable
from intake.scale_changes import ChangedPart, ScaleChange
from intake.scale_changes import Part as ScalePart
from intake.scale_changes import part_from as scale_part_of
from intake.scale_fields import in_language, is_number, read_scale, scale_fields, written_exactly
from intake.scale_words import choices_of, scale_part_said
from intake.scales import scale_parts, with_scale
from intake.strict import Strict, UnfitError
from intake.template import write_template

__all__ = [
    "MARKS_FILE",
    "MEMBERS_FILE",
    "POOL_SCALES",
    "UNSOUND_ZIP",
    "Anchor",
    "Anchors",
    "Answer",
    "AnswerType",
    "ApplicantChanges",
    "Bandwidth",
    "Boundaries",
    "BudgetLine",
    "Call",
    "CarryOver",
    "Catalogue",
    "ChangedPart",
    "Choice",
    "ColumnMatch",
    "Comparison",
    "Condition",
    "Criteria",
    "Criterion",
    "Factor",
    "Finding",
    "Findings",
    "Funder",
    "Gate",
    "Group",
    "Growth",
    "InputError",
    "Item",
    "Judged",
    "Letterhead",
    "Level",
    "LibraryKind",
    "Match",
    "Member",
    "Members",
    "Method",
    "Missing",
    "Package",
    "PanelScale",
    "PoolScale",
    "Prescribed",
    "Purse",
    "Quantity",
    "Question",
    "Ratio",
    "Round",
    "ScaleChange",
    "ScalePart",
    "Severity",
    "Strict",
    "Tier",
    "UnfitError",
    "applicant_changes",
    "below",
    "best_and_worst",
    "boundaries_of",
    "boundary_file",
    "called",
    "check_round",
    "choices_of",
    "imports",
    "in_language",
    "is_number",
    "judge",
    "judge_all",
    "keep_boundaries",
    "language_of",
    "marked",
    "members_form",
    "pool_scale",
    "questions",
    "range_shown",
    "read_regions",
    "read_round",
    "read_scale",
    "recognisable",
    "regions_in",
    "round_fingerprint",
    "same_library",
    "scale_fields",
    "scale_part_of",
    "scale_part_said",
    "scale_parts",
    "siblings",
    "typed_answer",
    "unanswered",
    "with_answers",
    "with_scale",
    "write_template",
    "written_exactly",
]
