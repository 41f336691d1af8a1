"""The command that opens the web app."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

import records
from commands.desk import app
from intake import InputError, boundaries_of, boundary_file, keep_boundaries
from locales import DEFAULT_LANGUAGE, Message, message

HOME = Path(__file__).parents[1]
LOCAL = "127.0.0.1"
SHAPES = "pilih.shapes"
SAMPLES = HOME / "data" / "rounds"


@app.command("app", help="The web app: on this computer only, or for all who sign in (--secrets).")
def web(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="A folder of rounds.")] = None,
    port: Annotated[int, typer.Option(help="Where it listens.")] = 8501,
    address: Annotated[str, typer.Option(help="To whom it listens; beyond this computer people must sign in.")] = LOCAL,
    boundaries: Annotated[
        Path | None, typer.Option(help="GeoJSON or GeoPackage of the districts, to draw maps on; else hexagons.")
    ] = None,
    secrets: Annotated[
        Path | None, typer.Option(help="TOML file that names the provider of sign-in; see docs/app.md.")
    ] = None,
) -> None:
    """Make the store ready, and hand over to Streamlit with the settings of .streamlit/config.toml."""
    given = os.environ.get("PILIH_ROUNDS")
    rounds = folder.resolve() if folder else Path(given) if given else SAMPLES
    settings = [f"--server.port={port}", f"--server.address={address}"]
    if secrets is not None:
        settings += [f"--secrets.files={secrets.resolve()}", f"--server.allowedHosts={_host(secrets)}"]
    try:
        _prepare(rounds, local=secrets is None)
    except InputError as error:
        for finding in error.findings:
            _say(message("{problem}. {remedy}", problem=finding.problem, remedy=finding.remedy))
        raise typer.Exit(1) from None
    surroundings = os.environ | {"PILIH_ROUNDS": str(rounds)}
    if boundaries is not None:
        surroundings["PILIH_SHAPES"] = str(_shapes(boundaries, rounds))
    command = [sys.executable, "-m", "streamlit", "run", "server.py", *settings]
    sys.stdout.write(f"http://localhost:{port}\n")
    sys.stdout.flush()
    raise typer.Exit(subprocess.run(command, cwd=HOME, env=surroundings, check=False).returncode)  # noqa: S603


def _shapes(given: Path, rounds: Path) -> Path:
    """Make the user's boundaries small, once, and keep them beside the rounds; says what does not fit in them."""
    try:
        content = given.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{given}: {error.strerror}") from None
    path = boundary_file(content, rounds / SHAPES)
    if path.is_file():
        return path
    made, findings = boundaries_of(given.name, content)
    for finding in findings:
        _say(message("{problem}. {remedy}", problem=finding.problem, remedy=finding.remedy))
    if made is None:
        raise typer.Exit(1)
    return keep_boundaries(made, content, rounds / SHAPES)


def _host(secrets: Path) -> str:
    """The name under which people reach the server, from where its provider sends them back to."""
    try:
        back = tomllib.loads(secrets.read_text(encoding="utf-8"))["auth"]["redirect_uri"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise typer.BadParameter(f"{secrets} has no redirect_uri under [auth]: {error}") from None
    host = urlsplit(str(back)).hostname
    if host is None:
        raise typer.BadParameter(f"the redirect_uri of {secrets} is no address")
    return host


def _prepare(rounds: Path, *, local: bool) -> None:
    """On the first start, keep the rounds and work out what the sample shows first; later starts find it there."""
    store = records.open_store(None, rounds)
    try:
        if not local:
            return
        people = records.local_people(store)
        who = records.LOCAL if records.LOCAL in {person.code for person in people} else people[0].code
        for name, findings in records.keep_rounds(store, who, rounds).items():
            _say(
                message(
                    "{name} cannot be used: {count} problems; pilih check says which", name=name, count=len(findings)
                )
            )
        waiting = records.unanswered(store, who)
        if waiting:
            _say(message("The sample is worked out once; this takes about half a minute."))
        records.answer(store, who, waiting, lambda version: _say(message("ready: {name}", name=version.reference)))
    finally:
        store.close()


def _say(said: Message) -> None:
    sys.stdout.write(said.text(DEFAULT_LANGUAGE) + "\n")
    sys.stdout.flush()
