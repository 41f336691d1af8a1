"""Plain values: what the engines answer, written as JSON and read back as the very same values.

Tuples are lists; everything else that JSON lacks is an object with its kind under "$". Only classes of the engines
themselves are made again, from their fields: nothing that a text says is run.
"""

import dataclasses
import datetime
import json
import math
import sys
from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel

ENGINES = ("intake", "locales", "optimizer", "scenarios", "scoring")
"""Packages whose values are written and made again."""
DTYPES = ("object", "float64", "int64", "bool", "Int64", "Float64", "boolean", "str", "string")
KIND, HELD = "$", "of"


def as_text(value: object) -> str:
    """Write a value; raises TypeError for one that could not be read back as the same."""
    plain = _plain(value)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if _plain(from_text(text)) != plain:
        raise TypeError("a value is not the same once it was written and read")
    return text


def from_text(text: str) -> Any:  # noqa: ANN401
    """Read a value; raises ValueError, TypeError or LookupError for a text that is not of this program's values."""
    return _value(json.loads(text))


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else _tagged("float", repr(value))
    if isinstance(value, tuple) and type(value) is tuple:
        return [_plain(each) for each in value]
    for kind, (made_of, write, _) in PLAIN.items():
        if isinstance(value, made_of):
            return _tagged(kind, write(value))
    if value is pd.NA:
        return _tagged("NA", None)
    return _of_class(value)


def _of_class(value: Any) -> dict[str, Any]:  # noqa: ANN401
    own = type(value)
    if own.__module__.partition(".")[0] not in ENGINES or "<locals>" in own.__qualname__:
        raise TypeError(f"{own} is no value of the engines")
    if isinstance(value, Enum):
        held: Any = value.name
    elif isinstance(value, BaseModel):
        held = _plain(value.model_dump(by_alias=True))
    elif dataclasses.is_dataclass(value):
        held = {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value) if each.init}
    else:
        raise TypeError(f"{own} is no plain value")
    return {KIND: f"{own.__module__}:{own.__qualname__}", HELD: held}


def _value(plain: Any) -> Any:  # noqa: ANN401
    if isinstance(plain, list):
        return tuple(_value(each) for each in plain)
    if not isinstance(plain, dict):
        return plain
    kind, held = plain[KIND], plain[HELD]
    if kind in PLAIN:
        return PLAIN[kind][2](held)
    if kind == "NA":
        return pd.NA
    if kind == "float":
        return float(held)
    return _again(kind, held)


def _again(kind: str, held: Any) -> Any:  # noqa: ANN401
    module, _, name = kind.partition(":")
    if module.partition(".")[0] not in ENGINES:
        raise ValueError(f"{module} is none of the engines")
    own: Any = getattr(sys.modules[module], name)
    if not isinstance(own, type):
        raise TypeError(f"{kind} is no class")
    if issubclass(own, Enum):
        return own[held]
    if issubclass(own, BaseModel):
        return own.model_validate(_value(held))
    if not dataclasses.is_dataclass(own):
        raise TypeError(f"{kind} is no plain value")
    return own(**{field: _value(part) for field, part in held.items()})


def _tagged(kind: str, held: Any) -> dict[str, Any]:  # noqa: ANN401
    return {KIND: kind, HELD: held}


def _table(frame: pd.DataFrame) -> dict[str, Any]:
    index, columns = frame.index, [(name, frame[name]) for name in frame.columns]
    dtypes = [str(index.dtype), *(str(column.dtype) for _, column in columns)]
    if isinstance(index, pd.MultiIndex) or not set(dtypes) <= set(DTYPES):
        raise TypeError("a table has columns that could not be read back as the same")
    return {
        "index": [index.name, str(index.dtype), [_plain(each) for each in index.tolist()]],
        "columns": [[name, str(column.dtype), [_plain(each) for each in column.tolist()]] for name, column in columns],
    }


def _frame(held: Mapping[str, Any]) -> pd.DataFrame:
    name, dtype, cells = held["index"]
    index = pd.Index([_value(each) for each in cells], dtype=dtype, name=name)
    columns = {
        column: pd.Series([_value(each) for each in cells], index=index, dtype=dtype)
        for column, dtype, cells in held["columns"]
    }
    return pd.DataFrame(columns, index=index)


def _sorted(values: Any) -> list[Any]:  # noqa: ANN401
    return sorted((_plain(each) for each in values), key=lambda each: json.dumps(each, sort_keys=True))


Way = tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]
PLAIN: dict[str, Way] = {
    "fraction": (Fraction, str, Fraction),
    "moment": (datetime.datetime, datetime.datetime.isoformat, datetime.datetime.fromisoformat),
    "day": (datetime.date, datetime.date.isoformat, datetime.date.fromisoformat),
    "frozenset": (frozenset, _sorted, lambda held: frozenset(_value(each) for each in held)),
    "set": (set, _sorted, lambda held: {_value(each) for each in held}),
    "list": (list, lambda value: [_plain(each) for each in value], lambda held: [_value(each) for each in held]),
    "table": (pd.DataFrame, _table, _frame),
    "mapping": (
        Mapping,
        lambda value: [[_plain(key), _plain(each)] for key, each in value.items()],
        lambda held: {_value(key): _value(each) for key, each in held},
    ),
}
"""By kind: of which class, how it is written, and how it is read."""
