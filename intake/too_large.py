"""Too large: how a table that holds more than is read is told."""

from intake.collector import Collector
from intake.findings import Severity
from locales import message

CODE = "too-large"


def tell_shape(collector: Collector, rows: int, columns: int, most_rows: int, most_columns: int) -> None:
    """Tell of a table with too many rows or columns."""
    collector.add(
        CODE,
        Severity.ERROR,
        message(
            "the table has {rows} rows and {columns} columns; at most {max_rows} and {max_columns} are read",
            rows=rows,
            columns=columns,
            max_rows=most_rows,
            max_columns=most_columns,
        ),
        message("Keep one row an applicant, and the columns of the template."),
    )


def tell_cells(collector: Collector, most_rows: int, most_cells: int) -> None:
    """Tell of a sheet that was not read to its end, for it holds too many rows or cells."""
    collector.add(
        CODE,
        Severity.ERROR,
        message("the sheet holds more than {rows} rows or {cells} cells", rows=most_rows, cells=most_cells),
        message("Keep one row an applicant, and the columns of the template; delete formatted blank rows."),
    )
