"""Settings that every test shares."""

from collections import Counter

import pytest
from hypothesis import settings

# The same examples on every machine: a test that fails here fails for whoever reads the report.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run take a part of the comparisons over thousands of instances."""
    said = "run every N-th chunk of the tests marked many (default: all)"
    parser.addoption("--every", type=int, default=1, metavar="N", help=said)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the first of each N chunks of a comparison, by its place among its own: the same ones in every process."""
    every = config.getoption("every")
    if every < 1:
        raise pytest.UsageError(f"--every {every}: a whole number from 1 on is needed")
    chunks: Counter[str] = Counter()
    left_out = []
    for item in items:
        if item.get_closest_marker("many"):
            of = item.nodeid.partition("[")[0]
            if chunks[of] % every:
                left_out.append(item)
            chunks[of] += 1
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print how many answers were compared with brute force, over all workers, and whether that was a part."""
    every = config.getoption("every")
    if every > 1:
        terminalreporter.write_line(
            f"one chunk of {every} of what is compared over many instances; without --every, all"
        )
    compared: Counter[str] = Counter()
    mismatches = 0
    for report in (each for kind in ("passed", "failed") for each in terminalreporter.stats.get(kind, [])):
        told = dict(getattr(report, "user_properties", ()))
        compared += Counter(told.get("compared", {}))
        mismatches += told.get("mismatches", 0)
    if compared:
        said = ", ".join(f"{number:,} {what}" for what, number in compared.items())
        terminalreporter.write_line(f"compared with brute force: {said}; {mismatches} instances with a mismatch")
