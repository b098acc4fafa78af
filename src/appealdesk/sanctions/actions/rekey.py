"""Give the entries in force the keys of this release's rules, and have everybody checked by them."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import organisation_ids
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.sanctions.blocking import entry_keys
from appealdesk.core.sanctions.match import MATCH_VERSION
from appealdesk.foundation.actor import Actor, system_actor
from appealdesk.foundation.db import acting, copy_rows, execute
from appealdesk.foundation.events import emit
from appealdesk.sanctions.actions.load import LISTS_LOCK
from appealdesk.sanctions.events import CheckRulesChanged
from appealdesk.sanctions.models import EntryKey, ListEntry, ListVersion
from appealdesk.sanctions.queries.entries import as_entry

__all__ = ["rekey_lists"]


def rekey_lists(*, actor: Actor, now: datetime) -> int:
    """Do so once after an upgrade that compares otherwise; says how many entries have other keys. One query if none."""
    if not _outdated():
        return 0
    in_force = list(ListEntry.objects.filter(until__isnull=True).order_by("pk"))
    # Keys cost the most, and nobody waits for them.
    keys = {row.pk: entry_keys(as_entry(row)) for row in in_force}
    with acting(actor):
        execute("SELECT pg_advisory_xact_lock(%s)", [LISTS_LOCK])
        if not _outdated():
            # Another worker was quicker.
            return 0
        still = set(ListEntry.objects.filter(pk__in=list(keys), until__isnull=True).values_list("pk", flat=True))
        EntryKey.objects.filter(entry__in=still).delete()
        copy_rows(
            "sanctions_entrykey",
            ("kind", "value", "entry_id"),
            ((kind, value, pk) for pk in sorted(still) for kind, value in keys[pk]),
        )
        ListVersion.objects.exclude(rules=MATCH_VERSION).update(rules=MATCH_VERSION)
        details = {"rules": MATCH_VERSION, "entries": len(still)}
        record_audit(actor=actor, now=now, tag="sanctions_list.rekeyed", subject="lists", details=details)
        for organisation_id in organisation_ids():
            emit(CheckRulesChanged(rules=MATCH_VERSION), actor=system_actor(organisation_id), now=now)
    return len(still)


def _outdated() -> bool:
    return ListVersion.objects.filter(cause="").exclude(rules=MATCH_VERSION).exists()
