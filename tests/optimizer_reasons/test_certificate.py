"""The certificate bounds every plan, and nothing in it can be altered without being found out."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from optimizer import Exclude, checker
from optimizer.certificate import Certificate, certificate_matches, certify, recheck, sealed
from tests.optimizer.brute_force import World, best
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of
from tests.optimizer_reasons.reasons_oracle import first_best, plan_of
from tests.samples import ROUNDS, outcome

CHUNK = 100
QUICK = 200
LONG = 1_000
CHECKER = Path(checker.__file__)


def certificate_of(seed: int, leaves: int = 40) -> Certificate | None:
    """The certificate of one random world's plan; None where there is nothing to certify."""
    world = world_of(seed)
    if first_best(world) is None:
        return None
    return certify(*tables(world), rules_of(world), objectives_of(world), plan_of(world), leaves=leaves)


def wrong_certificate(seed: int, make: Callable[[int], World] = world_of) -> list[str]:
    """Everything that is wrong with the certificates of one world: with few parts and with many."""
    world = make(seed)
    right = best(world)
    if right is None:
        return []
    given = (*tables(world), rules_of(world), objectives_of(world))
    plan, found = plan_of(world), []
    for leaves in (1, 6):
        made = certify(*given, plan, leaves=leaves)
        found += [said.text("en") for said in (*recheck(made), *certificate_matches(made, *given, plan))]
        for place, bound in enumerate(made.proven):
            downward = "minimise" in world.objectives[place]
            if (bound > right.bounds[place]) if downward else (bound < right.bounds[place]):
                found.append(f"objective {place + 1}: bound {bound}, brute force reaches {right.bounds[place]}")
        if len(made.data["stages"]) != len(world.objectives):
            found.append("an objective is not certified")
    return found


@pytest.mark.parametrize("start", range(0, QUICK, CHUNK))
def test_no_plan_is_above_the_bound(start: int) -> None:
    wrong = {seed: said for seed in range(start, start + CHUNK) if (said := wrong_certificate(seed))}
    assert not wrong


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(QUICK, QUICK + LONG, CHUNK))
def test_no_plan_is_above_the_bound_many_times(start: int) -> None:
    wrong = {seed: said for seed in range(start, start + CHUNK) if (said := wrong_certificate(seed))}
    assert not wrong


