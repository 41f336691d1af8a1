"""Said: the words for what is kept as a code – votes, states, answers, prices, and what was done by an entry."""

import json
import re
from typing import Any

from locales import Decimals, Message, Text, message
from optimizer import measure_name
from records.locks import IMPOSSIBLE, Lock, Price

DIGEST = re.compile(r"[0-9a-f]{64}")
STATE_WORDS: dict[str, Message] = {
    "proposed": message("proposed"),
    "adopted": message("adopted"),
    "amended": message("amended by a later decision"),
}
VOTE_WORDS: dict[str, Message] = {
    "agree": message("agrees"),
    "object": message("objects"),
    "abstain": message("abstains"),
}
UPHELD_WORDS: dict[str, Message] = {
    "yes": message("upheld"),
    "partly": message("partly upheld"),
    "no": message("not upheld"),
}
ACTION_WORDS: dict[str, Message] = {
    "appeal.answer": message("answered an appeal"),
    "appeal.keep": message("recorded an appeal"),
    "appeal.window": message("opened the window for appeals"),
    "decision.adopt": message("signed; with it the decision was adopted"),
    "decision.note": message("said something"),
    "decision.override": message("insisted on an applicant"),
    "decision.propose": message("proposed"),
    "decision.sign": message("signed"),
    "decision.vote": message("voted"),
    "file.take": message("took a file"),
    "identity.add": message("let somebody sign in"),
    "identity.remove": message("took the right to sign in"),
    "outcome.keep": message("kept an outcome"),
    "person.add": message("added a person"),
    "role.grant": message("gave a role"),
    "role.revoke": message("took a role"),
    "round.answers": message("kept answers about the weights"),
    "round.keep": message("kept a round"),
    "round.scales": message("changed scales of a round"),
    "scenario.copy": message("copied a scenario"),
    "scenario.lock": message("locked an applicant"),
    "scenario.save": message("saved a scenario"),
    "store.restore": message("restored the store from a backup"),
}
"""What an entry of the log says was done, by its code; one that is not here is shown by its code."""


SUBJECT_WORDS: dict[str, Message] = {
    "decision": message("decision"),
    "file": message("file"),
    "outcome": message("outcome"),
    "person": message("person"),
    "round": message("round"),
    "scenario": message("scenario"),
    "store": message("store"),
}
"""What an entry of the log can be about, by the first word of its subject."""


def subject_said(subject: str) -> Text:
    """Say what an entry of the log is about; a subject such as `decision 3` is one of these things and its name."""
    kind, _, name = subject.partition(" ")
    word = SUBJECT_WORDS.get(kind)
    if word is None:
        return subject
    return message("{kind} {name}", kind=word, name=_short(name)) if name else word


def _short(name: str) -> str:
    """The start of a digest, which tells it from others; other names as they are."""
    return name[:12] if DIGEST.fullmatch(name) else name


def price_said(given: Lock | Price) -> Message:
    """Say what a lock costs."""
    if given.price is not None:
        return message(
            "{price} of {measure}", price=Decimals(float(given.price), 3), measure=measure_name(given.measure)
        )
    if given.price_status == IMPOSSIBLE:
        return message("no plan is possible with it")
    return message("not known: a plan is not proven best")


def in_words(value: Any) -> str:  # noqa: ANN401
    """Write what an entry of the log says was before or is after: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
