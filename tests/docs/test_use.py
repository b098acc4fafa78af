"""The page for officers names the keys that the desk has, and each role's places."""

import re
from pathlib import Path

import pytest

from appealdesk.foundation.actor import Role
from appealdesk.web.shared.places import places_of

PROJECT = Path(__file__).resolve().parents[2]
WEB = PROJECT / "src" / "appealdesk" / "web"
PAGE = (PROJECT / "docs" / "use" / "desk.md").read_text(encoding="utf-8")
# What the desk's script and the browser do themselves, and a letter that is typed with Shift.
OF_THE_SCRIPT = {"j", "k", "/", "Enter", "Esc", "Ctrl", "Space", "X"}
OF_THE_CALLERS = {"1", "9"}


def keys_of_templates() -> set[str]:
    texts = (file.read_text(encoding="utf-8") for file in WEB.glob("*/templates/**/*.html"))
    return {key for text in texts for key in re.findall(r'data-key="(.)"', text)}


def keys_of_page() -> set[str]:
    keys = set()
    for row in re.findall(r"^\|[^|]*\| (`.+?) \|", PAGE, re.MULTILINE):
        found = re.findall(r"`([^`]+)`", row)
        keys |= {found[1].upper()} if found[0] == "Shift" else set(found)
    return keys


def test_the_page_has_the_keys_of_the_desk() -> None:
    assert keys_of_page() - OF_THE_SCRIPT - OF_THE_CALLERS == keys_of_templates()


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.FINANCE_OFFICER, Role.PRESS_OFFICER])
def test_each_role_has_its_places(role: Role) -> None:
    (row,) = re.findall(rf"^\| {role.value.replace('_', ' ')} \| (.+) \|$", PAGE, re.MULTILINE)
    if role is Role.DUTY_OFFICER:
        (row,) = (f"{first}, {row}" for first in re.findall(r"^\| desk officer \| (.+) \|$", PAGE, re.MULTILINE))

    named = {place.name for place in places_of(role) if str(place.label) in row}
    assert named == {place.name for place in places_of(role)}
