"""plan.json, written and read one section after another, so that a nation's is never held as a whole.

What is read is compared with what would be written, piece by piece: a file in any other form is refused.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeAlias

from reports.canonical import parse, pieces, quoted, written
from reports.rows import Gathering

Place: TypeAlias = tuple[str, ...]
DIGESTS = "digests"
CHUNK = 2**20
"""Bytes that are read at once, two at least; what is no larger is read as a whole."""
LONGEST_NAME = 2**10
UNKNOWN = "0" * 64
SECTION = 1
"""How deep in the file a section stands: the blanks before each of its names."""


@dataclass(frozen=True)
class Section:
    """One section as it was read, with the SHA-256 of what it says."""

    name: str
    value: Any
    digest: str


def put(file: BinaryIO, data: Mapping[str, Any], files: Mapping[str, str]) -> None:
    """Write sections into an empty file, with the digests of all, and of the files beside it, as a section more."""
    sealed: dict[str, dict[str, str]] = {"files": dict(files), "sections": dict.fromkeys(data, UNKNOWN)}
    mark, place = "{", 0
    for name in sorted([*data, DIGESTS]):
        file.write(f"{mark}\n {quoted(name)}: ".encode())
        mark = ","
        if name == DIGESTS:
            place = file.tell()
            _put(file, sealed)
        else:
            sealed["sections"][name] = _put(file, data[name])
    file.write(b"\n}\n")
    file.seek(place)
    _put(file, sealed)  # as long as before, for a digest is as long as what stood for it


def _put(file: BinaryIO, value: Any) -> str:  # noqa: ANN401
    total = hashlib.sha256()
    for piece in pieces(value, levels=2, end=""):
        total.update(piece.encode())
        file.write(piece.replace("\n", "\n ").encode())
    total.update(b"\n")
    return total.hexdigest()


def sections(
    file: BinaryIO, names: Collection[str] | None = None, by_column: Collection[Place] = ()
) -> Iterator[Section]:
    """Read the sections that `put` wrote one after another: all of them, or those with these names.

    by_column: places of lists that are read as `rows.RowTable` where they are large. Raises ValueError for a section
    that is missing, and for a file whose frame or sections that are read are not, byte by byte, as `put` writes them.
    """
    found: set[str] = set()
    size = file.seek(0, 2)
    end = _bytes(file, size - 1, size)
    if end != b"\n":
        raise ValueError("the end is missing")
    for name, start, stop in _members(file, 0, size - 1, 0):
        if names is None or name in names:
            found.add(name)
            value = _value(file, start, stop, (name,), by_column)
            yield Section(name, value, _digest(file, start, stop))
    if names is not None and found != {*names}:
        raise ValueError(f"{', '.join(sorted({*names} - found))} is missing")


def read_member(file: BinaryIO, section: str, name: str) -> Any:  # noqa: ANN401
    """Read one member of one section, and nothing else; raises ValueError as `sections` does."""
    size = file.seek(0, 2)
    for each, start, stop in _members(file, 0, size - 1, 0):
        for part, begin, end in _members(file, start, stop, SECTION) if each == section else ():
            if part == name:
                return _value(file, begin, end, (section, name), ())
    raise ValueError(f"{section}, {name} is missing")


def _value(file: BinaryIO, start: int, stop: int, place: Place, by_column: Collection[Place]) -> Any:  # noqa: ANN401
    """Read what stands in one stretch of the file."""
    first = _bytes(file, start, start + 1)
    if stop - start > CHUNK and first == b"{":
        parts = _members(file, start, stop, len(place))
        return {name: _value(file, begin, end, (*place, name), by_column) for name, begin, end in parts}
    if stop - start > CHUNK and first == b"[":
        return _list(file, start, stop, place, by_column)
    (value,) = _elements(_bytes(file, start, stop), len(place))
    return value


def _list(file: BinaryIO, start: int, stop: int, place: Place, by_column: Collection[Place]) -> Any:  # noqa: ANN401
    depth = len(place) + 1
    begin, end = b"[" + _line(depth), _line(depth - 1) + b"]"
    if _bytes(file, start, start + len(begin)) != begin or _bytes(file, stop - len(end), stop) != end:
        raise ValueError("a list is not written as it is written here")
    gathering, elements = Gathering(), list[Any]()
    for batch in _batches(file, start + len(begin), stop - len(end), b"," + _line(depth) + b"{"):
        if place in by_column:
            gathering.add(_elements(batch, depth))
        else:
            elements += _elements(batch, depth)
    found = gathering.gathered if place in by_column else elements
    if not found:
        raise ValueError("an empty list is not written as it is written here")
    return found


def _batches(file: BinaryIO, start: int, stop: int, mark: bytes) -> Iterator[bytes]:
    """Cut a stretch where objects of a list begin, into pieces of about CHUNK."""
    left = b""
    while start < stop:
        left += _bytes(file, start, min(start + CHUNK, stop))
        start = min(start + CHUNK, stop)
        cut = left.rfind(mark) if start < stop else len(left)
        if cut >= 0:
            yield left[:cut]
            left = left[cut + len(mark) - 1 :]


def _elements(batch: bytes, depth: int) -> list[Any]:
    """Read some elements of a list whose lines stand so deep, which must be written as they are written here."""
    try:
        elements: list[Any] = parse(f"[{batch.decode('utf-8')}]")
        line = _line(depth).decode()
        again = f",{line}".join(written(each, line) for each in elements)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not elements or again.encode("utf-8", "surrogatepass") != batch:
        raise ValueError("a value is not written as it is written here")
    return elements


def _members(file: BinaryIO, start: int, stop: int, depth: int) -> Iterator[tuple[str, int, int]]:
    """The members of an object in one stretch of the file, with the stretch of what each holds."""
    mark, end = _line(depth + 1) + b'"', _line(depth) + b"}"
    if _bytes(file, start, start + 1) != b"{" or _bytes(file, stop - len(end), stop) != end:
        raise ValueError("this is no object as it is written here")
    marks = _places(file, start + 1, stop, mark)
    if marks[:1] != [start + 1]:
        raise ValueError("an object does not begin as it is written here")
    last = None
    for at, following in zip(marks, [*marks[1:], None], strict=True):
        ends = stop - len(end) if following is None else following - 1
        head = _bytes(file, at + len(mark) - 1, min(at + LONGEST_NAME, ends))
        named = head.find(b'": ') + 1
        if not named or (following is not None and _bytes(file, ends, ends + 1) != b","):
            raise ValueError("a member is not written as it is written here")
        name = json.loads(head[:named])
        if quoted(name).encode("utf-8", "surrogatepass") != head[:named] or (last is not None and name <= last):
            raise ValueError("members are not in the order of their names")
        last = name
        yield name, at + len(mark) - 1 + named + 2, ends


def _places(file: BinaryIO, start: int, stop: int, mark: bytes) -> list[int]:
    """Where a mark stands in one stretch of the file."""
    found: list[int] = []
    for begin in range(start, stop, CHUNK):
        # So much more is read that a mark which begins in one chunk is found there though it ends in the next.
        piece = _bytes(file, begin, min(begin + CHUNK + len(mark) - 1, stop))
        at = piece.find(mark)
        while at >= 0:
            found.append(begin + at)
            at = piece.find(mark, at + 1)
    return found


def _digest(file: BinaryIO, start: int, stop: int) -> str:
    """SHA-256 of what `canonical.text` writes of a section, which in the file stands one blank deeper."""
    total = hashlib.sha256()
    while start < stop:
        piece = _bytes(file, start, min(start + CHUNK, stop))
        if piece.endswith(b"\n"):  # its blank comes with the next
            piece = piece[:-1] or _bytes(file, start, start + 2)
        start += len(piece)
        total.update(piece.replace(b"\n ", b"\n"))
    total.update(b"\n")
    return total.hexdigest()


def _line(depth: int) -> bytes:
    return b"\n" + b" " * depth


def _bytes(file: BinaryIO, start: int, stop: int) -> bytes:
    file.seek(max(start, 0))
    return file.read(max(stop - max(start, 0), 0))
