"""The text of criteria.toml with some scales set anew; everything that stays as it was keeps its bytes and remarks."""

import codecs
import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from intake import Criteria, ScaleChange, ScalePart, with_scale
from records.scenario_text import lines_of, value_text, written

HEADER = re.compile(r"^\[\[?[ \t]*[A-Za-z0-9_\"'.-]+[ \t]*\]\]?", re.MULTILINE)
OWN = re.compile(r"^\[\[[ \t]*criteria[ \t]*\]\]")
INNER = re.compile(r"^(\[\[?)[ \t]*criteria[ \t]*\.([A-Za-z0-9_. \t-]+)\]")
KEY = re.compile(r"^[ \t]*([A-Za-z0-9_-]+(?:[ \t]*\.[ \t]*[A-Za-z0-9_-]+)*)[ \t]*=")
EXACT = 2**53
Parts = Mapping[str, ScalePart]


def criteria_of(content: bytes) -> Criteria:
    """Read the criteria of a file that was read as part of a round before."""
    return Criteria.model_validate(tomllib.loads(content.decode("utf-8-sig")))


def with_scales(content: bytes, changed: Mapping[str, Parts], change: ScaleChange) -> tuple[bytes, bool]:
    """Set parts of scales anew, by criterion, and note the change at the end; raises InputError for what cannot be.

    Gives the file, and whether it was written anew as a whole, without its remarks: where a scale is written in a way
    that is not followed here, such as tables of a list.
    """
    before, text = criteria_of(content), content.decode("utf-8-sig")
    after = tuple(with_scale(each, changed.get(each.id, {})) for each in before.criteria)
    wanted = before.model_copy(update={"criteria": after, "changes": (*before.changes, change)})
    end = "\r\n" if "\r\n" in text else "\n"
    blocks = _rewritten(text, {each.id: changed[each.id] for each in after if each.id in changed}, wanted, end)
    noted = f"\n[[changes]]\n{_lines(change.model_dump())}"
    edited = "".join(blocks).rstrip("\r\n") + f"\n{noted}".replace("\n", end)
    whole = written(_plain(wanted.model_dump(by_alias=True))).replace("\n", end)
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    for attempt in (edited, whole):
        if _says(attempt, wanted):
            return mark + attempt.encode(), attempt is whole
    raise AssertionError("the criteria cannot be written as they are meant")


def part_text(part: ScalePart) -> str:
    """Write a part of a scale as TOML does."""
    return value_text(_plain(part))


def _says(text: str, wanted: Criteria) -> bool:
    try:
        return criteria_of(text.encode()) == wanted
    except ValueError:
        return False


def _rewritten(text: str, changed: Mapping[str, Parts], wanted: Criteria, end: str) -> Iterator[str]:
    """Cut a file before each table of another kind or criterion, and rewrite the criteria that change."""
    tables = {each.id: each.model_dump(by_alias=True) for each in wanted.criteria if each.id in changed}
    starts = [found.start() for found in HEADER.finditer(text) if not INNER.match(found[0])]
    for start, stop in pairwise(sorted({0, *starts, len(text)})):
        block = text[start:stop]
        identity = _identity(block) if OWN.match(block) else None
        if identity in tables:
            yield from _block(block, tables[identity], changed[identity], end)
        else:
            yield block


def _identity(block: str) -> Any:  # noqa: ANN401
    try:
        return tomllib.loads(block)["criteria"][0].get("id")
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        return None


def _block(block: str, table: Mapping[str, Any], parts: Parts, end: str) -> Iterator[str]:
    """Write each statement of a criterion that says something else anew, and add what was not said; the rest as it is.

    A criterion is its own table and those inside it; what was not said comes at the end of its own.
    """
    touched = {part.split(".")[0] for part in parts} | ({"anchors"} if "points" in parts else set())
    kept: list[str] = []
    said: set[str] = set()
    inside: tuple[str, ...] | None = ()
    own: int | None = None
    for statement in _statements(block):
        inner, path = INNER.match(statement), _path(statement)
        if inner:
            own = len(kept) if own is None else own
            names = _names(inner[2])
            said.add(names[0])
            inside = None if inner[1] == "[[" else names  # which one of a list it is cannot be said by names
        elif path and inside is not None and (*inside, *path)[0] in touched:
            said.add((*inside, *path)[0])
            value = _at(table, (*inside, *path))
            if value != _at(tomllib.loads(statement), path):
                statement = f"{'.'.join(path)} = {value_text(_plain(value))}{end}"
        kept.append(statement)
    last = len(kept) if own is None else own
    while last and (not kept[last - 1].strip() or kept[last - 1].lstrip().startswith("#")):
        last -= 1
    unsaid = {name: table[name] for name in sorted(touched - said)}
    yield from kept[:last]
    yield _lines(unsaid).replace("\n", end)
    yield from kept[last:]


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
    return _names(found[1]) if found else ()


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in dotted.split("."))


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
