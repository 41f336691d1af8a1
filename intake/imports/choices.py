"""What a person decided about an upload: sheet, header, columns, cells mended, rows left out."""

from pydantic import Field

from intake.strict import Strict


class Edit(Strict):
    """One cell mended: the row's number, the column's place, its text before and after."""

    row: int
    column: int
    old: str
    new: str


class LeftOut(Strict):
    """A row that a person leaves out, and why."""

    row: int
    reason: str = Field(min_length=1)


class Choices(Strict):
    """Everything that was decided, in order; with the upload's bytes it gives the applicants again, to the byte.

    mapping: pairs of a column's place in the sheet and the column that it is. edits: in the order they were made.
    taken_in: rows that the program would have left out, such as a line of totals, and a person wants read.
    """

    sheet: str = ""
    header: int = 1
    mapping: tuple[tuple[int, str], ...] = ()
    edits: tuple[Edit, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    taken_in: tuple[int, ...] = ()
