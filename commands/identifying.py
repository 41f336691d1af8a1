"""Commands about signing in: people sign-ins, people identify."""

from typing import Annotated

import typer

import records
from commands.desk import DONE, Desk, command
from commands.kept import AsOption, StoreOption, done, opened
from commands.storing import CodeArgument, people
from intake import Finding, Findings, InputError, Severity
from locales import Message, message
from records import SignIn


@command("sign-ins", "Who signed in to the web app, and who they are here.", people)
def sign_ins(desk: Desk, who: AsOption = "", store: StoreOption = None) -> int:
    """List the latest sign-in of everybody."""
    with opened(store) as there:
        known = {(each.issuer, each.subject): each.person for each in records.list_identities(there, who)}
        came = records.list_sign_ins(there, who)
    if desk.as_json:
        told = [vars(each) | {"person": known.get((each.issuer, each.subject))} for each in came]
        desk.document({"ok": True, "sign_ins": told})
        return DONE
    headers = (message("Number"), message("Name"), message("E-mail"), message("Provider"), message("Person"))
    rows = [
        (each.key[:8], each.name or "–", each.email or "–", each.issuer, known.get((each.issuer, each.subject)) or "–")
        for each in came
    ]
    desk.out.table(message("Who signed in"), headers, rows)
    return DONE


@command("identify", "Say who of the people here somebody is who signed in.", people)
def identify(
    desk: Desk,
    code: CodeArgument,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The sign-in's number: pilih people sign-ins.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Let somebody in."""
    with opened(store) as there:
        found = [each for each in records.list_sign_ins(there, who) if len(number) >= 6 and each.key.startswith(number)]
        if len(found) != 1:
            raise _unknown(number)
        records.identify(there, who, code, found[0].issuer, found[0].subject)
    return done(desk, _said(found[0], code), person=code, issuer=found[0].issuer, subject=found[0].subject)


def _said(found: SignIn, code: str) -> Message:
    return message("{name} is {person} here", name=found.name or found.subject, person=code)


def _unknown(number: str) -> InputError:
    problem = message("{number} is not the number of one sign-in", number=number)
    remedy = message("pilih people sign-ins lists them; write at least 6 characters")
    return InputError(Findings.of([Finding("people.sign_in", Severity.ERROR, problem, remedy, value=number)]))
