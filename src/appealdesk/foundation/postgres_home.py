"""The home folder of an installation: where it is, who may enter, and the passwords that it remembers."""

import fcntl
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from appealdesk.foundation.postgres_binaries import Account, PostgresRefused, can_enter

__all__ = ["Home", "default_home", "project_folder"]

# The kernel holds 107 bytes for a socket's whole path.
_SOCKET_FOLDER_LIMIT = 90


def project_folder() -> Path:
    """The checkout that this package runs from, or else the present folder."""
    checkout = Path(__file__).resolve().parents[3]
    return checkout if (checkout / "pyproject.toml").exists() else Path.cwd()


def default_home() -> Path:
    """Where this installation keeps its state: APPEALDESK_HOME, or a folder of the project.

    Root's checkout often lies where the server's account may not look, so root's state goes below /var/lib.
    """
    if given := os.environ.get("APPEALDESK_HOME"):
        return Path(given).absolute()
    project = project_folder()
    if os.geteuid() == 0:
        return Path("/var/lib/appealdesk") / _short_name(project)
    return project / "var"


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]


class Home:
    """The folder `path`; below it `place` belongs to the server's account and everything else to the caller."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.place = self.path / "postgres"
        self.log = self.place / "log"
        self._passwords = self.path / "postgres.json"

    @property
    def socket_folder(self) -> Path:
        """Below the home, or where that path is too long for a socket, below the folder for temporary files."""
        folder = self.place / "socket"
        if len(os.fsencode(folder)) <= _SOCKET_FOLDER_LIMIT:
            return folder
        return Path(tempfile.gettempdir()) / f"appealdesk-{_short_name(self.path)}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time prepares, starts or stops."""
        self._make()
        try:
            file = (self.path / "postgres.lock").open("w")
        except PermissionError:
            raise _foreign(self.path) from None
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def remembers(self) -> bool:
        """Whether a server was ever prepared here."""
        return self._passwords.exists()

    def passwords(self, logins: Iterable[str]) -> dict[str, str]:
        """The passwords by login, made when first asked for."""
        if not self._passwords.exists():
            self._make()
            self._invent({login: secrets.token_urlsafe(24) for login in logins})
        try:
            return dict(json.loads(self._passwords.read_text(encoding="ascii")))
        except PermissionError:
            raise _foreign(self._passwords) from None

    def prepare_for(self, account: Account) -> None:
        """Give the server's account its two folders; nobody else may enter them."""
        if account.switch:
            # Others may pass through the home, but not list it; its files have modes of their own.
            self.path.chmod(self.path.stat().st_mode & 0o777 | 0o011)
            if not can_enter(self.path, account):
                raise PostgresRefused(
                    f"The server's account {account.name} cannot reach {self.path}: "
                    "set APPEALDESK_HOME to a folder that every account may enter, such as /var/lib/appealdesk."
                )
        for folder in (self.place, self.socket_folder):
            _own(folder, account)

    def _make(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PostgresRefused(
                f"The folder {self.path} cannot be made ({error.strerror}): set APPEALDESK_HOME to another one."
            ) from None

    def _invent(self, passwords: dict[str, str]) -> None:
        """Write aside and link into place, so that two processes that start at once agree on one file."""
        draft = self._passwords.with_name(f"{self._passwords.name}.{os.getpid()}.{secrets.token_hex(4)}")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except PermissionError:
            raise _foreign(self.path) from None
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump(passwords, file)
        try:
            os.link(draft, self._passwords)
        except FileExistsError:
            pass
        finally:
            draft.unlink()


def _own(folder: Path, account: Account) -> None:
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        # Somebody else's folder of that name could let them in, so it is never taken over.
        if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), account.uid):
            raise _foreign(folder) from None
    if account.switch:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def _foreign(path: Path) -> PostgresRefused:
    return PostgresRefused(
        f"{path} belongs to another account: run as that account, or set APPEALDESK_HOME to another folder."
    )