def places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where every number and word of plain data stands."""
    if isinstance(part, dict):
        return [place for key, each in part.items() for place in places(each, (*path, key))]
    if isinstance(part, list):
        return [place for key, each in enumerate(part) for place in places(each, (*path, key))]
    return [path]


def altered(data: dict[str, Any], place: tuple[Any, ...], random: Random) -> dict[str, Any]:
    """The same data with the one thing at `place` changed."""
    changed = copy.deepcopy(data)
    part = changed
    for key in place[:-1]:
        part = part[key]
    old = part[place[-1]]
    if isinstance(old, int):
        part[place[-1]] = old + random.choice((-1, 1, 7, -old * 2 or 5))
    elif old is None:
        part[place[-1]] = 1
    elif place[-1] == "sense":
        part[place[-1]] = random.choice([each for each in ("<=", ">=", "==", "maximise", "minimise") if each != old])
    elif "multipliers" in place:
        part[place[-1]] = str(Fraction(old) * Fraction(random.choice((2, 0, -1, Fraction(1, 3)))))
    else:
        part[place[-1]] = old + "x"
    return changed


def refused(data: dict[str, Any]) -> bool:
    """Whether the checker refuses it."""
    return bool(recheck(Certificate(data)))


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_altered_the_checker_refuses(seed: int) -> None:
    made = certificate_of(seed)
    if made is None:
        return
    random = Random(seed)
    data = json.loads(made.text())
    assert not refused(data)
    everywhere = places(data)
    for place in random.sample(everywhere, min(25, len(everywhere))):
        assert refused(altered(data, place, random)), place


@pytest.mark.parametrize("seed", range(40))
def test_a_forger_who_seals_again_gains_nothing(seed: int) -> None:
    """With new digests, an alteration is refused, or found against the tables, or proves no more than is true."""
    world = world_of(seed)
    truth = best(world)
    if truth is None:
        return
    given, plan = (*tables(world), rules_of(world), objectives_of(world)), plan_of(world)
    random = Random(seed)
    data = json.loads(certify(*given, plan).text())
    names = [name for name in data if name != "digests"]
    for place in random.sample(everywhere := [p for p in places(data) if p[0] in names], min(25, len(everywhere))):
        forged = sealed(altered(data, place, random))
        if recheck(forged) or certificate_matches(forged, *given, plan):
            continue
        # Only what decides nothing may pass: a multiplier or a split that proves the very same bound.
        assert "tree" in place, place
        assert forged.proven == certify(*given, plan).proven


@pytest.mark.parametrize("seed", range(0, 200, 7))
def test_every_altered_coefficient_is_found_against_the_tables(seed: int) -> None:
    world = world_of(seed)
    if best(world) is None:
        return
    given, plan = (*tables(world), rules_of(world), objectives_of(world)), plan_of(world)
    data = json.loads(certify(*given, plan, leaves=1).text())
    random = Random(seed)
    rows = [place for place in places(data) if place[0] == "rows"]
    for place in random.sample(rows, min(15, len(rows))):
        assert certificate_matches(sealed(altered(data, place, random)), *given, plan), place


def test_a_certificate_over_looser_or_tighter_rules_is_refused() -> None:
    """A true proof about other rules is not a proof about these."""
    refused_rows = 0
    for seed in range(60):
        world = world_of(seed)
        if best(world) is None or len(world.rules) < 2:
            continue
        given = (*tables(world), rules_of(world), objectives_of(world))
        fewer = (given[0], given[1], given[2][:-1], given[3])
        plan = plan_of(world)
        other = certify(*fewer, plan)
        same = other.data["rows"] == certify(*given, plan).data["rows"]
        assert bool(certificate_matches(other, *given, plan)) != same
        refused_rows += not same
    assert refused_rows > 12


@pytest.mark.parametrize("folder", ROUNDS, ids=lambda folder: folder.name)
def test_the_samples_prove_themselves_without_the_project(folder: Path, tmp_path: Path) -> None:
    made = outcome(folder.name, "base")
    given = (made.table, made.options.table, made.rules, made.scenario.objectives)
    certificate = certify(*given, made.plan)
    assert not certificate_matches(certificate, *given, made.plan)
    assert certificate.text() == certify(made.table.iloc[::-1], *given[1:], made.plan).text()
    share, stages = certificate.percent, certificate.data["stages"]
    assert share is not None
    assert 0 <= share < 1
    alone_by_prices = certify(*given, made.plan, leaves=1).percent
    assert alone_by_prices is not None
    assert share <= alone_by_prices * Fraction(4, 5)  # splitting the plans brings the bound nearer
    (alone := tmp_path / "checker.py").write_bytes(CHECKER.read_bytes())
    (file := tmp_path / "certificate.json").write_text(certificate.text(), encoding="utf-8")
    said = subprocess.run([sys.executable, "-I", alone, file], capture_output=True, text=True, check=False)
    shares = [Fraction(100 * abs(each["bound"] - each["value"]), abs(each["value"])) for each in stages]
    lines = [f"no plan under these rules is better by more than {-(-s * 10_000 // 1) / 10_000:.4f} %" for s in shares]
    assert (said.returncode, said.stdout.splitlines()) == (0, lines)
    assert shares[0] == share
    assert len(lines) == len(made.plan.stages)
    data = json.loads(certificate.text())
    place = next(i for i, row in enumerate(data["rows"]) if row["rule"] == made.rules[0].id)
    data["rows"][place]["numbers"][0] += 1
    file.write_text(json.dumps(data), encoding="utf-8")
    said = subprocess.run([sys.executable, "-I", alone, file], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (1, "")
    assert "does not hold" in said.stderr


def test_the_checker_is_short_and_knows_only_the_standard_library() -> None:
    lines = CHECKER.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imported == {"sys", "fractions", "hashlib", "json", "typing"}
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", f"import runpy, sys; runpy.run_path({str(CHECKER)!r}); print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not {"optimizer", "highspy", "pulp", "numpy", "pandas"} & set(loaded)


def test_a_plan_that_breaks_a_rule_gets_no_certificate() -> None:
    world = next(w for w in map(world_of, range(1000)) if (b := best(w)) is not None and b.options)
    plan = plan_of(world)
    name = str(plan.awards.index[0])
    rules = [*rules_of(world), Exclude(id="out", applicants=(name,))]
    with pytest.raises(ValueError, match="breaks out"):
        certify(*tables(world), rules, objectives_of(world), plan)


def test_a_proven_bound_that_is_no_number_is_refused_unread() -> None:
    world = next(w for w in map(world_of, range(100)) if len(w.objectives) == 2 and first_best(w) is not None)
    given = (*tables(world), rules_of(world), objectives_of(world), plan_of(world))
    data = copy.deepcopy(dict(certify(*given).data))
    data["stages"][0]["searched"] = "1e999999999"  # as a fraction, it has a thousand million digits
    said = [each.text("en") for each in certificate_matches(sealed(data), *given)]
    assert "objective 2 of the certificate is not the one asked for" in said


def test_without_objectives_there_is_nothing_to_bound() -> None:
    world = next(w for w in map(world_of, range(100)) if not w.objectives and first_best(w) is not None)
    made = certify(*tables(world), rules_of(world), (), plan_of(world))
    assert (made.percent, made.proven, recheck(made)) == (None, (), ())
