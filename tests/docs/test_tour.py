"""Every path and every name on the tour exists, so that the page cannot grow old unnoticed."""

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "src" / "appealdesk"
NAMED = re.findall(r"`([^`]+)`", (PROJECT / "docs" / "tour.md").read_text(encoding="utf-8"))
# Where the paths start, and the rooms that "each app" may have.
WITHOUT_PLACE = {"src/appealdesk/", "invariants.py", "access.py"}
STOPS = sorted({name for name in NAMED if name not in WITHOUT_PLACE})


def names_in(file: Path) -> set[str]:
    """What a module defines itself, at its top."""
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign(targets=targets):
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
    return found


@pytest.mark.parametrize("stop", STOPS)
def test_each_stop_of_the_tour_exists(stop: str) -> None:
    path, _, name = stop.partition(":")

    assert (PACKAGE / path).exists()
    assert not name or name in names_in(PACKAGE / path)


@pytest.mark.parametrize("room", sorted(WITHOUT_PLACE - {"src/appealdesk/"}))
def test_rooms_of_each_app_are_rooms(room: str) -> None:
    assert list(PACKAGE.glob(f"*/{room}"))
