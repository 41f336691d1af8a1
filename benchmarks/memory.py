"""Memory: the most that this process has held."""

import sys
from pathlib import Path

KIB = 1024


def most_memory() -> int:
    """Bytes; on Linux of this process alone, where `getrusage` counts what its parent held as it was started too."""
    status = Path("/proc/self/status")
    if status.exists():
        said = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(said["VmHWM"].split()[0]) * KIB
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * KIB
