"""The lines of a TOML file: on which one a field stands."""

import re

Field = tuple[str | int, ...]
_TABLE = re.compile(r"^\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_ARRAY = re.compile(r"^\s*\[\[([^\[\]]+)\]\]\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*=")


def lines_of(text: str) -> dict[Field, int]:
    """Map the path of every field and table to its line, counted from 1.

    This reads headers and keys at the beginning of lines, which is how the project's files are written; a field
    inside a table on one line is found under that line's own field.
    """
    lines: dict[Field, int] = {}
    counts: dict[Field, int] = {}
    prefix: Field = ()
    for number, line in enumerate(text.splitlines(), 1):
        if found := _ARRAY.match(line):
            parent, last = _resolve(_split(found.group(1)), counts)
            place = (*parent, last)
            counts[place] = counts.get(place, -1) + 1
            prefix = (*place, counts[place])
            lines.setdefault(prefix, number)
        elif found := _TABLE.match(line):
            parent, last = _resolve(_split(found.group(1)), counts)
            prefix = (*parent, last)
            lines.setdefault(prefix, number)
        elif found := _KEY.match(line):
            path = prefix
            for part in _split(found.group(1)):
                path = (*path, part)
                lines.setdefault(path, number)
    return lines


def line_at(lines: dict[Field, int], path: Field) -> int | None:
    """Give the line of a field, or of the nearest thing around it; None when nothing is known."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def written(path: Field) -> str:
    """Write a path as `items[3].price`, counting from 1 as people do."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else ("." if text else "") + part
    return text


def _split(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted)]


def _resolve(parts: list[str], counts: dict[Field, int]) -> tuple[Field, str]:
    """Put the index of the current entry behind every array on the way."""
    path: Field = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path])
    return path, parts[-1]
