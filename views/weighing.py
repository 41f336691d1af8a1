"""Weighing: the draft of one member's answers, from the fields that hold it to the weights it comes to."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from intake import Criteria, Member, Method, Round, siblings, typed_answer
from records import Role
from scoring import Before, DraftWeights, answered_before, answers_typed, asked_of, draft_weights
from views.kept import Kept
from views.visit import Visit

MAKERS = (Role.PLANNER, Role.ANALYST)
WEIGHERS = (*MAKERS, Role.COMMITTEE)
Asked = tuple[Method, str, str]


@dataclass(frozen=True)
class Weighing:
    """One member's draft about one round. member: with the answers that are kept; kept: the fields of the draft."""

    round: Round
    member: Member
    kept: Kept
    standing: Mapping[str, Fraction]

    @property
    def criteria(self) -> Criteria:
        """The criteria that are weighed."""
        return self.round.criteria

    @cached_property
    def sets(self) -> dict[str, tuple[str, ...]]:
        """Siblings that can be weighed against each other, by parent."""
        return {parent: nodes for parent, nodes in siblings(self.criteria).items() if len(nodes) > 1}

    @cached_property
    def before(self) -> dict[str, Before]:
        """What was answered and kept before, by parent."""
        return {parent: answered_before(self.criteria, self.member, parent) for parent in self.sets}

    @property
    def begun(self) -> bool:
        """Whether anything was typed or chosen that is not kept as answers yet."""
        return any(not name.startswith("since ") for name in self.kept.fields)

    def method(self, parent: str) -> Method:
        """The method by which a set is asked."""
        return Method(self.kept.get(f"method {parent}", (self.before[parent].method or Method.SWING).value))

    def ends(self, parent: str) -> tuple[str, str]:
        """The best and the worst of a set, for the method that asks for them; "" while one is not chosen."""
        held = self.before[parent]
        best, worst = self.kept.get(f"best {parent}", held.best), self.kept.get(f"worst {parent}", held.worst)
        return best or "", worst or ""

    def asked(self, parent: str) -> tuple[tuple[str, str], ...]:
        """What is asked about a set."""
        return asked_of(self.sets[parent], self.method(parent), *self.ends(parent))

    def field(self, parent: str, node: str, against: str) -> str:
        """The name of the field that holds an answer."""
        return f"{self.method(parent).value} {node} {against}".strip()

    def default(self, parent: str, node: str, against: str) -> str:
        """What the field of an answer holds before anybody types: the answer that is kept, or nothing."""
        held = self.before[parent]
        number = held.numbers.get((node, against)) if held.method is self.method(parent) else None
        return "" if number is None else _plain(number)

    def typed(self, parent: str, node: str, against: str) -> str:
        """What stands in the field of an answer."""
        return str(self.kept.get(self.field(parent, node, against), self.default(parent, node, against)))

    @cached_property
    def numbers(self) -> dict[Asked, Fraction]:
        """Every answer that can be read, of every set."""
        found: dict[Asked, Fraction] = {}
        for parent in self.sets:
            for node, against in self.asked(parent):
                number = typed_answer(self.typed(parent, node, against))
                if number is not None:
                    found[self.method(parent), node, against] = number
        return found

    @cached_property
    def answers(self) -> Member:
        """The member with the answers as they stand in the fields."""
        today = min(datetime.datetime.now(datetime.UTC).date(), self.round.call.decides)
        made = answers_typed(self.criteria, self.numbers, today, self.member.answers)
        return Member(self.member.id, self.member.name, made)

    @cached_property
    def weights(self) -> DraftWeights:
        """What the answers come to, beside the weights that stand."""
        return draft_weights(self.criteria, self.answers, self.standing)


def weighing_of(visit: Visit, round_: Round, member: Member, standing: Mapping[str, Fraction]) -> Weighing:
    """Open somebody's draft of the answers of a member."""
    return Weighing(round_, member, Kept(visit, f"criteria:{round_.call.id}:{member.id}"), standing)


def members_of(visit: Visit, round_: Round) -> tuple[Member, ...]:
    """Those whose answers this person may give: everybody's for planner and analyst, one's own for the committee."""
    own = Member(visit.who, visit.person.name)
    known = {each.id: each for each in (round_.members.people if round_.members else ())}
    if visit.may(*MAKERS):
        return (*known.values(), *(() if own.id in known else (own,)))
    return (known.get(own.id, own),) if visit.may(Role.COMMITTEE) else ()


def _plain(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    short = f"{float(number):.6f}".rstrip("0").rstrip(".")
    return short if Fraction(short) == number else f"{number.numerator}/{number.denominator}"
