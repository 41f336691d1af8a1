"""Blocks: what a memo's pages are made of, said in no language yet."""

from dataclasses import dataclass
from typing import TypeAlias

from locales import Text
from reports.grid import Grid


@dataclass(frozen=True)
class Section:
    """A heading."""

    title: Text


@dataclass(frozen=True)
class Words:
    """A paragraph; `strong` for what nobody may overlook."""

    text: Text
    strong: bool = False


@dataclass(frozen=True)
class Facts:
    """Labels and values, one below the other."""

    pairs: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True)
class Place:
    """A place where somebody signs; empty parts are left open for a pen."""

    position: Text
    name: str
    number: str


@dataclass(frozen=True)
class Signing:
    """Where and when it is signed, and by whom."""

    dated: Text
    places: tuple[Place, ...]


Block: TypeAlias = Section | Words | Facts | Grid | Signing


@dataclass(frozen=True)
class Part:
    """Pages that lie the same way; annexes lie across, for they are wide."""

    blocks: tuple[Block, ...]
    across: bool = False


@dataclass(frozen=True)
class Paper:
    """A memo before it is set. above: lines above the title on the right; head: labels and values below the title."""

    title: Text
    below: tuple[Text, ...]
    above: tuple[Text, ...] = ()
    head: tuple[tuple[Text, Text], ...] = ()
    parts: tuple[Part, ...] = ()
