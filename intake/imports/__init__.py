"""A list that somebody uploads: looked at, mapped, checked, mended, and kept with the note of how it came about."""

from intake.imports.answers import grid_of, judged_of, proposals_of, template_of
from intake.imports.asked import Asked, Target, asked_by
from intake.imports.canonical import FILE as APPLICANTS_FILE
from intake.imports.choices import Choices, Edit, LeftOut
from intake.imports.edits import MOST_ROWS_EDITED, changes_between, edited
from intake.imports.folders import with_import
from intake.imports.grids import Grid, NumberedRow, first_rows, read_grid
from intake.imports.header_rows import HeaderGuess, Sure, guess_header, guess_sheet
from intake.imports.judging import Judged, RowLeftOut, judge
from intake.imports.mapping import (
    How,
    Proposal,
    decided,
    header_fingerprint,
    learned_from,
    mapping_faults,
    propose,
    to_remember,
)
from intake.imports.notes import FOLDER as IMPORT_FOLDER
from intake.imports.notes import Imported, ImportNote, imported, made_again, read_note
from intake.imports.odd_rows import REASONS as ODD_REASONS
from intake.imports.odd_rows import Odd, OddRow, odd_rows
from intake.imports.source_columns import CHECK_HEADERS, Source, said, sources, table_below
from intake.imports.uploads import MAX_UPLOAD, Upload, UploadKind, identify
from intake.tables import Cell, Share

__all__ = [
    "APPLICANTS_FILE",
    "CHECK_HEADERS",
    "IMPORT_FOLDER",
    "MAX_UPLOAD",
    "MOST_ROWS_EDITED",
    "ODD_REASONS",
    "Asked",
    "Cell",
    "Choices",
    "Edit",
    "Grid",
    "HeaderGuess",
    "How",
    "ImportNote",
    "Imported",
    "Judged",
    "LeftOut",
    "NumberedRow",
    "Odd",
    "OddRow",
    "Proposal",
    "RowLeftOut",
    "Share",
    "Source",
    "Sure",
    "Target",
    "Upload",
    "UploadKind",
    "asked_by",
    "changes_between",
    "decided",
    "edited",
    "first_rows",
    "grid_of",
    "guess_header",
    "guess_sheet",
    "header_fingerprint",
    "identify",
    "imported",
    "judge",
    "judged_of",
    "learned_from",
    "made_again",
    "mapping_faults",
    "odd_rows",
    "proposals_of",
    "propose",
    "read_grid",
    "read_note",
    "said",
    "sources",
    "table_below",
    "template_of",
    "to_remember",
    "with_import",
]
