"""A mailbox for the demonstration: takes letters by SMTP on this machine and lays each in a file. Nothing leaves."""

from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

__all__ = ["Mailbox"]


class _Keeper:
    """Writes what arrives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        number = sum(1 for _ in self._folder.glob("*.eml")) + 1
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        (self._folder / f"{number:05}.eml").write_bytes(content)
        return "250 Message accepted for delivery"


class Mailbox:
    """The SMTP server with its folder."""

    def __init__(self, folder: Path, *, port: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._controller = Controller(_Keeper(folder), hostname="127.0.0.1", port=port)

    def __enter__(self) -> "Mailbox":
        self._controller.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._controller.stop()
