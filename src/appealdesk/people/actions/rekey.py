"""Gives records that were stored under older rules the keys of today, a part at a time.

It can be stopped anywhere and called again: a part is one transaction, and a record that has today's keys is passed
over. Keys of the same rules go on finding meanwhile, so that nobody has to stop working.
"""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.people.models import IdentityKey
from appealdesk.people.queries.identities import open_identity
from appealdesk.people.queries.keys import OLDER_RECORDS, stored_keys

__all__ = ["Rekeyed", "rekey_records"]

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """How many records got new keys, and the last of them; none are left where `last` is None."""

    count: int
    last: int | None


def rekey_records(*, actor: Actor, now: datetime, after: int = 0) -> Rekeyed:
    """The next part of the records behind the key `after`, each locked so that an erasure waits or comes first."""
    with acting(actor):
        rows = fetch_all(
            f"SELECT record.id, record.ref, record.wrapped_key, record.sealed {OLDER_RECORDS}"
            " ORDER BY record.id LIMIT %(most)s FOR UPDATE OF record",
            {"organisation": actor.own_organisation, "after": after, "version": KEYS_VERSION, "most": CHUNK},
        )
        if not rows:
            return Rekeyed(0, None)
        ids = [row[0] for row in rows]
        IdentityKey.objects.filter(record_id__in=ids).delete()
        IdentityKey.objects.bulk_create(
            (
                IdentityKey(
                    organisation_id=actor.own_organisation,
                    kind=key.kind,
                    h=key.token,
                    record_id=record_id,
                    rank=key.rank,
                    key_version=KEYS_VERSION,
                )
                for record_id, ref, wrapped_key, sealed in rows
                if (said := open_identity(record_ref=ref, wrapped_key=wrapped_key, sealed=sealed)) is not None
                for key in stored_keys(said)
            ),
            batch_size=5_000,
        )
        details = {"records": len(ids), "version": KEYS_VERSION}
        record_audit(actor=actor, now=now, tag="person.rekeyed", subject=f"records:{ids[-1]}", details=details)
    return Rekeyed(len(ids), ids[-1])
