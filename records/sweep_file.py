"""SweepFile: finished answers of a sweep in one file, so that whatever ends it early loses none of them.

It is not part of the store: answers can be worked out again any time, nobody's name hangs on them, and whoever may read
the round may have them. A line is a digest of the question, a digest of the answer, and the answer. Lines are only ever
added, each in one write that has reached the disk before the next, so that two sweeps may share the file, and runs of
one command with other options too; one that was torn by a crash does not fit its digest.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
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
        *,
        afresh: bool = False,
    ) -> None:
        """Nothing is read or written yet.

        hear: is told how many answers of an earlier sweep are used, if any are; fail: once, why nothing can be kept.
        afresh: no answer but those of this sweep is used.
        """
        self.path = path
        self.fault: OSError | None = None
        self._hear, self._fail, self._afresh = hear, fail, afresh
        self._asked: set[str] = set()
        self._held: set[str] = set()
        self._file: int | None = None

    @property
    def kept(self) -> int:
        """How many answers of this sweep are kept by now."""
        self._notice_gone()
        return len(self._held)

    def known(self, digests: Iterable[str]) -> Mapping[str, str]:
        """What is kept under these digests; a line that does not fit its own digest is none."""
        wanted = set(digests)
        self._asked |= wanted
        if self._afresh:
            self._notice_gone()
            wanted &= self._held
        found: dict[str, str] = {}
        try:
            found = {name: text for name, text in self._lines() if name in wanted}
        except (FileNotFoundError, NotADirectoryError):
            pass  # nothing was kept
        except OSError as error:
            self._give_up(error)
        fresh = found.keys() - self._held
        self._held |= fresh
        if fresh:
            self._hear(len(fresh))
        return found

    def keep(self, digest: str, text: str) -> None:
        """Add a line. Where that cannot be done it is told once, and the sweep goes on without keeping anything."""
        if self.fault is not None:
            return
        self._asked.add(digest)
        name, said = digest.encode("ascii"), text.encode("utf-8")
        # On a line of its own even where the last one was torn, whose beginning would spoil this one.
        line = b"\n" + name + b" " + _digest(name, said) + b" " + said + b"\n"
        try:
            self._notice_gone()
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            if os.write(self._file, line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
            os.fsync(self._file)
        except OSError as error:
            self._give_up(error)
        else:
            self._held.add(digest)

    def close(self) -> None:
        """Let go of the file, which stays."""
        self._notice_gone()
        self._let_go()

    def done(self) -> None:
        """Nothing of this sweep is left to resume: the file goes, unless it holds answers to what others asked."""
        self.close()
        with suppress(OSError):
            if all(name in self._asked for name, _ in self._lines()):
                self.path.unlink()
                self.path.parent.rmdir()  # while another sweep has its file there, it stays

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Digests of questions and their answers, as they stand in the file; raises OSError."""
        for line in self.path.read_bytes().split(b"\n"):
            name, _, rest = line.partition(b" ")
            digest, _, text = rest.partition(b" ")
            if _digest(name, text) == digest:
                yield name.decode("ascii", "replace"), text.decode("utf-8", "replace")

    def _notice_gone(self) -> None:
        """Begin again where a sweep that asked the same was done meanwhile, and the file went with it."""
        try:
            gone = not self.path.exists() if self._file is None else os.fstat(self._file).st_nlink == 0
        except OSError:
            gone = True
        if gone:
            self._let_go()
            self._held.clear()

    def _let_go(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _give_up(self, error: OSError) -> None:
        if self.fault is None:
            self.fault = error
            self._fail(error)


def _digest(name: bytes, text: bytes) -> bytes:
    return sha256(name + b" " + text).hexdigest()[:32].encode("ascii")
