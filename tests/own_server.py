"""A PostgreSQL of a test's own that it may kill, stop or starve: copied from one that was migrated once."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from appealdesk.config.database import database_settings
from appealdesk.foundation.postgres import Cluster

__all__ = ["OwnServer", "migrated_home", "own_server"]

_PROJECT = Path(__file__).resolve().parents[1]


class OwnServer:
    """An embedded server below a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.cluster = Cluster(home)

    @property
    def data(self) -> Path:
        """The folder with everything that it stores."""
        return self.home / "postgres" / "data"

    def kill(self) -> None:
        """As the machine's memory killer does."""
        os.kill(int((self.data / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGKILL)


@contextmanager
def migrated_home() -> Iterator[Path]:
    """The home of a server that is stopped and has every table."""
    with tempfile.TemporaryDirectory(prefix="adp-") as name:
        Path(name).chmod(0o711)
        home = Path(name) / "home"
        cluster = Cluster(home)
        cluster.ensure_started()
        try:
            addresses = {"DATABASE_URL": cluster.dsn("owner"), "APPEALDESK_OWNER_DATABASE_URL": cluster.dsn("owner")}
            subprocess.run(
                [sys.executable, "-m", "appealdesk.config.cli", "migrate", "--no-input", "--skip-checks", "-v0"],
                cwd=_PROJECT,
                env=os.environ | addresses | {"APPEALDESK_DATABASE_ROLE": "owner"},
                check=True,
            )
        finally:
            cluster.stop()
        yield home


@contextmanager
def own_server(source: Path, folder: Path) -> Iterator[OwnServer]:
    """A copy of that server below `folder`, which Django uses."""
    folder.chmod(0o711)
    subprocess.run(["cp", "-a", source, folder / "home"], check=True)
    server = OwnServer(folder / "home")
    server.cluster.ensure_started()
    try:
        with _pointed_at(server.cluster.dsn("app")):
            yield server
    finally:
        server.cluster.stop()


@contextmanager
def _pointed_at(address: str) -> Iterator[None]:
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(database_settings(address))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
