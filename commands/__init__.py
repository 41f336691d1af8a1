"""The commands of `pilih`, one file for each group of them."""

from commands import comparing, files, judgement, letters, planning, reasons, stability, web
from commands.desk import app

__all__ = ["app", "comparing", "files", "judgement", "letters", "planning", "reasons", "stability", "web"]
