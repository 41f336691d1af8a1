"""The command that opens the web app."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import records
from commands.desk import app
from intake import InputError
from locales import DEFAULT_LANGUAGE, Message, message

HOME = Path(__file__).parents[1]
SAMPLES = HOME / "data" / "rounds"


@app.command("app", help="The web app, on this computer only.")
def web(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="A folder of rounds.")] = None,
    port: Annotated[int, typer.Option(help="Where it listens.")] = 8501,
) -> None:
    """Make the store ready, and hand over to Streamlit with the settings of .streamlit/config.toml."""
    given = os.environ.get("PILIH_ROUNDS")
    rounds = folder.resolve() if folder else Path(given) if given else SAMPLES
    try:
        _prepare(rounds)
    except InputError as error:
        for finding in error.findings:
            _say(message("{problem}. {remedy}", problem=finding.problem, remedy=finding.remedy))
        raise typer.Exit(1) from None
    surroundings = os.environ | {"PILIH_ROUNDS": str(rounds)}
    command = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.port", str(port)]
    sys.stdout.write(f"http://localhost:{port}\n")
    sys.stdout.flush()
    raise typer.Exit(subprocess.run(command, cwd=HOME, env=surroundings, check=False).returncode)  # noqa: S603


def _prepare(rounds: Path) -> None:
    """On the first start, keep the rounds and work out what the sample shows first; later starts find it there."""
    store = records.open_store(None, rounds)
    try:
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
