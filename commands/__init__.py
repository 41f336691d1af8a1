"""The commands of `pilih`, one file for each group of them."""

from commands import deciding, files, judgement, planning, reasons, storing, versioning, web
from commands.desk import app

__all__ = ["app", "deciding", "files", "judgement", "planning", "reasons", "storing", "versioning", "web"]
