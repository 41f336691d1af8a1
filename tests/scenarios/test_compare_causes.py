"""Causes: on small random rounds, against every blend of the changes solved by trying every plan."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import pytest

from scenarios import Causes, NameCause, causes_between
from tests.optimizer.enumerated import Known
from tests.scenarios.changed_rounds import Pair, pair

KINDS = ["gate", "answer", "marks", "criterion", "weight", "price", "rule", "budget", "aim", "tie"]
QUICK, LONG = (7, 8, 28, 33), range(10, 40)
CHUNK = 10


class Oracle:
    """What the definitions say about one name, from the best plans of every blend."""

    def __init__(self, drawn: Pair, found: Causes, name: NameCause) -> None:
        self.best = drawn.best
        self.keys = [change.key for change in found.changes]
        self.name = name.applicant
        self.first, self.last = self.option(()), self.option(range(len(self.keys)))
        self.moved = bool(self.first) != bool(self.last)

    def plans(self, made: Sequence[int]) -> list[Known] | None:
        return self.best[frozenset(self.keys[place] for place in made)]

    def option(self, made: Sequence[int]) -> str:
        plans = self.plans(made)
        return plans[0].options.get(self.name, "") if plans else ""

    def holds(self, made: Sequence[int]) -> bool:
        """Whether the name is decided, or equipped, as in the second; what makes no round decides nothing."""
        if self.plans(made) is None:
            return False
        return bool(self.option(made)) == bool(self.last) if self.moved else self.option(made) == self.last

    def tied(self, made: Sequence[int]) -> bool:
        plans = self.plans(made)
        given = {plan.options.get(self.name, "") for plan in plans or ()}
        return len({bool(option) for option in given} if self.moved else given) > 1

    def value(self, made: Sequence[int]) -> Fraction | None:
        plans = self.plans(made)
        return plans[0].values[0] if plans else None


def _check(drawn: Pair, found: Causes, name: NameCause, seen: Counter[str]) -> None:
    right = Oracle(drawn, found, name)
    everything = range(len(found.changes))
    assert (name.before, name.after) == (right.first, right.last)
    ends = [place for place in range(len(found.changes) + 1) if right.plans(range(place)) is not None]
    turns = [
        place for place in range(1, len(ends)) if right.holds(range(ends[place])) != right.holds(range(ends[place - 1]))
    ]
    before, after = range(ends[turns[-1] - 1]), range(ends[turns[-1]])
    assert name.path == tuple(range(before.stop, after.stop))
    assert name.turns == len(turns)
    alone = tuple(place for place in everything if right.holds([place]))
    assert name.alone == alone
    assert name.needed == tuple(place for place in everything if not right.holds([n for n in everything if n != place]))
    assert name.together is not None
    assert bool(name.together) == (not alone)
    if name.together:
        assert right.holds(name.together)
        for left_out in name.together:
            assert not right.holds([place for place in name.together if place != left_out])
    assert name.tied == (right.tied(()), right.tied(everything))
    tie = right.value(before) == right.value(after) is not None and right.tied(after)
    assert name.kind == ("tie" if tie else found.changes[after.stop - 1].kind)
    seen.update(
        {
            "alone": bool(alone),
            "together": bool(name.together),
            "three or more together": len(name.together) > 2,
            "not needed": not name.needed,
            "packages": not right.moved,
            "turns back": len(turns) > 1,
            "several at once": len(name.path) > 1,
            "ties": tie,
            "tied in one": any(name.tied),
        }
    )


def _compare(seeds: Sequence[int]) -> Counter[str]:
    seen: Counter[str] = Counter()
    for seed in seeds:
        drawn = pair(seed)
        ends = [drawn.blend(chosen) for chosen in ((), range(len(drawn.mutations)))]
        one, other = (state.outcome() for state in ends)
        found = causes_between(one, other)
        assert found.refused is None
        assert found.unanswered == 0
        assert {(str(change.kind), change.key) for change in found.changes} == {
            (kind, key) for kind, key, _ in drawn.mutations
        }
        places = [KINDS.index(change.kind) for change in found.changes]
        assert places == sorted(places)
        first, last = (plans[0].options if plans else {} for plans in (state.plans() for state in ends))
        differ = {name for name in {*first, *last} if first.get(name) != last.get(name)}
        assert {name.applicant for name in found.names} == differ
        for name in found.names:
            _check(drawn, found, name, seen)
        seen["names"] += len(found.names)
    return seen


def test_causes_agree_with_every_blend_of_the_changes() -> None:
    seen = _compare(QUICK)
    rare = ("three or more together", "several at once", "turns back", "packages", "ties")
    assert all(seen[what] for what in ("alone", "together", "not needed", "tied in one", *rare)), seen


@pytest.mark.long
@pytest.mark.parametrize("start", LONG[::CHUNK])
def test_many_more_causes_agree_with_every_blend_of_the_changes(start: int) -> None:
    seen = _compare(range(start, start + CHUNK))
    assert all(seen[what] for what in ("alone", "together")), seen
