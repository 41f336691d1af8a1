"""The command `pilih app`: what it makes ready, what it hands to Streamlit, and what it refuses in words."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import records
from commands import app
from intake import read_regions
from tests.records.filling import SMALL

SECRETS = '[auth]\nredirect_uri = "https://pilih.example.go.id/oauth2callback"\n'


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What Streamlit was started with, instead of starting it."""
    calls: list[Any] = []

    def run(command: list[str], **more: Any) -> subprocess.CompletedProcess[str]:
        calls.append((command, more["env"]))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("commands.web.subprocess.run", run)
    monkeypatch.delenv("PILIH_DATABASE_URL", raising=False)
    return calls


@pytest.fixture
def rounds(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "rounds" / SMALL.name)
    return tmp_path / "rounds"


def test_it_keeps_the_rounds_and_listens_to_this_computer(started: list[Any], rounds: Path) -> None:
    ended = CliRunner().invoke(app, ["app", str(rounds), "--port", "8600"])
    assert ended.exit_code == 0, ended.output
    ((command, surroundings),) = started
    assert command[-3:] == ["server.py", "--server.port=8600", "--server.address=127.0.0.1"]
    assert surroundings["PILIH_ROUNDS"] == str(rounds)
    store = records.open_store(None, rounds)
    assert [kept.name for kept in records.list_rounds(store, records.LOCAL)] == [SMALL.name]
    store.close()


def test_with_sign_in_it_makes_nobody_and_answers_under_its_name_alone(
    started: list[Any], rounds: Path, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(SECRETS, encoding="utf-8")
    ended = CliRunner().invoke(app, ["app", str(rounds), "--secrets", str(secrets), "--address", "0.0.0.0"])
    assert ended.exit_code == 0, ended.output
    ((command, _),) = started
    assert f"--secrets.files={secrets}" in command
    assert "--server.allowedHosts=pilih.example.go.id" in command
    store = records.open_store(None, rounds)
    records.add_person(store, "siti", "siti", "Siti")  # which only the first person of a store may
    store.close()


@pytest.mark.parametrize(
    "text", ["", "[auth]\n", "[auth]\nredirect_uri = 3\n", "not toml", '[auth]\nredirect_uri = "x"\n']
)
def test_secrets_that_name_no_address_are_refused(started: list[Any], rounds: Path, tmp_path: Path, text: str) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(text, encoding="utf-8")
    ended = CliRunner().invoke(app, ["app", str(rounds), "--secrets", str(secrets)])
    assert ended.exit_code == 2
    assert not started
    assert ended.exception is None or isinstance(ended.exception, SystemExit)


def test_a_faulty_round_is_told_and_the_others_are_kept(started: list[Any], rounds: Path) -> None:
    shutil.copytree(SMALL, rounds / "faulty")
    (rounds / "faulty" / "criteria.toml").write_text("gates = 3", encoding="utf-8")
    ended = CliRunner().invoke(app, ["app", str(rounds)])
    assert ended.exit_code == 0
    assert "faulty" in ended.output
    assert started


def districts() -> bytes:
    """Squares around the points of a few districts, with their BPS codes."""
    some = read_regions().head(5)
    shapes = [
        {
            "type": "Feature",
            "properties": {"bps_code": str(code)},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[lon, lat], [lon + 0.2, lat], [lon + 0.2, lat + 0.2], [lon, lat + 0.2], [lon, lat]]],
            },
        }
        for code, lon, lat in zip(some.index, some["lon"] - 0.1, some["lat"] - 0.1, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": shapes}).encode()


def test_boundaries_are_made_small_once_and_what_is_no_boundaries_is_refused(
    started: list[Any], rounds: Path, tmp_path: Path
) -> None:
    given = tmp_path / "districts.geojson"
    given.write_bytes(districts())
    for _ in range(2):
        ended = CliRunner().invoke(app, ["app", str(rounds), "--boundaries", str(given)])
        assert ended.exit_code == 0, ended.output
    (first, second) = (surroundings["PILIH_SHAPES"] for _, surroundings in started)
    assert first == second
    assert Path(first).read_bytes().startswith(b"{")
    given.write_bytes(b"no boundaries")
    ended = CliRunner().invoke(app, ["app", str(rounds), "--boundaries", str(given)])
    assert ended.exit_code == 1
    assert len(started) == 2
