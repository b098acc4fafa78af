"""Keeping what was said about somebody: sealed with a key of its own, with what reaches them and what finds them."""

from collections.abc import Iterable
from datetime import datetime

from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal, seal_json
from appealdesk.foundation.ids import new_ref
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import ContactPoint, IdentityKey, Person, Record
from appealdesk.people.queries.keys import Key, contact_token, stored_keys

__all__ = ["store_record"]


def store_record(
    *,
    actor: Actor,
    now: datetime,
    identity: IdentityInput,
    person: Person,
    source: str,
    source_ref: str,
    given_at: datetime | None = None,
) -> Record:
    """A new record of the person; `given_at` is when it was said, where that was not now. The caller has the hold."""
    key, ref = new_data_key(), new_ref("R")
    record = Record.objects.create(
        ref=ref,
        organisation_id=actor.own_organisation,
        person=person,
        source=source,
        source_ref=source_ref,
        wrapped_key=key.wrapped,
        sealed=seal_json(key, context=f"people.record:{ref}", value=identity.model_dump(mode="json")),
        given_at=given_at or now,
    )
    addresses = [
        *((ContactPoint.Kind.EMAIL, rank, email) for rank, email in enumerate(identity.emails)),
        *((ContactPoint.Kind.PHONE, rank, phone) for rank, phone in enumerate(identity.phones)),
        *([(ContactPoint.Kind.POSTAL, 0, identity.address)] if identity.address else []),
    ]
    ContactPoint.objects.bulk_create(
        ContactPoint(
            organisation_id=record.organisation_id,
            record=record,
            kind=kind,
            rank=rank,
            token=contact_token(kind.value, address),
            sealed=seal(key, context=f"people.contactpoint:{record.ref}:{kind.value}:{rank}", plain=address.encode()),
        )
        for kind, rank, address in addresses
    )
    _store_keys(record, stored_keys(identity))
    return record


def _store_keys(record: Record, keys: Iterable[Key]) -> None:
    IdentityKey.objects.bulk_create(
        IdentityKey(
            organisation_id=record.organisation_id,
            kind=key.kind,
            h=key.token,
            record=record,
            rank=key.rank,
            key_version=KEYS_VERSION,
        )
        for key in keys
    )
