"""The one statement that stores an enquiry: the sealed row, its audit record and its event, or nothing.

This is the product's busiest write, so it is one round trip and one commit, without the ORM. It stands in a module of
its own because the benchmark commits the very same rows with pgbench, as the floor to measure against.

The setting of row-level security is made in the statement itself: every insert reads from `setting`, so it is made
before the first row is checked, and it ends with the statement's transaction. A repeated submission inserts nothing,
and then neither audit record nor event has a row to come from.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from psycopg.types.json import Jsonb

from appealdesk.audit.actions.record import record_row
from appealdesk.enquiries.events import EnquiryReceived
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.enquiries.queries.links import status_secret
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal
from appealdesk.foundation.events import payload_of
from appealdesk.foundation.ids import hash_secret, new_ref

__all__ = ["RECEIVE", "Prepared", "prepare"]

RECEIVE: Final = """
WITH setting AS MATERIALIZED (
    SELECT set_config('appealdesk.organisation', %(organisation)s::text, true) AS organisation
), appeal AS MATERIALIZED (
    SELECT appeal.id, setting.organisation::bigint AS organisation_id
    FROM setting JOIN appeals_appeal AS appeal ON appeal.organisation_id = setting.organisation::bigint
    WHERE appeal.id = %(appeal)s::bigint AND appeal.status = 'open'
), enquiry AS (
    INSERT INTO enquiries_enquiry (ref, organisation_id, appeal_id, kind, channel, language, received_at, received_by,
        disposition, submission, secret_hash, wrapped_key, sealed, speaker_wrapped_key, speaker_sealed)
    SELECT %(ref)s::text, appeal.organisation_id, appeal.id, %(kind)s::text, %(channel)s::text, %(language)s::text,
        %(now)s::timestamptz, %(actor)s::text, %(disposition)s::text, %(submission)s::bytea, %(secret_hash)s::bytea,
        %(wrapped_key)s::bytea, %(sealed)s::bytea, %(speaker_wrapped_key)s::bytea, %(speaker_sealed)s::bytea
    FROM appeal
    ON CONFLICT (organisation_id, submission) DO NOTHING
    RETURNING ref, organisation_id
), audit AS (
    INSERT INTO audit_auditrecord (at, organisation_id, actor, tag, subject, body, leaf)
    SELECT %(now)s::timestamptz, enquiry.organisation_id, %(audit_actor)s::text, %(audit_tag)s::text, enquiry.ref,
        %(audit_body)s::bytea, %(audit_leaf)s::bytea
    FROM enquiry
), event AS (
    INSERT INTO foundation_outboxevent (organisation_id, name, payload, happened_at, actor_ref)
    SELECT enquiry.organisation_id, %(event)s::text, %(payload)s::jsonb, %(now)s::timestamptz, %(actor)s::text
    FROM enquiry
)
SELECT (SELECT ref FROM enquiry), EXISTS (SELECT FROM appeal)
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The values of the statement, with what the visitor is told once it is committed."""

    ref: str
    secret: str
    values: dict[str, Any]


def prepare(*, actor: Actor, now: datetime, entry: EnquiryInput) -> Prepared:
    """Seal an enquiry and work out every value of RECEIVE; no database is asked."""
    ref, secret = new_ref("E"), status_secret(entry.submission)
    key = new_data_key()
    speaker_key = new_data_key() if entry.speaker else None
    audit = record_row(
        actor=actor,
        now=now,
        tag="enquiry.received",
        subject=ref,
        details={"kind": entry.kind, "channel": entry.channel},
    )
    at, _, audit_actor, audit_tag, _, audit_body, audit_leaf = audit.values
    return Prepared(
        ref,
        secret,
        {
            "organisation": str(entry.organisation_id),
            "appeal": entry.appeal_id,
            "ref": ref,
            "kind": entry.kind,
            "channel": entry.channel,
            "language": entry.language,
            "now": at.astimezone(UTC),
            "actor": actor.ref,
            "disposition": entry.disposition,
            "submission": entry.submission,
            "secret_hash": hash_secret(secret),
            "wrapped_key": key.wrapped,
            "sealed": seal(key, context=f"enquiries.enquiry:{ref}", plain=entry.sealed_part()),
            "speaker_wrapped_key": speaker_key.wrapped if speaker_key else None,
            "speaker_sealed": seal(speaker_key, context=f"enquiries.speaker:{ref}", plain=entry.speaker_part())
            if speaker_key
            else None,
            "audit_actor": audit_actor,
            "audit_tag": audit_tag,
            "audit_body": audit_body,
            "audit_leaf": audit_leaf,
            "event": EnquiryReceived.__name__,
            "payload": Jsonb(payload_of(EnquiryReceived(enquiry_ref=ref))),
        },
    )
