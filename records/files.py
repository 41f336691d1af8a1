"""Files in and out: a folder or an archive becomes names and bytes, and is written again without leaving its place."""

import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from intake import UNSOUND_ZIP, Finding, Findings, InputError, Severity
from locales import Message, message
from records.words import refused

MOST_FILES = 2_000
MOST_BYTES = 500 * 1024 * 1024
LONGEST_NAME = 255
CHUNK = 1024 * 1024


def read_files(source: Path) -> dict[str, bytes]:
    """Read every file of a folder, or of a ZIP archive, by its path inside; raises InputError with every fault."""
    if source.is_dir():
        return _folder(source)
    if source.is_file() and zipfile.is_zipfile(source):
        return _archive(source)
    raise refused(
        "source",
        message("this is neither a folder nor a ZIP archive"),
        message("name the folder of a round, or an archive of it"),
        where=source.name,
        value=str(source),
    )


def _folder(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    faults: list[Finding] = []
    total = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            faults.append(_fault(name, message("this is a link, not a file")))
        elif path.is_file():
            why = why_unsafe(name)
            total += path.stat().st_size
            if why is not None or len(found) >= MOST_FILES or total > MOST_BYTES:
                faults.append(_fault(name, why or _too_much()))
            else:
                found[name] = path.read_bytes()
        elif not path.is_dir():
            faults.append(_fault(name, message("this is neither a file nor a folder")))
        if len(faults) > MOST_FILES:
            break
    return _sound(found, faults)


def _archive(path: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    faults: list[Finding] = []
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist()[: MOST_FILES + 1]:
                if member.is_dir():
                    continue
                name = member.filename
                why = why_unsafe(name)
                if why is None and name in found:
                    why = message("the archive holds it twice")
                if why is None and (member.external_attr >> 16) & 0o170000 == 0o120000:
                    why = message("this is a link, not a file")
                if why is not None or len(found) >= MOST_FILES:
                    faults.append(_fault(name, why or _too_much()))
                    continue
                content = bytearray()
                with archive.open(member) as packed:
                    while piece := packed.read(CHUNK):
                        content += piece
                        total += len(piece)
                        if total > MOST_BYTES:
                            raise InputError(Findings.of([_fault(name, _too_much())]))
                found[name] = bytes(content)
    except UNSOUND_ZIP as error:
        raise InputError(Findings.of([_fault(path.name, message("the archive is damaged or locked"))])) from error
    return _sound(found, faults)


def _sound(found: dict[str, bytes], faults: list[Finding]) -> dict[str, bytes]:
    folded: dict[str, str] = {}
    for name in found:
        other = folded.setdefault(name.casefold(), name)
        if other != name:
            problem = message(
                "it differs from {other} only in capital letters, which some systems do not keep apart", other=other
            )
            faults.append(_fault(name, problem))
        if any(parent in found for parent in map(str, PurePosixPath(name).parents)):
            faults.append(_fault(name, message("a file and a folder have the same name")))
    if faults:
        raise InputError(Findings.of(faults))
    return found


def why_unsafe(name: str) -> Message | None:
    """Say why a path inside a folder must not be followed, or None when it stays inside on every system of ours."""
    parts = name.split("/")
    if not name or any(part in ("", ".", "..") for part in parts):
        return message("this path would lead out of its folder")
    if any("\ud800" <= each <= "\udfff" or each == "\0" for each in name):
        return message("the name is not text")
    if any(len(part.encode()) > LONGEST_NAME for part in parts):
        return message("the name is too long")
    if os.name == "nt" and any(not _safe_on_windows(part) for part in parts):
        return message("this system cannot keep a file of that name")
    return None


def _safe_on_windows(part: str) -> bool:
    path = PureWindowsPath(part)
    return path.name == part and ":" not in part and not path.is_reserved() and part == part.rstrip(". ")


def write_folder(target: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a new or empty folder, all together or none; nothing is written anywhere else."""
    target = Path(target).absolute()
    unsafe = [_fault(name, why) for name in files if (why := why_unsafe(name)) is not None]
    if unsafe:
        raise InputError(Findings.of(unsafe))
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise refused(
            "target",
            message("{folder} is there already and is not an empty folder", folder=target.name),
            message("name another folder, or move what is in this one"),
            where=str(target),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pilih-") as held:
        staging = Path(held) / "new"
        staging.mkdir()
        for name, content in files.items():
            path = staging.joinpath(*name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
        if target.exists():
            target.rmdir()
        staging.rename(target)
    return tuple(target.joinpath(*name.split("/")) for name in files)


def _fault(name: str, problem: Message) -> Finding:
    shown = name.encode("utf-8", "replace").decode()
    remedy = message("take it out, or give it a plain name, and try again")
    return Finding("records.file", Severity.ERROR, problem, remedy, file=shown, value=shown)


def _too_much() -> Message:
    return message("there are more than {files} files or {size} MB", files=MOST_FILES, size=MOST_BYTES // CHUNK)
