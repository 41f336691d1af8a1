"""Parquet files as raw tables, read column by column: only those that somebody asks for are unpacked."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from intake.archives import CHUNK, MAX_UNPACKED
from intake.collector import Collector
from intake.findings import Severity
from intake.parquet_pages import UnsoundPagesError, unpacked_size
from intake.tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cell, Table, build, check_lengths, plain
from intake.too_large import tell_shape
from locales import Message, message

MAX_FOOTER = 8 * CHUNK
MOST_PARTS, LONGEST_NAME = 200_000, CHUNK
FEWEST_KNOWN = 3
INDEX = "__index_level_"
WIDEST_FIXED = 64
"""Bytes of a value whose length the file fixes for a whole column; so much is taken for each blank too."""
DAMAGE = (pa.ArrowException, UnsoundPagesError, OSError, ValueError, KeyError, OverflowError, MemoryError)


def read_parquet(content: bytes, collector: Collector, wanted: Callable[[str], bool] | None = None) -> Table | None:
    """Read a Parquet file; rows are numbered from 2, as if the column names stood in row 1.

    wanted: tells by its name whether a column is read; the cells of others stay blank. What the file claims and what
    its pages would unpack to is looked at first, so that no file takes more memory than is set for any.
    """
    try:
        if len(content) < 12 or int.from_bytes(content[-8:-4], "little") > min(MAX_FOOTER, len(content) - 8):
            return _unsound(collector)
        limits = {"thrift_string_size_limit": LONGEST_NAME, "thrift_container_size_limit": MOST_PARTS}
        source = BytesIO(content)
        schema = pq.ParquetFile(source, **limits).schema_arrow
        texts = [field.name for field in schema if _is_text(field.type)]
        # A text that a hundred thousand rows share is kept once in the file; read so, it stays once in memory.
        file = pq.ParquetFile(source, read_dictionary=texts, **limits)
        rows, columns = file.metadata.num_rows, file.metadata.num_columns
        if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
            tell_shape(collector, rows, columns, MAX_ROWS, MAX_COLUMNS)
            return None
        flat = [field.name for field in schema if _is_plain(field.type)]
        names = [name for name in flat if not name.startswith(INDEX)]
        read = _read(names, wanted)
        if _claimed(content, file.metadata, frozenset(read)) > MAX_UNPACKED:
            return _bomb(collector)
        table = file.read(columns=read)
        table.validate(full=True)
        if table.num_rows != rows or table.column_names != [name for name in names if name in set(read)]:
            return _unsound(collector)
        if _unpacked(table) > MAX_UNPACKED:
            return _bomb(collector)
        columns_read = iter([_cells(column) for column in table.columns])
    except DAMAGE:
        return _unsound(collector)
    blank = np.full(rows, None, dtype=object)
    cells = [next(columns_read) if name in read else blank for name in names]
    filled = _filled(cells)
    if len(read) < len(set(names)) and not filled.all():
        return read_parquet(content, collector)  # a row that seems blank may hold something in another column
    for name in sorted({field.name for field in schema} - set(flat)):
        problem = message("the column “{header}” holds lists or groups of values, and was not read", header=name)
        collector.add("nested", Severity.WARNING, problem, message("Write one value a cell."), name)
    return _table(names, cells, filled, collector)


def _read(names: Sequence[str], wanted: Callable[[str], bool] | None) -> list[str]:
    """The columns to read: those without a name too, which are told; all where the names are hardly those of a list."""
    chosen = [name for name in dict.fromkeys(names) if wanted is None or wanted(_head(name)) or not _head(name)]
    return chosen if len(chosen) >= FEWEST_KNOWN else [*dict.fromkeys(names)]


def _is_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    kinds = ("is_string", "is_large_string", "is_string_view", "is_binary", "is_large_binary", "is_binary_view")
    return any(getattr(pa.types, each)(kind) for each in kinds)


def _is_plain(kind: pa.DataType) -> bool:
    """Whether a column holds texts, or values of one small length."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    simple = pa.types.is_primitive(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind)
    return simple or _is_text(kind)


