"""What a memo says about how it was decided: proposals, notes, votes, objections, interests, locks, signatures."""

from collections.abc import Iterator
from datetime import date

from locales import Date, Message, Moment, Text, message, plural
from optimizer import Exclude, Include
from reports.grid import Column, Grid, Row
from reports.memo import Ballot, Proceedings, moment_of
from reports.memo_blocks import Block, Facts, Section, Words
from reports.words import Names
from scenarios import Outcome

INTO: dict[str, Message] = {"in": message("must be funded"), "out": message("may not be funded")}


def state(known: Proceedings) -> Message:
    """How far the decision is, in a sentence."""
    if known.draft:
        return message(
            "Proposed and not adopted: signed by {count} of {needed} members.",
            count=len(known.signed),
            needed=known.needed,
        )
    adopted = Moment(moment_of(known.adopted_at))
    if known.amended_by is not None:
        return message(
            "Adopted on {moment}, and amended by decision {number}, which holds in its place.",
            moment=adopted,
            number=str(known.amended_by),
        )
    return message("Adopted on {moment}; it is never changed, only followed by another.", moment=adopted)


def matter(outcome: Outcome, known: Proceedings) -> Iterator[Block]:
    """What was decided on: round and data, scenario and version, and how far it is."""
    call = outcome.round.call
    pairs: list[tuple[Text, Text]] = [
        (
            message("Decision"),
            message("{number}, proposal {proposal}", number=str(known.decision), proposal=str(known.proposal)),
        ),
        (message("State"), state(known)),
        (message("Round"), message("{title}, {phase}", title=call.title, phase=call.phase)),
        (message("Version of the data"), message("{name}, {digest}", name=known.round_name, digest=known.round)),
        (message("Scenario"), outcome.scenario.title),
        (
            message("Version of the scenario"),
            message(
                "{version}, saved by {person} on {moment}",
                version=known.version,
                person=known.version_by,
                moment=Moment(moment_of(known.version_at)),
            ),
        ),
    ]
    if known.amends is not None:
        pairs.append((message("Amends decision"), str(known.amends)))
    yield Section(message("What is decided on") if known.draft else message("What was decided on"))
    yield Facts(tuple(pairs))


def suggestions(known: Proceedings) -> Iterator[Block]:
    """What was proposed, one after the other."""
    columns = (
        Column(message("No.")),
        Column(message("Scenario"), width=20),
        Column(message("By"), width=18),
        Column(message("On"), width=18),
        Column(message("Note"), width=28),
    )
    rows = tuple(
        Row((str(each.number), each.version, each.by, Moment(moment_of(each.at)), each.note or None))
        for each in known.suggestions
    )
    yield Section(message("Proposals"))
    yield Grid(columns, rows)


def remarks(known: Proceedings) -> Iterator[Block]:
    """What was said."""
    yield Section(message("Discussion"))
    if not known.remarks:
        yield Words(message("No note was recorded."))
        return
    columns = (Column(message("By"), width=18), Column(message("On"), width=18), Column(message("Text"), width=48))
    yield Grid(columns, tuple(Row((each.by, Moment(moment_of(each.at)), each.text)) for each in known.remarks))


def votes(known: Proceedings, *, earlier: bool) -> Iterator[Block]:
    """The votes that count; objections and interests in full. earlier: also those that no longer count."""
    counted = known.counted
    of = {kind: sum(each.kind == kind for each in counted) for kind in ("agree", "object", "abstain")}
    yield Section(message("Votes on proposal {number}", number=str(known.proposal)))
    yield Words(
        message(
            "{agree} agree, {object} object, {abstain} abstain.",
            agree=of["agree"],
            object=of["object"],
            abstain=of["abstain"],
        )
    )
    if counted:
        yield _ballots(counted)
    yield Section(message("Dissent"))
    against = [each for each in counted if each.kind == "object"]
    yield Words(
        plural(
            "{count} objection stands; an objection does not stop a decision, it is put down with it.",
            "{count} objections stand; an objection does not stop a decision, it is put down with it.",
            count=len(against),
        )
        if against
        else message("Nobody objects.")
    )
    for each in against:
        yield Words(message("{person}: {text}", person=each.by, text=each.text))
    yield from _interests(known)
    before = tuple(each for each in known.ballots if not each.counts)
    if earlier and before:
        yield Section(message("Earlier votes, which no longer count"))
        yield _ballots(before)


