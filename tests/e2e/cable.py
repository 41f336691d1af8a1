"""The cable between a browser and the app, which can be pulled: a relay of bytes on a port of its own."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Cable:
    """Carries bytes to and from a port of this machine until it is pulled."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.pulled = False
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the app answers through this cable."""
        return f"http://127.0.0.1:{self.port}"

    def pull(self) -> None:
        """Cut every connection, and let none through until it is put back."""
        self.pulled = True
        with self._lock:
            for end in self._open:
                _shut(end)
            self._open.clear()

    def put_back(self) -> None:
        """Let connections through again."""
        self.pulled = False

    def close(self) -> None:
        """Put it away."""
        self.pull()
        _shut(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=5) if not self.pulled else None
            except OSError:
                far = None
            if far is None:
                _shut(near)
                continue
            far.settimeout(None)
            with self._lock:
                self._open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for end in (one, other):
        _shut(end)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextlib.contextmanager
def cable(target: int) -> Iterator[Cable]:
    """A cable to a port, put away at the end."""
    laid = Cable(target)
    try:
        yield laid
    finally:
        laid.close()
