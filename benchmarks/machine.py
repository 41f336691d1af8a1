"""Machine: where and with what a run was made, in words that anybody can compare."""

import importlib.metadata
import os
import platform
from pathlib import Path

PROGRAMS = (
    "highspy",
    "pulp",
    "numpy",
    "pandas",
    "scipy",
    "distributed",
    "linopy",
    "ortools",
    "spopt",
    "pabutools",
    "pymcdm",
    "scikit-criteria",
)


def machine() -> str:
    """Processor, cores, memory, system and Python."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"Python {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores, {gigabytes:.0f} GiB, {platform.system()}, {python}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor() or platform.machine()
    parts = [line.split(":", 1) for line in info.read_text().splitlines() if ":" in line]
    said = {name.strip(): value.strip() for name, value in parts}
    name = said.get("model name", platform.machine())
    return f"{name} (family {said.get('cpu family', '?')}, model {said.get('model', '?')})"


def programs() -> dict[str, str]:
    """The versions of what is measured; those that are not installed are left out."""
    found = {}
    for name in PROGRAMS:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def load() -> float:
    """How many others wanted a processor in the last minute."""
    return os.getloadavg()[0]
