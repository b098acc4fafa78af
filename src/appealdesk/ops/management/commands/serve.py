"""`appealdesk serve`: the web server and the worker, until stopped."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from appealdesk.foundation.pdf import PdfUnavailable, check_pdf
from appealdesk.ops.processes import Children, free_port, web_command

_CLI = (sys.executable, "-m", "appealdesk.config.cli")


class Command(BaseCommand):
    help = "Bring the tables up to date, then run the web server and the worker until stopped with Ctrl-C or SIGTERM."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        port = free_port(options["port"], host=options["host"])
        os.environ.setdefault("APPEALDESK_PUBLIC_ADDRESS", f"http://localhost:{port}")
        with Children() as children:
            children.run(
                "migration", [*_CLI, "migrate", "--verbosity", "0"], extra={"APPEALDESK_DATABASE_ROLE": "owner"}
            )
            children.run("static files", [*_CLI, "collectstatic", "--noinput", "--verbosity", "0"])
            children.start("web server", web_command(host=options["host"], port=port, workers=options["workers"]))
            children.start("worker", [*_CLI, "worker"])
            self.stdout.write(f"Serving http://{options['host']}:{port}/; Ctrl-C stops it.")
            self._say_what_cannot_be_printed()
            children.wait()

    def _say_what_cannot_be_printed(self) -> None:
        """Whoever installs learns it now, and not from the first donor who waits for a receipt."""
        try:
            check_pdf()
        except PdfUnavailable as lacks:
            self.stderr.write(str(lacks))
