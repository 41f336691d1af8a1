"""The commands of `pilih`, one file for each group of them."""

from commands import files, judgement, letters, planning, reasons, stability, web
from commands.desk import app

__all__ = ["app", "files", "judgement", "letters", "planning", "reasons", "stability", "web"]
