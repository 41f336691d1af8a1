"""First start: the store of one computer gets its first person, its rounds, and the answers that are shown first."""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import scenarios
from intake import InputError
from optimizer import SolverError
from records.outcomes import answer_to, keep_outcome, question_of
from records.people import Person, Role, everybody
from records.rounds import list_rounds, round_from
from records.staff import add_person
from records.store import Store, open_store
from records.versions import Version, list_versions
from scenarios import Working

LOCAL = "local"
"""The code of whoever works at this computer, where nobody signs in."""
LOCAL_NAME = "Komputer ini / This computer"
"""Their name, kept once and read in both languages."""
SAMPLE, SHOWN_FIRST = "expansion-2015", ("base", "budget-cut", "need-first")
AT_ONCE = 2


def local_people(store: Store) -> tuple[Person, ...]:
    """The people of a store that serves one computer; the first is made where there is none, with every role."""
    there = _everybody(store)
    if not there:
        with contextlib.suppress(InputError):  # another start was first
            add_person(store, LOCAL, LOCAL, LOCAL_NAME, Role)
        there = _everybody(store)
    return there


def _everybody(store: Store) -> tuple[Person, ...]:
    with store.engine.connect() as connection, connection.begin():
        return everybody(connection)


def unanswered(store: Store, who: str) -> tuple[Version, ...]:
    """The scenarios of the sample round that are shown first and have no kept answer."""
    found = [each for each in list_rounds(store, who) if each.name == SAMPLE]
    if not found:
        return ()
    versions = [each for each in list_versions(store, who, SAMPLE) if each.name in SHOWN_FIRST]
    fingerprints = {each.id: each.fingerprint for each in found}
    return tuple(
        each
        for each in versions
        if each.round in fingerprints
        and answer_to(store, who, question_of(fingerprints[each.round], each.scenario)) is None
    )


def answer(store: Store, who: str, versions: tuple[Version, ...], told: Callable[[Version], None]) -> None:
    """Work the outcomes of versions out, two at a time, and keep them; `told` hears of each that is done.

    One that fails is left: the app works it out again when it is looked at, and says why it fails.
    """
    url = store.engine.url.render_as_string(hide_password=False)

    def work_out(version: Version) -> None:
        with Working(kept_answer, url, who, version) as work, contextlib.suppress(InputError, SolverError):
            work.result()
        told(version)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(work_out, versions))


def kept_answer(url: str, who: str, version: Version) -> str:
    """Work the outcome of a version out and keep it, in the store at a URL; gives its id."""
    store = open_store(url)
    try:
        outcome = scenarios.run(round_from(store, who, version.round), version.scenario)
        return keep_outcome(store, who, version.round, outcome).id
    finally:
        store.close()
