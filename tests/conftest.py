"""Settings that every test shares."""

from collections import Counter

import pytest
from hypothesis import settings

# The same examples on every machine: a test that fails here fails for whoever reads the report.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many answers were compared with brute force, over all workers."""
    compared: Counter[str] = Counter()
    mismatches = 0
    for report in (each for kind in ("passed", "failed") for each in terminalreporter.stats.get(kind, [])):
        told = dict(getattr(report, "user_properties", ()))
        compared += Counter(told.get("compared", {}))
        mismatches += told.get("mismatches", 0)
    if compared:
        said = ", ".join(f"{number:,} {what}" for what, number in compared.items())
        terminalreporter.write_line(f"compared with brute force: {said}; {mismatches} instances with a mismatch")
