"""`appealdesk ledger export`: the ledger for accountants, as a beancount file or as a journal."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.donations.actions.export import export_ledger
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Foreseen
from appealdesk.ops.operator import operator_at


class Command(BaseCommand):
    help = (
        "ledger export writes the entries of an organisation to the standard output, piece by piece: a beancount file "
        "that opens every account and asserts each closing balance, or a CSV journal with a line for each posting. It "
        "holds no name of a donor or a payee."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        export = actions.add_parser("export", help="write the entries of all days, or of some")
        export.add_argument("--organisation", required=True, help="the organisation by its short name")
        export.add_argument("--format", choices=("beancount", "csv"), default="beancount")
        export.add_argument("--from", dest="first", type=date.fromisoformat, help="the first day, such as 2022-03-01")
        export.add_argument("--to", dest="last", type=date.fromisoformat, help="the last day, such as 2022-03-31")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["organisation"]
        actor = operator_at(slug)
        try:
            done = export_ledger(
                actor=actor,
                now=read_clock(),
                format=options["format"],
                write=lambda piece: self.stdout.write(piece, ending=""),
                title=slug,
                first=options["first"],
                last=options["last"],
            )
        except Foreseen as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stderr.write(f"{done.entries} entries from {done.first} to {done.last}.")
