"""The text of a scenario: what its file says, with a lock added or another name, everything else left as it stands."""

import datetime
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import scenarios
from intake import InputError
from locales import message
from records.words import canonical, refused
from scenarios import Scenario

BARE = re.compile(r"[A-Za-z0-9_-]+")
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
LONGEST_NAME = 80
OWN_ID = re.compile(r'^(id[ \t]*=[ \t]*)(?:"[^"\n]*"|\'[^\'\n]*\')', re.MULTILINE)


def parsed(content: bytes, name: str) -> Scenario:
    """Read a scenario from the bytes of its file; raises InputError that names what is wrong."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # figures too long to read, and tables nested without end, too
        raise refused(
            "toml",
            message("this is not TOML: {why}", why=str(error)),
            message("correct the scenario file; docs/scenarios.md lists every field"),
            where=name,
        ) from error
    return scenarios.from_data(data, name)


def file_of(scenario: Scenario) -> bytes:
    """Write a scenario as the bytes of its file, which say exactly what it says."""
    return proven(written(scenario.as_data()), scenario.id, scenario)


def with_rule(content: bytes, name: str, rule: Mapping[str, Any]) -> bytes:
    """Add one rule at the end of a scenario's file; comments stay, and nothing else is said differently."""
    before = parsed(content, name)
    wanted = scenarios.from_data({**before.as_data(), "rules": [*before.as_data()["rules"], dict(rule)]}, name)
    table = "".join(f"{string_key(key)} = {value_text(value)}\n" for key, value in rule.items())
    text = content.decode("utf-8").rstrip("\r\n") + f"\n\n[[rules]]\n{table}"
    return proven(text, name, wanted)


def renamed(content: bytes, name: str) -> bytes:
    """Give a scenario's file another id; raises InputError for one that is none."""
    fit_name(name)
    before = parsed(content, name)
    wanted = scenarios.from_data({**before.as_data(), "id": name}, name)
    text = OWN_ID.sub(lambda found: f'{found[1]}"{name}"', content.decode("utf-8"), count=1)
    return proven(text, name, wanted)


def fit_name(name: str) -> str:
    """Give a scenario's name back; raises InputError for one that no file could have."""
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise refused(
            "name",
            message("“{name}” is no name of a scenario", name=name[:LONGEST_NAME]),
            message("use small letters, digits and dashes, such as budget-cut"),
            value=name[:LONGEST_NAME],
        )
    return name


def proven(text: str, name: str, wanted: Scenario) -> bytes:
    """Use the edited text where it says what is wanted, else write the scenario out anew."""
    for attempt in (text, written(wanted.as_data())):
        try:
            if parsed(attempt.encode(), name).fingerprint() == wanted.fingerprint():
                return attempt.encode()
        except InputError:
            continue
    raise AssertionError(f"the scenario {name} cannot be written as it is meant")


def written(data: Mapping[str, Any]) -> str:
    """Write a scenario's table as TOML: plain values first, then each table with its inner tables in one line."""
    plain = {key: value for key, value in data.items() if not isinstance(value, Mapping) and not _tables(value)}
    lines = list(lines_of(plain))
    for key, value in data.items():
        if isinstance(value, Mapping) and key not in ("title", "note"):
            lines += ["", f"[{string_key(key)}]", *lines_of(value)]
        elif isinstance(value, Mapping):
            lines.insert(len(list(lines_of(plain))), f"{string_key(key)} = {value_text(value)}")
        elif _tables(value):
            for each in value:
                lines += ["", f"[[{string_key(key)}]]", *lines_of(each)]
    return "\n".join(lines) + "\n"


def _tables(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def lines_of(table: Mapping[str, Any]) -> Iterator[str]:
    """Write a table's values, one a line, its inner tables in theirs."""
    return (f"{string_key(key)} = {value_text(value)}" for key, value in table.items() if value is not None)


def string_key(key: str) -> str:
    """Write a key, in quotation marks where it needs them."""
    return key if BARE.fullmatch(key) else _string(key)


def value_text(value: Any) -> str:  # noqa: ANN401
    """Write a value as TOML does, tables in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(lines_of(value)) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(value_text(each) for each in value) + "]"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return repr(value)


def _string(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def value_from(text: str) -> Any:  # noqa: ANN401
    """Read one value as a scenario's file writes it; raises InputError."""
    wrong = message("this is no value as scenario files write them: {text}", text=text[:80])
    remedy = message("write a number, a text in quotation marks, [a, list] or {braces}", braces="{ a = 1, b = 2 }")
    try:
        found = tomllib.loads(f"value = {text.strip()}")
        canonical(found)
    except (ValueError, TypeError, RecursionError) as error:
        raise refused("value", wrong, remedy, value=text[:80]) from error
    if list(found) != ["value"]:
        raise refused("value", wrong, remedy, value=text[:80])
    return found["value"]
