"""Waiting: a vote of every member, a signature of those who agree, an answer to every appeal; nothing else."""

from datetime import date

import records
from records import Store, Task
from tests.records.conftest import PEOPLE
from tests.records.filling import adopted, proposed


def tasks(store: Store) -> dict[str, list[Task]]:
    found = {who: [each.task for each in records.waiting_for(store, who)] for who in PEOPLE}
    return {who: waiting for who, waiting in found.items() if waiting}


def test_what_waits_for_whom_from_proposal_to_adoption(store: Store) -> None:
    assert tasks(store) == {}
    given = proposed(store)
    assert tasks(store) == {who: [Task.VOTE] for who in ("budi", "citra", "dewi")}
    assert records.waiting_for(store, "budi", "another-round") == ()
    records.vote(store, "budi", given, "agree")
    records.vote(store, "citra", given, "object", "no")
    assert tasks(store) == {"budi": [Task.SIGN], "dewi": [Task.VOTE]}
    records.vote(store, "dewi", given, "abstain", "my brother", conflict=True)
    records.sign(store, "budi", given)
    assert tasks(store) == {}
    known = records.read_docket(store, "plan", given.decision)
    again = records.propose_again(store, "plan", given.decision, known.version, known.outcome, note="once more")
    assert tasks(store) == {"budi": [Task.VOTE], "citra": [Task.VOTE]}, "an interest stays one"
    records.vote(store, "budi", again, "agree")
    records.vote(store, "citra", again, "agree")
    assert tasks(store) == {"budi": [Task.SIGN], "citra": [Task.SIGN]}
    records.sign(store, "budi", again)
    assert records.sign(store, "citra", again)
    assert tasks(store) == {}


def test_an_appeal_waits_for_whoever_may_answer(store: Store) -> None:
    decision = adopted(store)
    records.open_window(store, "plan", decision, date(2016, 3, 1), date(2016, 3, 28))
    numbers = [
        records.record_appeal(store, "plan", decision, received=date(2016, 3, 5), sender="X", text="wrong")
        for _ in range(2)
    ]
    assert tasks(store) == {who: [Task.ANSWER] for who in ("plan", "budi", "citra", "dewi")}
    (waiting,) = records.waiting_for(store, "plan")
    assert (waiting.decision.id, waiting.appeals) == (decision, 2)
    records.answer_appeal(store, "budi", numbers[0], "no", "it is right")
    assert records.waiting_for(store, "plan")[0].appeals == 1
    records.answer_appeal(store, "budi", numbers[1], "no", "it is right")
    assert tasks(store) == {}