def _interests(known: Proceedings) -> Iterator[Block]:
    """Interests that were declared on any of the proposals: they stay, and keep their holder from signing."""
    declared = dict.fromkeys((each.by, each.text) for each in known.ballots if each.conflict)
    yield Section(message("Conflicts of interest"))
    if not declared:
        yield Words(message("Nobody declared one."))
    for person, text in declared:
        yield Words(message("{person}: {text}", person=person, text=text))


def _ballots(ballots: tuple[Ballot, ...]) -> Grid:
    columns = (
        Column(message("Member"), width=18),
        Column(message("Proposal")),
        Column(message("Vote"), width=14),
        Column(message("On"), width=18),
        Column(message("Text"), width=34),
    )
    rows = tuple(
        Row((each.by, str(each.proposal), each.said, Moment(moment_of(each.at)), each.text or None)) for each in ballots
    )
    return Grid(columns, rows)


def locks(outcome: Outcome, known: Proceedings) -> Iterator[Block]:
    """Who must be in or out whatever the points say: why, who insists, and at what price."""
    yield Section(message("Locks: who is in or out whatever the points say"))
    rows = [*_saved(outcome, known), *_written(outcome, known)]
    if not rows:
        yield Words(message("There is none: the rules and the points alone make the plan."))
        return
    columns = (
        Column(message("Library"), width=24),
        Column(message("Lock"), width=13),
        Column(message("Reason"), width=26),
        Column(message("Asked for by"), width=20),
        Column(message("Price"), width=17),
    )
    yield Grid(columns, tuple(rows))


def _saved(outcome: Outcome, known: Proceedings) -> Iterator[Row]:
    """Locks with name and price; one that the scenario no longer has was taken out again."""
    names, holds = Names(outcome), _in_force(outcome)
    for each in known.locks:
        into: Text = INTO[each.into]
        if (each.into, each.applicant) not in holds:
            into = message("{lock}; taken out again later", lock=into)
        who = message("{person}, {moment}", person=each.by, moment=Moment(moment_of(each.at)))
        yield Row((_person(outcome, names, each.applicant), into, each.reason, who, each.price))


def _written(outcome: Outcome, known: Proceedings) -> Iterator[Row]:
    """Locks that the scenario's file has of its own, beside those that were put on with a price."""
    saved, names = {(each.into, each.applicant) for each in known.locks}, Names(outcome)
    for (into, applicant), rule in _in_force(outcome).items():
        if (into, applicant) not in saved:
            row: tuple[Text, ...] = (INTO[into], rule.reason or rule.name, rule.asked_by or None, None)
            yield Row((_person(outcome, names, applicant), *row))


def _in_force(outcome: Outcome) -> dict[tuple[str, str], Include | Exclude]:
    return {
        ("in" if isinstance(rule, Include) else "out", applicant): rule
        for rule in outcome.rules
        if isinstance(rule, Include | Exclude)
        for applicant in rule.applicants
    }


def _person(outcome: Outcome, names: Names, applicant: str) -> str:
    return f"{names.person(applicant)} ({applicant})" if applicant in outcome.table.index else applicant


def adoption(known: Proceedings) -> Iterator[Block]:
    """Who signed in the store, what was frozen, and until when appeals are taken."""
    yield Section(message("Adoption"))
    yield Words(state(known), strong=True)
    if known.signed:
        columns = (Column(message("Signed by"), width=40), Column(message("On"), width=30))
        rows = tuple(Row((f"{each.name} ({each.code})", Moment(moment_of(each.at)))) for each in known.signed)
        yield Grid(columns, rows)
    yield Section(message("Appeals"))
    if not known.opens:
        yield Words(message("No window for appeals is open yet."))
        return
    yield Words(
        message(
            "Appeals are taken from {opens} to {closes}.",
            opens=Date(date.fromisoformat(known.opens)),
            closes=Date(date.fromisoformat(known.closes)),
        )
    )
    if known.received:
        yield Words(
            message(
                "{received} received, {answered} answered, {upheld} of them upheld in whole or in part.",
                received=known.received,
                answered=known.answered,
                upheld=known.upheld,
            )
        )


def proofs(known: Proceedings) -> list[tuple[Text, Text]]:
    """The digests by which the decision is known."""
    pairs: list[tuple[Text, Text]] = [(message("Digest of the outcome (SHA-256)"), known.outcome)]
    if known.record:
        pairs.append((message("Digest of the decision as frozen (SHA-256)"), known.record))
    return pairs
