"""A PostgreSQL server of one's own, in a temporary folder, for as long as the tests run."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

NUMBERS = count(1)


def _programs() -> Path | None:
    """Where the server's programs are, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parts[4]))
    there = shutil.which("initdb")
    return found[0].parent if found else Path(there).parent if there else None


def _as_somebody() -> list[str]:
    """The server refuses to run as root: take the rights of its own user, or of nobody."""
    if os.name == "nt" or os.geteuid() != 0:
        return []
    names = {each.pw_name for each in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    group = str(pwd.getpwnam(user).pw_gid)
    return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]


class Server:
    """A running server; `fresh` makes an empty store and gives its URL."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder

    def run(self, program: str, *words: str) -> None:
        """Run one of the server's programs as the user that may."""
        command = [*_as_somebody(), str(self.programs / program), *words]
        with (self.folder / "said").open("ab") as said:
            subprocess.run(command, check=True, cwd="/", stdout=said, stderr=said, timeout=120)

    def fresh(self) -> str:
        """An empty schema, which is as good as a database of its own and much cheaper to make."""
        name = f"t{next(NUMBERS)}"
        command = f"CREATE SCHEMA {name}"
        self.run("psql", "-h", str(self.folder), "-U", "pilih", "-d", "postgres", "-c", command)
        return f"postgresql://pilih@/postgres?host={self.folder}&options=-csearch_path%3D{name}"


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """Start a server; skip where none is installed, and fail there when CI=true."""
    programs = _programs()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed: what it must do is not tested here (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pilih-pg-"))
    folder.chmod(0o777)
    own = Server(programs, folder)
    data = str(folder / "data")
    try:
        own.run("initdb", "-D", data, "-U", "pilih", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        # Without fsync: here processes are killed, and never the machine.
        settings = f"-k {folder} -c listen_addresses='' -c max_connections=60 -c fsync=off"
        own.run("pg_ctl", "-D", data, "-o", settings, "-l", str(folder / "log"), "-w", "start")
        yield own
    finally:
        with contextlib.suppress(subprocess.SubprocessError):
            own.run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
