"""Zip files looked at before they are opened: how many members, how many bytes they really hold."""

import zipfile
import zlib
from io import BytesIO

from locales import Message, message

MAX_MEMBERS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
CHUNK = 1024 * 1024
SMALL = 50 * CHUNK
MAX_RATIO = 100
"""So many times its own size a workbook that is not small may unpack to; real words and numbers stay below thirty."""
UNSOUND_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What is raised by reading a zip file that is damaged, locked with a password, or packed in a way not known here."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def why_unsafe(content: bytes) -> Message | None:
    """Say why this zip file must not be opened, or None when it is sound.

    The sizes that a zip file states about itself can lie, so every member is unpacked in pieces and counted.
    """
    if content.startswith(OLD_OFFICE):
        return message("this is an old .xls workbook or one that is locked with a password, not an .xlsx workbook")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _count(archive, len(content))
    except UNSOUND_ZIP:
        return message("this is not a sound .xlsx workbook: the file is damaged, locked or of another kind")


def _count(archive: zipfile.ZipFile, packed_size: int) -> Message | None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        return message(
            "the workbook is packed from {count} parts; at most {limit} are read",
            count=len(members),
            limit=MAX_MEMBERS,
        )
    most = min(MAX_UNPACKED, max(SMALL, MAX_RATIO * packed_size))
    too_big = message(
        "the workbook unpacks to more than {limit} MB, as a file made to fill the memory does",
        limit=MAX_UNPACKED // CHUNK,
    )
    too_dense = message(
        "the workbook unpacks to more than {ratio} times its size, as a file made to fill the memory does",
        ratio=MAX_RATIO,
    )
    stated = sum(member.file_size for member in members)
    if stated > most:
        return too_big if stated > MAX_UNPACKED else too_dense
    total = 0
    for member in members:
        with archive.open(member) as packed:
            while piece := packed.read(CHUNK):
                total += len(piece)
                if total > most:
                    return too_big if total > MAX_UNPACKED else too_dense
    return None
