"""Many files as one archive, handed on while it is made, so that no more than one of them is ever held."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["stream_zip"]

# An archive tells nothing of a clock, so that the same files are the same bytes.
_DAY: Final = (1980, 1, 1, 0, 0, 0)


class _Outlet(io.RawIOBase):
    """Takes what the archive's writer writes and cannot go back in it."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: object) -> int:
        """Keep a copy, since the writer may use its buffer again."""
        taken = bytes(memoryview(data))  # type: ignore[arg-type]  # Whatever has bytes
        self._kept.append(taken)
        return len(taken)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._kept = b"".join(self._kept), []
        return taken


def stream_zip(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The archive in pieces, one for each file by its name and a last one; the files are not compressed again."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, _DAY), data)
            yield outlet.take()
    yield outlet.take()
