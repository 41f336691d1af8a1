"""Commands about the store itself: people, round, audit, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

import records
from commands.desk import DONE, WRONG_INPUT, Desk, command, group
from commands.kept import AsOption, ExpectOption, StoreOption, done, noted_entries, opened
from locales import Message, message
from records import ROLE_WORDS, Fault, Person, Role

people = group("people", "Who there is, and who may do what.")
rounds = group("round", "Rounds in the store: keep, list, export.")
RoleOption = Annotated[list[Role] | None, typer.Option("--role", help="May be repeated.")]
CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help="A short name in small letters: siti.")]


@command("add", "Add somebody; the first person adds themselves and is the administrator.", people)
def add(
    desk: Desk,
    code: CodeArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name as it is to be printed.")],
    who: AsOption = "",
    roles: RoleOption = None,
    store: StoreOption = None,
) -> int:
    """Add a person with roles."""
    with opened(store, fresh=True) as there:
        person = records.add_person(there, who, code, name, roles or ())
    return _person(desk, person)


@command("grant", "Give somebody a role.", people)
def grant(
    desk: Desk,
    code: CodeArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="admin, planner, analyst, committee or auditor.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Give a role."""
    with opened(store) as there:
        return _person(desk, records.set_role(there, who, code, role, held=True))


@command("revoke", "Take a role from somebody.", people)
def revoke(
    desk: Desk,
    code: CodeArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="admin, planner, analyst, committee or auditor.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Take a role."""
    with opened(store) as there:
        return _person(desk, records.set_role(there, who, code, role, held=False))


@command("list", "Who there is, and what they may do.", people)
def list_people(desk: Desk, who: AsOption = "", store: StoreOption = None) -> int:
    """List people and roles."""
    with opened(store) as there:
        found = records.list_people(there, who)
    if desk.as_json:
        told = [{"code": each.code, "name": each.name, "roles": sorted(each.roles)} for each in found]
        desk.document({"ok": True, "people": told})
    else:
        rows = [(each.code, each.name, _roles(each)) for each in found]
        desk.out.table(message("People"), (message("Code"), message("Name"), message("Roles")), rows)
    return DONE


def _person(desk: Desk, person: Person) -> int:
    said = message("{person} ({code}): {roles}", person=person.name, code=person.code, roles=_roles(person) or "–")
    return done(desk, said, code=person.code, name=person.name, roles=sorted(person.roles))


def _roles(person: Person) -> tuple[Message, ...]:
    return tuple(ROLE_WORDS[role] for role in Role if role in person.roles)


@command("keep", "Keep every file of a round, and its scenarios as versions.", rounds)
def keep(
    desk: Desk,
    source: Annotated[Path, typer.Argument(metavar="ROUND", help="The round's folder, or a ZIP archive of it.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Keep a round."""
    with opened(store) as there:
        kept = records.keep_round(there, who, source)
    said = message("{round} is kept as {id}", round=kept.name, id=kept.id[:12])
    return done(desk, said, round=kept.name, id=kept.id, fingerprint=kept.fingerprint)


@command("list", "The rounds that are kept.", rounds)
def list_rounds(desk: Desk, who: AsOption = "", store: StoreOption = None) -> int:
    """List the rounds."""
    with opened(store) as there:
        found = records.list_rounds(there, who)
    if desk.as_json:
        told = [{"round": r.name, "id": r.id, "fingerprint": r.fingerprint, "by": r.by, "at": r.at} for r in found]
        desk.document({"ok": True, "rounds": told})
    else:
        rows = [(each.name, each.id[:12], each.by, each.at) for each in found]
        desk.out.table(message("Rounds"), (message("Round"), message("Id"), message("Kept by"), message("On")), rows)
    return DONE


@command("export", "Write a round as the folder it came from, byte by byte.", rounds)
def export(
    desk: Desk,
    name: Annotated[str, typer.Argument(metavar="ROUND", help="Its name (the latest), or the start of its id.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="A new folder.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Write a round."""
    with opened(store) as there:
        written = records.export_round(there, who, records.find_round(there, who, name), output)
    said = message("written: {file}", file=str(output))
    return done(desk, said, files=[str(path) for path in written])


@command("audit", "Who did what and when; with --verify, whether anything was altered since.")
def audit(
    desk: Desk,
    who: AsOption = "",
    subject: Annotated[
        str, typer.Option("--about", help='Only this: "decision 3", "scenario ROUND/NAME", "person siti".')
    ] = "",
    verify: Annotated[bool, typer.Option("--verify", help="Check the chain, every row and every file.")] = False,
    expected: ExpectOption = None,
    most: Annotated[int, typer.Option("--most", min=1, help="Entries shown.")] = 50,
    store: StoreOption = None,
) -> int:
    """Show or verify the audit log."""
    noted = noted_entries(expected)
    with opened(store) as there:
        if verify or noted:
            faults, end = records.verify_log(there, who, noted), records.log_head(there, who)
            return _verified(desk, faults, end)
        found = records.read_log(there, who, subject, most)
    if desk.as_json:
        told = [vars(each) for each in found]
        desk.document({"ok": True, "entries": told})
    else:
        headers = (message("No."), message("On"), message("Who"), message("What"), message("About"), message("Hash"))
        rows = [(str(each.seq), each.at, each.person, each.action, each.subject, each.hash[:12]) for each in found]
        desk.out.table(message("Audit log, the latest first"), headers, rows)
    return DONE


def _verified(desk: Desk, faults: list[Fault], end: tuple[int, str]) -> int:
    if desk.as_json:
        told = [{"where": each.where, "problem": each.problem.text(desk.language)} for each in faults]
        desk.document({"ok": not faults, "faults": told, "entries": end[0], "hash": end[1]})
    elif faults:
        for each in faults[:50]:
            desk.out.say(message("{where}: {problem}", where=each.where, problem=each.problem))
        desk.out.say(message("The records do NOT hold: {count} problems.", count=len(faults)), "bold red")
    else:
        desk.out.say(
            message("The records hold: {count} entries, every row and file as written.", count=end[0]), "green"
        )
        desk.out.say(message("note elsewhere: {number}:{hash}", number=str(end[0]), hash=end[1]))
    return WRONG_INPUT if faults else DONE


@command("backup", "Copy the whole store into one file, while others work; the copy is verified.")
def backup(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Write a backup."""
    with opened(store) as there:
        made = records.backup(there, who, file)
    said = message(
        "{file} holds {count} entries and verifies; note elsewhere: {number}:{hash}",
        file=str(file),
        count=made.entries,
        number=str(made.entries),
        hash=made.hash,
    )
    return done(desk, said, file=str(file), entries=made.entries, hash=made.hash)


@command("restore", "Fill an empty store from a backup; it is verified before and after.")
def restore(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `pilih backup` wrote.")],
    who: AsOption = "",
    expected: ExpectOption = None,
    store: StoreOption = None,
) -> int:
    """Restore a backup."""
    noted = noted_entries(expected)
    with opened(store, fresh=True) as there:
        made = records.restore(there, who, file, noted)
    said = message("restored {count} entries from {file}; all of it verifies", count=made.entries, file=str(file))
    return done(desk, said, file=str(file), entries=made.entries, hash=made.hash)
