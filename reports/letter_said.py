"""The letter in one language: the texts that its page is set from, and nothing but texts."""

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from intake import Letterhead
from locales import Date, Message, Money, Text, message, render
from reports import words
from reports.closeness import margin
from reports.grid import Kind
from reports.letter import Grant, Letter
from reports.printable import printable
from reports.shown_sheet import said
from scenarios import Cause, Outcome, WhatItTakes
from scoring import GateReason

NAME_SHOWN, FACTS_SHOWN, CHANGES_SHOWN = 240, 8, 8
"""Characters of a name, facts and changes that one page has room for; what is left out is said to be."""


CAUSES: dict[Cause, Message] = {
    Cause.GATE: message("It does not meet a condition that no points make up for:"),
    Cause.GATE_UNKNOWN: message("An answer is missing, so that a condition which no points make up for is open:"),
    Cause.MISSING_ANSWER: message("An answer without which no application is considered is missing:"),
    Cause.EXCLUDED: message("The committee has left it out by a rule of its own:"),
    Cause.MINIMUM_SCORE: message("Its points are below the least that are needed:"),
    Cause.NO_OPTION: message("No package of this round is open to it:"),
    Cause.NO_MENTOR: message("No funded library that could mentor it is within reach:"),
    Cause.OUT_COMPETED: message("With the money, equipment and places there are, other libraries were chosen:"),
    Cause.NOT_DECIDED: message("Nothing has been decided about it:"),
}
"""Why, as it is said to the applicant itself; the facts follow."""


def page(outcome: Outcome, letter: Letter, language: str) -> dict[str, Any]:
    """Put one letter into texts by the places of the page."""

    def text(value: Text) -> str:
        return printable(render(value, language))

    call = outcome.round.call
    head = call.letters
    dated = Date(call.decides)
    name = printable(letter.scored.name)
    sections = [_table(*part, text) for part in _tables(letter)]
    return {
        "id": letter.applicant,
        "sender": text(head.sender if head else call.title),
        "round": text(message("{title}, {phase}", title=call.title, phase=call.phase)),
        "made_up": text(call.made_up) if call.made_up else "",
        "dated": text(message("{place}, {day}", place=head.place, day=dated) if head and head.place else dated),
        "to": [
            text(message("To the head of")),
            name if len(name) <= NAME_SHOWN else name[:NAME_SHOWN] + "…",
            *(text(each) for each in letter.place),
        ],
        "number": text(message("Applicant {applicant}", applicant=letter.applicant)),
        "subject": text(message("Result of the selection: {round}", round=call.title)),
        "greeting": text(message("Dear Sir or Madam,")),
        "verdict": text(message("FUNDED") if letter.funded else message("NOT FUNDED")),
        "granted": letter.funded,
        "decision": [text(each) for each in _decision(outcome, letter)],
        "facts": [text(each) for each in _facts(letter)],
        "sections": sections,
        "points": [text(each) for each in _points(letter)],
        "gates": [text(each) for each in _gates(letter)],
        "gates_title": text(message("Conditions that no points make up for")),
        "changes": [text(each) for each in _changes(letter.takes)] if letter.takes else [],
        "changes_title": text(message("What alone would have turned the decision")),
        "review": [text(each) for each in _review(outcome)],
        "review_title": text(message("If you think that something is wrong")),
        "sign": [text(each) for each in _signed(head) if each],
    }


def footer(outcome: Outcome, language: str) -> list[str]:
    """What stands below every letter: which plan it is of, and how sure that plan is."""
    made = message("pilih {version}", version=version("pilih"))
    plan = message("Plan “{scenario}”: {status}.", scenario=outcome.scenario.title, status=words.status(outcome.plan))
    seal = message("Fingerprint of the plan: {fingerprint} ({program})", fingerprint=outcome.fingerprint, program=made)
    return [printable(render(each, language)) for each in (plan, seal)]


def _decision(outcome: Outcome, letter: Letter) -> Iterator[Message]:
    counts = {"funded": len(outcome.plan.awards), "all": len(outcome.table)}
    if letter.funded:
        yield message(
            "We are glad to tell you that your library is one of the {funded} of {all} that are funded.", **counts
        )
        if any(gate.status == "unknown" for gate in letter.scored.gates):
            yield message("The grant supposes that the open conditions named below are met.")
        return
    yield message(
        "We regret to tell you that your library is not one of the {funded} of {all} that are funded.", **counts
    )
    if letter.cause is not None:
        yield CAUSES[letter.cause]
    if letter.reserve is not None:
        yield message("It stands in place {place} of the reserve list.", place=letter.reserve)


def _facts(letter: Letter) -> Iterator[Text]:
    yield from letter.facts[:FACTS_SHOWN]
    if len(letter.facts) > FACTS_SHOWN:
        yield message("and {count} more", count=len(letter.facts) - FACTS_SHOWN)


Table = tuple[Message, tuple[Text, ...], tuple[int, ...], list[tuple[Text, ...]], bool]
"""Title, headings, places of numbers, rows, and whether the last row is a sum."""


