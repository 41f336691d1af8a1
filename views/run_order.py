"""Run order: what the runs of a window say reaches it whole and in order, however busy the server is."""

from streamlit.runtime import websocket_session_manager
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData


class InOrder(AppSession):
    """A session that loses nothing of one run when a part of the page that is drawn by a clock is run after it.

    What a run says waits twice: for its turn on the server's event loop, and then in a queue until it is sent. Where
    the server is busy, Streamlit throws away what still waits for the loop when the next run is asked for, and calls
    the end of a run that still waits in the queue an early one when the next begins. An answer then never comes, or
    it stands beside figures of the question before that nobody takes away.
    """

    def _create_scriptrunner(self, initial_rerun_data: RerunData) -> None:
        """Begin a run after everything that the last one said, all of which was put on the loop before it ended."""
        ended = self._scriptrunner
        if ended is None:
            super()._create_scriptrunner(initial_rerun_data)
            return

        def begin() -> None:
            now = self._scriptrunner
            if self._state is AppSessionState.SHUTDOWN_REQUESTED:
                return
            if now is None or now is ended:
                super(InOrder, self)._create_scriptrunner(initial_rerun_data)
            elif not now.request_rerun(initial_rerun_data):
                self._create_scriptrunner(initial_rerun_data)

        self._call_soon_on_event_loop(begin)

    def _clear_queue(self, fragment_ids_this_run: list[str] | None = None) -> None:
        """Take back what was not sent yet only where all of the page is drawn again; else what comes follows it."""
        if fragment_ids_this_run:
            self._browser_queue._delta_index_map = {}  # nothing that follows takes the place of what came before
        else:
            super()._clear_queue()


def keep_order() -> None:
    """Let every window that is opened from now on get its runs in order."""
    websocket_session_manager.AppSession = InOrder  # type: ignore[attr-defined]
