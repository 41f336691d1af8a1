"""A store with something in every table: a small round, a scenario, two outcomes, a lock and a decision to its end."""

import atexit
import shutil
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import records
import reports
import scenarios
from records import KeptOutcome, Store, Version
from records.locks import Into
from records.outcomes import _keep
from tests.samples import ROOT, sample

NAME = "first-partners-2011"
SMALL = ROOT / "data" / "rounds" / NAME


@cache
def solved(content: bytes) -> scenarios.Outcome:
    """The outcome of a scenario's file for the small round, worked out once a process."""
    return scenarios.run(sample(NAME), scenarios.from_data(tomllib.loads(content.decode())))


@cache
def written(content: bytes) -> tuple[Path, ...]:
    """The folders of that outcome in both languages, written and verified once a process."""
    held = Path(mkdtemp(prefix="pilih-"))
    atexit.register(shutil.rmtree, held)
    for language in ("id", "en"):
        reports.write_plan(solved(content), held / language, language)
    return held / "id", held / "en"


def put_outcome(store: Store, who: str, about: str, content: bytes) -> KeptOutcome:
    """Keep the outcome of a scenario's file as `keep_outcome` does, from the folders that were written once."""
    return _keep(store, who, about, written(content))


def outcome_of(store: Store, who: str, version: Version) -> KeptOutcome:
    """Keep the outcome of a version."""
    return put_outcome(store, who, version.round, version.content)


def kept(store: Store) -> tuple[Version, KeptOutcome]:
    """The small round, its base scenario and its outcome."""
    records.keep_round(store, "plan", SMALL)
    version = records.find_version(store, "plan", f"{NAME}/base")
    return version, outcome_of(store, "plan", version)


def locked(
    store: Store, who: str, version: Version, applicant: str, into: Into, name: str | None = None
) -> tuple[records.Draft, KeptOutcome]:
    """A draft with a lock, and its outcome."""
    draft = records.draft_lock(store, who, version, applicant, into, "an agreement of 2010", name)
    return draft, put_outcome(store, who, version.round, draft.content)


def proposed(store: Store) -> records.Proposed:
    """A proposal of the base scenario's outcome."""
    version, outcome = kept(store)
    return records.propose(store, "plan", version, outcome, title="Mitra pertama 2011")


def expendable(awards: Mapping[str, str]) -> str:
    """Somebody who is funded where most are: without them there is still a plan."""
    province = sample(NAME).table()["province"].loc[sorted(awards)]
    return str(province.index[province == province.value_counts().index[0]][0])


def adopted(store: Store) -> int:
    """A decision with notes, votes, an override and two signatures."""
    first = proposed(store)
    records.add_note(store, "anna", first.decision, "Papua has one place only")
    records.vote(store, "budi", first, "object", "the road to it is closed")
    before = records.read_docket(store, "budi", first.decision)
    applicant = expendable(before.reached.awards)
    draft, after = locked(store, "budi", before.version, applicant, "out", records.own_scenario(first.decision))
    again, _ = records.override(store, "budi", first.decision, draft, before.outcome, after)
    records.vote(store, "budi", again, "agree")
    records.vote(store, "citra", again, "object", "it costs too much")
    records.vote(store, "dewi", again, "abstain", "my brother runs one of them", conflict=True)
    assert not records.sign(store, "budi", again)
    assert records.sign(store, "citra", again)
    return first.decision


def filled(store: Store) -> int:
    """Something in every table; gives the decision."""
    decision = adopted(store)
    records.identify(store, "admin", "budi", "https://masuk.example", "subject-1")
    records.open_window(store, "plan", decision, date(2016, 3, 1), date(2016, 3, 28))
    appeal = records.record_appeal(
        store, "plan", decision, received=date(2016, 3, 5), sender="Perpustakaan Kab. X", text="the score is wrong"
    )
    records.answer_appeal(store, "budi", appeal, "no", "it was counted again and is right")
    return decision
