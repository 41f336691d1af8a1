"""The draw: every ticket a tied plan, chances as brute force has them, and a replay that needs nothing of the house."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import highspy
import pandas as pd
import pulp
import pytest

from intake import InputError
from optimizer import Maximise, Plan, Settings, allocate, draw_checker, verify
from optimizer.draw import Draw, check_draw, draw
from optimizer.exact_lp import maximise
from optimizer.tickets import fairest, whole_weights
from tests.optimizer.brute_force import World, best
from tests.optimizer.enumerated import Known, every_plan
from tests.optimizer.handmade import PEOPLE, offers, rule
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of

QUICK = 30
LONG = 300
CHUNK = 15
MANY = 5
CHECKER = Path(draw_checker.__file__)


def world_with_ties(seed: int) -> World:
    """A world in which few places go to libraries that are worth the same, mostly, so that many plans are tied."""
    world, random = world_of(seed), Random(f"ties {seed}")
    if seed % 4 == 0:
        return replace(world, objectives=world.objectives[:1])
    value = random.choice((10, 12.5))
    options = [{**option, "value": value if random.random() < 0.9 else 10} for option in world.options]
    places = {"rule": "limit", "id": "places", "measure": "libraries", "at_most": random.choice((1, 2, 3))}
    aims: list[dict[str, Any]] = [{"maximise": "value"}, {"maximise": "libraries"}]
    return replace(world, options=options, rules=[places, *world.rules[: seed % 3]], objectives=[random.choice(aims)])


def tied(world: World) -> dict[frozenset[str], Known]:
    """Every list of names of the best plans, each with its plan of the stated order."""
    right = best(world)
    if right is None:
        return {}
    found: dict[frozenset[str], Known] = {}
    for plan in every_plan(world, world.objectives):
        if plan.values == right.values:
            found.setdefault(frozenset(plan.options), plan)
    return found


def leximin(lists: Sequence[frozenset[str]]) -> dict[str, float]:
    """The fairest chances in floating point, each applicant tried by itself whether it could have more."""
    contested = sorted(frozenset.union(*lists) - frozenset.intersection(*lists))
    settled: dict[str, float] = {}
    while len(settled) < len(contested):
        free = [name for name in contested if name not in settled]
        smallest, _ = _lp(lists, free, settled, None, 0)
        stuck = [name for name in free if _lp(lists, free, settled, name, smallest)[0] <= smallest + 1e-7]
        assert stuck
        settled |= dict.fromkeys(stuck, smallest)
    return {**dict.fromkeys(frozenset.intersection(*lists), 1.0), **settled}


def _lp(
    lists: Sequence[frozenset[str]], free: Sequence[str], settled: Mapping[str, float], name: str | None, least: float
) -> tuple[float, list[float]]:
    problem = pulp.LpProblem("chances", pulp.LpMaximize)
    weights = [pulp.LpVariable(f"w{k}", lowBound=0) for k in range(len(lists))]
    smallest = pulp.LpVariable("smallest", lowBound=0)
    chance = {
        each: pulp.lpSum(w for w, own in zip(weights, lists, strict=True) if each in own) for each in (*free, *settled)
    }
    problem += chance[name] if name else smallest
    problem += pulp.lpSum(weights) == 1
    for each in free:
        problem += chance[each] >= (least - 1e-9 if name else smallest)
    for each, known in settled.items():
        problem += chance[each] >= known - 1e-9
    problem.solve(pulp.HiGHS(msg=False))
    return float(pulp.value(problem.objective)), [w.value() for w in weights]


def made(world: World, **settings: Any) -> tuple[Draw, Plan]:
    """The draw of a world, and its plan."""
    applicants, options = tables(world)
    rules, objectives = rules_of(world), objectives_of(world)
    plan = allocate(applicants, options, rules, objectives, Settings(seconds=300))
    return draw(applicants, options, rules, objectives, plan, Settings(seconds=300), **settings), plan


def differences(seed: int) -> list[str]:
    """Where the draw of a world and the brute force differ, with all lists written down and with a few asked for."""
    world = world_with_ties(seed)
    right = tied(world)
    if not right:
        return []
    applicants, options = tables(world)
    said = []
    chances = leximin(list(right))
    for most in (MANY, 1):
        one, plan = made(world, most=most)
        drawn = {frozenset(each["awards"]): each for each in one.publication["tickets"]}
        if not set(drawn) <= set(right):
            said.append("a ticket is none of the tied lists")
            continue
        for names, ticket in drawn.items():
            pairs = tuple(sorted(map(tuple, ticket["pairs"])))
            if (ticket["awards"], pairs) != (right[names].options, right[names].pairs):
                said.append(f"{sorted(names)}: other packages or pairs than the stated order has")
        if one.publication["all_listed"] != (len(right) <= most) or not one.fairest:
            said.append("listed or proven is wrong")
        smallest = min(chances.values(), default=1)
        if abs(float(Fraction(one.publication["smallest_chance"])) - smallest) > 1e-7:
            said.append(f"the smallest chance is {one.publication['smallest_chance']} instead of {smallest}")
        if len(right) <= most and (
            set(one.chances) != set(chances) or any(abs(float(one.chances[a]) - chances[a]) > 1e-6 for a in chances)
        ):
            said.append(f"{one.chances} instead of {chances}")
        if check_draw(one.record(), applicants, options, rules_of(world), objectives_of(world), plan):
            said.append("its own check refuses it")
    return said


@pytest.mark.parametrize("start", range(0, QUICK, CHUNK))
def test_tickets_and_chances_are_those_of_brute_force(start: int) -> None:
    wrong = {seed: said for seed in range(start, start + CHUNK) if (said := differences(seed))}
    assert not wrong


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(QUICK, QUICK + LONG, CHUNK))
def test_tickets_and_chances_are_those_of_brute_force_thousands_of_times(start: int) -> None:
    test_tickets_and_chances_are_those_of_brute_force(start)


def test_the_worlds_are_worth_drawing_for() -> None:
    sizes = Counter(min(len(tied(world_with_ties(seed))), MANY + 1) for seed in range(QUICK))
    assert sizes[1] >= 8
    assert sizes[MANY + 1] >= 3, sizes
    assert sum(sizes[size] for size in range(2, MANY + 1)) >= 6, sizes


FOUR = PEOPLE.iloc[:4]
EQUAL = offers(D1=10.0, D2=10.0, V1=10.0, V2=30.0)
TWO_PLACES = [rule("limit", measure="libraries", at_most=2)]
BEST = (Maximise(measure="value"),)


@pytest.fixture(scope="module")
def three() -> tuple[Draw, Plan]:
    """V2 is in every plan; D1, D2 and V1 are tied for the one place that is left."""
    plan = allocate(FOUR, EQUAL, TWO_PLACES, BEST)
    return draw(FOUR, EQUAL, TWO_PLACES, BEST, plan, about={"round": "made by hand"}), plan


def test_three_for_one_place_have_a_third_each(three: tuple[Draw, Plan]) -> None:
    one, _ = three
    third = Fraction(1, 3)
    assert one.chances == {"D1": third, "D2": third, "V1": third, "V2": 1}
    assert one.weights == (1, 1, 1)
    assert one.contested == ("D1", "D2", "V1")
    assert one.publication["no_draw_above"] == one.publication["smallest_chance"] == "1/3"
    assert one.publication["about"] == {"round": "made by hand"}
    assert [sorted(each["awards"]) for each in one.publication["tickets"]] == [["D1", "V2"], ["D2", "V2"], ["V1", "V2"]]


def test_every_ticket_is_a_lawful_plan_of_equal_value(three: tuple[Draw, Plan]) -> None:
    one, plan = three
    for each in one.plans:
        assert verify(each, FOUR, EQUAL, TWO_PLACES) == []
        assert [stage.value for stage in each.stages] == [stage.value for stage in plan.stages]


def test_the_seed_alone_decides_and_every_ticket_comes_as_often_as_it_should(three: tuple[Draw, Plan]) -> None:
    one, _ = three
    assert one.ticket("bola 7-12-33") == one.ticket("bola 7-12-33")
    assert one.drawn("bola 7-12-33").ties == "drawn"
    often = Counter(one.ticket(f"seed {k}") for k in range(3_000))
    assert all(900 <= often[ticket] <= 1_100 for ticket in (1, 2, 3)), often


def test_a_seed_that_could_be_misread_is_refused(three: tuple[Draw, Plan]) -> None:
    for seed in ("", " 7", "7 ", "7\n", "7\x00"):
        with pytest.raises(InputError):
            three[0].ticket(seed)


def _replayed(path: Path, *seed: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-I", str(CHECKER), str(path), *seed], capture_output=True, text=True, timeout=60, check=False
    )


def test_anyone_can_replay_it_with_the_standard_library_alone(three: tuple[Draw, Plan], tmp_path: Path) -> None:
    one, _ = three
    path = tmp_path / "draw.json"
    path.write_text(one.published(), encoding="utf-8")
    said = _replayed(path)
    assert said.returncode == 0
    assert said.stdout == f"3 tickets, digest {one.digest}\n"
    for seed in ("1", "dua puluh", "α 9"):
        again = _replayed(path, seed)
        assert again.stdout.splitlines()[-1] == f"the seed {seed!r} draws ticket {one.ticket(seed)}"
    path.write_text(one.published("1"), encoding="utf-8")
    assert _replayed(path).stdout.splitlines()[-1] == f"the seed '1' draws ticket {one.ticket('1')}"


def test_the_checker_is_short_and_imports_nothing_of_the_house() -> None:
    text = CHECKER.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported == {"sys", "fractions", "hashlib", "json", "typing"}


def _altered() -> list[Callable[[dict[str, Any]], object]]:
    return [
        lambda r: r["publication"]["tickets"][0].update(weight=2),
        lambda r: r["publication"]["tickets"][0]["awards"].update(D1="small"),
        lambda r: r["publication"]["tickets"].reverse(),
        lambda r: r["publication"]["tickets"].pop(),
        lambda r: r["publication"]["chances"].update(D1="1/2"),
        lambda r: r["publication"].update(smallest_chance="1/2"),
        lambda r: r["publication"].update(no_draw_above="1/2"),
        lambda r: r["publication"]["about"].update(round="another"),
        lambda r: r.update(digest="0" * 64),
        lambda r: r.update(ticket=r["ticket"] % 3 + 1),
        lambda r: r.pop("digest"),
    ]


@pytest.mark.parametrize("change", range(len(_altered())))
def test_an_altered_publication_fails(three: tuple[Draw, Plan], change: int, tmp_path: Path) -> None:
    one, _ = three
    record = json.loads(one.published("1"))
    _altered()[change](record)
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    said = _replayed(path)
    assert said.returncode == 1
    assert said.stderr.startswith("the draw does not hold")
    assert check_draw(record, FOUR, EQUAL, TWO_PLACES, BEST, one.drawn("1"))


def test_a_file_nested_without_end_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "draw.json"
    path.write_text("[" * 100_000 + "]" * 100_000, encoding="utf-8")
    said = _replayed(path)
    assert (said.returncode, len(said.stderr.splitlines())) == (1, 1)
    assert said.stderr.startswith("the draw does not hold")


def _resealed(record: dict[str, Any]) -> dict[str, Any]:
    """Everything that can be worked out again from the tickets, made to fit them."""
    publication = record["publication"]
    publication["tickets"].sort(key=lambda each: sorted(each["awards"].items()))
    chances = draw_checker.chances(publication)
    publication["chances"] = {name: str(chance) for name, chance in chances.items()}
    publication["smallest_chance"] = str(min(chances.values()))
    return {"publication": publication, "digest": draw_checker.digest(publication)}


@pytest.mark.parametrize(
    ("awards", "problem"),
    [
        ({"D1": "large", "D2": "large"}, "not as good|not a lawful"),
        ({"D1": "large", "D2": "large", "V2": "large"}, "not a lawful"),
        ({"D1": "large", "V2": "huge"}, "never offered"),
        ({"D1": "small", "V2": "large"}, "not as good|not a lawful"),
    ],
)
def test_a_ticket_that_is_no_tied_plan_is_found_whatever_its_seal(
    three: tuple[Draw, Plan], awards: dict[str, str], problem: str
) -> None:
    one, plan = three
    record = json.loads(one.published())
    record["publication"]["tickets"][0]["awards"] = awards
    resealed = _resealed(record)
    list(draw_checker.check(resealed))
    said = check_draw(resealed, FOUR, EQUAL, TWO_PLACES, BEST, plan)
    assert len(said) == 1
    assert any(part in said[0].text("en") for part in problem.split("|"))


def test_a_plan_of_another_ticket_is_found(three: tuple[Draw, Plan]) -> None:
    one, plan = three
    for seed in ("1", "2", "3", "4"):
        others = [each for n, each in enumerate(one.plans, start=1) if n != one.ticket(seed)]
        assert check_draw(one.record(seed), FOUR, EQUAL, TWO_PLACES, BEST, one.drawn(seed)) == ()
        for other in others:
            assert check_draw(one.record(seed), FOUR, EQUAL, TWO_PLACES, BEST, replace(other, ties="drawn"))
    assert check_draw(one.record(), FOUR, EQUAL, TWO_PLACES, BEST, replace(plan, ties="drawn"))


def test_a_plan_without_ties_is_its_own_only_ticket() -> None:
    plan = allocate(PEOPLE, offers(), TWO_PLACES, BEST)
    one = draw(PEOPLE, offers(), TWO_PLACES, BEST, plan)
    assert one.weights == (1,)
    assert one.contested == ()
    assert one.drawn("any").ties != "drawn"
    pd.testing.assert_frame_equal(one.drawn("any").awards, plan.awards)


def test_a_plan_that_is_not_proven_is_not_drawn_for() -> None:
    plan = allocate(FOUR, EQUAL, TWO_PLACES, BEST, Settings(gap=0.9))
    unproven = replace(plan, status=type(plan.status)("feasible"))
    with pytest.raises(InputError):
        draw(FOUR, EQUAL, TWO_PLACES, BEST, unproven)


def test_without_time_there_is_no_draw(three: tuple[Draw, Plan]) -> None:
    with pytest.raises(InputError):
        draw(FOUR, EQUAL, TWO_PLACES, BEST, three[1], Settings(seconds=1e-9))


def test_weights_that_are_not_worked_out_in_time_are_not_guessed() -> None:
    with pytest.raises(TimeoutError):
        fairest([frozenset("ab"), frozenset("ac")], deadline=0.0)


def test_row_order_does_not_matter(three: tuple[Draw, Plan]) -> None:
    turned = draw(FOUR.iloc[::-1], EQUAL.iloc[::-1], TWO_PLACES, BEST, three[1], about={"round": "made by hand"})
    assert turned.published() == three[0].published()


def test_unequal_lists_give_the_unluckiest_the_most_there_is() -> None:
    lists = [frozenset("ab"), frozenset("ac"), frozenset("bc"), frozenset("d")]
    found = fairest(lists)
    assert found.weights == (Fraction(1, 5), Fraction(1, 5), Fraction(1, 5), Fraction(2, 5))
    assert set(found.chances.values()) == {Fraction(2, 5)}
    after = fairest([frozenset("a"), frozenset("bc"), frozenset("bd")]).chances
    assert after == {"a": Fraction(1, 3), "b": Fraction(2, 3), "c": Fraction(1, 3), "d": Fraction(1, 3)}


def test_weights_that_would_be_astronomical_are_rounded_and_add_up() -> None:
    primes = (999_983, 999_979, 999_961)
    parts = [Fraction(1, prime) for prime in primes]
    weights = whole_weights([*parts, 1 - sum(parts, Fraction(0))])
    assert sum(weights) <= 10**12
    assert all(abs(Fraction(w, sum(weights)) - p) < Fraction(1, 10**11) for w, p in zip(weights, parts, strict=False))
    assert whole_weights([Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]) == [3, 2, 1]


def test_the_exact_optimum_is_that_of_highs_and_proves_itself() -> None:
    seen = Counter(_compared(seed) for seed in range(300))
    assert seen["optimal"] >= 80
    assert seen["none"] >= 80


def _compared(seed: int) -> str:
    random = Random(seed)
    rows, columns = random.randint(1, 6), random.randint(1, 6)
    a = [[Fraction(random.randint(-3, 4), random.choice((1, 1, 2, 3))) for _ in range(columns)] for _ in range(rows)]
    b = [Fraction(random.randint(-3, 8), random.choice((1, 2))) for _ in range(rows)]
    c = [Fraction(random.randint(-3, 5)) for _ in range(columns)]
    problem = pulp.LpProblem("any", pulp.LpMaximize)
    x = [pulp.LpVariable(f"x{j}", lowBound=0) for j in range(columns)]
    problem += pulp.lpSum(float(n) * v for n, v in zip(c, x, strict=True)) + 0 * x[0]
    for row, bound in zip(a, b, strict=True):
        problem += pulp.lpSum(float(n) * v for n, v in zip(row, x, strict=True)) <= float(bound)
    problem.solve(pulp.HiGHS(msg=False))
    optimal = problem.solverModel.getModelStatus() == highspy.HighsModelStatus.kOptimal
    try:
        found = maximise(c, a, b)
    except ValueError:
        assert not optimal
        return "none"
    assert optimal
    assert all(v >= 0 for v in (*found.columns, *found.prices))
    assert all(
        sum(n * v for n, v in zip(row, found.columns, strict=True)) <= bound for row, bound in zip(a, b, strict=True)
    )
    assert all(sum(y * row[j] for y, row in zip(found.prices, a, strict=True)) >= c[j] for j in range(columns))
    assert sum(y * bound for y, bound in zip(found.prices, b, strict=True)) == found.value
    assert sum(n * v for n, v in zip(c, found.columns, strict=True)) == found.value
    return "optimal"
