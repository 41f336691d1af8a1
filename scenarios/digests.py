"""Digests: a name for a question that no other question has, made of everything that its answer depends on."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

import numpy as np
import pandas as pd
from pydantic import BaseModel

from scenarios.cases import Case
from scenarios.cluster_facts import facts


def digest_of(*parts: object) -> str:
    """SHA-256 over values, the same in every process; raises TypeError for what has no written form of its own."""
    found = hashlib.sha256()
    for part in parts:
        for word in _words(part):
            found.update(f"{len(word)}:{word}".encode())
    return found.hexdigest()


def case_digest(case: Case) -> str:
    """Everything of a case that an answer depends on: what the round holds, the scenario, the program and its solver.

    What the round holds is taken from its tables as they are, for somebody may have changed them since they were
    read. Where to look first changes no answer, and is left out.
    """
    round_ = case.round
    regions = pd.DataFrame(round_.regions.drop(columns="geometry"))
    held = (round_.call, round_.criteria, round_.catalogue, round_.applicants, regions, round_.members, round_.marks)
    return digest_of(sorted(facts().items()), case.scenario.as_data(), *held)


def _words(value: object) -> Iterator[str]:
    """A value in words, each kind by itself, so that no two unlike values read the same."""
    if not isinstance(value, np.generic):
        yield type(value).__name__
    if isinstance(value, pd.DataFrame):
        yield str(value.shape)
        yield from _words([*map(str, value.columns)])
        for cells in (value.index.to_series(), *(value.iloc[:, k] for k in range(value.shape[1]))):
            yield str(cells.dtype)
            yield from map(repr, cells.tolist())
    elif isinstance(value, BaseModel):
        yield from _words(dict(value))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _words({field.name: getattr(value, field.name) for field in fields(value)})
    elif isinstance(value, Mapping):
        yield str(len(value))
        for key in sorted(value, key=repr):
            yield from _words(key)
            yield from _words(value[key])
    elif isinstance(value, Set):
        yield str(len(value))
        yield from sorted(digest_of(each) for each in value)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        yield str(len(value))
        for each in value:
            yield from _words(each)
    elif isinstance(value, np.generic):
        yield from _words(value.item())
    elif value is None or value is pd.NA or isinstance(value, str | int | float | Fraction | Enum | date):
        yield repr(value)
    else:
        raise TypeError(f"a {type(value).__name__} has no written form")
