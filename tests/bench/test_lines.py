"""Every line of the table runs, in the small sizes, on a server of its own; how fast it is, is no matter of tests."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from bench.table import GROUPS

_PROJECT = Path(__file__).resolve().parents[2]


def _bench(name: str, results: Path) -> "subprocess.CompletedProcess[str]":
    # The run starts a server of its own; nothing of the tests' one may reach it.
    inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL" and "APPEALDESK" not in key}
    environment = inherited | {"APPEALDESK_BENCH_SIZE": "small", "APPEALDESK_BENCH_RESULTS": str(results)}
    return subprocess.run(
        [sys.executable, "-m", "bench", name],
        cwd=_PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _stored(results: Path) -> dict[str, Any]:
    (file,) = results.glob("*.json")
    stored: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return stored


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_a_group_gives_its_lines_and_leaves_nothing(group: str, tmp_path: Path) -> None:
    before = set(Path(tempfile.gettempdir()).glob("appealdesk-bench-*"))

    ended = _bench(group, tmp_path)

    assert ended.returncode == 0, ended.stderr
    stored = _stored(tmp_path)
    assert tuple(line["name"] for line in stored["lines"]) == GROUPS[group]
    assert all(line["value"] > 0 and line["floor"] > 0 and line["memory_mb"] > 0 for line in stored["lines"])
    assert all(line["rounds"] == 3 and line["least"] <= line["value"] <= line["most"] for line in stored["lines"])
    assert stored["size"] == "small"
    assert stored["machine"]["cores"] >= 1
    assert set(Path(tempfile.gettempdir()).glob("appealdesk-bench-*")) <= before


def test_an_unknown_name_lists_the_names(tmp_path: Path) -> None:
    ended = _bench("rescren", tmp_path)

    assert ended.returncode == 2
    assert "no line 'rescren'" in ended.stderr
    assert "statement-import" in ended.stderr
    assert not list(tmp_path.iterdir())
