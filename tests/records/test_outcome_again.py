"""A kept outcome is read again as the run that made it said it; a plan that somebody altered is not read."""

import pandas as pd
import pytest
from sqlalchemy import text

import records
import reports
from intake import InputError
from records import Store
from tests.records.filling import kept, solved
from tests.records.test_store import unlocked
from tests.samples import sample


def test_what_is_read_again_is_what_the_run_made(store: Store) -> None:
    version, outcome = kept(store)
    ran, read = solved(version.content), records.read_outcome(store, "audit", outcome, sample(version.round_name))
    assert read.fingerprint == ran.fingerprint
    assert read.versions == ran.versions
    for one, other in (
        (read.plan.awards, ran.plan.awards),
        (read.bill, ran.bill),
        (read.table, ran.table),
        (read.options.table, ran.options.table),
    ):
        # Texts may be held in another way; what they say may not differ.
        pd.testing.assert_frame_equal(one, other, check_dtype=False, check_index_type=False, check_column_type=False)
    assert [(each.applicant, each.cause, each.facts) for each in read.reasons] == [
        (each.applicant, each.cause, each.facts) for each in ran.reasons
    ]
    assert set(read.findings) == set(ran.findings)
    assert (read.plan.status, read.plan.objective, read.plan.bound) == (
        ran.plan.status,
        ran.plan.objective,
        ran.plan.bound,
    )
    assert reports.status(read.plan).text("en") == reports.status(ran.plan).text("en")
    assert reports.summary(read) == reports.summary(ran)


def test_an_altered_plan_is_not_read(store: Store) -> None:
    version, outcome = kept(store)
    with store.engine.begin() as connection:
        unlocked(connection)
        plans = "SELECT sha256 FROM outcome_files WHERE name = 'plan.json'"
        for sha256 in connection.execute(text(plans)).scalars().all():
            held = connection.execute(text("SELECT content FROM blobs WHERE sha256 = :it"), {"it": sha256}).scalar_one()
            altered = bytes(held).replace(b'"status"', b'"Status"', 1)
            assert altered != bytes(held)
            changed = text("UPDATE blobs SET content = :content WHERE sha256 = :it")
            connection.execute(changed, {"content": altered, "it": sha256})
    with pytest.raises(InputError, match="altered"):
        records.read_outcome(store, "audit", outcome, sample(version.round_name))
