"""An Outcome becomes what people take away: workbook, list of awards, a plan that can be verified, and screens."""

from reports.announced import announced_awards
from reports.archive import zipped
from reports.check_certificate import proven
from reports.closeness import margin, print_closeness, verdict
from reports.compare_book import comparison_sheets, write_comparison
from reports.console import Printer
from reports.data import comparison_data, explanation_data, findings_data, outcome_data, scores_data
from reports.folder import write_plan
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet
from reports.grid import Kind as GridKind
from reports.hand_out import HandedOut, hand_out, letter_of, letters_of, packed
from reports.inputs import plan_of
from reports.language import language_of_plan
from reports.letter import Letter, letters
from reports.letter_pdf import letter_picture
from reports.letters_folder import letter_data, letters_data, write_letters
from reports.letters_shown import print_letters
from reports.marked_list import marked_list
from reports.memo import ANNEX_WORDS as MEMO_ANNEXES
from reports.memo import FORM_WORDS as MEMO_FORMS
from reports.memo import Annex as MemoAnnex
from reports.memo import (
    Ballot,
    Insistence,
    Memo,
    Proceedings,
    Remark,
    Signatory,
    Signed,
    Suggestion,
    memo,
    signatory,
)
from reports.memo import Filled as MemoFilled
from reports.memo import Form as MemoForm
from reports.memo_pdf import memo_data, memo_name, memo_pdf, memo_pictures
from reports.part import choices, part
from reports.progress import ProgressLine, filled, progress_said
from reports.reading import PLAN, WORKBOOK, plan_sections, read_sections, workbook_digest
from reports.reading import read as read_plan
from reports.schema import Document
from reports.sheet_alternatives import sheet as other_plans_sheet
from reports.sheet_awards import sheet as awards_sheet
from reports.sheet_budget import sheet as budget_sheet
from reports.sheet_budget_curve import sheet as budget_curve_sheet
from reports.sheet_changes import sheet as changes_sheet
from reports.sheet_compare import groups as groups_sheet
from reports.sheet_compare_causes import sheets as causes_sheets
from reports.sheet_draw import sheet as draw_sheet
from reports.sheet_fairness import sheet as fairness_sheet
from reports.sheet_frontier import sheet as frontier_sheet
from reports.sheet_items import by_province as items_by_province_sheet
from reports.sheet_items import sheet as items_sheet
from reports.sheet_lines import lists as budget_line_lists
from reports.sheet_lines import spending as spending_sheet
from reports.sheet_manipulation import sheet as manipulation_sheet
from reports.sheet_not_funded import sheet as not_funded_sheet
from reports.sheet_not_funded import without_facts as not_funded_without_facts
from reports.sheet_panel import sheet as panel_sheet
from reports.sheet_prices import applicants as prices_of_applicants
from reports.sheet_prices import rules as prices_of_rules
from reports.sheet_reading import sheet as reading_sheet
from reports.sheet_regions import by_island_group as island_groups_sheet
from reports.sheet_regions import by_province as provinces_sheet
from reports.sheet_repairs import sheet as repairs_sheet
from reports.sheet_reserve import sheet as reserve_sheet
from reports.sheet_robust import GROUPS as ROBUST_GROUPS
from reports.sheet_robust import parts as robust_parts
from reports.sheet_robust import sheet as robust_sheet
from reports.sheet_stability import sheet as stability_sheet
from reports.sheet_standing import PROOFS, STANDINGS
from reports.sheet_standing import sheet as standing_sheet
from reports.sheet_summary import sheet as summary_sheet
from reports.sheet_weights import weights as weights_sheet
from reports.sheet_weights_agreement import agreement as agreement_sheet
from reports.sheet_weights_agreement import to_discuss
from reports.shown_sheet import print_sheet, sheet_data
from reports.shown_sheet import said as said_cell
from reports.summary import LineUse, Summary, line_uses, summary, summary_lines, total
from reports.tightness import Tight, Tightness, tightnesses
from reports.verify import verify_folder
from reports.words import CAUSES, ELIGIBLE, GATES, SEVERITIES, Names, status, ties
from reports.written_outcome import is_plan_of, outcome_as_kept, outcome_of_plan

__all__ = [
    "CAUSES",
    "ELIGIBLE",
    "GATES",
    "MEMO_ANNEXES",
    "MEMO_FORMS",
    "PLAN",
    "PROOFS",
    "ROBUST_GROUPS",
    "SEVERITIES",
    "STANDINGS",
    "WORKBOOK",
    "Ballot",
    "Column",
    "Document",
    "Grid",
    "GridKind",
    "HandedOut",
    "Insistence",
    "Kind",
    "Letter",
    "LineUse",
    "Mark",
    "Memo",
    "MemoAnnex",
    "MemoFilled",
    "MemoForm",
    "Names",
    "Printer",
    "Proceedings",
    "ProgressLine",
    "Remark",
    "Row",
    "Sheet",
    "Signatory",
    "Signed",
    "Suggestion",
    "Summary",
    "Tight",
    "Tightness",
    "agreement_sheet",
    "announced_awards",
    "awards_sheet",
    "budget_curve_sheet",
    "budget_line_lists",
    "budget_sheet",
    "causes_sheets",
    "changes_sheet",
    "choices",
    "comparison_data",
    "comparison_sheets",
    "draw_sheet",
    "explanation_data",
    "fairness_sheet",
    "filled",
    "findings_data",
    "frontier_sheet",
    "groups_sheet",
    "hand_out",
    "is_plan_of",
    "island_groups_sheet",
    "items_by_province_sheet",
    "items_sheet",
    "language_of_plan",
    "letter_data",
    "letter_of",
    "letter_picture",
    "letters",
    "letters_data",
    "letters_of",
    "line_uses",
    "manipulation_sheet",
    "margin",
    "marked_list",
    "memo",
    "memo_data",
    "memo_name",
    "memo_pdf",
    "memo_pictures",
    "not_funded_sheet",
    "not_funded_without_facts",
    "other_plans_sheet",
    "outcome_as_kept",
    "outcome_data",
    "outcome_of_plan",
    "packed",
    "panel_sheet",
    "part",
    "plan_of",
    "plan_sections",
    "prices_of_applicants",
    "prices_of_rules",
    "print_closeness",
    "print_letters",
    "print_sheet",
    "progress_said",
    "proven",
    "provinces_sheet",
    "read_plan",
    "read_sections",
    "reading_sheet",
    "repairs_sheet",
    "reserve_sheet",
    "robust_parts",
    "robust_sheet",
    "said_cell",
    "scores_data",
    "sheet_data",
    "signatory",
    "spending_sheet",
    "stability_sheet",
    "standing_sheet",
    "status",
    "summary",
    "summary_lines",
    "summary_sheet",
    "ties",
    "tightnesses",
    "to_discuss",
    "total",
    "verdict",
    "verify_folder",
    "weights_sheet",
    "workbook_digest",
    "write_comparison",
    "write_letters",
    "write_plan",
    "zipped",
]
