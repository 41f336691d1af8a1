"""The command that opens the web app."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.desk import app


@app.command("app", help="The web app, on this computer only.")
def web(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="A folder of rounds.")] = None,
    port: Annotated[int, typer.Option(help="Where it listens.")] = 8501,
) -> None:
    """Hand over to Streamlit with the settings of .streamlit/config.toml."""
    home = Path(__file__).parents[1]
    surroundings = os.environ | ({"PILIH_ROUNDS": str(folder.resolve())} if folder else {})
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    sys.stdout.write(f"http://localhost:{port}\n")
    sys.stdout.flush()
    raise typer.Exit(subprocess.run(command, cwd=home, env=surroundings, check=False).returncode)  # noqa: S603
