"""What people ask on the meeting page: another sum of money, and what would come of it."""

from pathlib import Path
from urllib.parse import urlencode

import records
from benchmarks.clients import Client, TroubleError
from locales import Money, message, render
from records import Role

PAGE = "meeting"
LANGUAGE = "id"
MONEY = render(message("Money in all"), LANGUAGE)
UNTURNED = render(message("Baseline – nothing is turned"), LANGUAGE)
NOT_YET = render(message("no plan was found in this time"), LANGUAGE)
LEAST, MOST = 2_000_000_000, 3_200_000_000


def peopled(rounds: Path, people: int) -> list[str]:
    """Add committee members to the store beside the rounds; gives what stands behind the `?` for each of them."""
    store = records.open_store(rounds / "pilih.sqlite", rounds)
    records.local_people(store)
    known = {person.code for person in records.list_people(store, records.LOCAL)}
    queries = []
    for nth in range(people):
        code, name = f"member{nth:02d}", f"Anggota {nth:02d}"
        if code not in known:
            records.add_person(store, records.LOCAL, code, name, {Role.COMMITTEE})
        queries.append(urlencode({"person": f"{name} ({code})"}))
    store.close()
    return queries


def budget(nth: int, of: int, person: int = 0) -> str:
    """The nth of several sums, all different, in an order that jumps: what a committee types."""
    place = (nth * 7919 + person * 104_729) % of
    return render(Money(LEAST + (MOST - LEAST) * place // of + person), LANGUAGE)


def ready(client: Client) -> bool:
    """Whether the page stands with an answer."""
    return bool(client.elements("metric"))


def ask(client: Client, person: int, turn: int) -> bool:
    """Ask for a sum that nobody asked for before; gives whether there was a plan in time."""
    client.set(MONEY, budget(turn, 997, person))
    client.until(lambda page: len(page.elements("metric")) >= 2 or page.has(NOT_YET))
    if client.has(UNTURNED):
        raise TroubleError("the answer is to no question")
    if client.has(NOT_YET) and client.elements("metric"):
        raise TroubleError("the answers to two questions stand together")
    return not client.has(NOT_YET)
