"""Fills persons by sets: each name is keyed once and borne by twenty people, who have a number, an address and a sealed
record of their own. Every key is a true one, so that whatever is found can be opened; those of name and birth date
together, which neither the desk's look-up nor the search asks for, are left out.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

import psycopg
from psycopg import sql

from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.core.names.parts import mail_part, phone_parts
from appealdesk.foundation.crypto import new_data_key, seal_json, token
from appealdesk.foundation.ids import new_ref
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import KeyKind
from appealdesk.people.queries.keys import PARTS, stored_keys
from bench.crowd import invent_people
from bench.database import owner_connection
from bench.stage import NOW

__all__ = ["BEARERS", "FIRST_PERSON", "fill_persons", "person_of"]

FIRST_PERSON: Final = 20_000_001
BEARERS: Final = 20
"""How many people bear each name."""

_FORMS: Final = ("written", "reading", "latin")
_PERSON: Final = ("id", "ref", "organisation_id", "language", "created_at")
_RECORD: Final = (
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
_KEY: Final = ("organisation_id", "kind", "h", "record_id", "rank", "key_version")
_OLDEST: Final = date(1948, 1, 1)
_DAYS: Final = 20_000
_HELD_AGAINST: Final = 20
_STEP: Final = 7_919  # A prime, so that people of one name are born on different days.
_INDEXES: Final = ("identity_key_lookup", "identity_key_of_record")
_KEYS_OF_NAMES: Final = """
INSERT INTO people_identitykey (organisation_id, kind, h, record_id, rank, key_version)
SELECT %(organisation)s, kind, h, %(first)s + number, rank, %(version)s
FROM generate_series(0::bigint, %(count)s - 1) AS number JOIN name_key ON name_key.place = number %% %(names)s
"""

_GO_ON: Final = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"


def person_of(names: Sequence[IdentityInput], number: int) -> IdentityInput:
    """The person with this number, of as many as the names have bearers."""
    name = names[number % len(names)]
    return IdentityInput.model_construct(
        written=name.written,
        reading=name.reading,
        latin=name.latin,
        birth_date=_OLDEST + timedelta(days=number * _STEP % _DAYS),
        emails=(_mail(number),),
        phones=(_phone(number),),
        address="",
        notes="",
        language="ja",
    )


def _mail(number: int) -> str:
    return f"person{number}@mail.test"


def _phone(number: int) -> str:
    return f"+8190{10_000_019 + number * _STEP % 89_000_000}"


def fill_persons(organisation_id: int, *, database: str, count: int) -> tuple[IdentityInput, ...]:
    """So many persons with a record each; the names that they bear, for `person_of`."""
    names = tuple(each.identity for each in invent_people(max(1, count // BEARERS)))
    with owner_connection(database) as connection:
        indexes = _without_indexes(connection)
        persons = ((FIRST_PERSON + number, new_ref("P"), organisation_id, "ja", NOW) for number in range(count))
        _copy(connection, "people_person", _PERSON, persons)
        records = (_record(names, number, organisation_id) for number in range(count))
        _copy(connection, "people_record", _RECORD, records)
        _key_names(connection, names, organisation_id, count)
        _copy(connection, "people_identitykey", _KEY, _own_keys(organisation_id, count))
        for definition in indexes:
            connection.execute(definition)
        # Whoever comes later has a higher number, as a judgement about two records wants it.
        for table in ("people_person", "people_record"):
            connection.execute(_GO_ON.format(table=table))
        for table in ("people_person", "people_record", "people_identitykey"):
            connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
    return names


def _without_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    """Drop what is built in a tenth of the time once the rows are there; how to build it."""
    found = connection.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(_INDEXES)]).fetchall()
    for name in _INDEXES:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    connection.execute("SET maintenance_work_mem = '512MB'")
    return [definition for (definition,) in found]


def _copy(
    connection: psycopg.Connection[Any], table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]
) -> None:
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)


def _record(names: Sequence[IdentityInput], number: int, organisation_id: int) -> Sequence[Any]:
    key, ref, place = new_data_key(), new_ref("R"), FIRST_PERSON + number
    value = person_of(names, number).model_dump(mode="json")
    sealed = seal_json(key, context=f"people.record:{ref}", value=value)
    return (place, ref, organisation_id, place, "import", f"bench-{number}", key.wrapped, sealed, NOW)


def _key_names(
    connection: psycopg.Connection[Any], names: Sequence[IdentityInput], organisation_id: int, count: int
) -> None:
    """The keys of each name once, and then of everybody who bears it, by one statement."""
    connection.execute("CREATE TEMPORARY TABLE name_key (place bigint, kind smallint, h bytea, rank smallint)")
    rows = (
        (place, int(key.kind), key.token, key.rank)
        for place, name in enumerate(names)
        for key in stored_keys(IdentityInput.model_construct(**{form: getattr(name, form) for form in _FORMS}))
    )
    _copy(connection, "name_key", ("place", "kind", "h", "rank"), rows)
    connection.execute("ANALYZE name_key")
    values = {"organisation": organisation_id, "first": FIRST_PERSON, "version": KEYS_VERSION}
    connection.execute(_KEYS_OF_NAMES, values | {"count": count, "names": len(names)})


def _own_keys(organisation_id: int, count: int) -> Iterator[Sequence[Any]]:
    """The keys of number and address, made without the checks of the doors; the first are held against those."""
    for number in range(count):
        phone, mail = _phone(number), _mail(number)
        keys = (
            (KeyKind.PHONE, token("phone", phone)),
            (KeyKind.MAIL, token("mail", mail)),
            *((KeyKind.PHONE_PART, token(PARTS[KeyKind.PHONE_PART], part)) for part in sorted(phone_parts(phone))),
            (KeyKind.MAIL_PART, token(PARTS[KeyKind.MAIL_PART], mail_part(mail))),
        )
        if number < _HELD_AGAINST:
            said = IdentityInput.model_construct(phones=(phone,), emails=(mail,))
            if {(key.kind, key.token) for key in stored_keys(said)} != set(keys):
                raise RuntimeError("The keys of a number and an address are not those of the product.")
        for kind, value in keys:
            yield (organisation_id, int(kind), value, FIRST_PERSON + number, 0, KEYS_VERSION)
