"""What an upload is, by its own first bytes: never by what its name says."""

import hashlib
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import PurePath, PureWindowsPath

from intake.archives import OLD_OFFICE, UNSOUND_ZIP
from intake.findings import Finding, Severity
from intake.layers import SQLITE
from intake.words import shown
from locales import Message, message

MAX_UPLOAD = 20 * 1024 * 1024
PARQUET = b"PAR1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "RIFF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "XZ"),
    (b"(\xb5/\xfd", "Zstandard"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\x00", "EXE"),
    (b"{\\rtf", "RTF"),
)
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<script", b"<svg")


class UploadKind(StrEnum):
    """The kinds of file that a list of applicants may come in; the value is the ending it is kept under."""

    DELIMITED = "csv"
    WORKBOOK = "xlsx"
    PARQUET = "parquet"
    GEOJSON = "geojson"
    GEOPACKAGE = "gpkg"


@dataclass(frozen=True)
class Upload:
    """One uploaded file. `name` is what it called itself, made fit to be shown: it is never used as a path."""

    name: str
    kind: UploadKind
    sha256: str
    size: int


def identify(name: str, content: bytes) -> Upload | Finding:
    """Say what an upload is, or why it is not read: a file of another kind, too large, or made to harm."""
    label = shown(PureWindowsPath(PurePath(name).name).name) or "–"
    if len(content) > MAX_UPLOAD:
        problem = message("the file is larger than {limit} MB", limit=MAX_UPLOAD // 1024 // 1024)
        remedy = message("Keep one row an applicant, and the columns of the template.")
        return _refused("too-large", problem, remedy, label)
    if not content.strip():
        remedy = message("Fill in the template: a header row, then one row an applicant.")
        return _refused("empty-file", message("the file holds nothing"), remedy, label)
    found = _kind(content)
    if isinstance(found, UploadKind):
        return Upload(label, found, hashlib.sha256(content).hexdigest(), len(content))
    remedy = message("Save the table as CSV or as an .xlsx workbook.")
    return _refused("wrong-kind", found, remedy, label)


def _refused(code: str, problem: Message, remedy: Message, label: str) -> Finding:
    return Finding(code, Severity.ERROR, problem, remedy, label)


def _kind(content: bytes) -> UploadKind | Message:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(OLD_OFFICE):
        return message("this is an old .xls workbook or one that is locked with a password, not an .xlsx workbook")
    if content.startswith(ZIP):
        return _packed(content)
    if content.startswith(SQLITE):
        return _why_not_geopackage(content) or UploadKind.GEOPACKAGE
    if content.startswith(PARQUET):
        return UploadKind.PARQUET
    for mark, what in FOREIGN:
        if content.startswith(mark):
            return message("this is a file of the kind {kind}, not a table", kind=what)
    if start.startswith(MARKUP):
        return message("this is a web page or an XML file, not a table, whatever its name says")
    zeros = message("this is neither text nor a kind of file that is read: it holds zero bytes")
    if start.startswith(b"{"):
        # The library would cut a text at its first zero byte, and say nothing of it.
        return zeros if b"\\u0000" in content or b"\x00" in content else UploadKind.GEOJSON
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return zeros
    return UploadKind.DELIMITED


def _packed(content: bytes) -> UploadKind | Message:
    """Say what a zip file is packed of, by the names of its parts alone."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = {member.filename for member in archive.infolist()[:5000]}
    except UNSOUND_ZIP:
        return message("this is not a sound .xlsx workbook: the file is damaged, locked or of another kind")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return message("this workbook holds macros, and files with programs in them are not opened")
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return UploadKind.WORKBOOK
    if "xl/workbook.bin" in names:
        return message("this is a binary .xlsb workbook, not an .xlsx workbook")
    if "mimetype" in names and "content.xml" in names:
        return message("this is an OpenDocument file (.ods), which is not read")
    return message("this is a packed file, but no .xlsx workbook")


def _why_not_geopackage(content: bytes) -> Message | None:
    """Say why a database is no GeoPackage of plain tables, or None when it is one.

    A layer that is worked out when it is read (a view) can be made never to end.
    """
    unsound = message("this is not a sound map layer (GeoJSON or GeoPackage)")
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            database.execute("PRAGMA trusted_schema = OFF")
            plain = set(_plain_tables(database))
            if "gpkg_contents" not in plain:
                return unsound
            asked = "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes') LIMIT 1000"
            layers = {str(name).lower() for (name,) in database.execute(asked)}
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        return unsound
    if not layers <= plain:
        return message("a layer of this GeoPackage is not a plain table, and only plain tables are read")
    return None


def _plain_tables(database: sqlite3.Connection) -> Iterator[str]:
    for name, text in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' LIMIT 10000"):
        if not str(text).lstrip().upper().startswith("CREATE VIRTUAL"):
            yield str(name).lower()
