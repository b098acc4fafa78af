"""Starts web, worker and mailbox as children, and stops everything that it started."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

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
    """The processes of one command. Each runs in a session of its own, so that Ctrl-C reaches only the parent."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a child under a name that messages may use."""
        # The commands are our own and take nothing from outside.
        self._running[name] = subprocess.Popen(command, env=dict(os.environ), start_new_session=True)  # noqa: S603

    def run(self, name: str, command: Sequence[str], *, extra: Mapping[str, str] | None = None) -> None:
        """Run a child to its end; raises CommandError if it fails or somebody asks to stop."""
        environment = {**os.environ, **(extra or {})}
        # As above.
        child = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603
        self._running[name] = child
        with self._asked():
            while child.poll() is None and not self._stopping:
                self.rest(0.05)
        if self._stopping:
            self.stop()
            raise KeyboardInterrupt
        del self._running[name]
        if child.returncode:
            self.stop()
            raise CommandError(f"The {name} failed (code {child.returncode}); its words stand above.")

    def check(self) -> None:
        """Raise CommandError if a child has ended."""
        for name, child in self._running.items():
            if child.poll() is not None:
                self.stop()
                raise CommandError(f"The {name} ended by itself (code {child.returncode}).")

    def rest(self, seconds: float) -> None:
        """Wait a moment."""
        time.sleep(seconds)

    def wait(self) -> int:
        """Wait until somebody asks to stop or a child ends by itself; returns the exit code."""
        with self._asked():
            try:
                while not self._stopping:
                    for name, child in self._running.items():
                        if child.poll() is not None:
                            sys.stderr.write(f"appealdesk: the {name} ended by itself (code {child.returncode}).\n")
                            return 1
                    self.rest(0.2)
                return 0
            finally:
                self.stop()

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

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Meanwhile Ctrl-C and SIGTERM only set a mark, so that every child is ended in good order."""
        previous = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
