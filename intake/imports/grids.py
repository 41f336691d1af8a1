"""A sheet of an upload as rows of cells with the numbers a person sees, before anybody said which row is the header."""

from dataclasses import dataclass

from intake.collector import Collector
from intake.delimited import delimited_rows
from intake.findings import Findings, Severity
from intake.imports.uploads import Upload, UploadKind
from intake.layers import layer_names, read_layer
from intake.parquet import read_parquet
from intake.tables import MAX_COLUMNS, Cell, Table
from intake.too_large import tell_shape
from intake.workbooks import opened
from locales import message

MOST_ROWS = 200_000
MOST_CELLS = 4_000_000
MOST_BLANK = 200_000
LOOKED_AT = 40
MOST_SHEETS = 100

NumberedRow = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True, eq=False)
class Grid:
    """The filled rows of one sheet: text as text, and the type that the file itself gave to a cell.

    is_text: cut from a delimited text, so that a row that is wider or narrower than its header is a fault.
    """

    sheet: str
    rows: tuple[NumberedRow, ...]
    language_hint: str = ""
    is_text: bool = False

    @property
    def width(self) -> int:
        """The number of columns, as far as any cell is filled."""
        return max((_used(row) for _, row in self.rows), default=0)

    def cells_of(self, number: int) -> tuple[Cell, ...]:
        """Give the row of that number; nothing where it is blank."""
        return next((row for at, row in self.rows if at == number), ())


def first_rows(upload: Upload, content: bytes) -> tuple[dict[str, tuple[NumberedRow, ...]], Findings]:
    """Give the first rows of every sheet by its name, and findings when there is none; text has one sheet, ""."""
    collector = Collector(upload.name)
    found: dict[str, tuple[NumberedRow, ...]] = {}
    match upload.kind:
        case UploadKind.DELIMITED:
            read = delimited_rows(content, collector, MOST_ROWS)
            if read is not None:
                found[""] = _fixed(read[0][:LOOKED_AT])
        case UploadKind.WORKBOOK:
            with opened(content, collector) as book:
                names = book.names[:MOST_SHEETS] if book is not None else []
                if book is not None:
                    found = {name: _fixed(book.first_rows(name, LOOKED_AT)) for name in names}
        case UploadKind.PARQUET | UploadKind.GEOJSON | UploadKind.GEOPACKAGE:
            names = [""] if upload.kind is UploadKind.PARQUET else layer_names(content, collector)[:MOST_SHEETS]
            for name in names:
                grid, findings = read_grid(upload, content, name)
                collector.extend(findings.errors if grid is None else ())
                if grid is not None:
                    found[name] = grid.rows[:LOOKED_AT]
    return found, collector.findings()


def read_grid(upload: Upload, content: bytes, sheet: str) -> tuple[Grid | None, Findings]:
    """Read one sheet whole; None, with at least one error, when it cannot be had."""
    collector = Collector(upload.name, sheet)
    grid: Grid | None = None
    match upload.kind:
        case UploadKind.DELIMITED:
            read = delimited_rows(content, collector, MOST_ROWS)
            if read is not None:
                grid = Grid("", _fixed(read[0]), read[1], is_text=True)
        case UploadKind.WORKBOOK:
            with opened(content, collector) as book:
                if book is not None and sheet in book.names:
                    rows = book.rows(sheet, MOST_ROWS, MOST_CELLS, MOST_BLANK)
                    grid = None if rows is None else Grid(sheet, _fixed(rows))
        case UploadKind.PARQUET:
            grid = _of_table(read_parquet(content, collector))
        case UploadKind.GEOJSON | UploadKind.GEOPACKAGE:
            grid = _of_table(read_layer(content, sheet, collector))
    if grid is None and not collector.has_errors():
        remedy = message("Choose the sheet again.")
        collector.add("wrong-sheet", Severity.ERROR, message("there is no sheet “{sheet}”", sheet=sheet), remedy)
    if grid is not None and _too_large(grid, collector):
        grid = None
    return grid, collector.findings()


def _fixed(rows: list[tuple[int, list[Cell]]]) -> tuple[NumberedRow, ...]:
    return tuple((number, tuple(row)) for number, row in rows if any(cell is not None for cell in row))


def _of_table(table: Table | None) -> Grid | None:
    if table is None:
        return None
    header: tuple[Cell, ...] = tuple(head or None for head in table.headers)
    body = zip(table.cells.index.tolist(), table.cells.to_numpy(), strict=True)
    rows = tuple((int(number), tuple(row)) for number, row in body)
    return Grid(table.sheet, ((1, header), *rows), table.language_hint)


def _too_large(grid: Grid, collector: Collector) -> bool:
    rows, columns = len(grid.rows), grid.width
    if rows <= MOST_ROWS + 1 and columns <= MAX_COLUMNS and rows * columns <= MOST_CELLS:
        return False
    tell_shape(collector, rows, columns, min(MOST_ROWS, MOST_CELLS // max(columns, 1)), MAX_COLUMNS)
    return True


def _used(row: tuple[Cell, ...]) -> int:
    return max((place + 1 for place, cell in enumerate(row) if cell is not None), default=0)
