"""Words of records: one way to write a value down, its digest, and text that both databases can keep."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from intake import Finding, Findings, InputError, Severity
from locales import Message, message

LONGEST = 20_000
"""Characters of one note, reason or objection; a longer one is a file, not a remark."""
WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> str:  # noqa: ANN401
    """Write a value as JSON with sorted keys and nothing between them; raises ValueError for a number not finite."""
    return WRITER.encode(value)


def canonical_pieces(value: Any, levels: int = 2) -> Iterator[str]:  # noqa: ANN401
    """The same a piece at a time, for what is too large to be one text: part by part down to `levels`."""
    parts: Iterable[tuple[str, Any]]
    rows = isinstance(value, Sequence) and not isinstance(value, str | bytes | list | tuple)  # JSON's writer knows none
    if levels > 0 and isinstance(value, dict):
        parts, ends = ((f"{canonical(name)}:", value[name]) for name in sorted(value)), "{}"
    elif rows or (levels > 0 and isinstance(value, list)):
        parts, ends = (("", each) for each in value), "[]"
    else:
        yield canonical(value)
        return
    mark = ends[0]
    for name, part in parts:
        yield mark + name
        yield from canonical_pieces(part, levels - 1)
        mark = ","
    yield ends[1] if mark == "," else ends


def digest(content: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def row_digest(row: Mapping[str, Any]) -> str:
    """SHA-256 of one row of a table; the bytes of a file count by their own digest."""
    plain = {name: digest(value) if isinstance(value, bytes) else value for name, value in row.items()}
    return digest(canonical(plain).encode())


def refused(code: str, problem: Message, remedy: Message, *, where: str = "", value: str = "") -> InputError:
    """Make the error that says one thing is wrong and how to mend it."""
    return InputError(Findings.of([Finding(f"records.{code}", Severity.ERROR, problem, remedy, where, value=value)]))


def checked(text: str, where: str, *, needed: bool = True) -> str:
    """Give a text back as it is; raises InputError when no database could keep it so, or it is too long or missing."""
    remedy = message("write it again as plain text")
    if needed and not text.strip():
        raise refused("text", message("there is nothing written for {field}", field=where), remedy, where=where)
    if len(text) > LONGEST:
        problem = message(
            "{field} has {count} characters; at most {limit}", field=where, count=len(text), limit=LONGEST
        )
        raise refused("text", problem, message("shorten it, or keep it as a file of the round"), where=where)
    if "\0" in text or any("\ud800" <= each <= "\udfff" for each in text):
        problem = message("{field} holds characters that are no text", field=where)
        raise refused("text", problem, remedy, where=where)
    return text
