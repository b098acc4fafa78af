"""Carry seals out of the database: whoever can rewrite the tables cannot rewrite what has left them."""

import fcntl
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from appealdesk.audit.queries.seals import SealPage, seals_after

__all__ = ["mirror_seals"]


def mirror_seals(*, now: datetime, path: Path, public_key: bytes) -> int:
    """Append the seals that the file does not have yet, a JSON object each on its line; returns how many.

    The file is locked meanwhile and flushed to the disk. A line that was cut off by a crash is completed by a line
    feed first, and its seal is written again.
    """
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        epoch, size = _last_mirrored(path)
        lines = [_line(seal, now, public_key) for seal in seals_after(epoch=epoch, size=size)]
        if lines:
            file.write((b"" if _ends_well(path) else b"\n") + b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
    return len(lines)


def _line(seal: SealPage, now: datetime, public_key: bytes) -> bytes:
    body = {
        "mirrored_at": now.astimezone(UTC).isoformat(),
        "epoch": seal.epoch,
        "size": seal.size,
        "root": seal.root.hex(),
        "note": seal.note(public_key),
    }
    return json.dumps(body, ensure_ascii=False).encode() + b"\n"


def _last_mirrored(path: Path) -> tuple[int, int]:
    """Epoch and size of the last whole line; before the first seal if there is none."""
    for line in reversed(_tail(path)):
        try:
            stored = json.loads(line)
            return int(stored["epoch"]), int(stored["size"])
        except (ValueError, KeyError, TypeError):
            # A line cut off by a crash; the one before it is whole.
            continue
    return 0, -1


def _tail(path: Path) -> list[bytes]:
    """The last lines of the file, enough to hold several seals."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 64 * 1024))
        return [line for line in file.read().split(b"\n") if line]


def _ends_well(path: Path) -> bool:
    with path.open("rb") as file:
        size = path.stat().st_size
        file.seek(max(0, size - 1))
        return size == 0 or file.read(1) == b"\n"
