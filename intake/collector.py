"""The collector: gathers findings, and folds many of one kind into one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from intake.findings import Finding, Findings, Severity
from intake.words import shown
from locales import Message, message

SHOWN = 20
ROWS_NAMED = 10


@dataclass
class Pile:
    """Findings of one kind in one column that are counted, no longer written out."""

    severity: Severity
    rows: list[int] = field(default_factory=list)
    count: int = 0


@dataclass
class Collector:
    """Findings of one file, at most `SHOWN` of a kind and column; the rest become one finding with their number.

    `spoilt` holds the (row, column) places that have an error already, so that one fault is told once; `doubted`
    those that have a warning. `most`: so many of a kind and column are written out.
    """

    file: str
    sheet: str = ""
    items: list[Finding] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    piles: dict[tuple[str, str], Pile] = field(default_factory=dict)
    spoilt: set[tuple[int, str]] = field(default_factory=set)
    doubted: set[tuple[int, str]] = field(default_factory=set)
    most: int = SHOWN

    def add(self, code: str, severity: Severity, problem: Message, remedy: Message, column: str = "") -> None:
        """Note something about the file or a column as a whole."""
        self.items.append(Finding(code, severity, problem, remedy, self.file, self.sheet, None, column))

    def cell(
        self,
        code: str,
        severity: Severity,
        row: int,
        column: str,
        value: object,
        problem: Callable[[], Message],
        remedy: Callable[[], Message],
    ) -> None:
        """Note something about one cell; the sentences are only made while they are going to be shown."""
        self._mark(severity, column, (row,))
        place = (code, column)
        seen = self.counts[place] = self.counts.get(place, 0) + 1
        if seen <= self.most:
            text = "" if value is None else shown(value)
            self.items.append(Finding(code, severity, problem(), remedy(), self.file, self.sheet, row, column, text))
            return
        pile = self.piles.setdefault(place, Pile(severity))
        pile.count += 1
        if len(pile.rows) < ROWS_NAMED:
            pile.rows.append(row)

    def cells(
        self,
        code: str,
        severity: Severity,
        column: str,
        rows: Sequence[int],
        values: Sequence[object],
        problem: Callable[[object], Message],
        remedy: Callable[[object], Message],
    ) -> None:
        """Note the same kind of thing about many cells of one column; beyond the first ones they are only counted."""
        done = max(0, min(len(rows), self.most + ROWS_NAMED - self.counts.get((code, column), 0)))
        for row, value in zip(rows[:done], values[:done], strict=True):
            self.cell(
                code,
                severity,
                row,
                column,
                value,
                partial(problem, value),
                partial(remedy, value),
            )

        if len(rows) > done:
            pile = self.piles.setdefault((code, column), Pile(severity))
            pile.count += len(rows) - done
            self._mark(severity, column, rows[done:])

    def _mark(self, severity: Severity, column: str, rows: Iterable[int]) -> None:
        marks = {Severity.ERROR: self.spoilt, Severity.WARNING: self.doubted}.get(severity)
        if marks is not None:
            marks.update((row, column) for row in rows)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take over findings made elsewhere."""
        self.items.extend(findings)

    def has_errors(self) -> bool:
        """Tell whether anything so far stops the run."""
        return any(item.severity is Severity.ERROR for item in self.items)

    def findings(self) -> Findings:
        """Give everything, with one closing finding for each kind that was too many to write out."""
        closing = [self._closing(code, column, pile) for (code, column), pile in self.piles.items()]
        return Findings.of([*self.items, *closing])

    def _closing(self, code: str, column: str, pile: Pile) -> Finding:
        problem = message(
            "{count} more cells of this column have the same fault, first in rows {rows}",
            count=pile.count,
            rows=row_list(pile.rows, pile.count),
        )
        remedy = message("Mend the cells shown above first; the same remedy holds for these.")
        return Finding(code, pile.severity, problem, remedy, self.file, self.sheet, None, column)


def each(cells: "pd.Series[Any]") -> Iterable[tuple[int, Any]]:
    """Give row number and cell of a column, one after the other."""
    return zip(cells.index.tolist(), cells.tolist(), strict=True)


def row_list(rows: Sequence[int], count: int | None = None) -> str:
    """Write row numbers as `2, 5, 9`, at most ten, and `…` where there are more."""
    total = len(rows) if count is None else count
    text = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    return text + (", …" if total > ROWS_NAMED else "")
