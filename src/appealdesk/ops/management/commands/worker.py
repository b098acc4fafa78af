"""`appealdesk worker`: deliver events, send letters, seal the audit log, until stopped."""

from typing import Any

from django.core.management.base import BaseCommand

from appealdesk.ops.worker import Worker


class Command(BaseCommand):
    help = "Deliver events, send letters and seal the audit log until stopped with Ctrl-C or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        worker.stop_on_signals()
        worker.run()
