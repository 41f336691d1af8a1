"""What no line of the code may do: run what data say, build SQL or HTML from it, or read money from a number widget."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path
    for folder in (
        "commands",
        "data",
        "intake",
        "locales",
        "optimizer",
        "records",
        "reports",
        "scenarios",
        "scoring",
        "views",
    )
    for path in (ROOT / folder).rglob("*.py")
) + [ROOT / name for name in ("app.py", "cli.py", "server.py")]
FORBIDDEN = {
    "eval": "runs data as a program",
    "exec": "runs data as a program",
    "pickle.load": "runs what is in the file",
    "pickle.loads": "runs what is in the file",
    "marshal.loads": "runs what is in the file",
    "yaml.load": "makes any object",
    "os.system": "a shell",
    "st.html": "HTML from data",
    "st.write": "guesses what it is given",
    "st.number_input": "reads 2.500.000 as 2.5",
    "st.experimental_get_query_params": "gone",
    "components.html": "HTML and scripts",
    "components.iframe": "pages from elsewhere",
    "st.map": "asks another server for its ground",
    "st.pydeck_chart": "asks another server for its ground",
    "st.plotly_chart": "asks another server for its shapes",
}
ALLOWED = {("scenarios/cluster_task.py", "pickle.loads"): "blocks between our own processes; docs/cluster.md says so"}
KEYWORDS = {"unsafe_allow_html": "HTML from data", "shell": "a shell"}


def calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_dangerous_is_called(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix()
    for call in calls(path):
        name = dotted(call.func)
        if (where, name) not in ALLOWED:
            assert name not in FORBIDDEN, f"{where}:{call.lineno}: {name}: {FORBIDDEN[name]}"
        for keyword in call.keywords:
            assert keyword.arg not in KEYWORDS, f"{where}:{call.lineno}: {keyword.arg}: {KEYWORDS[str(keyword.arg)]}"


@pytest.mark.parametrize("path", sorted((ROOT / "records").glob("*.py")), ids=lambda path: path.name)
def test_no_statement_is_put_together_from_values(path: Path) -> None:
    for call in calls(path):
        if dotted(call.func).rpartition(".")[2] in ("text", "exec_driver_sql", "execute") and call.args:
            made = isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
            constant_pragma = made and ast.unparse(call.args[0]) == "f'PRAGMA {pragma}'"  # of a list in that very line
            assert not made or constant_pragma, f"{path.name}:{call.lineno}: {ast.unparse(call)}"


def test_a_lock_names_no_server_and_every_package_has_its_digests() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        pinned = re.findall(r"^([A-Za-z0-9_.\[\]-]+)==", text, flags=re.MULTILINE)
        blocks = re.split(r"^(?=[A-Za-z0-9_.\[\]-]+==)", text, flags=re.MULTILINE)[1:]
        assert len(pinned) == len(blocks) > 20
        assert all("--hash=sha256:" in block for block in blocks)


def test_no_secret_is_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout of the repository")
    names = listed.stdout.splitlines()
    assert not [
        name for name in names if Path(name).name in ("secrets.toml", ".env", "id_rsa") or name.endswith(".pem")
    ]
    pattern = re.compile(r"BEGIN [A-Z ]*PRIVATE KEY|client_secret\s*=\s*\"(?!\{|from the provider)[^\"]+\"")
    for name in names:
        path = ROOT / name
        if path.suffix in (".py", ".toml", ".md", ".cfg", ".ini", ".yml", ".json") and path.is_file():
            found = pattern.search(path.read_text(encoding="utf-8", errors="replace"))
            assert found is None, f"{name}: {found and found[0]}"


@pytest.mark.long
def test_tests_have_the_same_names_in_every_process() -> None:
    """Processes that run tests together must collect the same ones, whatever order a set has in each of them."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "--override-ini=addopts=--import-mode=importlib",
        "-q",
        "tests",
    ]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, text=True
        )
        for seed in ("1", "2")
    ]
    one, other = ([line for line in each.communicate()[0].splitlines() if "::" in line] for each in started)
    assert len(one) > 1_000
    assert one == other
