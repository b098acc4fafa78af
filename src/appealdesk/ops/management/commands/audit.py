"""`appealdesk audit`: what an operator does with the audit log after a restore, and with the seals that left it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from appealdesk.audit.actions.begin import begin_epoch
from appealdesk.audit.invariants import verify_mirror
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.crypto import signing_public_key
from appealdesk.foundation.refusals import Foreseen
from appealdesk.ops.operator import operator


class Command(BaseCommand):
    help = (
        "audit begin-epoch goes before the first start after a restore: the new server counts its transactions anew. "
        "audit check-seals compares the file that the worker writes, or a copy of it elsewhere, with the database: "
        "it finds a log that was cut off or rewritten as a whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        begin = actions.add_parser("begin-epoch", help="after a restore, before the site starts")
        begin.add_argument("--reason", required=True, help="which copy was restored, and why")
        check = actions.add_parser("check-seals", help="compare a file of seals with the database")
        check.add_argument("file", type=Path, nargs="?", default=settings.AUDIT_SEAL_FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "begin-epoch":
            self._begin(options["reason"])
        else:
            self._check(options["file"])

    def _begin(self, reason: str) -> None:
        try:
            number = begin_epoch(
                actor=operator(), now=read_clock(), reason=reason, signing_key=settings.APPEALDESK_SIGNING_KEY
            )
        except Foreseen as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Epoch {number} of the audit log has begun; the site may start.")

    def _check(self, file: Path) -> None:
        try:
            seals = len(file.read_text(encoding="utf-8").splitlines())
            found = list(verify_mirror(path=file, public_key=signing_public_key()))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        for violation in found:
            self.stderr.write(violation.sentence)
        if found:
            raise CommandError(f"{len(found)} of the seals in {file} do not agree with the database.")
        self.stdout.write(f"All {seals} seals in {file} agree with the database.")
