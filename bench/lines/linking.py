"""Who is who in a large file: a million records in three scripts, by `names link` in a process of its own."""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.line import Line, Round, Target, make_line
from bench.people_maker import write_contacts
from bench.sizes import ROUNDS, pick_size

__all__ = ["linked", "measure"]

_MOST_CPU_SECONDS = 90.0
_MOST_MB = 2048.0


def linked(folder: Path, *files: Path, persons: bool = False) -> tuple[float, float, list[tuple[str, str]]]:
    """Link the files; the processor's seconds and the most memory of the process, and the pairs."""
    out = folder / "pairs.csv"
    command = [
        sys.executable,
        "-m",
        "appealdesk.config.cli",
        "names",
        "link",
        "--left",
        str(files[0]),
        "--out",
        str(out),
    ]
    command += ["--right", str(files[1])] if len(files) > 1 else []
    command += ["--persons", str(folder / "persons.csv")] if persons else []
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"names link ended with {process.returncode}.")
    with out.open(encoding="utf-8", newline="") as lines:
        pairs = [(row["left"], row["right"]) for row in csv.DictReader(lines)]
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, pairs


def measure() -> Iterator[Line]:
    """The batch once a round; the pairs are held against the truth that the invented file has."""
    count = pick_size(small=600, full=1_000_000)
    with tempfile.TemporaryDirectory(prefix="appealdesk-bench-") as name:
        folder = Path(name)
        file = folder / "people.csv"
        write_contacts(file, count)
        rounds, most = [], 0.0
        for _ in range(ROUNDS):
            persons, floor = _read(file)
            seconds, memory, pairs = linked(folder, file, persons=True)
            rounds.append(Round(seconds, floor))
            most = max(most, memory)
        precision, recall = _against_truth(pairs, persons)
        groups = _groups_against_truth(folder / "persons.csv", persons)
    yield make_line(
        "link-batch",
        rounds,
        unit="s",
        floor_name="reading the file",
        memory_mb=most,
        target=Target("value", "at_most", _MOST_CPU_SECONDS),
        sizes={"records": count, "pairs": len(pairs)},
        notes={
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(2 * precision * recall / (precision + recall), 4),
            "groups_f1": round(groups, 4),
            "most_memory_mb": _MOST_MB,
        },
    )


def _read(file: Path) -> tuple[list[str], float]:
    began = time.process_time()
    with file.open(encoding="utf-8", newline="") as lines:
        persons = [row[1] for row in csv.reader(lines)][1:]
    return persons, time.process_time() - began


def _against_truth(pairs: list[tuple[str, str]], persons: list[str]) -> tuple[float, float]:
    right = sum(persons[int(left)] == persons[int(other)] for left, other in pairs)
    return right / max(1, len(pairs)), right / max(1, _pairs_within(Counter(persons)))


def _groups_against_truth(file: Path, persons: list[str]) -> float:
    """F1 of all pairs that the persons found make, whether they were compared or only joined by a third record."""
    with file.open(encoding="utf-8", newline="") as lines:
        found = [(row["person"], persons[int(row["record"])]) for row in csv.DictReader(lines)]
    made, right = _pairs_within(Counter(person for person, _ in found)), _pairs_within(Counter(found))
    return 2 * right / max(1, made + _pairs_within(Counter(persons)))


def _pairs_within(sizes: Counter[Any]) -> int:
    return sum(often * (often - 1) // 2 for often in sizes.values())
