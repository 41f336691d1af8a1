"""People at the app without a browser: real websockets that speak Streamlit's protocol, as its own page does."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

STATES: dict[str, str] = {
    "button": "trigger_value",
    "button_group": "string_array_value",
    "checkbox": "bool_value",
    "multiselect": "string_array_value",
    "radio": "string_value",
    "selectbox": "string_value",
    "slider": "double_array_value",
    "text_area": "string_value",
    "text_input": "string_value",
}
"""What kind of state each widget sends."""
Value: TypeAlias = str | bool | Sequence[str] | Sequence[float]
SPOKEN = ("label", "body", "title", "value", "text")
"""Where the elements keep what a person reads."""
DONE = ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
TICK = 0.05
STILL = 0.5
"""Seconds without a run after which a run of the whole page is believed to have answered for a part of it."""
WHOLE = ""
"""How a run of the whole page is called."""


class TroubleError(Exception):
    """The app showed a traceback, lost the connection, or did not answer in time."""


@dataclass(frozen=True)
class Shown:
    """An element on the page: the run that drew it, the fragment it belongs to, its kind, and itself."""

    run: int
    fragment: str
    kind: str
    element: Any


@dataclass
class Client:
    """One person's open page.

    url: the app's address. page: the page's path; query: what stands behind the `?`. shown: what is on the page, by
    place. received: bytes that came. An answer is waited for at most `patience` seconds.
    """

    url: str
    page: str = ""
    query: str = ""
    patience: float = 60.0
    shown: dict[tuple[int, ...], Shown] = field(default_factory=dict)
    received: int = 0
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _kept: dict[str, ForwardMsg] = field(default_factory=dict)
    _timers: dict[str, tuple[float, float]] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)
    _wire: ClientConnection | None = None
    _page_hash: str = ""
    _run: int = 0
    _fragments: tuple[str, ...] = ()
    _running: bool = False
    _ended: dict[str, int] = field(default_factory=dict)

    def open(self) -> "Client":
        """Connect and wait for the first run to end."""
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        # As a browser does: no questions of its own whether the server is still there.
        opening = connect(
            address, origin=Origin(self.url), subprotocols=[Subprotocol("streamlit")], max_size=None, ping_interval=None
        )
        self._wire = self._open.enter_context(opening)
        return self.ask()

    def close(self) -> None:
        """Hang up."""
        self._open.close()
        self._wire = None

    def __enter__(self) -> "Client":
        return self.open()

    def __exit__(self, *_: object) -> None:
        self.close()

    # What the page shows.

    def elements(self, kind: str = "") -> list[Any]:
        """The elements on the page in order, of one kind or of all."""
        return [each.element for _, each in sorted(self.shown.items()) if kind in {"", each.kind}]

    def texts(self) -> list[str]:
        """What a person reads, in order."""
        said = (getattr(element, name, None) for element in self.elements() for name in SPOKEN)
        return [text for text in said if isinstance(text, str) and text]

    def has(self, text: str) -> bool:
        """Whether a text is on the page."""
        return any(text in each for each in self.texts())

    def widget(self, key: str) -> Shown:
        """The widget of this key, or of this label."""
        for _, each in sorted(self.shown.items()):
            if getattr(each.element, "id", "").endswith(f"-{key}") or getattr(each.element, "label", None) == key:
                return each
        raise TroubleError(f"there is no {key!r} on the page, which shows {self.texts()[:30]}")

    # What a person does.

    def set(self, key: str, value: Value) -> "Client":
        """Give a widget a value (press a button: True), and wait for the run to end."""
        found = self.widget(key)
        state = WidgetState(id=found.element.id)
        name = STATES[found.kind]
        if name.endswith("_array_value"):
            getattr(state, name).data.extend(value)
        else:
            setattr(state, name, value)
        self._states[state.id] = state
        try:
            return self.ask(found.fragment)
        finally:
            if name == "trigger_value":
                del self._states[state.id]

    def ask(self, fragment: str = WHOLE) -> "Client":
        """Ask for a run of the page, or of a part of it, and wait for it to end.

        A run counts that began after it was asked for. A run of the whole page takes the question for a part over
        where both were due at once; where it was under way already, a run of the part follows, and is waited for.
        """
        asked = self._run
        self._send(fragment, by_clock=False)
        self._follow(lambda: max(self._ended.get(part, 0) for part in {fragment, WHOLE}) > asked)
        still = time.monotonic() + STILL
        while self._ended.get(fragment, 0) <= asked and (self._running or time.monotonic() < still):
            self._follow(lambda: not self._running)
            self._hear(TICK)
        return self

    def until(self, done: Callable[["Client"], bool]) -> "Client":
        """Wait until something is true of the page, while its clocks go on."""
        self._follow(lambda: done(self))
        return self

    def rest(self, seconds: float) -> None:
        """Sit and look, while the page's clocks go on."""
        end = time.monotonic() + seconds
        self._follow(lambda: time.monotonic() >= end, patience=seconds + self.patience)

    # The wire.

    def _send(self, fragment: str, by_clock: bool) -> None:
        asked = BackMsg()
        client = asked.rerun_script
        client.query_string, client.page_script_hash = self.query, self._page_hash
        client.page_name = "" if self._page_hash else self.page
        client.fragment_id, client.is_auto_rerun = fragment, by_clock
        client.widget_states.widgets.extend(self._states.values())
        client.cached_message_hashes.extend(self._kept)
        client.context_info.url = f"{self.url}/{self.page}"
        client.context_info.locale, client.context_info.timezone = "id-ID", "Asia/Jakarta"
        client.context_info.timezone_offset = -420
        assert self._wire is not None
        self._wire.send(asked.SerializeToString())

    def _follow(self, done: Callable[[], bool], patience: float | None = None) -> None:
        end = time.monotonic() + (self.patience if patience is None else patience)
        while not done():
            now = time.monotonic()
            if now > end:
                raise TroubleError(f"no answer in time; the page shows {self.texts()[:30]}")
            for fragment, (every, due) in list(self._timers.items()):
                if due <= now:
                    self._timers[fragment] = (every, now + every)
                    self._send(fragment, by_clock=True)
            self._hear(min([TICK, *(max(due - now, 0.001) for _, due in self._timers.values())]))

    def _hear(self, seconds: float) -> None:
        assert self._wire is not None
        try:
            frame = self._wire.recv(timeout=seconds)
        except TimeoutError:
            return
        except ConnectionClosed as error:
            raise TroubleError(f"the connection was lost: {error}") from error
        assert isinstance(frame, bytes)
        self.received += len(frame)
        told = ForwardMsg.FromString(frame)
        if told.WhichOneof("type") == "ref_hash":
            # Sent before and kept: only its place on the page is new.
            place, told = told.metadata, ForwardMsg.FromString(self._kept[told.ref_hash].SerializeToString())
            told.metadata.CopyFrom(place)
        elif told.metadata.cacheable and told.hash:
            self._kept[told.hash] = told
        self._take(told)

    def _take(self, told: ForwardMsg) -> None:
        kind = told.WhichOneof("type")
        if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
            name = told.delta.new_element.WhichOneof("type") or ""
            element = getattr(told.delta.new_element, name)
            if name == "exception":
                raise TroubleError(f"a traceback is shown: {element.type}: {element.message}")
            self.shown[tuple(told.metadata.delta_path)] = Shown(self._run, told.delta.fragment_id, name, element)
        elif kind == "new_session":
            self._run += 1
            self._running = True
            self._fragments = tuple(told.metadata.run.fragment_ids)
            if not self._fragments:
                self._timers.clear()
        elif kind == "script_finished":
            self._running = False
            self._finish(told)
        elif kind == "navigation":
            self._page_hash = told.navigation.page_script_hash
        elif kind == "page_not_found":
            raise TroubleError(f"there is no page {self.page!r}")
        elif kind == "auto_rerun":
            every = told.auto_rerun.interval
            self._timers[told.auto_rerun.fragment_id] = (every, time.monotonic() + every)
        elif kind == "stop_auto_rerun":
            for fragment in told.stop_auto_rerun.fragment_ids:
                self._timers.pop(fragment, None)

    def _finish(self, told: ForwardMsg) -> None:
        if told.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise TroubleError("the page cannot be compiled")
        if told.script_finished not in DONE:
            return
        # What this run did not draw again is gone.
        self.shown = {
            place: each
            for place, each in self.shown.items()
            if each.run == self._run or (self._fragments and each.fragment not in self._fragments)
        }
        for part in self._fragments or (WHOLE,):
            self._ended[part] = self._run
