"""An Outcome becomes what people take away: workbook, list of awards, a plan that can be verified, and screens."""

from reports.console import Printer
from reports.data import comparison_data, explanation_data, findings_data, outcome_data, scores_data
from reports.folder import write_plan
from reports.language import language_of_plan
from reports.summary import LineUse, Summary, summary, summary_lines, total
from reports.tightness import Tight, Tightness, tightnesses
from reports.verify import verify_folder
from reports.words import CAUSES, SEVERITIES, status

__all__ = [
    "CAUSES",
    "SEVERITIES",
    "LineUse",
    "Printer",
    "Summary",
    "Tight",
    "Tightness",
    "comparison_data",
    "explanation_data",
    "findings_data",
    "language_of_plan",
    "outcome_data",
    "scores_data",
    "status",
    "summary",
    "summary_lines",
    "tightnesses",
    "total",
    "verify_folder",
    "write_plan",
]
