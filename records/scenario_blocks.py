"""Blocks: the text of a scenario's file, table by table, so that a change rewrites its own tables only."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from records.scenario_edits import applied
from records.scenario_text import lines_of, parsed, proven, string_key
from scenarios import from_data

HEADER = re.compile(r"^(\[\[?)[ \t]*([A-Za-z0-9_-]+)[^\n]*\]", re.MULTILINE)


@dataclass(frozen=True)
class _Block:
    """One table: the remarks above it, its own text, and what that says; `key` is empty for what stands first."""

    key: str
    lead: str
    body: str
    says: Any


def rewritten(content: bytes, name: str, data: Mapping[str, Any]) -> bytes:
    """Give a scenario's file as it says `data` instead; what says the same before and after stays byte by byte.

    Raises InputError where the data are no scenario.
    """
    wanted = from_data(dict(data), name)
    if applied(tomllib.loads(content.decode()), ()) == applied(data, ()):
        return content
    if parsed(content, name).fingerprint() == wanted.fingerprint():
        return content
    return proven(_composed(content.decode(), applied(data, ())), name, wanted)


def _composed(text: str, data: Mapping[str, Any]) -> str:
    try:
        blocks = list(_blocks(text))
    except (tomllib.TOMLDecodeError, KeyError):
        return ""
    plain = {key: value for key, value in data.items() if not _is_table(key, value)}
    written: list[str] = []
    done: set[str] = set()
    for block in blocks:
        if not block.key:
            written.append(block.lead + (block.body if block.says == plain else _said(plain)))
        elif block.key not in done:
            done.add(block.key)
            written.extend(_tables(block.key, [each for each in blocks if each.key == block.key], data.get(block.key)))
    for key, value in data.items():
        if key not in done and key not in plain:
            written.extend(_tables(key, [], value))
    return "".join(part if part.endswith("\n") else part + "\n" for part in written if part)


def _is_table(key: str, value: Any) -> bool:  # noqa: ANN401
    if key in ("title", "note"):
        return False
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _tables(key: str, blocks: list[_Block], wanted: Any) -> Iterator[str]:  # noqa: ANN401
    """The text of a table, or of every table of a list, from the blocks that there were."""
    if wanted is None:
        return
    if isinstance(wanted, Mapping):
        if len(blocks) == 1 and blocks[0].says == wanted:
            yield blocks[0].lead + blocks[0].body
        else:
            yield (blocks[0].lead if blocks else "\n") + f"[{string_key(key)}]\n" + _said(wanted)
        return
    left = list(blocks)
    for place, each in enumerate(wanted):
        old = next((block for block in left if _same(block.says, each)), None)
        if old is None and key != "rules" and place < len(blocks) and blocks[place] in left:
            old = blocks[place]
        if old is not None:
            left.remove(old)
        if old is not None and old.says == each:
            yield old.lead + old.body
        else:
            yield (old.lead if old else "\n") + f"[[{string_key(key)}]]\n" + _said(each)


def _same(one: Any, other: Mapping[str, Any]) -> bool:  # noqa: ANN401
    return bool(one == other or ("id" in other and one.get("id") == other["id"]))


def _said(table: Mapping[str, Any]) -> str:
    return "".join(f"{line}\n" for line in lines_of(table))


def _blocks(text: str) -> Iterator[_Block]:
    """Cut a file before each header at the start of a line; what goes on with a table stays with it."""
    starts = [found.start() for found in HEADER.finditer(text)]
    cuts = [0, *starts, len(text)] if not starts or starts[0] else [*starts, len(text)]
    parts: list[tuple[str, str]] = []
    for start, end in pairwise(cuts):
        header = HEADER.match(text, start)
        key, part = (header[2], text[start:end]) if header and start in starts else ("", text[start:end])
        goes_on = header is not None and bool(parts) and parts[-1][0] == key and header[1] == "["
        if goes_on:
            parts[-1] = (key, parts[-1][1] + part)
        else:
            parts.append((key, part))
    lead, place = "", 0
    for key, part in parts:
        body, after = _trailing(part)
        if not key:
            own, body = _leading(body)
            lead += own
        says = tomllib.loads(body)
        if key:
            says = says[key]
        if isinstance(says, list):
            (says,) = says
        if key == "rules":
            place += 1
            says = {**says, "id": says.get("id", f"{says.get('rule')}_{place}")}
        yield _Block(key, lead, body, says)
        lead = after
    if lead.strip():
        yield _Block("", lead, "", {})


def _trailing(part: str) -> tuple[str, str]:
    """Cut off the blank lines and remarks at the end, which are about what follows."""
    lines = part.splitlines(keepends=True)
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "".join(lines[:end]), "".join(lines[end:])


def _leading(part: str) -> tuple[str, str]:
    lines = part.splitlines(keepends=True)
    begin = 0
    while begin < len(lines) and (not lines[begin].strip() or lines[begin].lstrip().startswith("#")):
        begin += 1
    return "".join(lines[:begin]), "".join(lines[begin:])
