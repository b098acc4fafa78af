"""Fills persons, records, keys, enquiries and applications by COPY, each identity truly sealed and keyed."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import sql

from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.ids import new_ref
from appealdesk.ops.story.stage import Stage
from appealdesk.people.queries.keys import stored_keys
from appealdesk.screening.queries.channels import CHANNELS
from bench.crowd import Invented, invent_people
from bench.database import owner_connection
from bench.profiles import FIRST_APPLICATION
from bench.stage import NOW

__all__ = ["fill_applications"]

_PERSON = ("id", "ref", "organisation_id", "language", "created_at")
_RECORD = (
    "id",
    "ref",
    "organisation_id",
    "person_id",
    "source",
    "source_ref",
    "wrapped_key",
    "sealed",
    "given_at",
)
_KEY = ("organisation_id", "kind", "h", "record_id", "rank", "key_version")
_ENQUIRY = (
    "id",
    "ref",
    "organisation_id",
    "appeal_id",
    "kind",
    "channel",
    "language",
    "received_at",
    "received_by",
    "disposition",
    "submission",
    "secret_hash",
)
_APPLICATION = (
    "id",
    "ref",
    "organisation_id",
    "appeal_id",
    "position_id",
    "enquiry_id",
    "person_id",
    "record_id",
    "language",
    "created_at",
)
_FILLED = ("people_person", "people_record", "people_identitykey", "enquiries_enquiry", "enquiries_application")
_BATCH = 10_000


def fill_applications(stage: Stage, *, database: str, position: str, count: int) -> None:
    """One application of each of so many invented people, with the numbers that `fill_profiles` gives."""
    with owner_connection(database) as connection:
        people = list(invent_people(count))
        for place in range(0, count, _BATCH):
            batch = people[place : place + _BATCH]
            organisation = stage.organisation_id
            _copy(connection, "people_person", _PERSON, (_person(each, organisation) for each in batch))
            _copy(connection, "people_record", _RECORD, (_record(each, organisation) for each in batch))
            _copy(connection, "people_identitykey", _KEY, (row for each in batch for row in _keys(each, organisation)))
            _copy(connection, "enquiries_enquiry", _ENQUIRY, (_enquiry(each, stage) for each in batch))
            rows = (_application(each, stage, stage.position_ids[position]) for each in batch)
            _copy(connection, "enquiries_application", _APPLICATION, rows)
        for table in _FILLED:
            connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))


def _copy(
    connection: psycopg.Connection[Any], table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]
) -> None:
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)


def _id(each: Invented) -> int:
    return FIRST_APPLICATION + each.number


def _person(each: Invented, organisation: int) -> Sequence[Any]:
    return (_id(each), new_ref("P"), organisation, "ja", NOW)


def _record(each: Invented, organisation: int) -> Sequence[Any]:
    key, ref = new_data_key(), new_ref("R")
    value = each.identity.model_dump(mode="json")
    sealed = seal_json(key, context=f"people.record:{ref}", value=value)
    return (_id(each), ref, organisation, _id(each), "enquiry", f"bench-{each.number}", key.wrapped, sealed, NOW)


def _keys(each: Invented, organisation: int) -> Iterator[Sequence[Any]]:
    for key in stored_keys(each.identity):
        yield (organisation, int(key.kind), key.token, _id(each), key.rank, KEYS_VERSION)


def _enquiry(each: Invented, stage: Stage) -> Sequence[Any]:
    """Without the sealed statement, which the list and the look-up never open."""
    channel = CHANNELS[each.number % len(CHANNELS)]
    submission, secret_hash = secrets.token_bytes(16), secrets.token_bytes(32)
    owner = (stage.organisation_id, stage.appeal_id)
    return (_id(each), new_ref("E"), *owner, "offer", channel, "ja", NOW, "public", "", submission, secret_hash)


def _application(each: Invented, stage: Stage, position_id: int) -> Sequence[Any]:
    number = _id(each)
    owner = (stage.organisation_id, stage.appeal_id, position_id)
    return (number, new_ref("A"), *owner, number, number, number, "ja", NOW)
