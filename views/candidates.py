"""Candidates: the outcomes of a round that can be compared: scenarios, their earlier versions, and decisions."""

from collections import Counter
from dataclasses import dataclass, replace

import records
from locales import Text, message
from records import Docket, KeptOutcome, Version
from scenarios import Outcome
from views.answers import outcome_of
from views.asking import desk
from views.visit import Visit, round_of


@dataclass(frozen=True)
class Candidate:
    """One outcome to compare: how the address calls it, how people do, and of what it is."""

    code: str
    title: Text
    version: Version
    decided: KeptOutcome | None = None


def candidates(visit: Visit) -> dict[str, Candidate]:
    """List what can be compared in the chosen round, by code; no two titles are alike."""
    assert visit.round is not None
    name = visit.round.name
    now = latest(visit)
    found = [Candidate(each.name, each.scenario.title, each) for each in now]
    for each in decisions(visit):
        title = message("Decision {number}: {title}", number=str(each.id), title=each.title)
        found.append(Candidate(f"#{each.id}", title, each.version, each.outcome))
    for version in now:
        for older in records.list_versions(visit.store, visit.who, name, version.name)[:-1]:
            title = message("{scenario}, version {number}", scenario=older.scenario.title, number=str(older.number))
            found.append(Candidate(f"{older.name}@{older.number}", title, older))
    said = Counter(visit.say(each.title) for each in found)
    return {each.code: each if said[visit.say(each.title)] == 1 else _told_apart(each) for each in found}


def _told_apart(one: Candidate) -> Candidate:
    return replace(one, title=message("{scenario} ({code})", scenario=one.title, code=one.code))


def latest(visit: Visit) -> tuple[Version, ...]:
    """The latest version of every scenario of the chosen round."""
    assert visit.round is not None
    return records.list_versions(visit.store, visit.who, visit.round.name)


def decisions(visit: Visit) -> tuple[Docket, ...]:
    """The decisions of the chosen round that are adopted, the latest first."""
    assert visit.round is not None
    known = records.list_dockets(visit.store, visit.who, visit.round.name)
    return tuple(each for each in reversed(known) if each.adopted is not None)


def outcome_of_candidate(visit: Visit, one: Candidate) -> Outcome | None:
    """Give its outcome; None while a worker is at it. Raises InputError for what cannot be read."""
    if one.decided is None:
        return outcome_of(visit, one.version)
    key = ("decided", one.decided.id)
    known: Outcome | None = desk().remembered(key)
    if known is None:
        round_ = round_of(visit, one.decided.round)
        known = records.read_outcome(visit.store, visit.who, one.decided, round_)
        desk().remember(key, known)
    return known
