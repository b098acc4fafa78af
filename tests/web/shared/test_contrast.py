"""The tokens keep the promised contrast, in the light and in the dark: 7 to 1 in public."""

import re
from pathlib import Path

import pytest

from appealdesk.web import shared

_SHEET = Path(shared.__file__).parent / "static" / "shared" / "tokens.css"
_PAIRS = [
    ("ink", "paper"),
    ("ink-quiet", "paper"),
    ("ink-quiet", "paper-quiet"),
    ("ink", "paper-quiet"),
    ("action", "paper"),
    ("action-over", "paper"),
    ("action", "action-paper"),
    ("on-action", "action"),
    ("on-action", "action-over"),
    ("held", "paper"),
    ("held", "held-paper"),
    ("ink", "held-paper"),
    ("stop", "paper"),
    ("stop", "stop-paper"),
    ("ink", "stop-paper"),
    ("done", "paper"),
    ("done", "done-paper"),
    ("ink", "done-paper"),
    ("focus-ink", "focus-paper"),
]
_MARKS = [("rule-strong", "paper"), ("stop-mark", "paper"), ("held-mark", "held-paper"), ("focus", "paper")]


def _tokens(scheme: str) -> dict[str, str]:
    text = _SHEET.read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", dark))
    return found


def _colour(tokens: dict[str, str], name: str) -> str:
    value = tokens[name].strip()
    return _colour(tokens, value[6:-1]) if value.startswith("var(--") else value


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(tokens: dict[str, str], front: str, back: str) -> float:
    lights = sorted((_luminance(_colour(tokens, front)), _luminance(_colour(tokens, back))))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_a_contrast_of_seven(scheme: str) -> None:
    tokens = _tokens(scheme)

    too_weak = {pair: round(_contrast(tokens, *pair), 2) for pair in _PAIRS if _contrast(tokens, *pair) < 7}

    assert too_weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_line_that_means_something_has_a_contrast_of_three(scheme: str) -> None:
    tokens = _tokens(scheme)

    too_weak = {pair: round(_contrast(tokens, *pair), 2) for pair in _MARKS if _contrast(tokens, *pair) < 3}

    assert too_weak == {}
