"""Children of a command: they end with it, whatever ends it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from appealdesk.ops.processes import Children, free_port

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
# Whoever starts the tests in the background has SIGINT ignored in all of them; a command is started in the foreground.
PARENT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from appealdesk.ops.processes import Children
with Children() as children:
    children.start("sleeper", [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"])
    children.wait()
"""


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_was_started_ends_with_its_parent(number: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())

    parent.send_signal(number)
    code = parent.wait(timeout=20)

    assert (code, is_alive(child)) == (0, False)


def test_a_child_that_ends_by_itself_ends_the_command() -> None:
    with Children() as children:
        children.start("sleeper", SLEEPER)
        children.start("early one", [sys.executable, "-c", "import sys; sys.exit(3)"])

        with pytest.raises(CommandError, match=r"The early one ended by itself \(code 3\)"):
            children.wait()


def test_a_step_that_fails_says_so() -> None:
    with pytest.raises(CommandError, match=r"The step failed \(code 1\)"), Children() as children:
        children.run("step", [sys.executable, "-c", "raise SystemExit(1)"])


def test_a_child_that_does_not_listen_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("appealdesk.ops.processes._PATIENCE", 0.2)
    ready = tmp_path / "ready"
    deaf = (
        "import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
    )

    with Children() as children:
        children.start("deaf one", [sys.executable, "-c", deaf])
        process = children._running["deaf one"].pid
        while not ready.exists():
            time.sleep(0.05)

    assert not is_alive(process)


def test_a_taken_port_gives_the_next() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])

        assert free_port(port) > port
