"""Waiting: what a decision waits for from one person – a vote, a signature, an answer to an appeal."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from records.docket import Docket, list_dockets
from records.people import COMMITTEE, DECIDERS, Role
from records.staff import list_people
from records.store import Store


class Task(StrEnum):
    """What is waited for."""

    VOTE = "vote"
    SIGN = "sign"
    ANSWER = "answer"


@dataclass(frozen=True)
class Waiting:
    """One thing that one decision waits for from somebody; `appeals`: how many of its appeals have no answer."""

    decision: Docket
    task: Task
    appeals: int = 0


def waiting_for(store: Store, who: str, round_name: str = "") -> tuple[Waiting, ...]:
    """List what decisions wait for from somebody, by what their roles let them do; the first decision first.

    A vote is waited for until a member's counts for what is proposed now, then a signature of those who agreed: who
    objects or abstains does not owe one.
    """
    roles = next((person.roles for person in list_people(store, who) if person.code == who), frozenset[Role]())
    return tuple(each for known in list_dockets(store, who, round_name) for each in _of(known, who, roles))


def _of(known: Docket, who: str, roles: frozenset[Role]) -> Iterator[Waiting]:
    if known.adopted is None and roles & COMMITTEE:
        mine = [vote for vote in known.standing if vote["by"] == who]
        signed = {row["by"] for row in known.signatures if row["proposal"] == known.proposal}
        if not mine and not conflicted(known, who):
            yield Waiting(known, Task.VOTE)
        if mine and mine[0]["vote"] == "agree" and who not in signed and not conflicted(known, who):
            yield Waiting(known, Task.SIGN)
    answered = {row["appeal"] for row in known.answers}
    open_ = [row for row in known.appeals if row["id"] not in answered]
    if open_ and roles & DECIDERS:
        yield Waiting(known, Task.ANSWER, len(open_))


def conflicted(known: Docket, who: str) -> bool:
    """Whether somebody declared a conflict of interest in any proposal of a decision, and so does not sign."""
    return any(vote["by"] == who and vote["conflict"] for vote in known.votes)
