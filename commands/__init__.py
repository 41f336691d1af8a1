"""The commands of `pilih`, one file for each group of them."""

from commands import comparing, files, judgement, planning, reasons, web
from commands.desk import app

__all__ = ["app", "comparing", "files", "judgement", "planning", "reasons", "web"]
