"""The web server as `appealdesk serve` runs it, on a free port of this machine."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from appealdesk.ops.processes import free_port, web_command

__all__ = ["Site", "serve"]

_PATIENCE_S = 60.0
_FIRST_PORT = 18_400


@dataclass(frozen=True, slots=True)
class Site:
    """Where it listens, and its first process."""

    port: int
    process: int


@contextmanager
def serve(path: str) -> Iterator[Site]:
    """The site, once it answers at `path`; ended afterwards."""
    port = free_port(_FIRST_PORT, tries=500)
    environment = os.environ | {"APPEALDESK_PUBLIC_ADDRESS": f"http://127.0.0.1:{port}"}
    child = subprocess.Popen(web_command(host="127.0.0.1", port=port), env=environment, start_new_session=True)
    try:
        _await(child, f"http://127.0.0.1:{port}{path}")
        yield Site(port, child.pid)
    finally:
        child.terminate()
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _await(child: "subprocess.Popen[bytes]", address: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError) as error:
            if child.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The site does not answer at {address}: {error}") from error
            time.sleep(0.1)
