"""Victims: processes that save, adopt and migrate until they are killed, and what must hold afterwards.

Run by itself: it loads the program once and forks, so that a kill costs a fraction of a second instead of a start.
    python -m tests.records.victims URL KILLS SEED SCENARIO
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import records
from records import Store, open_store
from tests.records.conftest import peopled
from tests.records.filling import NAME, SMALL, kept

BASE = (SMALL / "scenarios" / "base.toml").read_bytes()
TOGETHER = 2
"""Victims that work on one store at the same time."""
Tell = Callable[[Any], None]
BEGUN = json.dumps("begun").encode() + b"\n"
STEPS = 8
"""A victim is killed before it has done about so many steps, at the pace of this machine just now."""


def pace(work: Callable[[str, Tell, str], None], url: str, steps: int) -> float:
    """Measure how long so many steps take, by a victim that may do them."""
    child, reading = victim(work, url, "pace")
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.readline() == BEGUN
        started = time.monotonic()
        for _ in range(steps):
            assert pipe.readline()
        taken = time.monotonic() - started
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return taken


def saving(url: str, tell: Tell, name: str) -> None:
    """Save versions of a scenario of one's own, each with files of its own, and tell of each after it was saved."""
    store = open_store(url)
    tell("begun")
    text = BASE.replace(b'id = "base"', f'id = "{name}"'.encode(), 1)
    for number in range(10_000):
        made = records.save_version(
            store, "anna", text + f"# {number}\n".encode() * 50, round_name=NAME, name=name, expected=number
        )
        tell([made.reference, made.fingerprint])


def adopting(url: str, tell: Tell, name: str) -> None:
    """Propose, vote, sign twice and open the window, over and over, and tell of each step after it was done."""
    store = open_store(url)
    version = records.find_version(store, "plan", f"{NAME}/base")
    outcome = records.outcomes_of(store, "plan", version)[0]
    tell("begun")
    for number in range(10_000):
        at = records.propose(store, "plan", version, outcome, title=f"{name} {number}")
        tell([at.decision, "proposed"])
        records.vote(store, "budi", at, "object", "no")
        tell([at.decision, "vote"])
        records.sign(store, "budi", at)
        tell([at.decision, "signed"])
        records.sign(store, "citra", at)
        tell([at.decision, "adopted"])


def migrating(url: str, tell: Tell, name: str) -> None:
    """Open a store that is not there yet."""
    tell("begun")
    opened = open_store(url)
    records.add_person(opened, "admin", "admin", name)
    tell("admin")


def victim(work: Callable[[str, Tell, str], None], url: str, name: str) -> tuple[int, int]:
    """Fork a process that works and tells through a pipe; gives its id and the end of the pipe to read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    os.setpgid(0, 0)
    try:
        work(url, Telling(writing), name)
    except BaseException as error:
        os.write(writing, json.dumps({"failed": repr(error)}).encode() + b"\n")
    finally:
        os._exit(0)


class Telling:
    """Tells a line through a pipe."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe

    def __call__(self, what: Any) -> None:
        os.write(self.pipe, json.dumps(what).encode() + b"\n")


def killed(work: Callable[[str, Tell, str], None], url: str, names: list[str], after: float) -> list[list[Any]]:
    """Let victims work at once, kill them some seconds after all have begun, and give what each had told by then."""
    started = [victim(work, url, name) for name in names]
    for _, reading in started:
        assert os.read(reading, len(BEGUN)) == BEGUN
    time.sleep(after)
    for child, _ in started:
        os.kill(child, signal.SIGKILL)
    told = []
    for child, reading in started:
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as pipe:
            lines = pipe.read().split(b"\n")
        told.append([json.loads(line) for line in lines[:-1]])  # a line that was cut off was not told
    assert not [each for own in told for each in own if isinstance(each, dict)], told
    return told


def check(store: Store, told: list[Any]) -> None:
    """Whatever was told is there and whole, everything that is there is whole, and the chain verifies."""
    assert records.verify_log(store, "audit") == []
    versions = {
        each.reference: each.fingerprint
        for latest in records.list_versions(store, "anna", NAME)
        for each in records.list_versions(store, "anna", NAME, latest.name)
    }
    dockets = {each.id: each for each in records.list_dockets(store, "audit")}
    for known in dockets.values():
        assert len(known.signatures) == 2 if known.adopted else len(known.signatures) < 2
    for what in told:
        key, said = what
        if isinstance(key, str):
            assert versions[key] == said
            continue
        known = dockets[key]
        assert said != "vote" or len(known.votes) == 1
        assert said != "signed" or known.signatures
        assert said != "adopted" or known.adopted is not None


def worked(url: str, kills: int, seed: int, work: Callable[[str, Tell, str], None]) -> int:
    """Kill so many victims that save or adopt in one store; gives how many steps they had told of."""
    store = peopled(url)
    kept(store)
    store.close()
    random_, longest = random.Random(seed), pace(work, url, STEPS)
    told: list[Any] = []
    for number in range(0, kills, TOGETHER):
        names = [f"v{number + each}" for each in range(TOGETHER)]
        told += [each for own in killed(work, url, names, random_.uniform(0, longest)) for each in own]
        if number % 20 == 0:
            opened = open_store(url)
            check(opened, told)
            opened.close()
    check(open_store(url), told)
    return len(told)


def migrated(urls: list[str], seed: int) -> int:
    """Kill a first start at a random moment, on each store; gives how many had told that they were done."""
    random_, done, longest = random.Random(seed), 0, pace(migrating, urls[0], 1)
    for number, url in enumerate(urls[1:]):
        told = killed(migrating, url, [f"v{number}"], random_.uniform(0, 1.3 * longest))[0]
        done += bool(told)
        there = open_store(url)
        if told:
            assert [each.code for each in records.list_people(there, "admin")] == ["admin"]
        else:
            with there.engine.connect() as connection:
                people = connection.exec_driver_sql("SELECT count(*) FROM people").scalar()
                entries = connection.exec_driver_sql("SELECT count(*) FROM audit").scalar()
            assert people == entries
            assert people in (0, 1)
            if not people:
                records.add_person(there, "admin", "admin", "Admin")
        assert records.verify_log(there, "admin") == []
        there.close()
    return done


def main() -> None:
    """Read what to do from the command line, and print how much was told."""
    what, seed, *urls = sys.argv[1:]
    if what == "migrating":
        print(json.dumps(migrated(urls, int(seed))))  # noqa: T201
    else:
        url, kills = urls
        work = {"saving": saving, "adopting": adopting}[what]
        print(json.dumps(worked(url, int(kills), int(seed), work)))  # noqa: T201


if __name__ == "__main__":
    assert Path(SMALL).is_dir()
    main()
