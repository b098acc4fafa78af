"""Finds the sentences that templates and views offer for translation, so that a catalogue without one is told.

Django turns a template into something that reads like a program, and Babel reads programs; GNU gettext is not needed.
"""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

__all__ = ["Used", "find_messages"]

_FUNCTIONS = dict.fromkeys(
    [prefix + "gettext" + suffix for prefix in ("", "n", "p", "np") for suffix in ("", "_lazy", "_noop")] + ["_"]
)
_TEMPLATES = re.compile(r"\.(?:html|txt)$")


class Used(NamedTuple):
    """A sentence in use: the context, the sentence (of a plural, its singular), and where."""

    context: str | None
    text: str
    path: Path
    line: int


def find_messages(source: Path) -> Iterator[Used]:
    """Every sentence marked in the Python files and templates below `source`."""
    if not settings.configured:
        settings.configure()
    for path in sorted(source.rglob("*")):
        if path.suffix == ".py":
            yield from _read(path, path.read_text(encoding="utf-8"))
        elif "templates" in path.parts and _TEMPLATES.search(path.name):
            yield from _read(path, templatize(path.read_text(encoding="utf-8"), origin=str(path)))


def _read(path: Path, program: str) -> Iterator[Used]:
    found = extract_python(io.BytesIO(program.encode()), _FUNCTIONS, (), {})
    for line, function, arguments, _ in found:
        texts = arguments if isinstance(arguments, tuple | list) else (arguments,)
        context, text = _pick(str(function), texts)
        if text:
            yield Used(context, text, path, line)


def _pick(function: str, texts: Iterable[str | None]) -> tuple[str | None, str | None]:
    given = list(texts)
    if "pgettext" in function:
        return (given[0], given[1]) if len(given) > 1 else (None, None)
    return None, given[0] if given else None
