"""A kept outcome, as the value that reports are made of."""

import tempfile
from pathlib import Path

from sqlalchemy import select

import reports
from intake import Round
from locales import message
from records.outcomes import PLAN, KeptOutcome, plan_files
from records.people import ANYONE
from records.store import Store
from records.tables import OUTCOME_FILES
from records.words import digest, refused
from scenarios import Outcome


def read_outcome(store: Store, who: str, kept: KeptOutcome, round_: Round) -> Outcome:
    """Rebuild a kept outcome of a round; an outcome without a plan cannot be rebuilt from what was kept of it.

    It was verified when it was kept, and its bytes must be those of then: raises InputError when they are not.
    """
    held = select(OUTCOME_FILES.c.sha256).where(OUTCOME_FILES.c.outcome == kept.id, OUTCOME_FILES.c.name == PLAN)
    with store.reading(who, ANYONE) as connection:
        plan = plan_files(connection, kept.id)[PLAN]
        known = connection.execute(held).scalars().all()
    if digest(plan) not in known:
        raise refused(
            "altered",
            message("the kept plan is not the one that was kept: its bytes were altered"),
            message("have everything verified on the page Log (on the command line: pilih audit --verify)"),
            value=kept.id[:12],
        )
    with tempfile.TemporaryDirectory(prefix="pilih-") as folder:
        (Path(folder) / PLAN).write_bytes(plan)
        return reports.outcome_as_kept(folder, round_)
