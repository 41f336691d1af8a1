"""The applicants' file, whatever its format, as a raw table."""

from collections.abc import Callable

from intake.collector import Collector
from intake.delimited import read_delimited
from intake.findings import Severity
from intake.layers import read_layer
from intake.parquet import read_parquet
from intake.tables import MAX_BYTES, Table, kind_of_file
from intake.workbooks import read_workbook
from locales import message


def read_table(
    name: str, content: bytes, wanted: str, collector: Collector, read: Callable[[str], bool] | None = None
) -> Table | None:
    """Read the bytes of a file into a raw table; `wanted` names a sheet or layer, or is "".

    read: tells by its header whether a column is of use; of a file that is kept by column the others stay blank.
    Gives None, and at least one error in the collector, when there is no table to be had.
    """
    if len(content) > MAX_BYTES:
        collector.add(
            "too-large",
            Severity.ERROR,
            message("the file is larger than {limit} MB", limit=MAX_BYTES // 1024 // 1024),
            message("Keep one row an applicant, and the columns of the template."),
        )
        return None
    if not content.strip():
        collector.add(
            "empty-file",
            Severity.ERROR,
            message("the file holds nothing"),
            message("Fill in the template: a header row, then one row an applicant."),
        )
        return None
    match kind_of_file(name):
        case "delimited":
            return read_delimited(content, collector)
        case "workbook":
            return read_workbook(content, wanted, collector)
        case "parquet":
            return read_parquet(content, collector, read)
        case "geo":
            return read_layer(content, wanted, collector)
    collector.add(
        "unknown-format",
        Severity.ERROR,
        message("files of this kind are not read; known are CSV, XLSX, Parquet, GeoJSON and GeoPackage"),
        message("Save the table as CSV or as an .xlsx workbook."),
    )
    return None
