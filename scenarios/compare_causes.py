"""Causes: why two outcomes decide a name differently, found by making their changes one at a time and solving again.

On the path, changes are made in the stated order, and the last change at which a name turns is its cause on that
path. Another order may turn it at another change, so each change is also made alone, and all without it; where none
does it alone, the changes are reduced to a set of which every one is needed, by the minimising delta debugging of
Zeller and Hildebrandt (2002), which holds for decisions that turn back and forth as well.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from locales import Message, message
from optimizer import Status, step
from scenarios.announced import announced_by
from scenarios.compare_changes import InputChange, InputKind, Inputs
from scenarios.compare_inputs import differences
from scenarios.compare_replay import Made, Replay
from scenarios.hypothetical import EnoughError
from scenarios.outcome import Outcome

SECONDS = 300.0


@dataclass(frozen=True)
class Step:
    """One step of the path: the changes made at it (several where fewer make no round), and whom it turns."""

    changes: tuple[int, ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class NameCause:
    """Why one name differs: places of changes in the stated order; None where time ran out before it was known.

    before, after: its options, "" without one. path: the changes at which it last turns on the path; turns: how often
    it does. alone: changes of which each alone does it. needed: changes without which, all others made, it would not
    be as in the second. together: where none does it alone, changes that do it together, each one needed for that
    (another such set may exist). tied: equally good plans decide it otherwise, in the first and in the second
    outcome. kind: of the change on the path; TIE where the best value does not change there and the stated order
    decides it.
    """

    applicant: str
    before: str
    after: str
    path: tuple[int, ...] | None = None
    turns: int | None = None
    alone: tuple[int, ...] | None = None
    needed: tuple[int, ...] | None = None
    together: tuple[int, ...] | None = None
    tied: tuple[bool | None, bool | None] = (None, None)
    kind: InputKind | None = None


@dataclass(frozen=True)
class Causes:
    """Everything found between two outcomes.

    changes: in the stated order. steps: the path as far as time allowed. names: those decided or equipped
    differently, by id. refused: why causes were not looked for, else None. unanswered: how many questions about
    names time left open. solves: how many allocations were solved.
    """

    changes: tuple[InputChange, ...]
    steps: tuple[Step, ...]
    names: tuple[NameCause, ...]
    refused: Message | None
    solves: int

    @property
    def unanswered(self) -> int:
        """How many questions about names time left open."""
        return 0 if self.refused else sum(_open(name) for name in self.names)


def _open(name: NameCause) -> int:
    asked = (name.path, name.alone, name.needed, name.together, *name.tied)
    return sum(answer is None for answer in asked)


def causes(one: Outcome, other: Outcome, *, seconds: float = SECONDS) -> Causes:
    """Find why names differ from one outcome to the other; stops after so many seconds and says what is open."""
    changes = differences(Inputs(one.round, one.scenario), Inputs(other.round, other.scenario))
    names = tuple(_differing(one, other))
    replay = Replay(one, other, changes, seconds)
    refused = _refused(one, other, replay)
    if refused is not None or not names:
        return Causes(changes, (), names, refused, 0)
    return _Asked(replay, names).answered()


def _differing(one: Outcome, other: Outcome) -> Iterator[NameCause]:
    before, after = announced_by(one), announced_by(other)
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield NameCause(name, before.get(name, ""), after.get(name, ""))


def _refused(one: Outcome, other: Outcome, replay: Replay) -> Message | None:
    for outcome in (one, other):
        plan = outcome.plan
        decided = plan.status is Status.INFEASIBLE or (plan.status is Status.OPTIMAL and plan.ties != "open")
        if not decided and not (plan.has_awards and outcome.scenario.solver.gap):
            return message(
                "{scenario} is not proven best, so who is in it may depend on when it was stopped",
                scenario=outcome.scenario.title,
            )
        if plan.ties == "drawn":
            return message("{scenario} was decided by a public draw", scenario=outcome.scenario.title)
    if not replay.complete:
        return message("the inputs differ in more than the changes that are listed")
    return None


class _Asked:
    """Collects answers about all names until time runs out; what all of them need is asked first."""

    def __init__(self, replay: Replay, names: Sequence[NameCause]) -> None:
        self.replay, self.all = replay, replay.all
        self.names = {each.applicant: each for each in names}
        self.steps: list[Step] = []
        self._prefixes: list[Made] = [frozenset()]

    def answered(self) -> Causes:
        """Ask everything, in the order of what it tells."""
        moves = [name for name, each in self.names.items() if bool(each.before) != bool(each.after)]
        packages = [name for name in self.names if name not in moves]
        walked = self._tried(self._walk)
        for group in (moves, packages):
            self._each(group, self._path if walked else None)
            self._each(group, self._alone)
            self._each(group, self._needed)
            self._each(group, self._together)
        self._each([*moves, *packages], self._ties)
        made = tuple(self.names.values())
        return Causes(self.replay.changes, tuple(self.steps), made, None, self.replay.solves)

    def _each(self, group: Sequence[str], ask: Callable[[NameCause], NameCause] | None) -> None:
        for place, name in enumerate(group if ask else ()):
            assert ask is not None
            step(place, len(group), name)
            try:
                self.names[name] = ask(self.names[name])
            except EnoughError:
                continue

    def _tried(self, ask: Callable[[], None]) -> bool:
        try:
            ask()
        except EnoughError:
            return False
        return True

    def _walk(self) -> None:
        """Make one change after another; where some make no round by themselves, together with the next."""
        before = self.replay.decided(frozenset()).names
        waiting: list[int] = []
        for place in range(len(self.replay.changes)):
            step(place, len(self.replay.changes), self.replay.changes[place].said)
            waiting.append(place)
            made = frozenset(range(place + 1))
            after = self.replay.decided(made).names
            if after is None or before is None:
                continue
            self.steps.append(Step(tuple(waiting), tuple(sorted(after - before)), tuple(sorted(before - after))))
            self._prefixes.append(made)
            before, waiting = after, []

    def _as_after(self, name: NameCause, made: Made) -> bool:
        """Whether the name is decided as in the second outcome; a blend that makes no round decides nothing."""
        if bool(name.before) != bool(name.after):
            names = self.replay.decided(made).names
            return names is not None and (name.applicant in names) == bool(name.after)
        return self.replay.option(made, name.applicant) == name.after

    def _path(self, name: NameCause) -> NameCause:
        held = [self._as_after(name, made) for made in self._prefixes]
        turns = [place for place in range(1, len(held)) if held[place] != held[place - 1]]
        changes = self.steps[turns[-1] - 1].changes
        kind = self.replay.changes[changes[-1]].kind
        return replace(name, path=changes, turns=len(turns), kind=kind)

    def _alone(self, name: NameCause) -> NameCause:
        does = tuple(each for each in sorted(self.all) if self._as_after(name, frozenset([each])))
        return replace(name, alone=does)

    def _needed(self, name: NameCause) -> NameCause:
        does = tuple(each for each in sorted(self.all) if not self._as_after(name, self.all - {each}))
        return replace(name, needed=does)

    def _together(self, name: NameCause) -> NameCause:
        if name.alone is None:
            return name
        if name.alone:
            return replace(name, together=())
        upto = max(name.path) + 1 if name.path else len(self.all)
        found = _least(list(range(upto)), lambda made: self._as_after(name, frozenset(made)))
        return replace(name, together=tuple(found))

    def _ties(self, name: NameCause) -> NameCause:
        """Whether equally good plans decide it otherwise, at both ends and where it turns."""
        ends = [self._tie(name, made) for made in (frozenset[int](), self.all)]
        made = replace(name, tied=(ends[0], ends[1]))
        if name.path is None:
            return made
        place = next(at for at, each in enumerate(self.steps) if each.changes == name.path)
        before, after = (self.replay.decided(self._prefixes[at]) for at in (place, place + 1))
        if before.value == after.value is not None and self._tie(name, self._prefixes[place + 1]):
            made = replace(made, kind=InputKind.TIE)
        return made

    def _tie(self, name: NameCause, made: Made) -> bool:
        tied = self.replay.tied(made)
        moved = bool(name.before) != bool(name.after)
        return name.applicant in (tied.decided if moved else tied.decided | tied.equipped)


def _least(start: list[int], does: Callable[[Sequence[int]], bool]) -> list[int]:
    """Reduce changes that do it together until none can be left out."""
    current, parts = start, 2
    while len(current) > 1:
        size = -(-len(current) // parts)
        chunks = [current[at : at + size] for at in range(0, len(current), size)]
        rests = [[each for each in current if each not in chunk] for chunk in chunks]
        smaller = next((chunk for chunk in chunks if len(chunk) < len(current) and does(chunk)), None)
        if smaller is not None:
            current, parts = smaller, 2
            continue
        rest = next((each for each in rests if each and does(each)), None)
        if rest is not None:
            current, parts = rest, max(parts - 1, 2)
        elif size == 1:
            break
        else:
            parts = min(len(current), 2 * parts)
    return current
