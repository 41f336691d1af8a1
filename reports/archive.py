"""Archive: several files as one ZIP file, whose bytes depend on nothing but theirs."""

import io
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

PACKED = (1980, 1, 1, 0, 0, 0)
"""The time that every file is said to be of."""
UNIX, READABLE = 3, 0o644 << 16
CHUNK = 2**20


def zipped(files: Mapping[str, bytes | Path]) -> bytes:
    """Put files, by their path inside, into one ZIP file in the order of their names; a path is read piece by piece."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            member = zipfile.ZipInfo(name, PACKED)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, UNIX, READABLE
            if isinstance(content, bytes):
                archive.writestr(member, content)
                continue
            member.file_size = content.stat().st_size  # decides how the member is headed, as `writestr` has it
            with content.open("rb") as source, archive.open(member, "w") as target:
                shutil.copyfileobj(source, target, CHUNK)
    return held.getvalue()


class Files(Mapping[str, bytes]):
    """The files of a ZIP file of ours, by name, unpacked as they are looked at, so that large ones are held packed."""

    def __init__(self, archive: bytes, without: frozenset[str] = frozenset()) -> None:
        self.archive, self._without = archive, without

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """The bytes of every file."""
        with zipfile.ZipFile(io.BytesIO(self.archive)) as held:
            return {each.filename: each.file_size for each in held.infolist() if each.filename not in self._without}

    def __getitem__(self, name: str) -> bytes:
        if name not in self.sizes:
            raise KeyError(name)
        with zipfile.ZipFile(io.BytesIO(self.archive)) as held:
            return held.read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.sizes)

    def __len__(self) -> int:
        return len(self.sizes)
