"""The three forms of a memo: what each begins with, what it holds in which order, and where it is signed."""

from collections.abc import Iterator

from locales import Date, Text, message
from reports import memo_plan, memo_spoken
from reports.memo import ANNEX_WORDS, Annex, Form, Memo
from reports.memo_blocks import Block, Facts, Paper, Part, Place, Section, Signing, Words

OPEN = "…" * 12
"""Room for a pen."""


def paper(made: Memo) -> Paper:
    """Put a memo together in its form."""
    match made.form:
        case Form.NOTA_DINAS:
            return _nota_dinas(made)
        case Form.BERITA_ACARA:
            return _berita_acara(made)
        case Form.LAMPIRAN_SK:
            return _lampiran_sk(made)


def _nota_dinas(made: Memo) -> Paper:
    outcome, known = made.outcome, made.proceedings
    blocks = (
        *memo_spoken.matter(outcome, known),
        *memo_plan.result(outcome),
        *memo_plan.money(outcome),
        *memo_spoken.locks(outcome, known),
        *memo_spoken.votes(known, earlier=False),
        *memo_spoken.adoption(known),
        *_proofs(made),
        _signing(made),
    )
    annexes = _annexes(made)
    head: list[tuple[Text, Text]] = [
        (message("Addressed to"), made.filled.to or message("The head of the programme")),
        (message("From"), _sender(made)),
        (message("Date"), Date(made.filled.day) if made.filled.day else OPEN),
        (message("Annexes"), len(annexes) or None),
        (message("Subject"), message("Decision {number}: {title}", number=str(known.decision), title=known.title)),
    ]
    return Paper(message("MEMORANDUM"), (_number(made),), (), tuple(head), (Part(blocks), *annexes))


def _berita_acara(made: Memo) -> Paper:
    outcome, known = made.outcome, made.proceedings
    opening = message(
        "On {day}, at {place}, the committee dealt with decision {number}: {title}.",
        day=Date(made.filled.day) if made.filled.day else OPEN,
        place=_place(made) or OPEN,
        number=str(known.decision),
        title=known.title,
    )
    blocks = (
        Words(opening),
        *memo_spoken.matter(outcome, known),
        *memo_spoken.suggestions(known),
        *memo_spoken.remarks(known),
        *memo_spoken.locks(outcome, known),
        *memo_spoken.votes(known, earlier=True),
        *memo_plan.result(outcome),
        *memo_plan.money(outcome),
        *memo_spoken.adoption(known),
        *_proofs(made),
        _signing(made),
    )
    below = (message("of the meeting of the selection committee"), outcome.round.call.title, _number(made))
    return Paper(message("MINUTES"), below, (), (), (Part(blocks), *_annexes(made)))


def _lampiran_sk(made: Memo) -> Paper:
    outcome, known = made.outcome, made.proceedings
    above: tuple[Text, ...] = (
        message("ANNEX"),
        message("to the decree: {office}", office=_sender(made)),
        _number(made),
        message("on {title}", title=known.title),
    )
    blocks: list[Block] = [
        *memo_plan.awards(outcome),
        *memo_plan.money(outcome),
        *memo_spoken.locks(outcome, known),
    ]
    if Annex.PLACES in made.annexes:
        blocks += memo_plan.places(outcome)
    blocks += memo_spoken.matter(outcome, known)
    blocks += [Words(_how_sure(made)), *memo_spoken.adoption(known), *_proofs(made), _signing(made)]
    below = (outcome.round.call.title, outcome.round.call.phase)
    return Paper(message("LIST OF GRANTS"), below, above, (), (Part(tuple(blocks), across=True),))


def _how_sure(made: Memo) -> Text:
    return message("The plan: {status}.", status=memo_plan.status(made.outcome))


def _annexes(made: Memo) -> tuple[Part, ...]:
    """What follows, each with its number, and across: the tables are wide."""
    makers = {Annex.AWARDS: memo_plan.awards, Annex.PLACES: memo_plan.places}
    found: list[Part] = []
    for annex in (each for each in Annex if each in made.annexes):
        title = message("Annex {number}: {title}", number=len(found) + 1, title=ANNEX_WORDS[annex])
        found.append(Part((Section(title), *makers[annex](made.outcome)), across=True))
    return tuple(found)


def _proofs(made: Memo) -> Iterator[Block]:
    yield Section(message("How to check it"))
    yield Words(
        message("Whoever has the package of the decision can verify and replay it; these digests must come out again.")
    )
    yield Facts((*memo_plan.sources(made.outcome), *memo_spoken.proofs(made.proceedings)))


def _signing(made: Memo) -> Signing:
    """Those who were named; else those who signed in the store; places for as many as it takes stay open."""
    member = message("Member of the selection committee")
    places = [Place(each.position or member, each.name, each.number) for each in made.filled.signatories]
    if not places:
        known = made.proceedings
        places = [Place(member, each.name, "") for each in known.signed]
        places += [Place(member, "", "")] * (known.needed - len(places))
    day: Text = Date(made.filled.day) if made.filled.day else OPEN
    return Signing(message("{place}, {day}", place=_place(made) or OPEN, day=day), tuple(places))


def _number(made: Memo) -> Text:
    return message("Number: {number}", number=made.filled.number or OPEN)


def _sender(made: Memo) -> Text:
    head = made.outcome.round.call.letters
    return made.filled.sender or (head.sender if head else message("The selection committee"))


def _place(made: Memo) -> str:
    head = made.outcome.round.call.letters
    return made.filled.place or (head.place if head else "")
