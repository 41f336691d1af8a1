"""What one page and the server say to each other, as far as it tells whether the page is up to date."""

from dataclasses import dataclass

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class Wire:
    """Runs that were asked for and not begun, begun and not ended; and the bytes that came.

    sent, came: what was said and heard since the page last connected.
    """

    due: bool = False
    running: bool = False
    runs: int = 0
    sent: int = 0
    came: int = 0
    bytes_in: int = 0
    dropped: int = 0

    @property
    def quiet(self) -> bool:
        """Whether every run that was asked for has ended."""
        return self.runs > 0 and not self.due and not self.running

    @property
    def passed(self) -> tuple[int, int]:
        """How much was said and heard since the page last connected."""
        return self.sent, self.came

    def follow(self, page: Page) -> None:
        """Listen to the page's connections from now on."""
        page.on("websocket", self._opened)

    def _opened(self, socket: WebSocket) -> None:
        self.sent = self.came = 0
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._came)
        socket.on("close", self._closed)

    def _sent(self, frame: bytes | str) -> None:
        self.sent += 1
        if isinstance(frame, bytes) and BackMsg.FromString(frame).WhichOneof("type") == "rerun_script":
            self.due = True

    def _came(self, frame: bytes | str) -> None:
        self.came += 1
        if not isinstance(frame, bytes):
            return
        self.bytes_in += len(frame)
        told = ForwardMsg.FromString(frame)
        kind = told.WhichOneof("type")
        if kind == "new_session":
            self.due, self.running = False, True
        elif kind == "script_finished":
            self.running = False
            if told.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                # The server begins again of itself; until it does, what is shown is out of date.
                self.due = True
            else:
                self.runs += 1

    def _closed(self, _: WebSocket) -> None:
        self.due = self.running = False
        self.dropped += 1
