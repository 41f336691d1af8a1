"""Scale fields: a criterion's scale as the fields of a form hold it, written and read as a language writes numbers."""

from collections.abc import Iterator, Mapping
from typing import Any

from intake.criteria import Criterion
from intake.findings import Finding, Findings, InputError, Severity
from intake.scale_changes import Part, Points
from intake.scales import CRITERIA_FILE, scale_parts
from locales import Decimals, message, render, typed_number

SPARE = 2
"""Rows for points that are not there yet."""
POINT = ("at", "value")
"""The fields of a point: its figure, and what that is worth."""
EXACTLY = 12
"""Decimals that are written at most."""


def scale_fields(criterion: Criterion, language: str) -> dict[str, str | bool]:
    """Give a scale as its fields hold it: texts, but whether it is an assumption, by the names of its parts.

    Points have two fields a row, `points.0.at` and `points.0.value`, and some empty rows to be added.
    """
    fields: dict[str, str | bool] = {}
    for part, value in scale_parts(criterion).items():
        if isinstance(value, tuple):
            fields |= _point_fields(value, language)
        else:
            fields[part] = value if isinstance(value, str | bool) else written_exactly(value, language)
    return fields


def read_scale(criterion: Criterion, fields: Mapping[str, Any], language: str) -> dict[str, Part]:
    """Read the parts of a scale that the fields change; a field that is not given holds what the scale says.

    Raises InputError with every field that cannot be read.
    """
    known = scale_parts(criterion)
    wrong: list[Finding] = []
    parts: dict[str, Part] = {}
    for part, before in known.items():
        if isinstance(before, tuple):
            if any(name.startswith("points.") for name in fields):
                whole = {**_point_fields(before, language), **fields}
                parts[part] = _points(criterion, whole, language, wrong)
        elif part not in fields:
            continue
        elif isinstance(before, str | bool):
            parts[part] = str(fields[part]).strip() if isinstance(before, str) else bool(fields[part])
        else:
            number = typed_number(str(fields[part]), language)
            if number is None:
                wrong.append(_unread(criterion, part, str(fields[part]), language))
            else:
                parts[part] = float(number)
    if wrong:
        raise InputError(Findings.of(wrong))
    return {part: value for part, value in parts.items() if value != known[part]}


def in_language(fields: Mapping[str, Any], before: str, after: str) -> dict[str, Any]:
    """Write the numbers among some fields in another language; what cannot be read stays as it was typed."""
    made: dict[str, Any] = {}
    for name, value in fields.items():
        number = typed_number(value, before) if isinstance(value, str) and is_number(name) else None
        made[name] = value if number is None else written_exactly(float(number), after)
    return made


def is_number(field: str) -> bool:
    """Whether a field holds a number."""
    return field.endswith((".at", ".times")) or field.startswith(("points.", "levels."))


def written_exactly(number: float, language: str) -> str:
    """Write a number with as many decimals as it has."""
    return render(Decimals(number, decimals(number)), language)


def decimals(number: float) -> int:
    """How many decimals a number has, as a person would type it."""
    return len(f"{number:.{EXACTLY}f}".rstrip("0").partition(".")[2])


def _point_fields(points: Points, language: str) -> dict[str, str | bool]:
    rows = [(written_exactly(x, language), written_exactly(y, language)) for x, y in points] + [("", "")] * SPARE
    return {
        f"points.{row}.{name}": cell for row, cells in enumerate(rows) for name, cell in zip(POINT, cells, strict=True)
    }


def _points(criterion: Criterion, fields: Mapping[str, Any], language: str, wrong: list[Finding]) -> Points:
    """Read the rows of points; one that is empty is none."""
    found: list[tuple[float, float]] = []
    for row in _rows(fields):
        cells = [str(fields.get(f"points.{row}.{name}", "")).strip() for name in POINT]
        if not any(cells):
            continue
        numbers = [typed_number(cell, language) for cell in cells]
        for name, cell, number in zip(POINT, cells, numbers, strict=True):
            if number is None:
                wrong.append(_unread(criterion, f"points.{row}.{name}", cell, language))
        if None not in numbers:
            x, y = (float(number) for number in numbers if number is not None)
            found.append((x, y))
    return tuple(found)


def _rows(fields: Mapping[str, Any]) -> Iterator[int]:
    rows = {int(name.split(".")[1]) for name in fields if name.startswith("points.")}
    yield from sorted(rows)


def _unread(criterion: Criterion, field: str, typed: str, language: str) -> Finding:
    problem = message("{criterion}: “{typed}” is no number", criterion=criterion.label, typed=typed)
    remedy = message("Write it as {example}.", example=written_exactly(1234.5, language))
    return Finding(
        "scale-number",
        Severity.ERROR,
        problem,
        remedy,
        file=CRITERIA_FILE,
        column=f"{criterion.id}.{field}",
        value=typed,
    )
