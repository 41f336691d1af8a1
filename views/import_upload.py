"""The upload of an import: its bytes, kept with the draft, and the first rows of its sheets."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import streamlit as st

import records
from intake import Findings, InputError, imports
from records import Store

Sheets: TypeAlias = Mapping[str, tuple[imports.NumberedRow, ...]]
PLACE = "import"


def looked_at(name: str, content: bytes) -> imports.Upload | InputError:
    """Find out what a file is; gives why it is not read where that is so."""
    found = imports.identify(name, content)
    if not isinstance(found, imports.Upload):
        return InputError(Findings.of([found]))
    sheets, findings = imports.first_rows(found, content)
    return found if sheets else InputError(findings)


def as_held(upload: imports.Upload) -> dict[str, str | int]:
    """Write what an upload is as a field of the draft."""
    return {"name": upload.name, "kind": upload.kind.value, "sha256": upload.sha256, "size": upload.size}


def upload_from(held: Any) -> imports.Upload | None:  # noqa: ANN401
    """Read what an upload is from the field of the draft; None where there is none."""
    if not held:
        return None
    return imports.Upload(held["name"], imports.UploadKind(held["kind"]), held["sha256"], held["size"])


@st.cache_resource(max_entries=4, show_spinner=False)
def upload_content(_store: Store, who: str, sha256: str) -> bytes:
    """Give the bytes of an upload that somebody's draft holds."""
    content = records.read_draft_file(_store, who, PLACE, sha256)
    if content is None:
        raise LookupError("the upload is not in the draft any more")
    return content


@st.cache_resource(max_entries=4, show_spinner=False)
def first_rows(_store: Store, who: str, sha256: str, _upload: imports.Upload) -> Sheets:
    """Give the first rows of every sheet of an upload."""
    return imports.first_rows(_upload, upload_content(_store, who, sha256))[0]