def _head(name: str) -> str:
    return " ".join(name.split())


def _claimed(content: bytes, metadata: pq.FileMetaData, read: frozenset[str]) -> int:
    """Add up what the pages of some columns say they unpack to; raises UnsoundPagesError where claims do not agree."""
    total = counted = 0
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group)
        counted += rows.num_rows
        for place in range(rows.num_columns):
            part = rows.column(place)
            if part.path_in_schema not in read:
                continue
            fixed = metadata.schema.column(place).length
            if rows.num_rows < 0 or part.num_values != rows.num_rows or fixed > WIDEST_FIXED:
                raise UnsoundPagesError("a column does not hold what its rows do")
            start = part.data_page_offset
            if part.has_dictionary_page and part.dictionary_page_offset is not None:
                start = min(start, part.dictionary_page_offset)
            total += unpacked_size(content, start, part.total_compressed_size)
            if total > MAX_UNPACKED:
                return total
    if counted != metadata.num_rows:
        raise UnsoundPagesError("the rows do not add up")
    return total


def _unpacked(table: pa.Table) -> int:
    """Count the bytes that the table's texts take when every row has its own."""
    total = 0
    for column in table.columns:
        for chunk in column.chunks if _is_text(column.type) else ():
            lengths = pc.fill_null(pc.binary_length(chunk.dictionary), 0)
            total += int(pc.sum(pc.take(lengths, chunk.indices)).as_py() or 0)
    return total


def _cells(column: pa.ChunkedArray) -> "np.ndarray[Any, Any]":
    """The cells of a column as the checks know them; a text that many rows share is one object."""
    parts = []
    for chunk in column.chunks:
        if _is_text(column.type):
            texts = [plain(text) for text in chunk.dictionary.cast(pa.string()).to_pylist()]
            places = pc.fill_null(chunk.indices, len(texts)).to_numpy(zero_copy_only=False)
            parts.append(_objects([*texts, None])[places])
        else:
            parts.append(_objects([plain(cell) for cell in chunk.to_pylist()]))
    return np.concatenate(parts) if parts else _objects([])


def _objects(values: Sequence[Cell]) -> "np.ndarray[Any, Any]":
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def _filled(cells: Sequence["np.ndarray[Any, Any]"]) -> "np.ndarray[Any, Any]":
    filled = np.zeros(len(cells[0]) if cells else 0, dtype=bool)
    for column in cells:
        filled |= np.array([cell is not None for cell in column], dtype=bool)
    return filled


def _table(
    names: Sequence[str],
    cells: Sequence["np.ndarray[Any, Any]"],
    filled: "np.ndarray[Any, Any]",
    collector: Collector,
) -> Table | None:
    """Put columns side by side, without the rows that are blank; rows have the numbers that a person would see."""
    if not filled.any() or not any(name.strip() for name in names):
        return build(collector, [(1, [name or None for name in names])])
    heads = tuple(_head(name) for name in names)
    frame = pd.DataFrame(
        {place: column[filled] for place, column in enumerate(cells)}, index=np.flatnonzero(filled) + 2, dtype=object
    )
    for place, head in enumerate(heads):
        check_lengths(collector, head or f"#{place + 1}", frame[place])
    return Table(collector.file, collector.sheet, heads, frame)


def _bomb(collector: Collector) -> Table | None:
    return refuse(collector, message("the file unpacks to more than {limit} MB", limit=MAX_UNPACKED // CHUNK))


def _unsound(collector: Collector) -> Table | None:
    return refuse(collector, message("this is not a sound Parquet file"))


def refuse(collector: Collector, problem: Message) -> Table | None:
    """Refuse a file as a whole; gives None, for there is no table."""
    collector.add(
        "not-readable",
        Severity.ERROR,
        problem,
        message("Export the table again, or save it as CSV or as an .xlsx workbook."),
    )
    return None
