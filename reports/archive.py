"""Archive: several files as one ZIP file, whose bytes depend on nothing but theirs."""

import io
import zipfile
from collections.abc import Mapping

PACKED = (1980, 1, 1, 0, 0, 0)
"""The time that every file is said to be of."""
UNIX, READABLE = 3, 0o644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Put files, by their path inside, into one ZIP file in the order of their names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            member = zipfile.ZipInfo(name, PACKED)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, UNIX, READABLE
            archive.writestr(member, content)
    return held.getvalue()
