"""Whole: whether an answer says all that it could, or time ended it before everything was proven."""

from optimizer import Standing, Standings
from scenarios.agreement import Agreement, Lever
from scenarios.reserve import Reserve
from scenarios.robust import Robustness
from scenarios.stability import Stability


def whole(answer: object) -> bool:
    """Whether more time could say nothing more; an answer made of several is whole when all of them are."""
    match answer:
        case tuple():
            return all(map(whole, answer))
        case Standings():
            return not (answer.table[["standing", "package"]] == Standing.NOT_PROVEN).to_numpy().any()
        case Agreement():
            plans = (*answer.plans, answer.central)
            return all(each.status is not None and each.certain for each in plans) and all(map(_settled, answer.levers))
        case Reserve() | Robustness() | Stability():
            return answer.in_time
    return True


def _settled(lever: Lever) -> bool:
    """A share under which there is no plan, which is proven, leaves nothing more to be said."""
    return lever.no_plan or (lever.hanging is not None and lever.certain)
