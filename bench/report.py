"""Shows the lines as a table and keeps them as JSON, with the machine and the commit that they are true of."""

import dataclasses
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.line import Line, Target
from bench.sizes import ROUNDS, Size

__all__ = ["show_lines", "store_lines"]

_RESULTS = Path(__file__).resolve().parent / "results"
_PROJECT = _RESULTS.parents[1]


def show_lines(lines: Sequence[Line], *, size: Size) -> None:
    """The table: medians, with the range of the rounds below them."""
    table = Table(title=f"{size} sizes, median of {ROUNDS} (least to most)")
    for heading in ("line", "value", "floor", "ratio", "target", "memory"):
        table.add_column(heading, justify="left" if heading in {"line", "target"} else "right", no_wrap=True)
    for line in lines:
        table.add_row(
            line.name,
            f"{_number(line.value)} {line.unit}\n[dim]{_number(line.least)} to {_number(line.most)}[/dim]",
            f"{_number(line.floor)}\n[dim]{line.floor_name}[/dim]",
            _number(line.ratio),
            _target(line.target, line.kept, line.unit),
            f"{line.memory_mb:,.0f} MB",
        )
    # A log is wider than it says.
    Console(width=None if sys.stdout.isatty() else 120).print(table)


def store_lines(lines: Sequence[Line], *, size: Size, at: datetime) -> Path:
    """Write the results below bench/results, or into APPEALDESK_BENCH_RESULTS; returns the file."""
    folder = Path(os.environ.get("APPEALDESK_BENCH_RESULTS", _RESULTS))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{at:%Y-%m-%dT%H%M%SZ}.json"
    result = {
        "at": at.isoformat(),
        "commit": _commit(),
        "machine": _machine(),
        "size": size,
        "lines": [dataclasses.asdict(line) | {"kept": line.kept} for line in lines],
    }
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return path


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def _target(target: Target | None, kept: bool | None, unit: str) -> str:
    if target is None:
        return ""
    sign = "≥" if target.sense == "at_least" else "≤"
    bound = f"{sign} {_number(target.bound)} {'× floor' if target.of == 'ratio' else unit}"
    return f"{bound}\n[green]kept[/green]" if kept else f"{bound}\n[red]missed[/red]"


def _commit() -> str:
    """The commit, with a plus where files differ from it; empty outside a checkout."""
    described = subprocess.run(
        ["git", "describe", "--always", "--abbrev=40", "--dirty=+"],
        cwd=_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip()


def _machine() -> dict[str, object]:
    memory = next(line for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines() if "MemTotal" in line)
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": int(memory.split()[1]) // 1024,
        "load": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()
