"""`appealdesk verify`: check every invariant, the ledger and the audit seals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from appealdesk.ops.verification import every_invariant, violations_of


class Command(BaseCommand):
    help = "Check every invariant, the ledger and the audit seals; exit code 1 and a sentence for each that fails."

    def handle(self, *args: Any, **options: Any) -> None:
        invariants = every_invariant()
        failed = 0
        for invariant in invariants:
            found = list(violations_of(invariant))
            failed += len(found)
            name = f"{invariant.__module__.split('.')[-2]}.{invariant.__name__}"
            self.stdout.write(f"{'fails' if found else 'holds'}  {name}")
            for violation in found:
                self.stderr.write(f"       {violation.sentence}")
        if failed:
            raise CommandError(f"{failed} violations: the records are not sound.")
        self.stdout.write(f"All {len(invariants)} invariants hold.")
