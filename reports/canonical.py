"""Canonical JSON: one way to write a value down, so that equal contents have equal bytes and one digest."""

import datetime
import hashlib
import json
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Cell: TypeAlias = bool | int | float | str | None
CELLS = frozenset({bool, int, float, str, type(None)})
SHOWN = 80
PIECED = 3
"""Levels of lists and objects that are written member by member: those of the sections' tables, which may be large."""
LARGEST = 10**20
"""No figure of a plan comes near; a file with a larger number is damaged."""
LARGEST_WHOLE = 2**53
"""Up to here every whole number has a floating-point number of its own."""


class Listed(ABC):
    """What is written as a list, one element after another, without ever being one."""

    @abstractmethod
    def __iter__(self) -> Iterator[Any]:
        """Every element, from the first on each time."""


def text(data: Any) -> str:  # noqa: ANN401
    """Write data as JSON with sorted keys and one space of indent; raises ValueError for a number not finite."""
    try:
        return written(data, "\n") + "\n"
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def pieces(data: Any, levels: int = PIECED, end: str = "\n") -> Iterator[str]:  # noqa: ANN401
    """The same a piece at a time, for what is too large to be held as one text: member by member down to `levels`."""
    try:
        yield from _pieces(data, "\n", levels)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    yield end


def _pieces(value: Any, line: str, levels: int) -> Iterator[str]:  # noqa: ANN401
    parts: Iterable[tuple[str, Any]]
    if type(value) is dict and all(type(key) is str for key in value):
        parts, ends = ((f"{quoted(key)}: ", value[key]) for key in sorted(value)), "{}"
    elif type(value) is list or isinstance(value, Listed):
        parts, ends = (("", each) for each in value), "[]"
    else:
        levels = 0
    if not levels:
        yield written(value, line)
        return
    deeper, mark = line + " ", ends[0]
    for name, part in parts:
        yield f"{mark}{deeper}{name}"
        yield from _pieces(part, deeper, levels - 1)
        mark = ","
    yield line + ends[1] if mark == "," else ends


def written(value: Any, line: str) -> str:  # noqa: ANN401
    """Write one value as `json.dumps` does with an indent, but sooner; `line` begins a line at its depth."""
    plain = PLAIN.get(type(value))
    if plain is not None:
        return plain(value)
    deeper = line + " "
    if type(value) is dict and all(type(key) is str for key in value):
        parts = [f"{quoted(key)}: {written(value[key], deeper)}" for key in sorted(value)]
        return f"{{{deeper}{f',{deeper}'.join(parts)}{line}}}" if parts else "{}"
    if type(value) is list:
        parts = [written(each, deeper) for each in value]
        return f"[{deeper}{f',{deeper}'.join(parts)}{line}]" if parts else "[]"
    if isinstance(value, Listed):
        return written(list(value), line)
    whole = json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    return whole.replace("\n", line)


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"Out of range float values are not JSON compliant: {value!r}")
    return repr(value)


quoted: Callable[[str], str] = json.encoder.encode_basestring
PLAIN: dict[type, Callable[[Any], str]] = {
    str: quoted,
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


def too_large(data: Any) -> list[Any]:  # noqa: ANN401
    """List the numbers that no plan can hold."""
    found, waiting = [], [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list | Listed):
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
