"""Every line of the table runs, in the small sizes, on a server of its own; how fast it is, is no matter of tests."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.table import GROUPS

_PROJECT = Path(__file__).resolve().parents[2]


def _bench(results: Path, *names: str, place: Path | None = None) -> "subprocess.CompletedProcess[str]":
    # The run starts a server of its own; nothing of the tests' one may reach it.
    inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL" and "APPEALDESK" not in key}
    return subprocess.run(
        [sys.executable, "-m", "bench", *names],
        cwd=_PROJECT,
        env=inherited
        | {"APPEALDESK_BENCH_SIZE": "small", "APPEALDESK_BENCH_RESULTS": str(results)}
        | ({"TMPDIR": str(place)} if place else {}),
        capture_output=True,
        text=True,
        check=False,
    )


def _stored(results: Path) -> dict[str, Any]:
    (file,) = results.glob("*.json")
    stored: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return stored


@pytest.fixture
def place() -> Iterator[Path]:
    """Where the run keeps what it needs for a while. For root its server is another account's, which must pass."""
    folder = Path(tempfile.mkdtemp(prefix="appealdesk-lines-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
def test_every_line_is_measured_and_nothing_is_left(tmp_path: Path, place: Path) -> None:
    ended = _bench(tmp_path, place=place)

    assert ended.returncode == 0, ended.stderr
    stored = _stored(tmp_path)
    assert tuple(line["name"] for line in stored["lines"]) == tuple(name for names in GROUPS.values() for name in names)
    assert all(line["floor"] > 0 and line["memory_mb"] > 0 for line in stored["lines"])
    assert all(line["value"] > 0 if line["unit"] != "wrong" else line["value"] == 0 for line in stored["lines"])
    assert all(line["rounds"] == 3 and line["least"] <= line["value"] <= line["most"] for line in stored["lines"])
    assert stored["size"] == "small"
    assert stored["machine"]["cores"] >= 1
    assert list(place.glob("appealdesk-bench-*")) == []


def test_an_unknown_name_lists_the_names(tmp_path: Path) -> None:
    ended = _bench(tmp_path, "rescren")

    assert ended.returncode == 2
    assert "no line 'rescren'" in ended.stderr
    assert "statement-import" in ended.stderr
    assert not list(tmp_path.iterdir())


def test_an_unknown_size_is_refused(tmp_path: Path) -> None:
    environment = os.environ | {"APPEALDESK_BENCH_SIZE": "huge", "APPEALDESK_BENCH_RESULTS": str(tmp_path)}

    ended = subprocess.run(
        [sys.executable, "-m", "bench", "rescreen"],
        cwd=_PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "say small or full" in ended.stderr
    assert not list(tmp_path.iterdir())
