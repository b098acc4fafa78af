"""Runs one function of the core in a process of its own, with bounds on memory, time, files and what it may answer.

A reader of foreign formats is large and written in C. Here a file that breaks it breaks nothing else: the process has
no key, no database, no environment, cannot write a file, and ends when its time is over.
"""

import importlib
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, cast

__all__ = ["ConfinedFailure", "run_confined"]

# More at once would only wait for the processor; whoever waits longer than this is told to try again.
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE = 30.0
_MEGABYTE = 1024 * 1024


class ConfinedFailure(Exception):  # noqa: N818 - what the caller turns into a refusal
    """The process ended without an answer, took too long, or answered too much."""


def run_confined(
    function: Callable[[bytes], bytes], data: bytes, *, seconds: int, megabytes: int, answer_at_most: int
) -> bytes:
    """The function's answer; it must be a plain function of a module. Raises ConfinedFailure."""
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise ConfinedFailure("Too many documents are being read at once.")
    try:
        return _run(function, data, seconds, megabytes, answer_at_most)
    finally:
        _AT_ONCE.release()


def _run(function: Callable[[bytes], bytes], data: bytes, seconds: int, megabytes: int, answer_at_most: int) -> bytes:
    # -I: neither the environment nor the present folder says what is imported; -B: no file is written.
    command = [sys.executable, "-I", "-B", "-m", __name__, function.__module__, function.__qualname__]
    child = subprocess.Popen(  # noqa: S603 - our own module; nothing from outside stands in the command
        [*command, str(seconds), str(megabytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
    )
    told, heard = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    # The bound on the processor's time does not end a process that sleeps.
    alarm = threading.Timer(seconds * 2, child.kill)
    feeder = threading.Thread(target=_feed, args=(told, data), daemon=True)
    alarm.start()
    feeder.start()
    try:
        answer = heard.read(answer_at_most + 1)
        if len(answer) > answer_at_most:
            raise ConfinedFailure("The confined process answered too much.")
        if child.wait() != 0:
            raise ConfinedFailure(f"The confined process ended with {child.returncode}.")
        return answer
    finally:
        alarm.cancel()
        child.kill()
        child.wait()
        feeder.join()
        heard.close()


def _feed(pipe: IO[bytes], data: bytes) -> None:
    try:
        pipe.write(data)
        pipe.close()
    except OSError:
        # The process ended before it had read everything; its exit code says so.
        return


def main(arguments: list[str]) -> int:
    """The inside: bounds first, then the function, its argument and its answer by pipes."""
    module, name, seconds, megabytes = arguments
    for what, bound in (
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_AS, int(megabytes) * _MEGABYTE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (bound, bound))
    answer = getattr(importlib.import_module(module), name)(sys.stdin.buffer.read())
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
