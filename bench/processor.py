"""Processor time that work costs wherever it is done: here, in the processes that it starts, and in the database.

Where others use the same processors, the clock on the wall says little; this says what a quiet machine would need.
"""

import os
import resource
from pathlib import Path
from typing import Final

from appealdesk.foundation.db import fetch_value

__all__ = ["processor_seconds"]

_TICKS: Final = os.sysconf("SC_CLK_TCK")
# In /proc/PID/stat behind the name: the parent, and after it the ticks of the process and of its ended children.
_PARENT: Final = 1
_OWN: Final = slice(11, 13)
_WITH_CHILDREN: Final = slice(11, 15)


def processor_seconds() -> float:
    """Seconds since the start of this process, its ended children, and the server's processes."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used) + _database_seconds()


def _database_seconds() -> float:
    """The server itself with its ended processes, and those that run."""
    server = _fields(fetch_value("SELECT pg_backend_pid()"))[_PARENT]
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(int(file.parent.name))
        if file.parent.name == server:
            ticks += sum(map(int, fields[_WITH_CHILDREN]))
        elif fields[_PARENT:] and fields[_PARENT] == server:
            ticks += sum(map(int, fields[_OWN]))
    return ticks / _TICKS


def _fields(process: int) -> list[str]:
    """What stands behind the name of a process; nothing where it has ended meanwhile."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
