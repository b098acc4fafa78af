"""`appealdesk names score`: how likely the two names of each row are one name; no database."""

import csv
import tempfile
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.core.names.pair import score_names

_ADDED = ("score", "verdict", "reasons")
_EVERY = 20_000  # Pairs between two lines of progress: one or two seconds.


class Command(BaseCommand):
    help = (
        "names score reads a CSV file in UTF-8 whose header has the columns left and right, each holding a name as it "
        "was written: kanji, kana, Latin or Cyrillic letters. It writes the same rows with three columns more. score "
        "goes from 0 to 1: 0.5 speaks neither for nor against one name, and a number means the same in all scripts. "
        "verdict is same, different or undecided; where only a reading of kanji or katakana of a foreign name was "
        "compared it is never same. reasons says in sentences what was found. Other columns are kept. Two people may "
        "bear one name, so same is said of names and not of people."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        score = actions.add_parser("score", help="score pairs of names", description=self.help)
        score.add_argument("--pairs", required=True, type=Path, metavar="FILE.csv", help="columns left and right")
        score.add_argument("--out", required=True, type=Path, metavar="FILE.csv", help="where the scored rows go")

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = options["pairs"], options["out"]
        if target.exists() and source.exists() and target.samefile(source):
            raise CommandError(f"--out {target} is the file of --pairs: name another one.")
        try:
            count = self._score(source, target)
        except csv.Error as error:
            raise CommandError(f"{source} cannot be read as CSV: {error}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{source} is not in UTF-8: save it as CSV in UTF-8 and try again.") from error
        except OSError as error:
            raise CommandError(f"{error.filename or target}: {error.strerror}.") from error
        self.stdout.write(f"{count:,} pairs scored: {target}")

    def _score(self, source: Path, target: Path) -> int:
        """Write beside the target and put it in its place at the end, so that a failure leaves nothing half done."""
        descriptor, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with (
                source.open("rb") as raw,
                TextIOWrapper(raw, encoding="utf-8-sig", newline="") as lines,
                open(descriptor, "w", encoding="utf-8", newline="") as written,
            ):
                count = self._score_rows(lines, csv.writer(written), source, raw.tell)
            Path(beside).replace(target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        return count

    def _score_rows(self, lines: TextIOWrapper, out: Any, source: Path, read: Callable[[], int]) -> int:
        count = 0
        rows = csv.reader(lines)
        header = _header(next(rows, []), source)
        left, right = header.index("left"), header.index("right")
        out.writerow([*header, *_ADDED])
        for row in _rows(rows, header, source):
            out.writerow([*row, *_scored(row[left], row[right])])
            count += 1
            if count % _EVERY == 0:
                self.stderr.write(f"{count:,} pairs, {100 * read() // source.stat().st_size} %")
        return count


def _header(names: list[str], source: Path) -> list[str]:
    header = [name.strip() for name in names]
    for needed in ("left", "right"):
        if header.count(needed) != 1:
            found = ", ".join(header) or "nothing"
            raise CommandError(f"{source}: the first line must name one column {needed}; it names {found}.")
    if taken := [name for name in _ADDED if name in header]:
        raise CommandError(f"{source} has a column {taken[0]} already: rename it, as this command adds one.")
    return header


def _rows(rows: Any, header: list[str], source: Path) -> Iterator[list[str]]:
    for row in rows:
        if not row:
            continue
        if len(row) != len(header):
            raise CommandError(
                f"{source}, line {rows.line_num}: {len(row)} values where the first line has {len(header)}."
            )
        yield row


def _scored(left: str, right: str) -> tuple[str, str, str]:
    found = score_names(left, right)
    return f"{found.score:.6f}", found.verdict.value, " ".join(reason.sentence for reason in found.reasons)
