"""`appealdesk advisory read`: show what a travel advisory feed says; no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.core.advisories import AdvisoryRefused, read_advisories, to_json


class Command(BaseCommand):
    help = "advisory read shows each country's level, scope, words and date as a government's feed gives them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        read = actions.add_parser("read", help="read one file of a feed")
        read.add_argument("file", type=Path)
        read.add_argument("--issuer", required=True, help="jp-mofa, us-state, uk-fcdo, ca-gac or de-aa")
        read.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            batch = read_advisories(options["issuer"], options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except AdvisoryRefused as error:
            raise CommandError(f"{options['file']}: {error}") from error
        if options["json"]:
            self.stdout.write(to_json(batch))
            return
        for reading in batch.readings:
            level = "no level" if reading.level is None else f"level {reading.level}"
            country = reading.country or reading.country_code_raw
            self.stdout.write(f"{country}  {level} ({reading.scope})  {reading.issued:%Y-%m-%d}  {reading.title}")
        self.stdout.write(f"{len(batch.readings)} advisories; {len(batch.skipped)} other items left out.")
