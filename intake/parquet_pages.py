"""The pages of a Parquet file: what they say they unpack to, added up before any of them is unpacked.

The sizes that the end of the file states can lie, and so can its encodings; a reader takes memory by what the head of
each page says. Those heads are read here as the format writes them (Thrift's compact protocol).
Source: Apache Parquet, parquet.thrift (PageHeader); Apache Thrift, compact protocol.
"""

from typing import Any, TypeAlias

Fields: TypeAlias = dict[int, Any]

UNPACKED, PACKED, DATA, DATA_2 = 2, 3, 5, 8
ENCODING = {DATA: 2, DATA_2: 4}
SHARED_STARTS = 7
"""The encoding in which each text says how much of the one before it begins with: a few bytes that grow endlessly."""
MOST_PAGES = 100_000
MOST_FIELDS = 1_000
DEEPEST = 8
STOP, TRUE, FALSE, BYTE, WHOLE, DOUBLE, TEXT, STRUCT = 0, 1, 2, 3, (4, 5, 6), 7, 8, 12


class UnsoundPagesError(ValueError):
    """The pages are not as the format writes them, or are packed in a way that is not read."""


def unpacked_size(content: bytes, start: int, length: int) -> int:
    """Add up what the pages of one column of one row group unpack to; raises UnsoundPagesError."""
    end = start + length
    if not 0 <= start <= end <= len(content):
        raise UnsoundPagesError("a column lies outside the file")
    total, pages = 0, 0
    while start < end:
        reader = _Reader(content, start, end)
        head = reader.struct(0)
        unpacked, packed = head.get(UNPACKED, -1), head.get(PACKED, -1)
        pages += 1
        sizes = type(unpacked) is int and type(packed) is int and unpacked >= 0 and packed >= 0
        if not sizes or pages > MOST_PAGES:
            raise UnsoundPagesError("a page has no size")
        for kind, field in ENCODING.items():
            told = head.get(kind, {})
            if not isinstance(told, dict) or told.get(field) == SHARED_STARTS:
                raise UnsoundPagesError("a page is packed in a way that is not read")
        total += unpacked
        start = reader.at + packed
    return total


class _Reader:
    """Reads one structure from a place in the file, and never beyond an end."""

    def __init__(self, content: bytes, at: int, end: int) -> None:
        self._content, self.at, self._end = content, at, end
        self._fields = 0

    def struct(self, depth: int) -> Fields:
        """Read the fields of a structure by their number: whole numbers and structures; others are passed over."""
        found: Fields = {}
        number = 0
        while (head := self._byte()) != STOP:
            self._fields += 1
            if depth > DEEPEST or self._fields > MOST_FIELDS:
                raise UnsoundPagesError("nested too deeply")
            number = number + (head >> 4) if head >> 4 else self._whole()
            found[number] = self._value(head & 15, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:  # noqa: ANN401
        if kind in (TRUE, FALSE):
            return kind == TRUE
        if kind in WHOLE:
            return self._whole()
        if kind == STRUCT:
            return self.struct(depth + 1)
        if kind == BYTE:
            return self._byte()
        if kind in (DOUBLE, TEXT):
            self._pass(8 if kind == DOUBLE else self._natural())
            return None
        raise UnsoundPagesError("a page's head holds what none has")

    def _byte(self) -> int:
        if self.at >= self._end:
            raise UnsoundPagesError("the file ends within a page")
        self.at += 1
        return self._content[self.at - 1]

    def _pass(self, length: int) -> None:
        if length > self._end - self.at:
            raise UnsoundPagesError("the file ends within a page")
        self.at += length

    def _natural(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            part = self._byte()
            value |= (part & 127) << shift
            if part < 128:
                return value
        raise UnsoundPagesError("a number is too long")

    def _whole(self) -> int:
        value = self._natural()
        return (value >> 1) ^ -(value & 1)
