"""`appealdesk advisory`: show what a file of a travel advisory feed says, or load it; nothing is fetched."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.appeals.actions.record import record_advisories
from appealdesk.core.advisories import ISSUERS, AdvisoryRefused, read_advisories, to_json
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Foreseen
from appealdesk.ops.operator import operator, read_file


class Command(BaseCommand):
    help = (
        "advisory read shows each country's level, scope, words and date as a government's feed gives them, without a "
        "database. advisory load stores them: placements to a country of level 3 or 4 are held within seconds. A file "
        "that cannot be read, or that names fewer than 80 % of the countries of the last list, is refused whole; the "
        "last values stay, and the desk is told. The file is fetched by you, with curl from the address of the issuer."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        read = actions.add_parser("read", help="read one file of a feed, and store nothing")
        read.add_argument("--json", action="store_true", help="print one JSON object")
        load = actions.add_parser("load", help="store what one file of a feed says")
        load.add_argument(
            "--accept-fewer",
            action="store_true",
            help="take a list that names far fewer countries than the last one, after you have looked at it",
        )
        for action in (read, load):
            action.add_argument("file", type=Path)
            action.add_argument("--issuer", required=True, help=f"one of {', '.join(ISSUERS)}")

    def handle(self, *args: Any, **options: Any) -> None:
        data = read_file(options["file"])
        try:
            if options["action"] == "load":
                self._load(options["issuer"], data, accept_fewer=options["accept_fewer"])
            else:
                self._read(options["issuer"], data, as_json=options["json"])
        except (AdvisoryRefused, Foreseen) as error:
            raise CommandError(f"{options['file']}: {error}") from error

    def _load(self, issuer: str, data: bytes, *, accept_fewer: bool) -> None:
        loaded = record_advisories(
            actor=operator(), now=read_clock(), issuer=issuer, data=data, accept_fewer=accept_fewer
        )
        changed = ", ".join(loaded.changed) or "none"
        self.stdout.write(f"Advisories read: {loaded.read}; new: {loaded.new}; countries with other advice: {changed}.")
        if loaded.unplaced:
            self.stderr.write(f"Of no country that we know: {'; '.join(loaded.unplaced)}.")

    def _read(self, issuer: str, data: bytes, *, as_json: bool) -> None:
        batch = read_advisories(issuer, data)
        if as_json:
            self.stdout.write(to_json(batch))
            return
        for reading in batch.readings:
            level = "no level" if reading.level is None else f"level {reading.level}"
            country = reading.country or reading.country_code_raw
            self.stdout.write(f"{country}  {level} ({reading.scope})  {reading.issued:%Y-%m-%d}  {reading.title}")
        self.stdout.write(f"{len(batch.readings)} advisories; {len(batch.skipped)} other items left out.")
