"""SweepFile: finished answers of a sweep in one file, so that whatever ends it early loses none of them.

It is not part of the store: answers can be worked out again any time, nobody's name hangs on them, and whoever may read
the round may have them. A line is a digest of the question, a digest of the answer, and the answer. Lines are only ever
added, each in one write, so that two sweeps may share the file; one that was torn by a crash does not fit its digest.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path


class SweepFile:
    """The file of one sweep; it is there from the first answer until `done`."""

    def __init__(
        self,
        path: Path,
        hear: Callable[[int], None] = lambda _: None,
        fail: Callable[[OSError], None] = lambda _: None,
    ) -> None:
        """Nothing is read or written yet.

        hear: is told how many answers of an earlier sweep are used, if any are; fail: why nothing can be kept.
        """
        self.path = path
        self.fault: OSError | None = None
        self._hear, self._fail = hear, fail
        self._held: set[str] = set()
        self._file: int | None = None

    @property
    def kept(self) -> int:
        """How many answers of this sweep are kept by now."""
        return len(self._held)

    def known(self, digests: Iterable[str]) -> Mapping[str, str]:
        """What is kept under these digests; a line that does not fit its own digest is none."""
        wanted, found = set(digests), {}
        with suppress(FileNotFoundError, NotADirectoryError):
            for line in self.path.read_bytes().split(b"\n"):
                name, _, rest = line.partition(b" ")
                digest, _, text = rest.partition(b" ")
                if name.decode("ascii", "replace") in wanted and _digest(name, text) == digest:
                    found[name.decode("ascii")] = text.decode("utf-8")
        fresh = found.keys() - self._held
        self._held |= fresh
        if fresh:
            self._hear(len(fresh))
        return found

    def keep(self, digest: str, text: str) -> None:
        """Add a line. Where that cannot be done it is told once, and the sweep goes on without keeping anything."""
        if self.fault is not None:
            return
        name, said = digest.encode("ascii"), text.encode("utf-8")
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            # On a line of its own even where the last one was torn, whose beginning would spoil this one.
            os.write(self._file, b"\n" + name + b" " + _digest(name, said) + b" " + said + b"\n")
        except OSError as error:
            self.fault = error
            self._fail(error)
        else:
            self._held.add(digest)

    def close(self) -> None:
        """Let go of the file, which stays."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def done(self) -> None:
        """Nothing is left to resume: the file goes."""
        self.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
            self.path.parent.rmdir()  # while another sweep has its file there, it stays


def _digest(name: bytes, text: bytes) -> bytes:
    return sha256(name + b" " + text).hexdigest()[:32].encode("ascii")
