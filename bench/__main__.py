"""`python -m bench [NAME]`: measure every line, or those that are measured together with one."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from types import FrameType

from bench.line import Line, line_from_json
from bench.place import open_place
from bench.report import show_lines, store_lines
from bench.sizes import chosen_size
from bench.table import GROUPS, group_of

__all__ = ["main"]

_PATIENCE_S = 30


def main(arguments: Sequence[str]) -> int:
    """Measure, show and store; the exit code is 1 where something could not be measured, a missed target is shown."""
    try:
        groups = [group_of(name) for name in arguments] or list(GROUPS)
    except KeyError as unknown:
        known = ", ".join(name for names in GROUPS.values() for name in names)
        sys.stderr.write(f"There is no line {unknown}. The lines are: {known}.\n")
        return 2
    signal.signal(signal.SIGTERM, _stop)
    size, began = chosen_size(), datetime.now(UTC)
    failed: list[str] = []
    try:
        lines = list(_measure(dict.fromkeys(groups), failed))
    except KeyboardInterrupt:
        return 130
    if lines:
        show_lines(lines, size=size)
        sys.stdout.write(f"Written to {store_lines(lines, size=size, at=began)}\n")
    for group in failed:
        sys.stderr.write(f"The group {group} could not be measured; its words stand above.\n")
    return 1 if failed else 0


def _measure(groups: dict[str, None], failed: list[str]) -> Iterator[Line]:
    with open_place() as environment:
        for group in groups:
            sys.stderr.write(f"measuring {', '.join(GROUPS[group])} …\n")
            written = _in_a_process_of_its_own(group, environment)
            if written is None:
                failed.append(group)
            else:
                yield from map(line_from_json, json.loads(written))


def _in_a_process_of_its_own(group: str, environment: dict[str, str]) -> str | None:
    """The group's lines as JSON, or None if it failed. Whoever interrupts us waits until it has put its things away."""
    command = [sys.executable, "-m", "bench.measure", group]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        written, _ = child.communicate()
    except BaseException:
        child.terminate()
        try:
            child.wait(timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        raise
    return None if child.returncode else written


def _stop(number: int, frame: FrameType | None) -> None:
    """End by an exception, so that the database is put away."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
