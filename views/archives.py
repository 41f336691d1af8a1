"""Archives: several files as one ZIP file, whose bytes depend on nothing but theirs."""

import io
import zipfile
from collections.abc import Mapping

ZIP = "application/zip"
PACKED = (1980, 1, 1, 0, 0, 0)
"""The time that a ZIP file says its parts are of: always the same."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack files, by their path inside, in the order of their names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, PACKED), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()
