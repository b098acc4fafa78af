"""Starts web, worker and mailbox as children, and stops everything that it started."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import FrameType
from typing import Any

from django.core.management.base import CommandError

__all__ = ["Children", "free_port", "web_command"]

_PATIENCE = 8.0


def free_port(wanted: int, *, host: str = "127.0.0.1", tries: int = 50) -> int:
    """The wanted port, or the next one that nobody listens on."""
    for port in range(wanted, wanted + tries):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise OSError(f"No free port between {wanted} and {wanted + tries - 1}: give another with --port.")


def web_command(*, host: str, port: int, workers: int = 2, threads: int = 4) -> list[str]:
    """The command line that serves the site."""
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--blocking-threads",
        str(threads),
        "--no-access-log",
        "--log-level",
        "warning",
        "appealdesk.config.wsgi:application",
    ]


class Children:
    """The processes of one command; leaving the `with` block, however, ends them all.

    Each runs in a session of its own, so that Ctrl-C reaches only the parent; SIGTERM counts as Ctrl-C.
    """

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._before: Any = signal.SIG_DFL

    def __enter__(self) -> "Children":
        self._before = signal.signal(signal.SIGTERM, _interrupt)
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        signal.signal(signal.SIGTERM, self._before)

    def start(self, name: str, command: Sequence[str], *, extra: Mapping[str, str] | None = None) -> None:
        """Start a child under a name that messages may use; `extra` is added to its environment."""
        environment = {**os.environ, **(extra or {})}
        # The commands are our own and take nothing from outside.
        self._running[name] = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - see above

    def run(self, name: str, command: Sequence[str], *, extra: Mapping[str, str] | None = None) -> None:
        """Run a child to its end; raises CommandError if it fails."""
        self.start(name, command, extra=extra)
        code = self._running[name].wait()
        del self._running[name]
        if code:
            raise CommandError(f"The {name} failed (code {code}); its words stand above.")

    def check(self) -> None:
        """Raise CommandError if a child has ended."""
        for name, child in self._running.items():
            if child.poll() is not None:
                raise CommandError(f"The {name} ended by itself (code {child.returncode}); its words stand above.")

    def wait(self) -> None:
        """Wait until somebody asks to stop; raises CommandError if a child ends by itself before."""
        with suppress(KeyboardInterrupt):
            while True:
                self.check()
                time.sleep(0.2)

    def stop(self) -> None:
        """End every child, politely at first."""
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + _PATIENCE
        for child in self._running.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self._running.clear()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
