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
from records.words import refused
from scenarios import Scenario

BARE = re.compile(r"[A-Za-z0-9_-]+")
OWN_ID = re.compile(r'^(id[ \t]*=[ \t]*)(?:"[^"\n]*"|\'[^\'\n]*\')', re.MULTILINE)


def parsed(content: bytes, name: str) -> Scenario:
    """Read a scenario from the bytes of its file; raises InputError that names what is wrong."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise refused(
            "toml",
            message("this is not TOML: {why}", why=str(error)),
            message("correct the scenario file; docs/scenarios.md lists every field"),
            where=name,
        ) from error
    return scenarios.from_data(data, name)


def file_of(scenario: Scenario) -> bytes:
    """Write a scenario as the bytes of its file, which say exactly what it says."""
    return _proven(written(scenario.as_data()), scenario.id, scenario)


def with_rule(content: bytes, name: str, rule: Mapping[str, Any]) -> bytes:
    """Add one rule at the end of a scenario's file; comments stay, and nothing else is said differently."""
    before = parsed(content, name)
    wanted = scenarios.from_data({**before.as_data(), "rules": [*before.as_data()["rules"], dict(rule)]}, name)
    table = "".join(f"{_key(key)} = {_value(value)}\n" for key, value in rule.items())
    text = content.decode("utf-8").rstrip("\r\n") + f"\n\n[[rules]]\n{table}"
    return _proven(text, name, wanted)


def renamed(content: bytes, name: str) -> bytes:
    """Give a scenario's file another id."""
    before = parsed(content, name)
    wanted = scenarios.from_data({**before.as_data(), "id": name}, name)
    text = OWN_ID.sub(lambda found: f'{found[1]}"{name}"', content.decode("utf-8"), count=1)
    return _proven(text, name, wanted)


def _proven(text: str, name: str, wanted: Scenario) -> bytes:
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
    lines = list(_lines(plain))
    for key, value in data.items():
        if isinstance(value, Mapping) and key not in ("title", "note"):
            lines += ["", f"[{_key(key)}]", *_lines(value)]
        elif isinstance(value, Mapping):
            lines.insert(len(list(_lines(plain))), f"{_key(key)} = {_value(value)}")
        elif _tables(value):
            for each in value:
                lines += ["", f"[[{_key(key)}]]", *_lines(each)]
    return "\n".join(lines) + "\n"


def _tables(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    return (f"{_key(key)} = {_value(value)}" for key, value in table.items() if value is not None)


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else _string(key)


def _value(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_lines(value)) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return repr(value)


def _string(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
