"""Which column of an upload is which: proposed with its certainty, decided by a person, remembered by the header."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz, process

from intake.columns import matched
from intake.findings import Finding, Findings, Severity
from intake.imports.asked import Asked
from intake.imports.fitting import fitting
from intake.imports.source_columns import Source
from intake.synonyms import REGION_KEYS
from intake.tables import Table
from intake.words import key
from locales import message

LIKE = 80.0
APART = 5.0
"""Points of likeness (0 to 100) that a name needs to be proposed, and that it must lie before any other column's."""


class How(StrEnum):
    """How a column was recognised, the surest first; LIKE is only a resemblance, NONE nothing at all."""

    REMEMBERED = "remembered"
    NAME = "name"
    LABEL = "label"
    SYNONYM = "synonym"
    LEARNED = "learned"
    LIKE = "like"
    NONE = "none"


RANK = {how: place for place, how in enumerate(How)}


@dataclass(frozen=True)
class Proposal:
    """What one column of the upload is taken for.

    target: a column's code, "" for none. likeness: 0 to 100, 100 where it is no matter of likeness. fit and looked_at:
    so many of the values looked at could answer. contested: the column that this and another source both mean, so
    that none is proposed for it.
    """

    source: Source
    target: str = ""
    how: How = How.NONE
    likeness: float = 0.0
    fit: int = 0
    looked_at: int = 0
    contested: str = ""


def header_fingerprint(headers: Iterable[str]) -> str:
    """SHA-256 of the headers, whatever their order, case and spacing: files of one origin agree in it."""
    return hashlib.sha256("\n".join(sorted(key(header) for header in headers)).encode()).hexdigest()


def propose(
    table: Table,
    columns: Sequence[Source],
    asked: Asked,
    remembered: Mapping[str, str] | None = None,
    learned: Mapping[str, str] | None = None,
) -> tuple[Proposal, ...]:
    """Propose a column for every source, two sources never the same one.

    remembered: what a person chose for exactly these headers; learned: what was chosen for a header in other files;
    both from reduced header (`words.key`) to a column's code, "" for one that is not to be read. Where two sources
    are equally sure of one column, none gets it: the person has to say.
    """
    sure = [_sure(source, asked, remembered or {}, learned or {}) for source in columns]
    settled = _settled(sure)
    taken = {each.target for each in settled if each.target} | {each.contested for each in settled}
    likely = _alike([each for each in settled if each.how is How.NONE and not each.contested], table, asked, taken)
    final = [likely.get(each.source.place, each) for each in settled]
    return tuple(_with_fit(each, table, asked) for each in final)


def decided(proposals: Iterable[Proposal]) -> dict[int, str]:
    """Give what was proposed as a mapping from the source's place to a column."""
    return {each.source.place: each.target for each in proposals if each.target}


def to_remember(columns: Iterable[Source], mapping: Mapping[int, str]) -> dict[str, str]:
    """Give the person's decision about every header in the form that `propose` takes; "" for what is not read."""
    return {source.key: mapping.get(source.place, "") for source in columns if source.key}


def learned_from(remembered: Mapping[str, str]) -> dict[str, str]:
    """Give what a decision about one file's headers teaches about other files: what was chosen, not what was not."""
    return {header: target for header, target in remembered.items() if target}


def mapping_faults(mapping: Mapping[int, str], columns: Sequence[Source], asked: Asked, file: str) -> Findings:
    """Say what keeps a mapping from being used: columns chosen twice, unknown ones, needed ones that are absent."""
    names = {source.place: source.header for source in columns}
    found: list[Finding] = []

    def tell(code: str, problem: object, remedy: object, column: str) -> None:
        found.append(Finding(code, Severity.ERROR, problem, remedy, file, column=column))  # type: ignore[arg-type]

    chosen = {place: target for place, target in mapping.items() if target}
    for place, target in sorted(chosen.items()):
        if place not in names or target not in asked.targets:
            problem = message("there is no column {column} to choose", column=target)
            tell("unknown-column", problem, message("Choose another column."), names.get(place, ""))
    for target in dict.fromkeys(chosen.values()):
        headers = [names.get(place, "") for place, other in sorted(chosen.items()) if other == target]
        if len(headers) > 1:
            problem = message(
                "the headers {headers} all mean the column {column}",
                headers=tuple(f"“{header}”" for header in headers),
                column=asked.targets[target].label if target in asked.targets else target,
            )
            tell("two-columns-for-one", problem, message("Choose one of them, and none for the others."), headers[0])
    for column in asked.absent(frozenset(chosen.values())):
        if column == "region":
            labels = tuple(asked.targets[code].label for code in REGION_KEYS)
            problem = message("no column says which district an applicant stands in")
            tell("missing-column", problem, message("Choose a column for one of {columns}.", columns=labels), "")
        else:
            problem = message("the column {column} is missing", column=asked.targets[column].label)
            tell("missing-column", problem, message("Choose the column of the file that holds it."), column)
    return Findings.of(found)


def _sure(source: Source, asked: Asked, remembered: Mapping[str, str], learned: Mapping[str, str]) -> Proposal:
    if source.key in remembered and (remembered[source.key] in asked.targets or not remembered[source.key]):
        return Proposal(source, remembered[source.key], How.REMEMBERED, 100.0)
    found = matched(source.text, asked.known)
    if found.column:
        return Proposal(source, found.column, How(found.how), 100.0)
    if learned.get(source.key, "") in asked.targets:
        return Proposal(source, learned[source.key], How.LEARNED, 100.0)
    return Proposal(source)


def _settled(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Leave each column to its surest source; where several are equally sure, to none."""
    best: dict[str, list[Proposal]] = {}
    for each in proposals:
        if each.target:
            best.setdefault(each.target, []).append(each)
    winners: set[int] = set()
    for rivals in best.values():
        top = min(RANK[each.how] for each in rivals)
        first = [each.source.place for each in rivals if RANK[each.how] == top]
        winners |= set(first) if len(first) == 1 else set()
    return [
        each if not each.target or each.source.place in winners else Proposal(each.source, contested=each.target)
        for each in proposals
    ]


def _alike(open_: Sequence[Proposal], table: Table, asked: Asked, taken: set[str]) -> dict[int, Proposal]:
    """Propose by likeness where one column's spelling is clearly the nearest and most values fit it."""
    spellings: dict[str, str] = {}
    for names in asked.known.values():
        for text, column in names.items():
            spellings.setdefault(text, column)
    wished: list[Proposal] = []
    for each in open_:
        likeness: dict[str, float] = {}
        for text, score, _ in process.extract(each.source.key, list(spellings), scorer=fuzz.ratio, limit=20):
            column = spellings[text]
            likeness[column] = max(score, likeness.get(column, 0.0))
        ranked = sorted(likeness.items(), key=lambda pair: -pair[1])
        if ranked and ranked[0][1] >= LIKE and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= APART):
            target, score = ranked[0]
            fit, looked_at = fitting(table.cells[each.source.place].tolist(), asked.targets[target], asked)
            if target not in taken and 2 * fit > looked_at:
                wished.append(Proposal(each.source, target, How.LIKE, score))
    wanted = [each.target for each in wished]
    return {each.source.place: each for each in wished if wanted.count(each.target) == 1}


def _with_fit(proposal: Proposal, table: Table, asked: Asked) -> Proposal:
    if not proposal.target:
        return proposal
    cells = table.cells[proposal.source.place].tolist()
    fit, looked_at = fitting(cells, asked.targets[proposal.target], asked)
    return replace(proposal, fit=fit, looked_at=looked_at)
