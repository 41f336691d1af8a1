"""The folder of a round with an imported list: what the round asks stays, the list takes the old one's place."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from intake.findings import Finding, Findings, InputError, Severity
from intake.imports.canonical import FILE
from intake.imports.notes import FOLDER, Imported
from intake.template import quoted
from locales import message

CALL = "round.toml"


def with_import(base: Mapping[str, bytes], imported: Imported, *, name: str = "", title: str = "") -> dict[str, bytes]:
    """Give the files of the round that an imported list makes of another round's files.

    name, title: those of a new round; left out for a new version of the same one. Marks stay only with the same
    round: they are about its applicants. Raises InputError when round.toml cannot be changed.
    """
    call = _parsed(base[CALL])
    old_list = str(call.get("applicants", FILE))
    wanted: dict[str, Any] = {"applicants": FILE} | ({"id": name} if name else {})
    if title:
        wanted["title"] = {"id": title, "en": title}
    files = {path: content for path, content in base.items() if path != old_list and not path.startswith(FOLDER)}
    if name and name != call.get("id"):
        files = {path: content for path, content in files.items() if path not in ("marks.csv",)}
    return {**files, CALL: _changed(base[CALL], wanted), **imported.files}


def _changed(content: bytes, wanted: Mapping[str, Any]) -> bytes:
    """Change settings at the top of a TOML file, and leave every other line as it is; `sheet` goes."""
    lines = content.decode("utf-8").splitlines(keepends=True)
    top = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    head = [line for line in lines[:top] if not _sets(line, {*wanted, "sheet"})]
    while head and not head[-1].strip():
        head.pop()
    said = [f"{key} = {_toml(value)}\n" for key, value in sorted(wanted.items())]
    result = "".join([*head, *said, "\n", *lines[top:]]).encode("utf-8")
    meant = {key: value for key, value in _parsed(content).items() if key != "sheet"} | dict(wanted)
    if _parsed(result) != meant:
        problem = message("the settings at the top of the file are written in a way that cannot be changed here")
        remedy = message("Write each of them on a line of its own.")
        raise InputError(Findings.of([Finding("not-changed", Severity.ERROR, problem, remedy, CALL)]))
    return result


def _sets(line: str, keys: set[str]) -> bool:
    found = re.match(r"\s*([A-Za-z0-9_-]+)\s*=", line)
    return found is not None and found.group(1) in keys


def _toml(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {quoted(text)}" for key, text in value.items()) + " }"
    return quoted(value)


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
