"""Run order: nothing that a run said is lost when the next is asked for, and the end of a run stays what it is."""

import asyncio
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session, websocket_session_manager
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

import server
from views.run_order import InOrder

PART = "a part of the page"


class Runner:
    """Stands in for Streamlit's: one that takes no more requests, or one that was begun."""

    begun: "list[Runner]"

    def __init__(self, *_: object, initial_rerun_data: Any = None, **__: object) -> None:
        self.asked, self.on_event = initial_rerun_data, self

    def connect(self, _: object) -> None:
        pass

    def start(self) -> None:
        Runner.begun.append(self)

    def request_stop(self) -> None:
        pass

    def request_rerun(self, _: object) -> bool:
        return False


@pytest.fixture(autouse=True)
def _no_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session, "ScriptRunner", Runner)
    monkeypatch.setattr(InOrder, "has_fragment", lambda _, part: part == PART)
    Runner.begun = []


def session() -> InOrder:
    """A session with a part, whose last run has ended; inside of a running loop."""
    made = InOrder(
        ScriptData("app.py", is_hello=False), MemoryUploadedFileManager("/files"), ScriptCache(), lambda: None, {}
    )
    made._scriptrunner = Runner()  # type: ignore[assignment]
    return made


def said(text: str) -> ForwardMsg:
    """A message that draws a text at one place of the part."""
    told = ForwardMsg()
    told.metadata.delta_path.extend([0, 1])
    told.delta.new_element.text.body = text
    told.delta.fragment_id = PART
    return told


def heard(made: InOrder) -> list[str]:
    """What waits to be sent: each text, and how each run ended."""
    waiting = [told for told in made.flush_browser_queue() if told.WhichOneof("type") in {"delta", "script_finished"}]
    return [
        told.delta.new_element.text.body or ForwardMsg.ScriptFinishedStatus.Name(told.script_finished)
        for told in waiting
    ]


def test_the_next_run_begins_after_everything_that_the_last_one_said() -> None:
    async def play() -> tuple[list[str], int]:
        made = session()
        ended = made._scriptrunner
        made._on_scriptrunner_event(ended, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, forward_msg=said("the answer"))
        made._on_scriptrunner_event(ended, ScriptRunnerEvent.FRAGMENT_STOPPED_WITH_SUCCESS)
        made.request_rerun(ClientState(fragment_id=PART, is_auto_rerun=True))
        before = len(Runner.begun)
        for _ in range(3):
            await asyncio.sleep(0)
        told = heard(made)
        made.shutdown()
        return told, before

    told, before = asyncio.run(play())
    assert told == ["the answer", "FINISHED_FRAGMENT_RUN_SUCCESSFULLY"]
    assert before == 0
    (begun,) = Runner.begun
    assert begun.asked.fragment_id == PART


def test_two_requests_at_once_begin_one_run_after_the_other_and_none_is_begun_for_a_closed_window() -> None:
    async def play() -> None:
        made = session()
        for _ in range(2):
            made.request_rerun(ClientState(fragment_id=PART))
        for _ in range(6):
            await asyncio.sleep(0)
        assert len(Runner.begun) == 2
        made.request_rerun(ClientState(fragment_id=PART))
        made.shutdown()
        for _ in range(3):
            await asyncio.sleep(0)
        assert len(Runner.begun) == 2

    asyncio.run(play())


def test_a_run_of_a_part_leaves_what_waits_to_be_sent_as_it_is() -> None:
    async def play() -> None:
        made = session()
        ended = ForwardMsg(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
        for told in (said("before"), ended):
            made._enqueue_forward_msg(told)
        made._clear_queue([PART])
        made._enqueue_forward_msg(said("after"))
        assert heard(made) == ["before", "FINISHED_FRAGMENT_RUN_SUCCESSFULLY", "after"]
        made._enqueue_forward_msg(said("before"))
        made._clear_queue()
        made._enqueue_forward_msg(said("after"))
        assert heard(made) == ["after"]
        made.shutdown()

    asyncio.run(play())


def test_the_server_opens_its_windows_so() -> None:
    assert server.app is not None
    assert vars(websocket_session_manager)["AppSession"] is InOrder
