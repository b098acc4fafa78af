"""Compiles the translations, and with --check says which are missing, so that no visitor meets a foreign sentence.

GNU gettext is not needed; Babel reads and writes the same files.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

_SOURCE = Path(__file__).resolve().parents[1] / "src"
_PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


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
    for problem in problems:
        sys.stderr.write(problem + "\n")
    return 1 if problems else 0


def find_problems(catalogue: Catalog) -> Iterator[str]:
    """A sentence for each message that is not translated, not sure, or lost one of its places."""
    for message in catalogue:
        if not message.id:
            continue
        name = _shown(message)
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not all(texts):
            yield f"{name} has no translation: write one."
        elif message.fuzzy:
            yield f"{name} is marked fuzzy: read it, put it right and remove the mark."
        elif any(_places(str(text)) != _places(_original(message)) for text in texts):
            yield f"{name} has other places than its original: keep {', '.join(sorted(_places(_original(message))))}."


def find_gaps(source: Path) -> Iterator[str]:
    """A sentence for each message that one language of a locale folder has and another lacks."""
    for folder in sorted(source.rglob("locale")):
        known: dict[Path, set[tuple[str | None, str]]] = {}
        for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            try:
                known[path] = {(message.context, _original(message)) for message in _read(path) if message.id}
            except PoFileError:
                continue
        everything = set().union(*known.values())
        for path, present in known.items():
            for _, text in sorted(everything - present, key=lambda key: key[1]):
                yield f"{path.relative_to(source)}: {text[:60]!r} is missing, though another language has it: add it."


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, abort_invalid=True)


def _write(catalogue: Catalog, target: Path) -> None:
    draft = target.with_suffix(".mo.partial")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(target)


def _original(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[-1]


def _shown(message: Message) -> str:
    line = f"line {message.lineno}: " if message.lineno else ""
    return f"{line}{_original(message)[:60]!r}"


def _places(text: str) -> set[str]:
    return set(_PLACES.findall(text))


if __name__ == "__main__":
    sys.exit(main())
