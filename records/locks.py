"""Locks: who must be in or out of a plan whatever it scores, who insists and why, and what it costs."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from sqlalchemy import Connection, select

from locales import Label, message
from optimizer import Exclude, Include, Status
from records import versions
from records.outcomes import KeptOutcome, Reached, reached, reached_by
from records.people import ANYONE, SOLVERS
from records.rounds import round_from
from records.scenario_text import parsed, renamed, with_rule
from records.store import Change, Store
from records.tables import LOCKS, PEOPLE
from records.versions import ConflictError, Version
from records.words import checked, refused
from scenarios import Outcome, Scenario

Into = Literal["in", "out"]
EXACT, IMPOSSIBLE, UNPROVEN = "exact", "impossible", "unproven"


@dataclass(frozen=True)
class Draft:
    """A version with one more lock, not yet saved: so that its price can be worked out first."""

    base: Version
    applicant: str
    into: Into
    reason: str
    name: str
    content: bytes
    scenario: Scenario


@dataclass(frozen=True)
class Lock:
    """One lock as it was saved, and the version that first had it.

    price: how much less of `measure` the plan reaches than without it; None where a plan is impossible or not proven.
    """

    reference: str
    applicant: str
    into: str
    reason: str
    by: str
    at: str
    price: Fraction | None
    measure: str
    price_status: str


@dataclass(frozen=True)
class Price:
    """What a lock costs; fields as in `Lock`."""

    price: Fraction | None
    measure: str
    price_status: str


def draft_lock(
    store: Store, who: str, base: Version, applicant: str, into: Into, reason: str, name: str | None = None
) -> Draft:
    """Write a version's file with one more lock, with its reason and who insists; nothing is saved yet.

    name: the scenario that is to have it, where that is not the version's own. Raises InputError for an unknown
    applicant or one that is locked already.
    """
    checked(reason, "reason")
    with store.reading(who, SOLVERS) as connection:
        person = str(connection.execute(select(PEOPLE.c.name).where(PEOPLE.c.person == who)).scalar_one())
    round_ = round_from(store, who, base.round)
    if applicant not in round_.applicants.index:
        raise refused(
            "applicant",
            message("there is no applicant {applicant} in the round", applicant=applicant),
            message("choose somebody of this round (on the command line, pilih score lists them with their codes)"),
            value=applicant,
        )
    scenario = base.scenario
    held = [rule for rule in scenario.rules if isinstance(rule, Include | Exclude) and applicant in rule.applicants]
    if held:
        raise refused(
            "locked",
            message("{applicant} is locked already: {rule}", applicant=applicant, rule=held[0].describe()),
            message("take that rule out of the scenario first, with a note that says why"),
            value=applicant,
        )
    taken = {rule.id for rule in scenario.rules}
    label = _label(into, applicant)
    rule = {
        "rule": "include" if into == "in" else "exclude",
        "id": next(f"lock_{number}" for number in range(1, len(taken) + 2) if f"lock_{number}" not in taken),
        "label": {"id": label.id, "en": label.en},
        "applicants": [applicant],
        "reason": {"id": reason, "en": reason},
        "asked_by": f"{person} ({who})",
    }
    called = name or base.name
    before = base.content if called == base.name else renamed(base.content, called)
    content = with_rule(before, called, rule)
    return Draft(base, applicant, into, reason, called, content, parsed(content, called))


def _label(into: Into, applicant: str) -> Label:
    said = (
        message("{applicant} is in by decision of the committee", applicant=applicant)
        if into == "in"
        else message("{applicant} is out by decision of the committee", applicant=applicant)
    )
    return Label(id=said.text("id"), en=said.text("en"))


def save_lock(
    store: Store, who: str, draft: Draft, before: KeptOutcome | None, after: KeptOutcome
) -> tuple[Version, Lock]:
    """Save a draft as the version after its base, with the lock and its price; raises ConflictError.

    before, after: the outcomes of the base and of the draft; their difference is the price.
    """
    with store.changing(who, "scenario.lock", SOLVERS) as change:
        latest = versions.head(change.connection, draft.base.round_name, draft.base.name)
        assert latest is not None
        if latest.number != draft.base.number:
            raise ConflictError(draft.base, latest, draft.content)
        return put_lock(change, draft, before, after)


def put_lock(change: Change, draft: Draft, before: KeptOutcome | None, after: KeptOutcome) -> tuple[Version, Lock]:
    """Write version, lock and price as part of a change; raises InputError when the outcomes are of something else."""
    _is_of(after, draft.base.round, draft.scenario.fingerprint())
    if before is not None:
        _is_of(before, draft.base.round, draft.base.fingerprint)
    made = versions.add_version(
        change,
        draft.content,
        draft.scenario,
        draft.base.round_name,
        draft.base.round,
        parent=draft.base.reference,
        note=draft.reason,
    )
    cost = _price(change.connection, before, after)
    row = change.put(
        LOCKS,
        id=change.next(LOCKS),
        round_name=made.round_name,
        scenario=made.name,
        version=made.number,
        applicant=draft.applicant,
        decision=draft.into,
        reason=draft.reason,
        price=None if cost.price is None else str(cost.price),
        measure=cost.measure,
        price_status=cost.price_status,
    )
    told = {name: row[name] for name in ("applicant", "decision", "reason", "price", "measure", "price_status")}
    change.tell(
        f"scenario {made.round_name}/{made.name}",
        before=draft.base.reference,
        after={"version": made.reference, **told},
    )
    return made, _lock(row)


def price_between(store: Store, who: str, before: KeptOutcome | None, after: KeptOutcome) -> Price:
    """Give the price that a lock will have, before it is saved, from the outcomes without it and with it."""
    with store.reading(who, ANYONE) as connection:
        return _price(connection, before, after)


def price_of_outcomes(before: Outcome, after: Outcome) -> Price:
    """Give the price of a lock from outcomes that are not kept: that without it and that with it."""
    return _between(reached_by(before), reached_by(after), after.plan.status is Status.INFEASIBLE)


def _price(connection: Connection, before: KeptOutcome | None, after: KeptOutcome) -> Price:
    if before is None:
        return Price(None, "", UNPROVEN)
    return _between(reached(connection, before.id), reached(connection, after.id), after.status == "infeasible")


def _between(one: Reached, other: Reached, infeasible: bool) -> Price:
    """What the best plan reaches on its first objective without the lock, less what with it.

    Exact where both plans are proven best there. The sign is turned where less is better, so a price is a loss.
    """
    if other.value is None:
        return Price(None, one.measure, IMPOSSIBLE if infeasible else UNPROVEN)
    if one.value is None or not (one.proven and other.proven):
        return Price(None, one.measure or other.measure, UNPROVEN)
    lost = one.value - other.value
    return Price(-lost if one.minimised else lost, one.measure, EXACT)


def _is_of(outcome: KeptOutcome, about: str, scenario: str) -> None:
    if (outcome.round, outcome.scenario_fingerprint) != (about, scenario):
        raise refused(
            "other",
            message("the outcome is not that of the scenario with this lock, or without it"),
            message("work the lock's price out again (on the command line: pilih scenario lock)"),
            value=outcome.id[:12],
        )


def locks_of(store: Store, who: str, version: Version) -> tuple[Lock, ...]:
    """List the locks that were ever saved in the line of versions that leads to this one, the first first."""
    with store.reading(who, ANYONE) as connection:
        return locks_along(connection, version)


def locks_along(connection: Connection, version: Version) -> tuple[Lock, ...]:
    """List the locks of a version and of those before it."""
    line, reference = set(), version.reference
    at: Version | None = version
    while at is not None:
        line.add(reference)
        found = versions.REFERENCE.fullmatch(at.parent or "")
        at = found and versions.version_at(connection, found["round"], found["name"], int(found["number"]))
        reference = at.reference if at else ""
    rows = connection.execute(select(LOCKS).where(LOCKS.c.round_name == version.round_name).order_by(LOCKS.c.id))
    return tuple(lock for lock in (_lock(row._asdict()) for row in rows) if lock.reference in line)


def _lock(row: dict[str, Any]) -> Lock:
    return Lock(
        reference=versions.reference(row["round_name"], row["scenario"], row["version"]),
        applicant=row["applicant"],
        into=row["decision"],
        reason=row["reason"],
        by=row["by"],
        at=row["at"],
        price=None if row["price"] is None else Fraction(row["price"]),
        measure=row["measure"],
        price_status=row["price_status"],
    )
