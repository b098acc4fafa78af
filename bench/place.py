"""A PostgreSQL of the run's own, set up like production, in a folder that goes away with the run.

Results must not depend on what an installation holds, and no measurement may touch one.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from appealdesk.foundation.postgres import Cluster

__all__ = ["TEMPLATE", "open_place"]

TEMPLATE = "appealdesk"
"""The database with every migration applied; each measurement works in a copy."""

_PREFIX = "appealdesk-bench-"
_CLI = (sys.executable, "-m", "appealdesk.config.cli")


@contextmanager
def open_place() -> Iterator[dict[str, str]]:
    """The environment in which a measurement runs; afterwards nothing is left."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    # The server's account has to pass through.
    folder.chmod(0o711)
    cluster = Cluster(folder / "home")
    try:
        cluster.ensure_started()
        environment = _inherited() | {
            "APPEALDESK_HOME": str(folder / "home"),
            "DATABASE_URL": cluster.dsn("app", TEMPLATE),
            "APPEALDESK_OWNER_DATABASE_URL": cluster.dsn("owner", TEMPLATE),
            "APPEALDESK_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "appealdesk.config.settings",
        }
        _run("migrate", environment | {"APPEALDESK_DATABASE_ROLE": "owner"}, "--skip-checks")
        _run("collectstatic", environment, "--noinput")
        yield environment
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _inherited() -> dict[str, str]:
    """The caller's environment without the settings of an installation, which must not change what is measured."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("APPEALDESK_") or name.startswith("APPEALDESK_BENCH_")
    }


def _run(command: str, environment: dict[str, str], *options: str) -> None:
    subprocess.run([*_CLI, command, "--verbosity", "0", *options], env=environment, check=True)


def _sweep() -> None:
    """Stop and remove what a run that was killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        process = folder.name.removeprefix(_PREFIX).split("-", 1)[0]
        if folder.stat().st_uid == os.geteuid() and process.isdigit() and not Path(f"/proc/{process}").exists():
            Cluster(folder / "home").stop()
            shutil.rmtree(folder, ignore_errors=True)
