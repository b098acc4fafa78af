"""The README names every command, links lead somewhere on every page, and the picture is small enough to load."""

import re
from pathlib import Path

import pytest

from appealdesk.config.cli import main

PROJECT = Path(__file__).resolve().parents[2]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
PAGES = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]
PICTURE = PROJECT / "docs" / "pictures" / "desk.png"


def test_every_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])

    helped = re.findall(r"^  ([a-z]+)  ", capsys.readouterr().out, re.MULTILINE)

    assert sorted(re.findall(r"^\| `appealdesk ([a-z]+)` \|", README, re.MULTILINE)) == sorted(helped)


def test_every_target_of_make_is_there() -> None:
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for page in PAGES for name in re.findall(r"\bmake ([a-z]+)", _commands(page))}

    assert named - set(targets) == set()
    assert {"demo", "test"} <= named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_picture_is_small() -> None:
    assert PICTURE.read_bytes().startswith(b"\x89PNG")
    assert PICTURE.stat().st_size < 200_000


def _commands(page: Path) -> str:
    """What is written as code on a page."""
    return "\n".join(re.findall(r"`+[^`]+`+", page.read_text(encoding="utf-8")))
