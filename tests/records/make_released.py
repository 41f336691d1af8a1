"""Writes what this version of the store and of an exported decision looks like, to be read by every later version.

What is there already was released and is never written again. Run it as: python -m tests.records.make_released
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_LZMA, ZipFile

import records
from records.adoption import FORMAT
from records.migrate import newest
from tests.records.conftest import peopled
from tests.records.filling import filled

RELEASED = Path(__file__).parent / "released"


def main() -> None:
    """Write both, packed."""
    RELEASED.mkdir(exist_ok=True)
    with TemporaryDirectory() as held:
        folder = Path(held)
        store = peopled(str(folder / "pilih.sqlite"))
        decision = filled(store)
        records.backup(store, "admin", folder / "store")
        records.export_decision(store, "audit", decision, folder / "package")
        store.close()
        for source, name in ((folder / "store", f"store-{newest()}"), (folder / "package", f"decision-{FORMAT}")):
            target = RELEASED / f"{name}.zip"
            if target.exists():
                continue  # released already: what it was then is what is tested
            with ZipFile(folder / target.name, "w", ZIP_LZMA) as archive:
                for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
                    if path.is_file():
                        inside = path.relative_to(source) if source.is_dir() else Path("store")
                        archive.write(path, inside.as_posix())
            shutil.move(folder / target.name, target)


if __name__ == "__main__":
    main()
