"""Asks whether any plan meets some pieces of the rules, and remembers the plans it has seen."""

import time
from collections.abc import Iterable, Sequence

import pulp

from optimizer.model import build
from optimizer.plan import holdings
from optimizer.rules import Holdings, Rule
from optimizer.search import Search
from optimizer.settings import Settings
from optimizer.slack import Piece
from optimizer.solution import Status
from optimizer.tables import Tables

REMEMBERED = 12
"""Plans kept as witnesses; a question that one of them answers needs no solver."""


class OutOfTimeError(Exception):
    """The time allowance ended before the question was answered; nothing is proven."""


class Probe:
    """Answers "can these pieces hold together?" within one time allowance.

    A "yes" is a plan that the rules themselves have checked; a "no" is believed only when the solver says it with
    and without presolve.
    """

    def __init__(self, tables: Tables, rules: Sequence[Rule], settings: Settings) -> None:
        self.tables = tables
        self.rules = tuple(rules)
        self.settings = settings
        self.deadline = time.monotonic() + settings.seconds
        self.solves = 0
        self._witnesses: list[tuple[Holdings, dict[tuple[str, frozenset[Piece]], bool]]] = []

    def seconds_left(self) -> float:
        """How much of the allowance is left."""
        return max(self.deadline - time.monotonic(), 0.0)

    def pieces(self) -> tuple[Piece, ...]:
        """All pieces of all rules, in the order of the rules."""
        return tuple(piece for rule in self.rules for piece in rule.pieces(self.tables))

    def cut(self, pieces: Iterable[Piece]) -> tuple[Rule, ...]:
        """The rules that demand these pieces and no more."""
        wanted = frozenset(pieces)
        return tuple(rule for rule in (each.kept(self.tables, own) for each, own in self._shares(wanted)) if rule)

    def possible(self, pieces: Iterable[Piece]) -> bool:
        """Whether any plan meets all of these pieces; raises OutOfTimeError."""
        wanted = frozenset(pieces)
        shares = self._shares(wanted)
        for place, (held, seen) in enumerate(self._witnesses):
            if all(self._met(held, seen, rule, own) for rule, own in shares):
                self._witnesses.insert(0, self._witnesses.pop(place))
                return True
        left = self.seconds_left()
        if not left:
            raise OutOfTimeError
        rules = self.cut(wanted)
        search = Search(build(self.tables, rules), rules, self.settings.model_copy(update={"seconds": left}))
        self.solves += 1
        found = search.best([], pulp.LpMaximize)
        if found.status is Status.INFEASIBLE:
            return False
        if found.picks is None:
            raise OutOfTimeError
        awards, pairs = search.awards(found.picks), search.pairs(found.picks)
        self.remember(holdings(awards, pairs, self.tables.applicants, self.tables.options))
        return True

    def remember(self, held: Holdings) -> None:
        """Keep a plan as a witness."""
        self._witnesses.insert(0, (held, {}))
        del self._witnesses[REMEMBERED:]

    def _shares(self, wanted: frozenset[Piece]) -> list[tuple[Rule, frozenset[Piece]]]:
        by_rule: dict[str, set[Piece]] = {}
        for piece in wanted:
            by_rule.setdefault(piece.rule, set()).add(piece)
        return [(rule, frozenset(by_rule[rule.id])) for rule in self.rules if rule.id in by_rule]

    def _met(
        self, held: Holdings, seen: dict[tuple[str, frozenset[Piece]], bool], rule: Rule, own: frozenset[Piece]
    ) -> bool:
        key = (rule.id, own)
        if key not in seen:
            cut = rule.kept(self.tables, own)
            seen[key] = cut is None or not cut.check(held)
        return seen[key]
