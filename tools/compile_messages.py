"""Compiles the translations, and with --check says which are missing, so that no visitor meets a foreign sentence.

GNU gettext is not needed; Babel reads and writes the same files.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser

from tools.find_messages import find_messages

_SOURCE = Path(__file__).resolve().parents[1] / "src"
_PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


class _Catalogue(Catalog):
    """A catalogue that remembers which messages its file holds more than once; gettext takes the first of them."""

    def __init__(self, locale: str) -> None:
        super().__init__(locale=locale)
        self.doubled: list[Message] = []

    def __setitem__(self, id: str | tuple[str, ...] | list[str], message: Message) -> None:
        if message.id and self.get(message.id, message.context) is not None:
            self.doubled.append(message)
        super().__setitem__(id, message)


def main(arguments: list[str] | None = None, source: Path = _SOURCE) -> int:
    """Compile, or check, every catalogue below `source`; the exit code is 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; tell what is missing")
    options = parser.parse_args(arguments)
    problems: list[str] = []
    for path in sorted(source.rglob("locale/*/LC_MESSAGES/*.po")):
        name = path.relative_to(source)
        try:
            catalogue = _read(path)
        except PoFileError as error:
            problems.append(f"{name}: cannot be read ({error}): put that line right.")
            continue
        if options.check:
            problems.extend(f"{name}: {problem}" for problem in find_problems(catalogue))
        else:
            _write(catalogue, path.with_suffix(".mo"))
    if options.check:
        problems.extend(find_gaps(source))
        problems.extend(find_untranslated(source))
        problems.extend(find_quarrels(source))
    for problem in problems:
        sys.stderr.write(problem + "\n")
    return 1 if problems else 0


def find_problems(catalogue: _Catalogue) -> Iterator[str]:
    """A sentence for each message that is doubled, not translated, not sure, or lost one of its places."""
    for message in catalogue.doubled:
        yield f"{_shown(message)} stands here twice: keep one of them."
    for message in catalogue:
        if not message.id:
            continue
        name = _shown(message)
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not all(texts):
            yield f"{name} has no translation: write one."
        elif message.fuzzy:
            yield f"{name} is marked fuzzy: read it, put it right and remove the mark."
        elif any(_places(str(text)) not in _allowed_places(message) for text in texts):
            yield f"{name} has other places than its original: keep {', '.join(sorted(_places(_shown_id(message))))}."


def find_gaps(source: Path) -> Iterator[str]:
    """A sentence for each message that one language of a locale folder has and another lacks."""
    for folder in sorted(source.rglob("locale")):
        known: dict[Path, set[tuple[str | None, str]]] = {}
        for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            try:
                known[path] = _keys(_read(path))
            except PoFileError:
                continue
        everything = set().union(*known.values())
        for path, present in known.items():
            for _, text in sorted(everything - present, key=lambda key: key[1]):
                yield f"{path.relative_to(source)}: {text[:60]!r} is missing, though another language has it: add it."


def find_untranslated(source: Path) -> Iterator[str]:
    """A sentence for each text of a template or a view that a language's catalogues do not hold."""
    known: dict[str, set[tuple[str | None, str]]] = {}
    for path in sorted(source.rglob("locale/*/LC_MESSAGES/*.po")):
        with suppress(PoFileError):
            known.setdefault(path.parents[1].name, set()).update(_keys(_read(path)))
    for used in find_messages(source) if known else ():
        for language, present in known.items():
            if (used.context, used.text) not in present:
                place = f"{used.path.relative_to(source)}:{used.line}"
                yield f"{place}: {used.text[:60]!r} has no translation into {language}: add one to its catalogue."


def find_quarrels(source: Path) -> Iterator[str]:
    """A sentence for each message that two catalogues of a language translate differently.

    All of them are one domain of gettext, so that one translation wins on every page, the other's too.
    """
    known: dict[tuple[str, str | None, str], tuple[Path, object]] = {}
    for path in sorted(source.rglob("locale/*/LC_MESSAGES/*.po")):
        with suppress(PoFileError):
            for message in _read(path):
                key = (path.parents[1].name, message.context, _ids(message)[0])
                first, text = known.setdefault(key, (path, message.string))
                if message.id and text != message.string:
                    yield (
                        f"{path.relative_to(source)}: {_shown(message)} is translated otherwise in "
                        f"{first.relative_to(source)}: let both be the same, or give one a context."
                    )


def _read(path: Path) -> _Catalogue:
    catalogue = _Catalogue(path.parents[1].name)
    with path.open("rb") as file:
        PoFileParser(catalogue, abort_invalid=True).parse(file)
    return catalogue


def _write(catalogue: Catalog, target: Path) -> None:
    draft = target.with_suffix(".mo.partial")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(target)


def _keys(catalogue: Catalog) -> set[tuple[str | None, str]]:
    """What gettext looks a message up by: its context and its text, of a plural the singular."""
    return {(message.context, _ids(message)[0]) for message in catalogue if message.id}


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _shown_id(message: Message) -> str:
    return _ids(message)[-1]


def _allowed_places(message: Message) -> list[set[str]]:
    """A plural may leave the number out where its singular does."""
    return [_places(text) for text in _ids(message)]


def _shown(message: Message) -> str:
    line = f"line {message.lineno}: " if message.lineno else ""
    return f"{line}{_shown_id(message)[:60]!r}"


def _places(text: str) -> set[str]:
    return set(_PLACES.findall(text))


if __name__ == "__main__":
    sys.exit(main())
