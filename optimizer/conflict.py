"""Conflict: smallest sets of demands that cannot hold together.

One set is found by QuickXplain (Junker 2004: divide, and keep what the other half needs); further ones by Reiter's
tree of hitting sets (1987): take one member of every set found so far away, and look whether the rest contradicts
itself. First whole rules are blamed, then only the groups and applicants of them that matter.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from locales import Message, Text, message
from optimizer.allocate import refuse_misfits
from optimizer.probe import OutOfTimeError, Probe
from optimizer.rules import Rule, named_rules
from optimizer.settings import Settings
from optimizer.slack import Piece
from optimizer.tables import prepare

Unit = frozenset[Piece]


@dataclass(frozen=True, eq=False)
class Conflict:
    """Demands of which every one is needed for the contradiction: drop any, and a plan exists.

    rules: the rules cut down to the pieces that matter (one province of all, one bound of two), as they could be
    handed to `allocate`. named: each piece in words. Both proven by solving; the "impossible" twice.
    """

    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...]
    named: tuple[Message, ...]

    def said(self) -> Message:
        """Say it in one sentence."""
        if len(self.named) == 1:
            return message("no plan can meet this: {demand}", demand=self.named[0])
        quoted: tuple[Text, ...] = tuple(message("“{demand}”", demand=each) for each in self.named)
        return message("these cannot hold together; without any one of them they can: {demands}", demands=quoted)


@dataclass(frozen=True)
class Conflicts:
    """The conflicts found, those of different rules first.

    complete: there are no others. in_time: False when the time allowance ended the search.
    """

    found: tuple[Conflict, ...]
    complete: bool
    in_time: bool
    solves: int

    def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def conflict(
    applicants: pd.DataFrame, options: pd.DataFrame, rules: Sequence[Rule], settings: Settings | None = None
) -> tuple[Rule, ...] | None:
    """Find rules of which every one is needed for the contradiction: drop any, and a plan exists.

    What stands first in the scenario is blamed first. Returns None when a solve ran out of time, for then nothing is
    proven; () when the rules do not contradict each other.
    """
    probe = _probe(applicants, options, rules, settings)
    units = _whole(probe)
    try:
        if probe.possible(frozenset().union(*units)):
            return ()
        core = frozenset().union(*_smallest(probe, units))
    except OutOfTimeError:
        return None
    blamed = {piece.rule for piece in core}
    return tuple(rule for rule in probe.rules if rule.id in blamed)


def conflicts(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    settings: Settings | None = None,
    *,
    most: int = 5,
) -> Conflicts:
    """Find up to `most` conflicts, each a smallest one; none when a plan exists.

    settings.seconds is the allowance for everything together; what was proven before it ended is returned.
    """
    probe = _probe(applicants, options, rules, settings)
    found: list[Unit] = []
    complete = in_time = False
    try:
        complete = _all(probe, found, most)
        in_time = True
    except OutOfTimeError:
        pass
    return Conflicts(tuple(_worded(probe, each) for each in found), complete, in_time, probe.solves)


def _probe(applicants: pd.DataFrame, options: pd.DataFrame, rules: Sequence[Rule], settings: Settings | None) -> Probe:
    tables, named = prepare(applicants, options), named_rules(rules)
    refuse_misfits(tables, named, ())
    return Probe(tables, named, settings or Settings())


def _whole(probe: Probe) -> list[Unit]:
    """Every rule as one unit; a rule without pieces demands nothing."""
    units = [frozenset(rule.pieces(probe.tables)) for rule in probe.rules]
    return [unit for unit in units if unit]


def _all(probe: Probe, found: list[Unit], most: int) -> bool:
    """Fill `found`; whether there are no others."""
    units = _whole(probe)
    by_rule: list[Unit] = []
    for core in _tree(probe, units, by_rule, most):
        pieces = [piece for piece in probe.pieces() if piece in core]
        found.append(frozenset().union(*_smallest(probe, [frozenset({piece}) for piece in pieces])))
    if len(found) >= most:
        return False
    single = [frozenset({piece}) for piece in probe.pieces()]
    for _ in _tree(probe, single, found, most):
        pass
    return len(found) < most


def _tree(probe: Probe, units: Sequence[Unit], found: list[Unit], most: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Walk Reiter's tree breadth first; every new conflict is appended to `found` and yielded."""
    waiting: deque[frozenset[Unit]] = deque([frozenset()])
    seen: set[frozenset[Unit]] = {frozenset()}
    while waiting and len(found) < most:
        removed = waiting.popleft()
        gone: Unit = frozenset().union(*removed)
        core = next((each for each in found if not each & gone), None)
        if core is None:
            left = [unit for unit in units if unit not in removed]
            if probe.possible(frozenset().union(*left)):
                continue
            core = frozenset().union(*_smallest(probe, left))
            found.append(core)
            yield core
        for unit in units:
            following = removed | {unit}
            if unit & core and following not in seen:
                seen.add(following)
                waiting.append(following)


def _smallest(probe: Probe, units: Sequence[Unit]) -> list[Unit]:
    """QuickXplain: of units that contradict each other, a smallest set that does, the first blamed first."""
    return _explained(probe, frozenset(), frozenset(), list(units))


def _explained(probe: Probe, ground: Unit, added: Unit, units: list[Unit]) -> list[Unit]:
    if added and not probe.possible(ground):
        return []
    if len(units) == 1:
        return units
    half = len(units) // 2
    first, second = units[:half], units[half:]
    lower = frozenset().union(*first)
    from_second = _explained(probe, ground | lower, lower, second)
    upper = frozenset[Piece]().union(*from_second)
    return [*_explained(probe, ground | upper, upper, first), *from_second]


def _worded(probe: Probe, core: Unit) -> Conflict:
    pieces = tuple(piece for piece in probe.pieces() if piece in core)
    rules = {rule.id: rule for rule in probe.rules}
    return Conflict(pieces, probe.cut(core), tuple(rules[piece.rule].named_piece(piece) for piece in pieces))