def _tables(letter: Letter) -> Iterator[Table]:
    if letter.grant is not None:
        yield message("What is given"), (), (1,), list(_given(letter.grant)), False
    heads: list[Text] = [message("criterion"), message("answer"), message("points"), message("of")]
    if letter.gap is not None:
        heads += [message("at the line"), message("difference")]
    rows: list[tuple[Text, ...]] = []
    for each in letter.criteria:
        row: list[Text] = [each.label, each.answer, _two(each.points), _two(each.most)]
        if letter.gap is not None:
            apart = letter.against[each.criterion]
            row += [_two(round(each.points - apart, 6)), _two(apart)]
        rows.append(tuple(row))
    total: list[Text] = [message("All"), "", _two(letter.scored.score), _two(100.0)]
    if letter.gap is not None and letter.line is not None:
        total += [_two(letter.line), _two(letter.gap)]
    yield message("Points by criterion"), tuple(heads), tuple(range(2, len(heads))), [*rows, tuple(total)], True


def _given(grant: Grant) -> Iterator[tuple[Text, Text]]:
    yield message("Package"), grant.package
    if grant.tier is not None:
        yield message("Connection"), grant.tier
    yield message("Computers"), grant.computers
    yield message("Megabits per second"), grant.mbps
    yield message("Start year"), str(grant.start_year)
    for line, rupiah in grant.lines:
        yield message("Grant: {line}", line=line), Money(rupiah)
    yield message("Grant in all"), Money(grant.cost)
    if grant.local_match:
        yield message("Local match"), Money(grant.local_match)
    if grant.mentor is not None and grant.mentor_km is not None:
        yield message("Mentor"), message("{name}, {km} km away", name=grant.mentor, km=grant.mentor_km)


def _points(letter: Letter) -> Iterator[Message]:
    scored = letter.scored
    if scored.rank is not None:
        yield message(
            "Your library has {points} of 100 points and rank {rank}.", points=_two(scored.score), rank=scored.rank
        )
    else:
        yield message("Your library has {points} of 100 points, and no rank.", points=_two(scored.score))
    if letter.line is None or letter.gap is None:
        return
    if letter.funded:
        yield message("The line: the best library that is not funded has {line} points.", line=_two(letter.line))
    else:
        yield message("The line: the funded library of the lowest rank has {line} points.", line=_two(letter.line))
    if (letter.gap < 0) == letter.funded and scored.rank is not None:
        yield message("Points alone do not decide: money, equipment and rules of distribution do so too.")
    yield message("Figures are rounded to two decimals; unrounded, the differences add up exactly.")


def _gates(letter: Letter) -> Iterator[Message]:
    """The conditions by result, each with the distance of its answers from their limit."""
    for status, result in (
        ("fail", message("Not met")),
        ("unknown", message("Open, for an answer is missing")),
        ("pass", message("Met")),
    ):
        told = tuple(_gate(letter, each) for each in letter.scored.gates if each.status == status)
        if told:
            yield message("{result}: {gates}.", result=result, gates=_semicolons(told))


def _gate(letter: Letter, gate: GateReason) -> Text:
    told: list[Text] = []
    for each in letter.margins:
        if each.gate != gate.gate or each.margin is None:
            continue
        if each.margin == 0:
            told.append(message("just at the limit"))
        elif each.margin > 0:
            told.append(message("{margin} to spare", margin=margin(each)))
        else:
            told.append(message("misses the limit by {margin}", margin=margin(replace(each, margin=-each.margin))))
    return message("{gate} ({margins})", gate=gate.label, margins=tuple(told)) if told else gate.label


def _semicolons(parts: tuple[Text, ...]) -> Text:
    first, *others = parts
    listed: Text = first
    for other in others:
        listed = message("{facts}; {fact}", facts=listed, fact=other)
    return listed


def _changes(takes: WhatItTakes) -> Iterator[Text]:
    """The smallest changes of the applicant's own answers that were proven; those of rules and budgets are not its."""
    own = [change.said for change in takes.changes if change.what == "answer"]
    for gate in takes.gates:
        yield message("first, to pass the gate {gate}; now: {reasons}", gate=gate.label, reasons=gate.reasons)
    if takes.gates_suffice:
        yield message("that alone would be enough")
    yield from own[:CHANGES_SHOWN]
    if len(own) > CHANGES_SHOWN:
        yield message("and {count} more", count=len(own) - CHANGES_SHOWN)
    if not own and not takes.gates_suffice:
        yield message("no single other answer that was tried would have been enough")
    if takes.unanswered:
        yield message("not everything was tried: time ran out")


def _review(outcome: Outcome) -> Iterator[Text]:
    head = outcome.round.call.letters
    if head is not None and head.review is not None:
        yield head.review
    else:
        yield message(
            "Ask the committee in writing for a review; name the applicant's number and the answer or figure that you "
            "think is wrong."
        )
    if head is not None and head.review_until is not None:
        yield message("The last day for it is {day}.", day=Date(head.review_until))
    yield message("Anyone can check this decision from the published plan, by its fingerprint below.")


def _signed(head: Letterhead | None) -> tuple[Text, Text]:
    """Who signs: the office, and the name below the room for a signature."""
    office: Text = message("The selection committee")
    return (office, "") if head is None else (head.office or office, head.signed_by)


def _two(points: float) -> Text:
    return said(points, Kind.POINTS)


def _table(title: Text, heads: tuple[Text, ...], right: tuple[int, ...], rows: Any, summed: bool, text: Any) -> Any:  # noqa: ANN401
    return {
        "title": text(title),
        "heads": [text(each) for each in heads],
        "right": list(right),
        "rows": [[text(cell) for cell in row] for row in rows],
        "summed": summed,
        "columns": len(rows[0]),
    }
