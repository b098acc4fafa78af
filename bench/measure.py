"""Measures one group in a process of its own, so that memory and a failure belong to that group alone.

Started by `python -m bench` as `python -m bench.measure GROUP`, in the environment of the run; its lines come as JSON.
"""

import dataclasses
import json
import signal
import sys
from importlib import import_module
from types import FrameType

import django

from bench.table import GROUPS

__all__: list[str] = []


def main() -> None:
    """Measure, check that the lines are those of the table, and write them."""
    signal.signal(signal.SIGTERM, _stop)
    group = sys.argv[1]
    django.setup()
    lines = list(import_module(f"bench.lines.{group}").measure())
    if tuple(line.name for line in lines) != GROUPS[group]:
        raise RuntimeError(f"The group {group} measured {[line.name for line in lines]}, not what the table says.")
    sys.stdout.write(json.dumps([dataclasses.asdict(line) for line in lines]))


def _stop(number: int, frame: FrameType | None) -> None:
    """End by an exception, so that servers and databases are put away."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
