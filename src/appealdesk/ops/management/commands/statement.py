"""`appealdesk statement read`: show what a bank's file says; no database."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.core.banking.delimited_profiles import Profile
from appealdesk.core.banking.profile_document import ProfileRefused, profile_of
from appealdesk.core.banking.statement import StatementRefused, read_statement, to_json
from appealdesk.foundation.clock import read_clock
from appealdesk.ops.operator import read_file


class Command(BaseCommand):
    help = (
        "statement read checks a bank's file (Zengin, camt, MT940, OFX, CSV with a named profile) and shows its "
        "totals, or with --json one object with every line. A file in doubt is refused whole, with line and reason."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        read = actions.add_parser("read", help="read one statement file")
        read.add_argument("file", type=Path)
        read.add_argument("--as", dest="format", help="the format, where the file alone does not tell it")
        read.add_argument("--profile", type=Path, help="a JSON file that says how a CSV file is written")
        read.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        data = read_file(options["file"])
        try:
            profile = _profile(options["profile"]) if options["profile"] else None
            statement = read_statement(data, options["format"], read_clock().date(), profile)
        except StatementRefused as error:
            raise CommandError(f"{options['file']}: {error}") from error
        shown = to_json(statement)
        if options["json"]:
            self.stdout.write(json.dumps(shown, ensure_ascii=False))
            return
        period = shown["period"]
        self.stdout.write(f"account {shown['account']}  {period['from']} to {period['to']}")
        self.stdout.write(f"opening {shown['opening']}  closing {shown['closing']} (minor units)")
        self.stdout.write(f"{shown['count']} lines, total {shown['total_minor']} (minor units)")


def _profile(path: Path) -> Profile:
    """A profile as the desk saves it, with the currency of its account beside."""
    data = read_file(path)
    try:
        document = json.loads(data)
        if not isinstance(document, Mapping):
            raise ProfileRefused({"document": "A profile is one JSON object."})
        return profile_of(document, name=path.stem, currency=str(document.get("currency", "")))
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is no profile: {error}") from error
