"""What a made-up applicant answers: drawn from what lies behind it, so that the answers agree with each other."""

import datetime
import math
import random
from dataclasses import dataclass

BIG = ("district", "provincial")
Region = dict[str, str]
Answers = dict[str, object]


class Draw:
    """A generator of its own for one name: uniform draws and what is made of them."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 (samples, not secrets)

    def unit(self) -> float:
        """Draw evenly from [0, 1)."""
        return self._random.random()

    def bell(self, mean: float, spread: float) -> float:
        """Draw around `mean`, never further than 2 x `spread` away (mean of four even draws)."""
        return mean + spread * (self.unit() + self.unit() + self.unit() + self.unit() - 2)

    def whole(self, mean: float, spread: float, least: int, most: int) -> int:
        """Draw a whole number around `mean`, kept within `least` and `most`."""
        return min(most, max(least, math.floor(self.bell(mean, spread) + 0.5)))

    def pick(self, *options: tuple[str, float]) -> str:
        """Draw one of the options by weight; weights below nothing count as nothing."""
        weights = [max(0.0, weight) for _, weight in options]
        point = self.unit() * sum(weights)
        for (option, _), weight in zip(options, weights, strict=True):
            point -= weight
            if point < 0:
                return option
        return options[-1][0]


@dataclass(frozen=True)
class Library:
    """One applicant before it answers; capacity and commitment lie behind its answers, from 0 to 1."""

    applicant: str
    name: str
    kind: str
    region: Region
    draw: Draw
    capacity: float
    commitment: float
    people: int


def answers(one: Library, closes: datetime.date) -> Answers:
    """Answer every question of every round, without flaws; `closes` is the last day of the call."""
    return (district_answers if one.kind in BIG else small_answers)(one, closes)


def district_answers(one: Library, closes: datetime.date) -> Answers:
    """Answer as a district or provincial library would."""
    draw, able, will = one.draw, one.capacity, one.commitment
    lasting = min(1.0, max(0.05, 0.45 * will + 0.25 * able + draw.bell(0.16, 0.16)))
    remote = one.region["underdeveloped_2015"] == "1"
    fibre = 0.97 if one.region["kind"] == "kota" else 0.42 + 0.6 * able - (0.25 if remote else 0)
    people = one.people
    return {
        **shared_answers(one, closes, lasting),
        "staff_assigned": draw.whole(3 + 5 * able, 2, 3, 14),
        "room_m2": draw.whole(9 + 24 * able, 11, 10, 120),
        "fibre_offer": "yes" if draw.unit() < fibre else "no",
        "hours_per_day": draw.pick(("8", 5 - 3 * able), ("8.5", 2), ("9", 3 * able), ("10", 2 * able - 0.6)),
        "days_per_week": draw.pick(("5", 6 - 5 * able), ("6", 1 + 3 * able), ("7", 4 * able - 1)),
        "managed_by": "local_government",
        "match_pct": draw.whole(8 + 72 * will * (0.5 + 0.5 * able), 22, 0, 120),
        "budget_share_pct": f"{min(1.2, max(0.01, draw.bell(0.04 + 0.42 * will, 0.09))):.2f}",
        "computers_pledged": draw.whole(14 * will * able, 5, 0, 40),
        "mbps_pledged": draw.whole(24 * will * able, 8, 0, 50),
        "villages_pledged": draw.whole(2 + 8 * will, 2.5, 1, 16),
        "villages_ready_pct": draw.whole(20 + 45 * lasting, 18, 0, 100),
        "titles": draw.whole(people * 0.025 * (0.08 + 0.75 * able), people * 0.004, 900, 190000),
        "visits_year": draw.whole(people * (0.006 + 0.07 * able * able), people * 0.008, 700, 400000),
        "people_served": people,
        "visits_month": draw.whole(people * (0.006 + 0.07 * able * able) / 12, people * 0.0006, 60, 30000),
        "accreditation": draw.pick(("none", 1.5 - able), ("c", 0.5), ("b", 0.9 * able), ("a", 0.6 * able - 0.2)),
        "operations_years": draw.whole(3.6 * lasting, 0.8, 0, 5),
        "partnerships": draw.whole(11 * lasting, 2.5, 0, 18),
        "regulation": draw.pick(("none", 1.2 - lasting), ("regent_regulation", lasting), ("bylaw", 0.7 * lasting)),
        "contract_months": 6 * draw.whole(3.6 * lasting, 1, 0, 6),
        "facilitators": draw.whole(5.5 * lasting, 1.2, 0, 8),
        "activities_month": draw.whole(11 * lasting, 2.5, 0, 16),
        "mentor_capacity": draw.whole(3 + 7 * able, 2, 4, 10),
        "fiscal_class": draw.pick(
            ("low", 1.6 - able), ("medium", 1.0), ("high", 0.9 * able), ("very_high", 0.4 * able)
        ),
    }


def small_answers(one: Library, closes: datetime.date) -> Answers:
    """Answer as a village library or reading garden would."""
    draw, able, will = one.draw, one.capacity, one.commitment
    garden = one.kind == "reading_garden"
    lasting = min(1.0, max(0.05, 0.55 * will + 0.15 * able + draw.bell(0.16, 0.18)))
    open_for = (("4", 1), ("5", 2), ("6", 2)) if garden else (("6", 4), ("7", 2), ("8", 1 + able))
    connected = 0.55 + 0.5 * able
    visits = draw.whole(60 + 460 * able * (0.5 + will), 110, 15, 1500)
    return {
        **shared_answers(one, closes, lasting),
        "staff_assigned": draw.whole(1.6 + 2.6 * able, 1.2, 2, 7),
        "room_m2": draw.whole(8 + 16 * able, 7, 8, 56) if draw.unit() < 0.55 + 0.5 * able else 6,
        "electricity": draw.pick(("present", 0.7 + able), ("funded", 0.12), ("none", 0.16 - 0.12 * able)),
        "internet_ready": draw.pick(("present", able), ("funded", connected), ("none", 0.5 - 0.45 * able)),
        "fibre_offer": "yes" if draw.unit() < 0.3 + 0.6 * able else "no",
        "hours_per_day": draw.pick(*open_for),
        "days_per_week": draw.pick(("5", 5), ("6", 3), ("7", 3 if garden else 1)),
        "managed_by": "community" if garden else "village_government",
        "match_pct": draw.whole(5 + 62 * will, 20, 0, 110),
        "computers_pledged": draw.whole(6 * will * able, 2, 0, 10),
        "titles": draw.whole(150 + 1100 * able, 420, 60, 3200),
        "visits_year": visits * 12,
        "people_served": one.people,
        "visits_month": visits,
        "operations_years": draw.whole(3.4 * lasting, 0.9, 0, 5),
        "partnerships": draw.whole(5 * lasting, 1.6, 0, 9),
        "contract_months": 6 * draw.whole(2.6 * lasting, 1, 0, 4),
        "facilitators": draw.whole(3.2 * lasting, 1, 0, 5),
        "activities_month": draw.whole(9 * lasting, 2.5, 0, 14),
        "mentor_capacity": "",
        "fiscal_class": "",
    }


def shared_answers(one: Library, closes: datetime.date, lasting: float) -> Answers:
    """Answer what every kind answers alike: gates passed (flaws come later), the form of the commitment."""
    draw, will = one.draw, one.commitment
    forms = (
        ("letter", 1.2 - will),
        ("letter_amount", 1.0),
        ("regulation", will),
        ("bylaw_budget", 1.3 * lasting - 0.5),
    )
    return {
        "commitment_letter": "signed",
        "apbd_statement": "yes",
        "managers_decree": "yes",
        "room_secure": "yes",
        "electricity": draw.pick(("present", 0.6 + one.capacity), ("funded", 0.2)),
        "internet_ready": draw.pick(("present", 0.1 + one.capacity), ("funded", 0.5)),
        "earlier_grant": draw.pick(("never", 10), ("over_two_years", 1)),
        "data_date": (closes - datetime.timedelta(days=10 + math.floor(260 * draw.unit()))).isoformat(),
        "commitment_document": draw.pick(("none", 0.06), *forms),
    }
