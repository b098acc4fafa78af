"""`appealdesk names`: score compares two names a row and link whole files of records, both without a database; resolve
finds persons recorded more than once; rekey gives stored records the keys of today's rules.
"""

import csv
import sys
import tempfile
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from appealdesk.appeals.queries.appeals import organisation_ids
from appealdesk.core.names.pair import score_names
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.collector import without_collector
from appealdesk.ops.link_files import choose_fields
from appealdesk.ops.linking import link_files
from appealdesk.ops.operator import operator
from appealdesk.ops.resolving import resolve_organisation
from appealdesk.people.actions.rekey import rekey_records
from appealdesk.people.queries.keys import older_records

_ADDED = ("score", "verdict", "reasons")
_EVERY = 20_000  # Pairs between two lines of progress: one or two seconds.


class Command(BaseCommand):
    help = (
        "Compare names in any script (names score), find who is who in files of records (names link), find persons who "
        "are recorded more than once (names resolve), or give records the keys of today's rules (names rekey)."
    )
    requires_system_checks = ()
    _score_help = (
        "names score reads a CSV file in UTF-8 whose header has the columns left and right, each holding a name as it "
        "was written: kanji, kana, Latin or Cyrillic letters. It writes the same rows with three columns more. score "
        "goes from 0 to 1: 0.5 speaks neither for nor against one name, and a number means the same in all scripts. "
        "verdict is same, different or undecided; where only a reading of kanji or katakana of a foreign name was "
        "compared it is never same. reasons says in sentences what was found. Other columns are kept. Two people may "
        "bear one name, so same is said of names and not of people."
    )
    _link_help = (
        "names link reads one CSV file in UTF-8, or two, and writes the pairs of records that are of one person: left "
        "and right are the numbers of the records, score goes from 0 to 1, verdict is same or, with --undecided, "
        "undecided; reasons says what each fact weighed. Columns are known by their usual names (name, given_name, "
        "surname, name_kana, date_of_birth, phone, email, postcode, 氏名, 生年月日, …); --map says what another one "
        "holds. What a fact weighs is learnt from the files themselves. With one file, the groups are one person each; "
        "with --right, only pairs between the two files are told."
    )

    _rekey_help = (
        "names rekey gives every record that was stored under older rules the keys of today, by which the phone desk "
        "and the search find it. The site may run meanwhile; an interrupted run goes on when it is called again."
    )
    _resolve_help = (
        "names resolve looks for persons of an organisation who are recorded more than once: the records that are new "
        "since the last time are compared with all. Certain pairs are joined, and an officer can take that back; "
        "possible ones become questions at the desk; what was ever judged by somebody is left as it is. Records are "
        "opened in memory only. A search that was cut off goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        score = actions.add_parser("score", help="score pairs of names", description=self._score_help)
        score.add_argument("--pairs", required=True, type=Path, metavar="FILE.csv", help="columns left and right")
        score.add_argument("--out", required=True, type=Path, metavar="FILE.csv", help="where the scored rows go")
        actions.add_parser("rekey", help="give older records today's keys", description=self._rekey_help)
        resolve = actions.add_parser("resolve", help="find persons recorded twice", description=self._resolve_help)
        resolve.add_argument("--organisation", required=True, help="the short name of the organisation")
        resolve.add_argument("--everybody", action="store_true", help="all records, not only those that are new")
        link = actions.add_parser("link", help="find the records of one person", description=self._link_help)
        link.add_argument("--left", required=True, type=Path, metavar="A.csv", help="the records")
        link.add_argument("--right", type=Path, metavar="B.csv", help="other records, to be found among the first")
        link.add_argument("--out", required=True, type=Path, metavar="FILE.csv", help="where the pairs go")
        link.add_argument("--persons", type=Path, metavar="FILE.csv", help="where the person of each record goes")
        link.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", help="what a column holds")
        link.add_argument("--undecided", action="store_true", help="tell what a person should look at as well")
        link.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="spark: beyond one machine")
        link.add_argument("--model", type=Path, metavar="FILE.json", help="weights that an earlier run has kept")
        link.add_argument("--keep-model", type=Path, metavar="FILE.json", help="where the weights go")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "resolve":
            told = resolve_organisation(
                options["organisation"],
                everybody=options["everybody"],
                on_progress=lambda text: self.stderr.write(text),
            )
            self.stdout.write(told)
        elif options["action"] == "link":
            self._link(options)
        elif options["action"] == "rekey":
            self._rekey()
        else:
            self._score_file(options["pairs"], options["out"])

    def _score_file(self, source: Path, target: Path) -> None:
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

    def _link(self, options: dict[str, Any]) -> None:
        sources = [path for path in (options["left"], options["right"]) if path is not None]
        if options["persons"] and len(sources) == 2:
            raise CommandError("--persons is for one file: with --right, records are only compared between the files.")
        try:
            told = link_files(
                sources,
                out=options["out"],
                persons=options["persons"],
                given=choose_fields(options["map"]),
                undecided=options["undecided"],
                engine=options["engine"],
                model=options["model"],
                keep_model=options["keep_model"],
                on_progress=lambda text: self.stderr.write(text),
            )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        self.stdout.write(told)

    def _rekey(self) -> None:
        """Each part is a transaction of its own; whoever interrupts it calls it again."""
        actors = [operator(each) for each in organisation_ids()]
        columns = (TextColumn("Records"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        done = 0
        with Progress(*columns, console=Console(file=sys.stderr)) as progress:
            task = progress.add_task("", total=sum(older_records(actor=actor) for actor in actors))
            for actor in actors:
                last: int | None = 0
                while last is not None:
                    part = rekey_records(actor=actor, now=read_clock(), after=last)
                    progress.advance(task, part.count)
                    done, last = done + part.count, part.last
        self.stdout.write(f"{done:,} records have today's keys.")

    def _score(self, source: Path, target: Path) -> int:
        """Write beside the target and put it in its place at the end, so that a failure leaves nothing half done."""
        descriptor, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with (
                source.open("rb") as raw,
                TextIOWrapper(raw, encoding="utf-8-sig", newline="") as lines,
                open(descriptor, "w", encoding="utf-8", newline="") as written,
                without_collector(),
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
