"""One written plan for all tests of this folder that only read it."""

from pathlib import Path

import pytest

from reports import write_plan
from tests.reports import plan_rounds


@pytest.fixture(scope="session")
def plan_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "plan"
    write_plan(plan_rounds.outcome(), folder, "en")
    return folder
