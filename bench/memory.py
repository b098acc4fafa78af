"""How much memory a piece of work took at most, from what the kernel keeps."""

import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["forget_peak", "peak_mb", "tree_peak_mb"]


def forget_peak() -> None:
    """From now on the peak of this process counts anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_mb(process: int | None = None) -> float:
    """The most memory that a process held at once, in MB; this process by default."""
    status = Path(f"/proc/{process or os.getpid()}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def tree_peak_mb(process: int) -> float:
    """The peaks of a process and everything that it started, added up; shared pages count for each."""
    return sum(peak_mb(each) for each in _tree(process))


def _tree(process: int) -> Iterator[int]:
    yield process
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in tasks.read_text(encoding="ascii").split():
            yield from _tree(int(child))
