"""Fills persons by sets: each name is keyed once and borne by twenty people, who have a number, an address and a sealed
record of their own. Every key is a true one, so that whatever is found can be opened; those of name and birth date
together, which neither the desk's look-up nor the search asks for, are left out.

Twenty keys a person are made and checked by statements over all of them: what would look at each row by itself, such as
an index or a foreign key, is laid aside while the rows come in, and built again from all of them.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

import psycopg
from psycopg import sql

from appealdesk.core.names.keys import KEYS_VERSION
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
_OWN: Final = ("number", "phone", "mail", "last_four", "last_six", "last_eight", "local_part")
_OLDEST: Final = date(1948, 1, 1)
_DAYS: Final = 20_000
_HELD_AGAINST: Final = 20
_STEP: Final = 7_919  # A prime, so that people of one name are born on different days.
_TABLES: Final = ("people_person", "people_record", "people_identitykey")
_LAID_ASIDE: Final = """
SELECT format('DROP INDEX %%I', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY(%(tables)s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
UNION ALL
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = ANY(%(tables)s::regclass[]) AND contype = 'f'
"""
_KEYS: Final = """
INSERT INTO people_identitykey (organisation_id, kind, h, record_id, rank, key_version)
SELECT %(organisation)s, key.kind, key.h, %(first)s + own.number, key.rank, %(version)s
FROM own_key AS own CROSS JOIN LATERAL (
    SELECT kind, h, rank FROM name_key WHERE name_key.place = own.number %% %(names)s
    UNION ALL
    VALUES (%(phone)s, own.phone, 0::smallint), (%(mail)s, own.mail, 0), (%(phone_part)s, own.last_four, 0),
        (%(phone_part)s, own.last_six, 0), (%(phone_part)s, own.last_eight, 0), (%(mail_part)s, own.local_part, 0)
) AS key (kind, h, rank)
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
        # What a crash may lose, since the whole database goes away with the run.
        connection.execute("ALTER TABLE people_identitykey SET UNLOGGED")
        connection.execute("SET maintenance_work_mem = '512MB'")
        put_back = _lay_aside(connection)
        persons = ((FIRST_PERSON + number, new_ref("P"), organisation_id, "ja", NOW) for number in range(count))
        _copy(connection, "people_person", _PERSON, persons)
        records = (_record(names, number, organisation_id) for number in range(count))
        _copy(connection, "people_record", _RECORD, records)
        _key(connection, names, organisation_id, count)
        for statement in put_back:
            connection.execute(statement)
        # Whoever comes later has a higher number, as a judgement about two records wants it.
        for table in ("people_person", "people_record"):
            connection.execute(_GO_ON.format(table=table))
        for table in _TABLES:
            connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
    return names


def _lay_aside(connection: psycopg.Connection[Any]) -> list[str]:
    """Drop what looks at each row by itself; the statements that put it back, for all rows at once."""
    found = connection.execute(_LAID_ASIDE, {"tables": list(_TABLES)}).fetchall()
    for drop, _ in found:
        connection.execute(drop)
    return [put_back for _, put_back in found]


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


def _key(connection: psycopg.Connection[Any], names: Sequence[IdentityInput], organisation_id: int, count: int) -> None:
    """The keys of each name once and of each number and address, and then everybody's by one statement."""
    connection.execute("CREATE TEMPORARY TABLE name_key (place bigint, kind smallint, h bytea, rank smallint)")
    rows = (
        (place, int(key.kind), key.token, key.rank)
        for place, name in enumerate(names)
        for key in stored_keys(IdentityInput.model_construct(**{form: getattr(name, form) for form in _FORMS}))
    )
    _copy(connection, "name_key", ("place", "kind", "h", "rank"), rows)
    connection.execute("CREATE INDEX ON name_key (place)")
    columns = sql.SQL(", ").join(sql.SQL("{} bytea").format(sql.Identifier(name)) for name in _OWN[1:])
    connection.execute(sql.SQL("CREATE TEMPORARY TABLE own_key (number bigint, {})").format(columns))
    _copy(connection, "own_key", _OWN, ((number, *_own_tokens(number)) for number in range(count)))
    for table in ("name_key", "own_key"):
        connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))
    kinds = {each.name.lower(): int(each) for each in _OWN_KINDS}
    values = {"organisation": organisation_id, "first": FIRST_PERSON, "version": KEYS_VERSION, "names": len(names)}
    connection.execute(_KEYS, values | kinds)


_OWN_KINDS: Final = (KeyKind.PHONE, KeyKind.MAIL, KeyKind.PHONE_PART, KeyKind.MAIL_PART)


def _own_tokens(number: int) -> tuple[bytes, ...]:
    """The keys of number and address, made without the checks of the doors; the first are held against those."""
    phone, mail = _phone(number), _mail(number)
    tokens = (
        token("phone", phone),
        token("mail", mail),
        *(token(PARTS[KeyKind.PHONE_PART], phone[-length:]) for length in (4, 6, 8)),
        token(PARTS[KeyKind.MAIL_PART], mail.partition("@")[0]),
    )
    if number < _HELD_AGAINST:
        said = IdentityInput.model_construct(phones=(phone,), emails=(mail,))
        if {key.token for key in stored_keys(said)} != set(tokens):
            raise RuntimeError("The keys of a number and an address are not those of the product.")
    return tokens
