"""`appealdesk rates load`: store the exchange rates of a file that a central bank published; nothing is fetched."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.appeals.actions.load import RATE_FORMATS, load_rates
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Foreseen
from appealdesk.ops.operator import operator, read_file


class Command(BaseCommand):
    help = (
        "rates load reads a file of the European Central Bank (eurofxref-hist.csv, eurofxref-daily.xml), the Bank of "
        "Japan or the National Bank of Ukraine whole, or refuses it. A day that is there already stays as it was. The "
        "file is fetched by you, with curl from the bank's address."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="store the rates of one file")
        load.add_argument("file", type=Path)
        load.add_argument("--format", required=True, choices=RATE_FORMATS)

    def handle(self, *args: Any, **options: Any) -> None:
        data = read_file(options["file"])
        try:
            loaded = load_rates(actor=operator(), now=read_clock(), data=data, format=options["format"])
        except Foreseen as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Rates read: {loaded.read}; new: {loaded.new}.")
