"""`appealdesk sanctions`: show what a file of a sanctions list says, or load it; nothing is fetched."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.core.sanctions import LISTS, SanctionsRefused, read_list
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Foreseen
from appealdesk.ops.operator import operator, read_file
from appealdesk.sanctions.actions.load import load_list
from appealdesk.sanctions.queries.hits import FRESH_DAYS, ListPage, list_pages


class Command(BaseCommand):
    help = (
        "sanctions load stores a list: every donor and payee is checked against what is new in it, and a hit "
        "holds until a person has decided. A file that cannot be read, or with fewer than 80 % of the entries of the "
        "last one, is refused whole; the last list stays in force, and the desk is told. The same file again changes "
        "nothing, except that the list counts as fresh. sanctions status says how fresh each list is, for a timer: its "
        "exit code is 1 where one is old or refused. sanctions read shows what a file says, without a database. The "
        "file is fetched by you, with curl from the address of the publisher."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        read = actions.add_parser("read", help="read one file of a list, and store nothing")
        load = actions.add_parser("load", help="store what one file of a list says")
        load.add_argument(
            "--accept-fewer",
            action="store_true",
            help="take a list that has far fewer entries than the last one, after you have looked at it",
        )
        actions.add_parser("status", help="say how fresh each list is; exit code 1 where one is not")
        for action in (read, load):
            action.add_argument("file", type=Path)
            action.add_argument("--list", dest="code", required=True, choices=sorted(LISTS))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "status":
            self._status()
            return
        data = read_file(options["file"])
        try:
            if options["action"] == "load":
                self._load(options["code"], data, accept_fewer=options["accept_fewer"])
            else:
                self._read(options["code"], data)
        except (SanctionsRefused, Foreseen) as error:
            raise CommandError(f"{options['file']}: {error}") from error

    def _load(self, code: str, data: bytes, *, accept_fewer: bool) -> None:
        loaded = load_list(actor=operator(), now=read_clock(), code=code, data=data, accept_fewer=accept_fewer)
        if loaded.known:
            self.stdout.write(f"This file is in force already, with {loaded.read} entries; the list counts as fresh.")
            return
        self.stdout.write(
            f"Entries read: {loaded.read}; new: {loaded.new}; changed: {loaded.changed}; gone: {loaded.gone}."
        )

    def _status(self) -> None:
        pages = list_pages(actor=operator(), now=read_clock())
        for page in pages:
            self.stdout.write(f"{page.code:<4}  {_state_of(page)}  {page.publisher}")
        if stale := [page.code for page in pages if page.stale or page.refused_cause]:
            raise CommandError(f"Not known to be the latest: {', '.join(stale)}. Fetch them and load them.")

    def _read(self, code: str, data: bytes) -> None:
        batch = read_list(code, data)
        for entry in batch.entries:
            names = "; ".join(f"{name.text}{' (weak)' if name.weak else ''}" for name in entry.names)
            self.stdout.write(f"{entry.uid}  {entry.kind.value}  {names}")
        self.stdout.write(f"{len(batch.entries)} entries, published on {batch.published_on or 'a day not said'}.")


def _state_of(page: ListPage) -> str:
    if page.seen_at is None:
        return "refused, never loaded" if page.refused_cause else "never loaded"
    said = (
        f"{page.entries} entries, published on {page.published_on or 'a day not said'}, fetched {page.seen_at:%Y-%m-%d}"
    )
    if page.refused_cause:
        return f"{said}; a newer file was refused ({page.refused_cause})"
    return f"{said}; more than {FRESH_DAYS} days ago" if page.stale else f"{said}; fresh"
