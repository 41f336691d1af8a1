"""The text of criteria.toml with some scales set anew; everything that stays as it was keeps its bytes and remarks."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from intake import Criteria, ScaleChange, ScalePart, with_scale
from records.scenario_text import lines_of, value_text, written

HEADER = re.compile(r"^\[\[?[ \t]*[A-Za-z0-9_\"'.-]+[ \t]*\]\]?", re.MULTILINE)
OWN = re.compile(r"^\[\[[ \t]*criteria[ \t]*\]\]")
KEY = re.compile(r"^[ \t]*([A-Za-z0-9_-]+(?:[ \t]*\.[ \t]*[A-Za-z0-9_-]+)*)[ \t]*=")
EXACT = 2**53
Parts = Mapping[str, ScalePart]


def criteria_of(content: bytes) -> Criteria:
    """Read the criteria of a file that was read as part of a round before."""
    return Criteria.model_validate(tomllib.loads(_text(content)))


def with_scales(content: bytes, changed: Mapping[str, Parts], change: ScaleChange) -> bytes:
    """Set parts of scales anew, by criterion, and note the change at the end; raises InputError for what cannot be."""
    before = criteria_of(content)
    after = tuple(with_scale(each, changed.get(each.id, {})) for each in before.criteria)
    wanted = before.model_copy(update={"criteria": after, "changes": (*before.changes, change)})
    blocks = _rewritten(_text(content), {each.id: changed[each.id] for each in after if each.id in changed}, wanted)
    noted = f"\n[[changes]]\n{_lines(change.model_dump())}"
    for attempt in ("".join(blocks).rstrip("\n") + "\n" + noted, written(_plain(wanted.model_dump(by_alias=True)))):
        if _says(attempt, wanted):
            return attempt.encode()
    raise AssertionError("the criteria cannot be written as they are meant")


def part_text(part: ScalePart) -> str:
    """Write a part of a scale as TOML does."""
    return value_text(_plain(part))


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig").replace("\r\n", "\n")


def _says(text: str, wanted: Criteria) -> bool:
    try:
        return criteria_of(text.encode()) == wanted
    except ValueError:
        return False


def _rewritten(text: str, changed: Mapping[str, Parts], wanted: Criteria) -> Iterator[str]:
    """Cut a file before each header at the start of a line, and rewrite the tables of criteria that change."""
    tables = {each.id: each.model_dump(by_alias=True) for each in wanted.criteria if each.id in changed}
    starts = [found.start() for found in HEADER.finditer(text)]
    for start, end in pairwise(sorted({0, *starts, len(text)})):
        block = text[start:end]
        identity = _identity(block) if OWN.match(block) else None
        yield block if identity not in tables else "".join(_block(block, tables[identity], changed[identity]))


def _identity(block: str) -> Any:  # noqa: ANN401
    try:
        return tomllib.loads(block)["criteria"][0].get("id")
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        return None


def _block(block: str, table: Mapping[str, Any], parts: Parts) -> Iterator[str]:
    """Write each statement of a table that says something else anew, and add what was not said; the rest as it is."""
    touched = {part.split(".")[0] for part in parts} | ({"anchors"} if "points" in parts else set())
    kept: list[str] = []
    said: set[str] = set()
    for statement in _statements(block):
        path = _path(statement)
        if path and path[0] in touched:
            said.add(path[0])
            value = _at(table, path)
            if value != _at(tomllib.loads(statement), path):
                statement = f"{'.'.join(path)} = {value_text(_plain(value))}\n"
        kept.append(statement)
    end = len(kept)
    while end and (not kept[end - 1].strip() or kept[end - 1].lstrip().startswith("#")):
        end -= 1
    unsaid = {name: table[name] for name in sorted(touched - said)}
    yield from kept[:end]
    yield _lines(unsaid)
    yield from kept[end:]


def _statements(block: str) -> Iterator[str]:
    """Cut a table into its header, its statements, over as many lines as each takes, and the lines between them."""
    held = ""
    for line in block.splitlines(keepends=True):
        held += line
        try:
            tomllib.loads(held)
        except tomllib.TOMLDecodeError:
            continue
        yield held
        held = ""
    yield held


def _path(statement: str) -> tuple[str, ...]:
    found = KEY.match(statement)
    return tuple(part.strip() for part in found[1].split(".")) if found else ()


def _at(table: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401
    for part in path:
        table = table[part]
    return _plain(table)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Give a value as TOML has it; a number that is whole without its decimal point."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return int(value)
    return str(value) if isinstance(value, str) else value


def _lines(table: Mapping[str, Any]) -> str:
    return "".join(f"{line}\n" for line in lines_of(_plain(table)))
