"""Settings that every test shares."""

from hypothesis import settings

# The same examples on every machine: a test that fails here fails for whoever reads the report.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
