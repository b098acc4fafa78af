"""`appealdesk keys`: rotate the key that wraps the records' keys."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.site_keys import add_wrapping_key, drop_older_wrapping_keys, load_site_keys
from appealdesk.ops.operator import operator
from appealdesk.ops.rotation import key_columns, older_keys, other_connections, rewrap


class Command(BaseCommand):
    help = (
        "keys rotate wraps every record's key anew and forgets the wrapping key of before. Copies of the database made "
        "before then open no more, so that whoever was erased is erased there too. Stop the site first; an "
        "interrupted rotation goes on when it is called again. Save keys.json anew afterwards, and make a new copy."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("rotate", help="wrap every record's key anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if others := other_connections():
            raise CommandError(f"The database has {others} other connections: stop the site, then rotate.")
        version = self._wrap_anew()
        if left := older_keys(version):
            raise CommandError(f"{left} keys are still wrapped by the key of before: is the site running? Try again.")
        drop_older_wrapping_keys(settings.APPEALDESK_KEYS_FILE)
        record_audit(
            actor=operator(),
            now=read_clock(),
            tag="keys.rotated",
            subject=f"keys:{version}",
            details={"version": version},
        )
        self.stdout.write(
            f"Every record's key is wrapped by version {version}. Copies made before open no more: make a new copy of "
            f"the database, and one of {settings.APPEALDESK_KEYS_FILE.name} to its other place."
        )

    def _wrap_anew(self) -> int:
        """Both wrapping keys stay in the file until the last record's key is wrapped by the newer one."""
        version = add_wrapping_key(settings.APPEALDESK_KEYS_FILE)
        wrapping = load_site_keys(settings.APPEALDESK_KEYS_FILE).wrapping
        columns = (TextColumn("{task.description:<40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=sys.stderr)) as progress:
            task = progress.add_task("", total=older_keys(version))
            for place in key_columns():
                progress.update(task, description=place.table)
                for count in rewrap(place, wrapping):
                    progress.advance(task, count)
            progress.update(task, description="Every record's key")
        return version
