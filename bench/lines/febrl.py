"""FEBRL 3 and 4 through `appealdesk names link`, beside Splink alone and recordlinkage, in one run."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.line import Line, Round, Target, make_line
from bench.lines.linking import linked
from bench.peers import PEERS, f1_of, write_febrl
from bench.sizes import ROUNDS

__all__ = ["measure"]

_LEAST_F1 = {"febrl3": 0.991, "febrl4": 0.997}
_MOST_TIMES_SPLINK = 1.5


@dataclass(frozen=True, slots=True)
class _Found:
    seconds: float
    f1: float
    memory: float = 0.0


def measure() -> Iterator[Line]:
    """For each file how right the pairs are, and the processor's time of the whole command; Splink's is the floor."""
    with tempfile.TemporaryDirectory(prefix="appealdesk-bench-") as name:
        folder = Path(name)
        for file, (paths, truth) in write_febrl(folder).items():
            ours = [_ours(folder, paths, truth) for _ in range(ROUNDS)]
            splink = [_peer("splink", paths, truth) for _ in range(ROUNDS)]
            others = {peer: _peer(peer, paths, truth) for peer in PEERS if peer != "splink"}
            memory = max(each.memory for each in ours)
            notes = {f"{peer}_f1": round(each.f1, 4) for peer, each in others.items()}
            notes |= {f"{peer}_s": round(each.seconds, 2) for peer, each in others.items()}
            yield make_line(
                file,
                [Round(one.f1, other.f1) for one, other in zip(ours, splink, strict=True)],
                unit="F1",
                floor_name="Splink alone",
                memory_mb=memory,
                target=Target("value", "at_least", _LEAST_F1[file]),
                notes=notes,
            )
            yield make_line(
                f"{file}-time",
                [Round(one.seconds, other.seconds) for one, other in zip(ours, splink, strict=True)],
                unit="s",
                floor_name="Splink alone",
                memory_mb=memory,
                target=Target("ratio", "at_most", _MOST_TIMES_SPLINK),
            )


def _ours(folder: Path, paths: list[Path], truth: set[frozenset[str]]) -> _Found:
    seconds, memory, pairs = linked(folder, *paths)
    return _Found(seconds, f1_of({frozenset(pair) for pair in pairs}, truth), memory)


def _peer(peer: str, paths: list[Path], truth: set[frozenset[str]]) -> _Found:
    subprocess.run(
        [sys.executable, "-m", "bench.peers", peer, *map(str, paths)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    report = json.loads(paths[0].with_suffix(f".{peer}.json").read_text(encoding="utf-8"))
    return _Found(report["seconds"], f1_of({frozenset(pair) for pair in report["pairs"]}, truth))
