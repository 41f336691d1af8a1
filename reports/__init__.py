"""An Outcome becomes what people take away: workbook, list of awards, a plan that can be verified, and screens."""

from reports.announced import announced_awards
from reports.check_certificate import proven
from reports.closeness import print_closeness
from reports.compare_book import comparison_sheets, write_comparison
from reports.console import Printer
from reports.data import comparison_data, explanation_data, findings_data, outcome_data, scores_data
from reports.folder import write_plan
from reports.grid import Mark, Sheet
from reports.inputs import plan_of
from reports.language import language_of_plan
from reports.letter import Letter, letters
from reports.letters_folder import letter_data, letters_data, write_letters
from reports.letters_shown import print_letters
from reports.marked_list import marked_list
from reports.progress import ProgressLine, filled, progress_said
from reports.reading import WORKBOOK, workbook_digest
from reports.reading import read as read_plan
from reports.schema import Document
from reports.sheet_alternatives import sheet as other_plans_sheet
from reports.sheet_budget_curve import sheet as budget_curve_sheet
from reports.sheet_changes import sheet as changes_sheet
from reports.sheet_draw import sheet as draw_sheet
from reports.sheet_fairness import sheet as fairness_sheet
from reports.sheet_frontier import sheet as frontier_sheet
from reports.sheet_manipulation import sheet as manipulation_sheet
from reports.sheet_panel import sheet as panel_sheet
from reports.sheet_prices import applicants as prices_of_applicants
from reports.sheet_prices import rules as prices_of_rules
from reports.sheet_reading import sheet as reading_sheet
from reports.sheet_repairs import sheet as repairs_sheet
from reports.sheet_reserve import sheet as reserve_sheet
from reports.sheet_robust import sheet as robust_sheet
from reports.sheet_stability import sheet as stability_sheet
from reports.sheet_standing import sheet as standing_sheet
from reports.sheet_weights import weights as weights_sheet
from reports.sheet_weights_agreement import agreement as agreement_sheet
from reports.shown_sheet import print_sheet, sheet_data
from reports.summary import LineUse, Summary, summary, summary_lines, total
from reports.tightness import Tight, Tightness, tightnesses
from reports.verify import verify_folder
from reports.words import CAUSES, ELIGIBLE, SEVERITIES, status
from reports.written_outcome import outcome_as_kept, outcome_of_plan

__all__ = [
    "CAUSES",
    "ELIGIBLE",
    "SEVERITIES",
    "WORKBOOK",
    "Document",
    "Letter",
    "LineUse",
    "Mark",
    "Printer",
    "ProgressLine",
    "Sheet",
    "Summary",
    "Tight",
    "Tightness",
    "agreement_sheet",
    "announced_awards",
    "budget_curve_sheet",
    "changes_sheet",
    "comparison_data",
    "comparison_sheets",
    "draw_sheet",
    "explanation_data",
    "fairness_sheet",
    "filled",
    "findings_data",
    "frontier_sheet",
    "language_of_plan",
    "letter_data",
    "letters",
    "letters_data",
    "manipulation_sheet",
    "marked_list",
    "other_plans_sheet",
    "outcome_as_kept",
    "outcome_data",
    "outcome_of_plan",
    "panel_sheet",
    "plan_of",
    "prices_of_applicants",
    "prices_of_rules",
    "print_closeness",
    "print_letters",
    "print_sheet",
    "progress_said",
    "proven",
    "read_plan",
    "reading_sheet",
    "repairs_sheet",
    "reserve_sheet",
    "robust_sheet",
    "scores_data",
    "sheet_data",
    "stability_sheet",
    "standing_sheet",
    "status",
    "summary",
    "summary_lines",
    "tightnesses",
    "total",
    "verify_folder",
    "weights_sheet",
    "workbook_digest",
    "write_comparison",
    "write_letters",
    "write_plan",
]
