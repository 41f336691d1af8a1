"""The template workbook: drop-downs, ranges, an explanation of every column, and the list of districts."""

import datetime
from io import BytesIO
from typing import Any

import geopandas as gpd
import xlsxwriter

from intake.call import Call
from intake.criteria import Criteria
from intake.dates import EARLIEST
from intake.template_columns import Column, limits, template_columns
from locales import Message, message

ROWS = 2_000
MADE = datetime.datetime(2015, 10, 1)
NAMES = {
    "id": {"applicants": "pelamar", "explanation": "penjelasan", "regions": "wilayah", "lists": "daftar"},
    "en": {"applicants": "applicants", "explanation": "explanation", "regions": "regions", "lists": "lists"},
}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def template_workbook(call: Call, criteria: Criteria, regions: gpd.GeoDataFrame, language: str, title: str) -> bytes:
    """Make the workbook that applicants are entered in; the same input gives the same bytes.

    Sheets: the applicants (one header row, blank below), the explanation, the districts with both codes, and a
    hidden sheet with the drop-downs' answers. No cell holds a formula.
    """
    columns = template_columns(call, criteria, regions, language)
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    # A fixed date instead of today's: the same template must have the same bytes on every day.
    book.set_properties({"title": title, "created": MADE})
    maker = _Maker(book, call, language)
    sheet = book.add_worksheet(NAMES[language]["applicants"])
    explanation = book.add_worksheet(NAMES[language]["explanation"])
    maker.regions(book.add_worksheet(NAMES[language]["regions"]), regions)
    lists = book.add_worksheet(NAMES[language]["lists"])
    lists.hide()
    maker.explanation(explanation, columns)
    maker.applicants(sheet, lists, columns)
    sheet.activate()
    book.close()
    return buffer.getvalue()


class _Maker:
    """Writes the sheets of one workbook in one language."""

    def __init__(self, book: Any, call: Call, language: str) -> None:  # noqa: ANN401
        self.call, self.language = call, language
        head = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "border": 1}
        self.head = book.add_format(head)
        self.text = book.add_format({"num_format": "@"})
        self.wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.formats = {
            "text": self.text,
            "list": self.text,
            "number": book.add_format({"num_format": "#,##0.######"}),
            "whole": book.add_format({"num_format": "#,##0"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }

    def say(self, sentence: Message) -> str:
        """Say a sentence in the workbook's language."""
        return sentence.text(self.language)

    def applicants(self, sheet: Any, lists: Any, columns: list[Column]) -> None:  # noqa: ANN401
        """Write the sheet to fill in: headers, formats, and a check on every cell below them."""
        sheet.freeze_panes(1, 2)
        sheet.set_row(0, 60)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.header, self.head)
            sheet.set_column(place, place, 22 if column.kind in ("text", "list") else 14, self.formats[column.kind])
            if column.choices:
                for row, choice in enumerate(column.choices):
                    lists.write_string(row, place, choice, self.text)
            sheet.data_validation(1, place, ROWS, place, self._validation(column, place, lists.get_name()))

    def _validation(self, column: Column, place: int, lists: str) -> dict[str, Any]:
        said = limits(column, self.call, self.language)
        about = f"{column.ask} {column.unit} {said}".strip()
        rule: dict[str, Any] = {
            "input_title": column.label[:32],
            "input_message": about if len(about) <= 255 else about[:254] + "…",
            "error_title": column.label[:32],
            "ignore_blank": True,
        }
        if column.kind == "list":
            letter = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
            source = f"={lists}!{letter}$1:{letter}${len(column.choices)}"
            return rule | {
                "validate": "list",
                "source": source,
                "error_message": self.say(message("Choose one of the answers in the list.")),
            }
        if column.kind == "date":
            return rule | {
                "validate": "date",
                "criteria": "between",
                "minimum": EARLIEST,
                "maximum": self.call.decides,
                "error_message": self.say(message("Type {limits}.", limits=said)),
            }
        if column.kind == "text":
            high = int(column.high) if column.high else 5_000
            return rule | {
                "validate": "length",
                "criteria": "<=",
                "value": high,
                "error_message": self.say(message("Type at most {count} characters.", count=high)),
            }
        low = column.low if column.low is not None else -1e12
        high_number = column.high if column.high is not None else 1e15
        whole = column.kind == "whole"
        return rule | {
            "validate": "integer" if whole else "decimal",
            "criteria": "between",
            "minimum": int(low) if whole else low,
            "maximum": int(high_number) if whole else high_number,
            "error_message": self.say(message("Type {limits}.", limits=said)),
        }

    def explanation(self, sheet: Any, columns: list[Column]) -> None:  # noqa: ANN401
        """Write one row a column: what it asks and how it is answered."""
        heads = (
            (message("Column"), 22),
            (message("Code"), 20),
            (message("Question"), 60),
            (message("Unit"), 16),
            (message("Accepted"), 40),
            (message("Example"), 24),
            (message("If blank"), 44),
        )
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        for place, (head, width) in enumerate(heads):
            sheet.write_string(0, place, self.say(head), self.head)
            sheet.set_column(place, place, width)
        for row, column in enumerate(columns, 1):
            many = self.say(message("one of the list; see the sheet of districts"))
            accepted = limits(column, self.call, self.language)
            if column.choices:
                accepted = "; ".join(column.choices) if len(column.choices) <= 30 else many
            cells = (column.label, column.code, column.ask, column.unit, accepted, column.example, column.missing)
            for place, cell in enumerate(cells):
                sheet.write_string(row, place, cell, self.wrapped)

    def regions(self, sheet: Any, regions: gpd.GeoDataFrame) -> None:  # noqa: ANN401
        """Write the districts with both codes, as text."""
        heads = (
            (message("District or city"), 34),
            (message("Province"), 26),
            (message("BPS code"), 12),
            (message("Kemendagri code"), 18),
        )
        sheet.freeze_panes(1, 1)
        for place, (head, width) in enumerate(heads):
            sheet.write_string(0, place, self.say(head), self.head)
            sheet.set_column(place, place, width, self.text)
        columns = (regions.index, regions["kind"], regions["name"], regions["province"], regions["kemendagri_code"])
        for row, (bps, kind, name, province, kemendagri) in enumerate(zip(*columns, strict=True), 1):
            for place, cell in enumerate((f"{kind.capitalize()} {name}", province, bps, kemendagri)):
                sheet.write_string(row, place, cell, self.text)
        sheet.autofilter(0, 0, len(regions), 3)
