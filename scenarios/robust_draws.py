"""Draws: what a scenario leaves open, source by source, and one drawn state of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isfinite

from intake import Members, Round
from scenarios.cases import Change
from scenarios.outcome import Outcome
from scenarios.robust_blanks import Range, ranges
from scenarios.robust_random import PARTS, Stream
from scenarios.robust_settings import Robust
from scoring import Node, Policy, WeightSet, middle, tree, weight_set

Weights = tuple[tuple[str, Fraction], ...]


class Source(StrEnum):
    """Where the doubt comes from."""

    WEIGHTS = "weights"
    ANSWERS = "missing answers"
    MARKS = "panel marks"
    PRICES = "prices"
    BUDGET = "budget"


@dataclass(frozen=True, eq=False)
class Doubts:
    """Everything that a scenario leaves open.

    corners: weights whose mixtures are drawn, by who gave them. blanks: missing answers. marks: the panel's figures
    with their standard errors, as (criterion, applicant, figure, error). prices: the items' prices as they stand.
    """

    settings: Robust
    corners: tuple[tuple[str, Weights], ...]
    blanks: tuple[Range, ...]
    marks: tuple[tuple[str, str, float, float], ...]
    prices: tuple[tuple[str, int], ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources that can change anything."""
        held = {
            Source.WEIGHTS: bool(self.corners) and self.settings.weights != "fixed",
            Source.ANSWERS: bool(self.blanks),
            Source.MARKS: bool(self.marks),
            Source.PRICES: bool(self.settings.prices and self.prices),
            Source.BUDGET: bool(self.settings.budget),
        }
        return tuple(source for source in Source if held[source])

    def change(self, draws: Mapping[Source, tuple[int, int]]) -> Change:
        """The state in which each of these sources is at its draw (design, number), the others as in the scenario."""
        made = Change()
        for source, at in draws.items():
            stream = Stream(self.settings.seed, list(Source).index(source), *at)
            made = self._drawn(source, stream, made)
        return made

    def _drawn(self, source: Source, stream: Stream, before: Change) -> Change:
        fields = {name: getattr(before, name) for name in before.__dataclass_fields__}
        if source is Source.WEIGHTS:
            fields["weights"] = self._weights(stream)
        elif source is Source.ANSWERS:
            fields["answers"] = tuple(each.at(stream.share()) for each in self.blanks)
        elif source is Source.MARKS:
            fields["marks"] = tuple((c, a, figure + error * stream.normal()) for c, a, figure, error in self.marks)
        elif source is Source.PRICES:
            spread = Fraction(str(self.settings.prices))
            fields["prices"] = tuple((item, round(price * _around(spread, stream))) for item, price in self.prices)
        else:
            fields["money"] = _around(Fraction(str(self.settings.budget)), stream)
        return Change(**fields)

    def _weights(self, stream: Stream) -> Weights:
        corners = [weights for _, weights in self.corners]
        if self.settings.weights == "each":
            return corners[stream.whole(len(corners))]
        parts = stream.parts(len(corners))
        names = [name for name, _ in corners[0]]
        given = [dict(weights) for weights in corners]
        return tuple(
            (name, sum((part * one[name] for part, one in zip(parts, given, strict=True)), Fraction(0)))
            for name in names
        )


def _around(spread: Fraction, stream: Stream) -> Fraction:
    """A factor between 1 - spread and 1 + spread, in steps of a millionth of the way, every one as likely."""
    return 1 - spread + 2 * spread * Fraction(stream.whole(PARTS + 1), PARTS)


def doubts(outcome: Outcome, settings: Robust) -> Doubts:
    """Gather what is open in an outcome; raises InputError for stated weights that cannot be."""
    marks: list[tuple[str, str, float, float]] = []
    marked = outcome.scores.panel
    if marked is not None and settings.marks == "error":
        figures, errors = marked.figures, marked.errors
        for criterion in figures.columns:
            held = zip(figures.index, figures[criterion].tolist(), errors[criterion].tolist(), strict=True)
            for name, figure, error in held:
                if isfinite(figure) and isfinite(error) and error > 0:
                    marks.append((str(criterion), str(name), figure, error))
    changed = outcome.scenario.catalogue.prices
    return Doubts(
        settings,
        corners(outcome, settings),
        ranges(outcome) if settings.answers == "interval" else (),
        tuple(marks),
        tuple((item.id, changed.get(item.id, item.price)) for item in outcome.round.catalogue.items),
    )


def corners(outcome: Outcome, settings: Robust) -> tuple[tuple[str, Weights], ...]:
    """The weights stated in the scenario, else those of every member whose answers can be used; none without any."""
    criteria = outcome.round.criteria
    if settings.stated:
        return tuple((str(k), _effective(tree(criteria, given))) for k, given in enumerate(settings.stated, start=1))
    return tuple((each.id, tuple(each.effective.items())) for each in members_of(outcome).members)


def members_of(outcome: Outcome) -> WeightSet:
    """The weights of the committee, perhaps of nobody."""
    return weight_set(outcome.round.criteria, outcome.round.members or Members(()))


def central_weights(outcome: Outcome) -> dict[str, Fraction]:
    """The exact effective weights that the scenario itself takes."""
    return weights_taken(outcome.round, outcome.scenario.scoring)


def weights_taken(round_: Round, policy: Policy) -> dict[str, Fraction]:
    """The exact effective weights that a policy takes."""
    if policy.weights_from == "file":
        return dict(_effective(tree(round_.criteria, policy.weights)))
    group = weight_set(round_.criteria, round_.members or Members(()))
    member = group.member(policy.weights_from)
    return dict(member.effective) if member is not None else middle(group, policy)


def _effective(nodes: tuple[Node, ...]) -> Weights:
    return tuple((node.id, node.effective) for node in nodes if node.is_criterion)
