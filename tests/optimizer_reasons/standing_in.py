"""Who takes the place of a winner, by trying every plan; shares no code with the reserve list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tests.optimizer import brute_force
from tests.optimizer.brute_force import Awards, Best, Data, World, best


@dataclass(frozen=True)
class Gap:
    """A plan (option by applicant) with one winner and others gone; the rest stands unless anyone may move."""

    world: World
    plan: dict[str, str]
    winner: str
    gone: tuple[str, ...] = ()
    anyone_may_move: bool = False

    @property
    def held(self) -> World:
        """The world in which those who are gone get nothing, and all others keep what they have."""
        away = {self.winner, *self.gone}
        rules: list[Data] = []
        for rule in self.world.rules:
            names = [name for name in rule.get("applicants", ()) if name not in away]
            if rule["rule"] != "include":
                rules.append(rule)
            elif names:
                rules.append({**rule, "applicants": names})
        rules.append({"rule": "exclude", "id": "gone", "applicants": sorted(away)})
        stay = {name: option for name, option in self.plan.items() if name not in away}
        if stay and not self.anyone_may_move:
            every = {"announced": stay, "counts": ["leaves", "packages"], "at_most": 0}
            rules.append({"rule": "stay_close", "id": "stay", **every})
        return replace(self.world, rules=rules)

    def filled(self) -> Best | None:
        """The best lawful plan; None when there is none."""
        return best(self.held)

    def anyone(self) -> bool:
        """Whether any lawful plan has someone new in it."""
        return any(set(awards) - set(self.plan) for awards, _ in brute_force._lawful(self.held))

    def forbidding(self) -> dict[str, int]:
        """For everyone left out who is offered anything, how few rules its best option breaks beside what stands."""
        away = {self.winner, *self.gone}
        options = {(o["applicant"], o["option"]): o for o in self.world.options}
        stands: Awards = {
            name: {**self.world.applicants[name], **options[name, option]}
            for name, option in self.plan.items()
            if name not in away
        }
        rules = [rule for rule in self.held.rules if rule["id"] not in ("gone", "stay")]
        found: dict[str, int] = {}
        for (name, _), option in options.items():
            if name in self.plan or name in away:
                continue
            awards = {**stands, name: {**self.world.applicants[name], **option}}
            broken = sum(not brute_force.KINDS[rule["rule"]](self.world, rule, awards) for rule in rules)
            found[name] = min(found.get(name, broken), broken)
        return found


def order_of(world: World, plan: dict[str, str], places: int) -> tuple[list[tuple[str, list[str]]], bool]:
    """The reserve list as it is defined, every answer by brute force; and whether it is complete."""
    worth: dict[str, Fraction] = {}
    for option in world.options:
        name = str(option["applicant"])
        worth[name] = max(worth.get(name, Fraction(0)), brute_force._number(option["value"]))
    order: list[tuple[str, list[str]]] = []
    while True:
        gone = tuple(name for name, _ in order)
        replaces: dict[str, list[str]] = {}
        for winner in sorted(plan):
            for name in _new(Gap(world, plan, winner, gone).filled(), plan):
                replaces.setdefault(name, []).append(winner)
        if not replaces or len(order) == places:
            return order, not replaces
        first = sorted(replaces, key=lambda name: (-len(replaces[name]), -worth[name], name))[0]
        order.append((first, replaces[first]))


def _new(filled: Best | None, plan: dict[str, str]) -> Sequence[str]:
    return sorted(set(filled.options) - set(plan)) if filled is not None else ()
