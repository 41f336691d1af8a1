"""Answers of the committee: one member's, put into the next version of a round beside everybody else's."""

from dataclasses import dataclass
from typing import Any

from intake import MEMBERS_FILE, Answer, Finding, Findings, InputError, Member, Round, Severity, judge, with_answers
from locales import message
from records import people
from records.following import moved_on
from records.people import MAKERS, Role
from records.rounds import KeptRound, add_round, files_of_round, find_round, read_files_as_round
from records.store import Store
from records.versions import latest_round
from records.words import digest, refused

WEIGHERS = MAKERS | {Role.COMMITTEE}
TRIES = 5
"""How often the round may be followed by another while one member's answers are put into it."""


class AnswersConflictError(InputError):
    """Somebody else kept other answers of the same member meanwhile: `theirs`; `mine` is what was to be kept."""

    def __init__(self, theirs: tuple[Answer, ...], mine: Member) -> None:
        self.theirs, self.mine = theirs, mine
        finding = Finding(
            "records.answers",
            Severity.ERROR,
            message("other answers of {member} were kept while these were typed", member=mine.name),
            message("look at both, then keep one of them"),
            file=MEMBERS_FILE,
            value=mine.id,
        )
        super().__init__(Findings.of([finding]))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.theirs, self.mine)


@dataclass(frozen=True)
class Moved:
    """A round with one member's answers or other scales, and the scenarios that are about it now.

    anew: whether the file was written anew as a whole, without its remarks.
    """

    round: KeptRound
    scenarios: tuple[str, ...]
    anew: bool = False


def save_answers(store: Store, who: str, member: Member, since: KeptRound) -> Moved:
    """Keep one member's answers as the next version of a round; all other answers stay as they are by then.

    since: the round that was looked at while the answers were typed; what others kept after it is kept too. The
    scenarios that are about the round before go on about the new one, each as its next version. Planner and analyst may
    keep anybody's answers, a member of the committee its own, which stand under its code. Raises AnswersConflictError
    when answers of the same member were kept meanwhile, InputError when these cannot be used.
    """
    _may(store, who, member)
    if not member.answers:
        problem = message("{member} has not answered anything", member=member.name)
        raise refused("answers", problem, message("answer at least one set of questions"), value=member.id)
    for _ in range(TRIES):
        made = _tried(store, who, member, since)
        if made is not None:
            return made
    raise refused(
        "busy",
        message("the round is being changed all the time"),
        message("keep the answers again in a moment; they are not lost"),
        value=since.name,
    )


def _may(store: Store, who: str, member: Member) -> None:
    with store.reading(who, WEIGHERS) as connection:
        if member.id != who and not people.roles_of(connection, who) & MAKERS:
            raise refused(
                "member",
                message("{person} may only keep answers of its own", person=who),
                message("the planner or the analyst keeps the answers of others"),
                value=member.id,
            )


def _tried(store: Store, who: str, member: Member, since: KeptRound) -> Moved | None:
    """Keep the answers in the round as it is now; None where it was followed by another while this was prepared."""
    now = find_round(store, who, since.name)
    with store.reading(who, WEIGHERS) as connection:
        files, then = files_of_round(connection, now.id), files_of_round(connection, since.id)
    before = read_files_as_round(files)
    known = _answers(before, member.id)
    if now.id != since.id and known != _answers(read_files_as_round(then), member.id):
        raise AnswersConflictError(known, member)
    held = judge(before.criteria, member)
    if not held.usable:
        raise InputError(Findings.of(held.findings))
    note = f"{who} {store.now()}"
    files = {**files, MEMBERS_FILE: with_answers(files.get(MEMBERS_FILE), member, note)}
    after = read_files_as_round(files)
    with store.changing(who, "round.answers", WEIGHERS) as change:
        if latest_round(change.connection, since.name) != now.id:
            return None
        kept = add_round(change, files, after)
        moved = moved_on(change, since.name, {now.id, since.id}, kept.id, f"{MEMBERS_FILE}: {member.id}")
        about = {"id": kept.id, "fingerprint": kept.fingerprint, "member": member.id, "scenarios": list(moved)}
        change.tell(f"round {since.name}", before=now.id, after={**about, "sha256": digest(files[MEMBERS_FILE])})
    return Moved(kept, moved)


def _answers(round_: Round, member: str) -> tuple[Answer, ...]:
    people_ = round_.members.people if round_.members else ()
    found = next((each.answers for each in people_ if each.id == member), ())
    return tuple(Answer(each.method, each.date, each.node, each.number, each.shown, each.against) for each in found)
