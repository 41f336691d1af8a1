"""Canonical JSON: one way to write a value down, so that equal contents have equal bytes and one digest."""

import datetime
import hashlib
import json
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Cell: TypeAlias = bool | int | float | str | None
SHOWN = 80
MEMBER = '\n "'
BEGIN, END, BODY = b"{", b"\n}\n", b'": '
PIECED = 3
"""Levels of lists and objects that are written member by member: those of the sections' tables, which may be large."""
LARGEST = 10**20
"""No figure of a plan comes near; a file with a larger number is damaged."""
LARGEST_WHOLE = 2**53
"""Up to here every whole number has a floating-point number of its own."""


def text(data: Any) -> str:  # noqa: ANN401
    """Write data as JSON with sorted keys and one space of indent; raises ValueError for a number not finite."""
    try:
        return _written(data, "\n") + "\n"
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def pieces(data: Any) -> Iterator[str]:  # noqa: ANN401
    """The same a piece at a time, for what is too large to be held as one text."""
    try:
        yield from _pieces(data, "\n", PIECED)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    yield "\n"


def _pieces(value: Any, line: str, levels: int) -> Iterator[str]:  # noqa: ANN401
    parts: Iterable[tuple[str, Any]]
    if type(value) is dict and all(type(key) is str for key in value):
        parts, ends = ((f"{_quoted(key)}: ", value[key]) for key in sorted(value)), "{}"
    elif type(value) is list:
        parts, ends = (("", each) for each in value), "[]"
    else:
        levels = 0
    if not levels or not value:
        yield _written(value, line)
        return
    deeper, mark = line + " ", ends[0]
    for name, part in parts:
        yield f"{mark}{deeper}{name}"
        yield from _pieces(part, deeper, levels - 1)
        mark = ","
    yield line + ends[1]


def _written(value: Any, line: str) -> str:  # noqa: ANN401
    """Write one value as `json.dumps` does with an indent, but sooner; `line` begins a line at its depth."""
    plain = PLAIN.get(type(value))
    if plain is not None:
        return plain(value)
    deeper = line + " "
    if type(value) is dict and all(type(key) is str for key in value):
        parts = [f"{_quoted(key)}: {_written(value[key], deeper)}" for key in sorted(value)]
        return f"{{{deeper}{f',{deeper}'.join(parts)}{line}}}" if parts else "{}"
    if type(value) is list:
        parts = [_written(each, deeper) for each in value]
        return f"[{deeper}{f',{deeper}'.join(parts)}{line}]" if parts else "[]"
    whole = json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    return whole.replace("\n", line)


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"Out of range float values are not JSON compliant: {value!r}")
    return repr(value)


_quoted: Callable[[str], str] = json.encoder.encode_basestring
PLAIN: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    bool: lambda value: "true" if value else "false",
    int: repr,
    float: _number,
    type(None): lambda _: "null",
}


def digest(data: Any) -> str:  # noqa: ANN401
    """SHA-256 of data as `text` writes it."""
    total = hashlib.sha256()
    for piece in pieces(data):
        total.update(piece.encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def is_text_of(content: bytes, data: Any) -> bool:  # noqa: ANN401
    """Whether a file holds data just as `text` writes them."""
    at = 0
    for piece in pieces(data):
        part = piece.encode("utf-8", "surrogatepass")
        if not content.startswith(part, at):
            return False
        at += len(part)
    return at == len(content)


def parse(written: str) -> Any:  # noqa: ANN401
    """Read JSON; raises ValueError for what `text` never writes: doubled keys, NaN and infinity."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
        if twice:
            raise ValueError(f"{', '.join(twice)} is there twice")
        return dict(pairs)

    def refuse(constant: str) -> Any:  # noqa: ANN401
        raise ValueError(f"{constant} is not a number of JSON")

    try:
        return json.loads(written, object_pairs_hook=once, parse_constant=refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def parse_file(content: bytes) -> Any:  # noqa: ANN401
    """Read the JSON of a file, member by member where `text` wrote an object, so that it is never held as one text."""
    data: dict[str, Any] = {}
    try:
        for name, body in _members(content):
            if name in data:
                raise ValueError(name)
            data[name] = parse(body.decode("utf-8"))
    except ValueError:
        data = {}  # whatever is wrong with it is said of the whole
    return data or parse(content.decode("utf-8"))


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The members of an object with what each holds; together they are the whole of it. Raises ValueError otherwise."""
    mark, at = MEMBER.encode(), len(BEGIN)
    if not content.startswith(BEGIN + mark):
        raise ValueError("this is no object as it is written here")
    while at < len(content):
        following = content.find(mark, at + len(mark))
        last = following < 0
        ending = END if last else b","
        end = (len(content) if last else following) - len(ending)
        named = content.find(BODY, at + len(mark), end)
        if named < 0 or not content.startswith(ending, end):
            raise ValueError("a member does not end as it is written here")
        name = json.loads(content[at + len(mark) - 1 : named + 1])
        yield name, content[named + len(BODY) : end]
        at = len(content) if last else following


def sections(content: bytes, names: Collection[str]) -> dict[str, Any]:
    """Read some members of an object that `text` wrote, and none of the others, however large they are.

    Raises ValueError where one is missing, and for a file that is written otherwise.
    """
    found = {name: parse(body.decode("utf-8")) for name, body in _members(content) if name in names}
    if set(found) != set(names):
        raise ValueError(f"{', '.join(sorted(set(names) - set(found)))} is missing")
    return found


def too_large(data: Any) -> list[Any]:  # noqa: ANN401
    """List the numbers that no plan can hold."""
    found, waiting = [], [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, int | float) and abs(value) > LARGEST:
            found.append(value)
    return found


def cell(value: Any) -> Cell:  # noqa: ANN401
    """Write one cell of a table: missing as null, days as ISO text, whole numbers without a decimal point."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        number = float(value)
        if math.isnan(number):
            return None
        return int(number) if number.is_integer() and abs(number) < LARGEST_WHOLE else number
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def shown(value: Any) -> str:  # noqa: ANN401
    """Show a value as it stands in the file, digit by digit, not as a reader's language would write it."""
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return written if len(written) <= SHOWN else written[: SHOWN - 1] + "…"


def exact(number: Fraction) -> int | float | str:
    """Write an exact number: as a JSON number where that loses nothing, else as text `numerator/denominator`."""
    if number.denominator == 1:
        return int(number)
    near = float(number)
    return near if Fraction(repr(near)) == number else f"{number.numerator}/{number.denominator}"


def read_exact(written: int | float | str) -> Fraction:
    """Read what `exact` wrote; raises ValueError for anything else."""
    if isinstance(written, str) and not re.fullmatch(r"-?[0-9]{1,40}/[1-9][0-9]{0,39}", written):
        raise ValueError(f"{shown(written)} is no number")
    return Fraction(str(written))
