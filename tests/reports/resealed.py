"""A plan folder changed by someone who also knows how to renew its digests."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reports import awards_csv, canonical, verify_folder
from reports.schema import SECTIONS, Document


def tampered(
    folder: Path, copy: Path, change: Callable[[dict[str, Any]], None], *, reseal: bool, relist: bool = False
) -> list[str]:
    """Change a copy of a plan and verify it; `reseal` renews the digests, `relist` writes awards.csv anew."""
    shutil.copytree(folder, copy)
    path = copy / "plan.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    if relist:
        shape = Document.model_validate(data)
        content = awards_csv.encode(awards_csv.columns(shape), awards_csv.grid(shape))
        (copy / "awards.csv").write_bytes(content)
        data["digests"]["files"]["awards.csv"] = hashlib.sha256(content).hexdigest()
    if reseal:
        data["digests"]["sections"] = {name: canonical.digest(data[name]) for name in SECTIONS if name in data}
    path.write_bytes(canonical.text(data).encode())
    return said(copy)


def said(folder: Path) -> list[str]:
    """What is wrong with a folder, as `where: sentence`."""
    return [f"{each.where}: {each.problem.text('en')}" for each in verify_folder(folder)]
