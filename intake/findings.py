"""Findings: everything that is wrong or odd in the files, with its place and its remedy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from locales import Message, Text, message


class Severity(StrEnum):
    """How much a finding weighs: an error stops the run, a warning stays visible to the last report."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One problem: where it is, what is wrong, how to mend it.

    `row` is the row a person sees in the file (the header is row 1); `code` is stable and for machines.
    """

    code: str
    severity: Severity
    problem: Message
    remedy: Message
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def place(self) -> Message:
        """Say where it is: file, sheet, row and column, as far as known."""
        parts: list[Text] = [self.file] if self.file else []
        if self.sheet:
            parts.append(message("sheet {sheet}", sheet=self.sheet))
        if self.row is not None:
            parts.append(message("row {row}", row=str(self.row)))
        if self.column:
            parts.append(message("column {column}", column=self.column))
        return message("{parts}", parts=tuple(parts))


@dataclass(frozen=True)
class Findings:
    """All findings of one reading, in the order of the files."""

    items: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Findings":
        """Collect findings, dropping exact repeats."""
        return cls(tuple(dict.fromkeys(findings)))

    def __add__(self, other: "Findings") -> "Findings":
        return Findings.of((*self.items, *other.items))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop the run."""
        return tuple(item for item in self.items if item.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that stay with the round to its last report."""
        return tuple(item for item in self.items if item.severity is Severity.WARNING)


class InputError(Exception):
    """The input cannot be used; `findings` says everything that is wrong with it."""

    def __init__(self, findings: Findings) -> None:
        super().__init__("; ".join(f"{f.place().text('en')}: {f.problem.text('en')}" for f in findings.errors))
        self.findings = findings

    def __reduce__(self) -> tuple[type["InputError"], tuple[Findings]]:
        return type(self), (self.findings,)
