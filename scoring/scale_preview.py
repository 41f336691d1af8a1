"""Scale preview: what other scales would do to scores, ranks and the members' answers, before anybody keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from intake import Criterion, Finding, Member, Round, judge_all
from scoring.guard_findings import guards
from scoring.policy import Policy
from scoring.rank_changes import RankChanges, rank_changes
from scoring.scale_guards import scale_guards
from scoring.score import score
from scoring.scores import Scores

ABOUT_THE_SCALE = ("scoring-beyond", "scoring-missing", "scoring-no-base")


@dataclass(frozen=True, eq=False)
class ScalePreview:
    """A round under other scales. round: with them; its files and fingerprint are those of before.

    guards: what should be looked at about the criteria that change, and needed not be before, the gravest first. aside:
    members whose answers were given about the ranges of before and would count no longer.
    """

    round: Round
    after: Scores
    ranks: RankChanges
    guards: tuple[Finding, ...]
    aside: tuple[Member, ...]


def scale_preview(round_: Round, policy: Policy, before: Scores, changed: Mapping[str, Criterion]) -> ScalePreview:
    """Score a round under other scales of some criteria; raises InputError where it cannot be scored under them.

    before: the scores under the scales as they are, by the same policy.
    """
    made = with_criteria(round_, changed)
    after = score(made, policy)
    columns = {each.column for each in changed.values()}
    known = set(_found(round_, before))
    own = dict.fromkeys(each for each in _found(made, after) if each.column in columns and each not in known)
    return ScalePreview(made, after, rank_changes(before, after), tuple(own), set_aside(round_, made))


def _found(round_: Round, scores: Scores) -> tuple[Finding, ...]:
    told = [each for each in scores.findings if each.code in ABOUT_THE_SCALE]
    return guards(round_.criteria, scores, [*scale_guards(round_), *told])


def with_criteria(round_: Round, changed: Mapping[str, Criterion]) -> Round:
    """Give a round with some criteria put in place of its own."""
    criteria = tuple(changed.get(each.id, each) for each in round_.criteria.criteria)
    return replace(round_, criteria=round_.criteria.model_copy(update={"criteria": criteria}))


def set_aside(before: Round, after: Round) -> tuple[Member, ...]:
    """Give the members whose answers can be used before and not after."""
    if before.members is None:
        return ()
    usable = {each.member.id for each in judge_all(before.criteria, before.members) if each.usable}
    still = {each.member.id for each in judge_all(after.criteria, before.members) if each.usable}
    return tuple(each for each in before.members.people if each.id in usable - still)
