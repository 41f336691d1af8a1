"""Sweep: many questions of any kind, answered by several processes, here or on other machines.

No answer depends on another, on who gives it, or on how many are given at a time. Finished answers are kept as they
come where there is a keeper, each under a digest of everything it depends on; what is kept is not asked again.
"""

import json
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from optimizer import SolverError, step
from scenarios.answering import answering, give_back
from scenarios.blocks import Answers, Asked, Block, Scheduler
from scenarios.cases import Case
from scenarios.crew import crew
from scenarios.digests import case_digest, digest_of

BLOCK = 4
"""Questions that one process is given at a time."""


class Keeper(Protocol):
    """Whoever keeps finished answers until all are there."""

    def known(self, digests: Iterable[str]) -> Mapping[str, str]:
        """What is kept under these digests, as far as it was not harmed."""

    def keep(self, digest: str, text: str) -> None:
        """Keep a text from now on, whatever becomes of this process."""


@dataclass(frozen=True)
class Kept:
    """A scheduler (None: processes of this machine) whose answers are kept as they come."""

    keeper: Keeper
    scheduler: Scheduler | None = None


Spread: TypeAlias = Scheduler | Kept
"""How the questions of a sweep are spread."""


def sweep(
    questions: Sequence[Asked], spread: Spread | None = None, *, processes: int | None = None, before: int = 0
) -> list[Any]:
    """Answer every question, in the order asked; equal ones are answered once. Stopped early, what is left is None.

    spread: processes of this machine unless given, as many as `processes` or there are processors. before: how many
    questions of the same inquiry were answered already, for whoever watches. Raises what a question raises, the first
    in order, and what the scheduler raises.
    """
    keeper, scheduler = (spread.keeper, spread.scheduler) if isinstance(spread, Kept) else (None, spread)
    unlike = list(dict.fromkeys(questions))
    names = _digests(unlike) if keeper is not None else {}
    found = _known(keeper, names) if keeper is not None else {}
    left = [each for each in unlike if each not in found]
    blocks = [tuple(left[at : at + BLOCK]) for at in range(0, len(left), BLOCK)]
    done, of, began, fresh = before + len(found), before + len(unlike), time.monotonic(), 0
    step(done, of, left[0].what if left else None)
    come = iter((scheduler or crew(processes))(answered, blocks))
    try:
        for place, answers in come:
            found |= zip(blocks[place], answers, strict=True)
            if keeper is not None:
                _keep(keeper, names, blocks[place], answers)
            done, fresh = done + len(answers), fresh + len(answers)
            pace = (time.monotonic() - began) / fresh
            step(done, of, blocks[place][-1].what, left=pace * (of - done))
    finally:
        # At once, and not when somebody lets go of an error that came between: processes hang on it.
        if isinstance(come, Generator):
            come.close()
    return [found.get(each) for each in questions]


def answered(block: Block) -> Answers:
    """Answer some questions, one after another, in this process."""
    found = []
    for each in block:
        at = answering(each.case)
        found.append(each.answer(at))
        give_back(each.case, at)
    return found


def _keep(keeper: Keeper, names: Mapping[Asked, str], block: Block, answers: Answers) -> None:
    for each, answer in zip(block, answers, strict=True):
        data = each.written(answer)
        if data is not None:
            keeper.keep(names[each], json.dumps(data, sort_keys=True, separators=(",", ":")))


def _digests(questions: Sequence[Asked]) -> dict[Asked, str]:
    cases: dict[Case, str] = {}
    for each in questions:
        if each.case not in cases:
            cases[each.case] = case_digest(each.case)
    return {each: digest_of(cases[each.case], *each.asks()) for each in questions}


def _known(keeper: Keeper, names: Mapping[Asked, str]) -> dict[Asked, Any]:
    """The answers that are kept and can be read; a plan that does not stand the check is none, and is asked again."""
    kept = keeper.known(names.values())
    found = {}
    for each, name in names.items():
        if name in kept:
            try:
                found[each] = each.read(json.loads(kept[name]))
            except (ValueError, KeyError, TypeError, SolverError):
                continue
    return found
