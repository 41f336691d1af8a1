"""SweepFile: finished answers of a sweep in one file, so that whatever ends it early loses none of them.

It is not part of the store: answers can be worked out again any time, nobody's name hangs on them, and whoever may read
the round may have them. A line is a digest of the question, a digest of the answer, and the answer. Lines are only ever
added, each in one write, so that two sweeps may share the file; one that was torn by a crash does not fit its digest.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path


class SweepFile:
    """The file of one sweep; it is there from the first answer until `done`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kept = 0
        """Answers that it holds, as far as this sweep knows."""
        self.reused = 0
        """Answers of this sweep that an earlier one had left."""
        self._file: int | None = None

    def known(self, digests: Iterable[str]) -> Mapping[str, str]:
        """What is kept under these digests; a line that does not fit its own digest is none."""
        wanted, found = set(digests), {}
        with suppress(FileNotFoundError):
            for line in self.path.read_bytes().split(b"\n")[:-1]:
                name, _, rest = line.partition(b" ")
                digest, _, text = rest.partition(b" ")
                if name.decode("ascii", "replace") in wanted and _digest(name, text) == digest:
                    found[name.decode("ascii")] = text.decode("utf-8")
        self.reused += len(found)
        self.kept += len(found)
        return found

    def keep(self, digest: str, text: str) -> None:
        """Add a line; raises OSError where it cannot be written."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        name, said = digest.encode("ascii"), text.encode("utf-8")
        # Begins anew after a line that was torn: its rest would spoil this one.
        os.write(self._file, b"\n" * _torn(self.path) + name + b" " + _digest(name, said) + b" " + said + b"\n")
        self.kept += 1

    def close(self) -> None:
        """Let go of the file, which stays."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def done(self) -> None:
        """Nothing is left to resume: the file goes."""
        self.close()
        self.path.unlink(missing_ok=True)


def _digest(name: bytes, text: bytes) -> bytes:
    return sha256(name + b" " + text).hexdigest()[:32].encode("ascii")


def _torn(path: Path) -> bool:
    """Whether the last line has no end."""
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
