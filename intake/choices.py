"""Answers that are one of a list: codes, or labels in either language."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from intake.collector import Collector, each
from intake.criteria import Question
from intake.findings import Severity
from intake.words import key, says_missing
from locales import Message, Text, message

YES = ("ya", "yes", "y", "true", "benar", "1")
NO = ("tidak", "no", "n", "false", "salah", "0")


def accepted(question: Question) -> dict[str, str]:
    """Give every reduced spelling that a choice question accepts, and the code it means."""
    names: dict[str, str] = {}
    for choice in question.choices:
        names[key(choice.code)] = choice.code
    for choice in question.choices:
        for text in (choice.label.id, choice.label.en):
            names.setdefault(key(text), choice.code)
    if {choice.code for choice in question.choices} == {"yes", "no"}:
        for words, code in ((YES, "yes"), (NO, "no")):
            for word in words:
                names.setdefault(word, code)
    return names


def read_choices(
    cells: "pd.Series[Any]",
    header: str,
    names: Mapping[str, str],
    options: Sequence[Text],
    collector: Collector,
    code: str = "unknown-choice",
) -> "pd.Series[Any]":
    """Read a column of choices: object by row number, the code, or None for blank and for cells with an error."""
    found: dict[object, str | None] = {}
    unknown: set[object] = set()
    for cell in set(cells):
        text = spelled(cell)
        if text is None:
            found[cell] = None
        elif key(text) in names and key(text):
            found[cell] = names[key(text)]
        elif says_missing(text):
            found[cell] = None
        else:
            found[cell] = None
            unknown.add(cell)
    if unknown:
        bad = [row for row, cell in each(cells) if cell in unknown and (row, header) not in collector.spoilt]
        collector.cells(
            code,
            Severity.ERROR,
            header,
            bad,
            cells.loc[bad].tolist(),
            lambda _: message("this is none of the answers that can be given: {options}", options=tuple(options)),
            lambda cell: _remedy(str(cell), names),
        )
    values = np.empty(len(cells), dtype=object)
    values[:] = [found[cell] for cell in cells]
    return pd.Series(values, index=cells.index, dtype=object)


def spelled(cell: object) -> str | None:
    """Write a native cell as the text that a person would have typed; None for blank."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _remedy(text: str, names: Mapping[str, str]) -> Message:
    like = process.extractOne(key(text), list(names), scorer=fuzz.ratio, score_cutoff=70.0)
    if like:
        return message(
            "Did you mean {choice}? Choose one of the answers, or leave the cell blank.", choice=names[like[0]]
        )
    return message("Choose one of the answers, or leave the cell blank.")
