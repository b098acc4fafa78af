"""`appealdesk verify`: check every invariant, the ledger and the audit seals."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from appealdesk.audit.invariants import verify_mirror
from appealdesk.foundation.crypto import signing_public_key
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
        if settings.AUDIT_SEAL_FILE.exists():
            failed += self._check_mirror()
        if failed:
            raise CommandError(f"{failed} violations: the records are not sound.")
        self.stdout.write(f"All {len(invariants)} invariants hold.")

    def _check_mirror(self) -> int:
        """The seals that left the database, where there are any."""
        found = list(verify_mirror(path=settings.AUDIT_SEAL_FILE, public_key=signing_public_key()))
        self.stdout.write(f"{'fails' if found else 'holds'}  audit.seals_that_left")
        for violation in found:
            self.stderr.write(f"       {violation.sentence}")
        return len(found)
