"""Proceedings and pages for the tests of memos."""

import io
import re
from collections.abc import Callable
from typing import Any

from pypdf import PdfReader

from reports import Ballot, Insistence, Proceedings, Remark, Signed, Suggestion
from scenarios import Outcome

AT = "2016-02-01T03:04:00.000000Z"
"""10.04 in Jakarta."""
VOTED = (
    Ballot("Budi (budi)", AT, "object", "objects", "the road is closed", False, 1, False),
    Ballot("Budi (budi)", AT, "agree", "agrees", "", False, 2, True),
    Ballot("Citra (citra)", AT, "object", "objects", "it costs\ntoo #much *at once*", False, 2, True),
    Ballot("Dewi (dewi)", AT, "abstain", "abstains: conflict of interest", "my brother", True, 1, False),
)


def proceedings(outcome: Outcome, **more: Any) -> Proceedings:
    """What was recorded about a proposal of an outcome, with discussion and dissent."""
    known: dict[str, Any] = {
        "decision": 7,
        "title": "Mitra #panic(1) *tebal* <b>",
        "round_name": outcome.round.call.id,
        "round": "ab" * 32,
        "version": "round/base@3",
        "version_by": "Siti (siti)",
        "version_at": AT,
        "proposal": 2,
        "outcome": "cd" * 32,
        "awards": {str(name): str(option) for name, option in outcome.plan.awards["option"].items()},
        "needed": 2,
        "suggestions": (
            Suggestion(1, "round/base@2", "Siti (siti)", AT, ""),
            Suggestion(2, "round/base@3", "Budi (budi)", AT, "a road was built"),
        ),
        "remarks": (Remark("Anna (anna)", AT, "Papua has one place only"),),
        "ballots": VOTED,
        "locks": (),
        "signed": (),
    }
    return Proceedings(**{**known, **more})


def adopted(outcome: Outcome, **more: Any) -> Proceedings:
    """The same, adopted."""
    signed = (Signed("Budi", "budi", AT), Signed("Citra", "citra", AT))
    return proceedings(outcome, signed=signed, adopted_at=AT, record="ef" * 32, **more)


def lock(applicant: str, into: str, reason: str) -> Insistence:
    """One lock that Budi insists on."""
    return Insistence(applicant, into, reason, "Budi (budi)", AT, "12 points")


def pages(content: bytes) -> list[str]:
    """The text of each page, as a reader takes it out of the PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def tight(text: str) -> str:
    """Text without the white space and the breaks that a page puts into it."""
    return re.sub(r"[\s\u200b]+", "", text)


def figures(language: str) -> Callable[[str], list[int]]:
    """How to read whole numbers with thousands marks in a language."""
    mark = {"en": ",", "id": "."}[language]
    return lambda text: [
        int(each.replace(mark, ""))
        for each in re.findall(rf"(?<![\w.,-])\d+(?:{re.escape(mark)}\d{{3}})*(?![\w.,-])", text)
    ]
