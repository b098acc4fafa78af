"""PostgreSQL and Python give the same outcome and the same reasons, for invented criteria and people."""

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import Any

import psycopg
import pytest

from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.facts import Facts, FactValue, Validity, parse_facts
from appealdesk.core.criteria.flips import next_turn, turning_sql
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.leaf_sql import FactColumn
from appealdesk.core.criteria.sql import compile_criteria, judging_select
from appealdesk.core.criteria.tree import FactKind, FactType
from tests.core.criteria.invented import AS_OF_DAYS, FACTS, document, invent_document, invent_facts, invent_leaf

# Codes in an order of their own, so that a code taken for a place in the list is noticed.
CODES = {"jsdf": 7, "ffl": 0, "other": 3, "none": 2, "ja": 5, "en": 33, "uk": 1, "fr": 0}
# Between the invented days, so that counts of both signs are compared.
DAY_ZERO = date(2004, 2, 28)
COLUMN_TYPES = {
    FactKind.CHOICE: "smallint",
    FactKind.NUMBER: "double precision",
    FactKind.FLAG: "boolean",
    FactKind.DATE: "date",
    FactKind.SET: "bigint",
    FactKind.VALIDITY: "date",
}
DECLARED = parse_criteria(document({"id": "a", "fact": "height", "op": "gte", "value": 0})).facts


def column_type(name: str, declared: FactType) -> str:
    """One of the two numbers is kept as numeric, and one of the two dates as a count of days."""
    return {"height": "numeric", "birth_date": "integer"}.get(name, COLUMN_TYPES[declared.kind])


def column(name: str) -> FactColumn:
    day_zero = DAY_ZERO if name == "birth_date" else None
    return FactColumn(value=name, grade=f"{name}_grade", codes=CODES, until=f"{name}_until", day_zero=day_zero)


COLUMNS = {name: column(name) for name in DECLARED}


def create_table() -> str:
    columns = ["id integer"]
    for name, declared in DECLARED.items():
        columns += [f"{name} {column_type(name, declared)}", f"{name}_grade smallint"]
        if declared.kind is FactKind.VALIDITY:
            columns.append(f"{name}_until date")
    return f"CREATE TEMP TABLE profile ({', '.join(columns)})"


def stored(number: int, facts: Facts) -> tuple[Any, ...]:
    """The row of one person, in the order of `create_table`."""
    row: list[Any] = [number]
    for name, declared in DECLARED.items():
        fact = facts[name]
        known = isinstance(fact, FactValue)
        row += [stored_value(name, fact.value) if known else None, fact.evidence.value if known else 0]
        if declared.kind is FactKind.VALIDITY:
            row.append(fact.value.until if known and isinstance(fact.value, Validity) else None)
    return tuple(row)


def stored_value(name: str, value: Any) -> Any:
    if name == "birth_date":
        return (value - DAY_ZERO).days
    if isinstance(value, Validity):
        return value.start
    if isinstance(value, str):
        return CODES[value]
    if isinstance(value, frozenset):
        return sum(1 << CODES[choice] for choice in value)
    return value


@pytest.fixture
def connection(postgres_dsn: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_dsn) as opened:
        yield opened


def fill(connection: psycopg.Connection, people: Mapping[int, Facts]) -> None:
    connection.execute("DROP TABLE IF EXISTS profile")
    connection.execute(create_table())
    with connection.cursor().copy("COPY profile FROM STDIN") as copy:
        for number, facts in people.items():
            copy.write_row(stored(number, facts))


def judged_by_postgres(connection: psycopg.Connection, raw: dict[str, Any], as_of: date) -> dict[int, Any]:
    fragment = compile_criteria(parse_criteria(raw), COLUMNS, as_of)
    query = judging_select(fragment, source="profile")
    return {number: (outcome, reasons) for number, outcome, reasons in connection.execute(query).fetchall()}


def judged_by_python(people: Mapping[int, Facts], raw: dict[str, Any], as_of: date) -> dict[int, Any]:
    criteria = parse_criteria(raw)
    results = {number: evaluate(criteria, facts, as_of) for number, facts in people.items()}
    return {number: (result.outcome.code, result.mask) for number, result in results.items()}


@pytest.mark.parametrize("leaves", [1, 2, 5, 6, 7, 10, 11, 13, 25, 60])
def test_trees_of_every_size(connection: psycopg.Connection, leaves: int) -> None:
    random = Random(leaves)
    people = {number: parse_facts(invent_facts(random), DECLARED) for number in range(150)}
    fill(connection, people)
    for _ in range(8):
        raw = invent_document(random, leaves)
        as_of = random.choice(AS_OF_DAYS)

        by_postgres = judged_by_postgres(connection, raw, as_of)

        assert by_postgres == judged_by_python(people, raw, as_of), raw


def test_every_operator_alone(connection: psycopg.Connection) -> None:
    random = Random(20220228)
    people = {number: parse_facts(invent_facts(random), DECLARED) for number in range(400)}
    fill(connection, people)
    asked = set()
    for _ in range(200):
        raw = document(invent_leaf(random, "alone"))
        as_of = random.choice(AS_OF_DAYS)
        asked.add((FACTS[raw["criteria"]["fact"]]["type"], raw["criteria"]["op"]))

        by_postgres = judged_by_postgres(connection, raw, as_of)

        assert by_postgres == judged_by_python(people, raw, as_of), raw
    assert len(asked) == 19


@pytest.mark.parametrize("leaves", [1, 4, 12])
def test_the_day_on_which_a_leaf_turns(connection: psycopg.Connection, leaves: int) -> None:
    random = Random(100 + leaves)
    people = {number: parse_facts(invent_facts(random), DECLARED) for number in range(200)}
    # Birthdays that the calendar has no day for, before and after.
    people[200] = parse_facts({"birth_date": "9990-03-01"}, DECLARED)
    people[201] = parse_facts({"medical_licence": {"from": None, "until": "9999-12-31"}}, DECLARED)
    fill(connection, people)
    found = set()
    for _ in range(25):
        criteria = parse_criteria(invent_document(random, leaves))
        as_of = random.choice(AS_OF_DAYS)

        query = f"SELECT id, {turning_sql(criteria, COLUMNS, as_of)} FROM profile"  # noqa: S608 - SQL of ours

        turns = {number: next_turn(criteria, facts, as_of) for number, facts in people.items()}
        assert dict(connection.execute(query).fetchall()) == turns
        found |= set(turns.values())
    assert date(2024, 3, 1) in found


def test_a_threshold_over_more_children_than_a_block_holds(connection: psycopg.Connection) -> None:
    random = Random(7)
    people = {number: parse_facts(invent_facts(random), DECLARED) for number in range(300)}
    fill(connection, people)
    for needed in (1, 2, 7, 12, 13):
        of = [invent_leaf(random, f"leaf{number}") for number in range(13)]
        raw = document({"id": "root", "not": [{"id": "some", "at_least": needed, "of": of}]})

        by_postgres = judged_by_postgres(connection, raw, AS_OF_DAYS[0])

        assert by_postgres == judged_by_python(people, raw, AS_OF_DAYS[0]), needed


def test_nobody_has_the_age_in_the_first_years_of_the_calendar(connection: psycopg.Connection) -> None:
    people = {1: parse_facts({"birth_date": "0001-01-01"}, DECLARED), 2: parse_facts({}, DECLARED)}
    fill(connection, people)
    raw = document({"id": "age", "fact": "birth_date", "op": "age_between", "value": [100, 150]})

    by_postgres = judged_by_postgres(connection, raw, date(50, 1, 1))

    assert by_postgres == judged_by_python(people, raw, date(50, 1, 1)) == {1: (1, 1), 2: (2, 1)}


def test_a_known_value_below_the_grade_is_unknown_whatever_the_table_holds(connection: psycopg.Connection) -> None:
    connection.execute(create_table())
    connection.execute("INSERT INTO profile (id, service_years, service_years_grade) VALUES (1, 5, 1), (2, 5, NULL)")
    leaf = {"id": "a", "fact": "service_years", "op": "gte", "value": 1, "min_evidence": "documented"}

    assert judged_by_postgres(connection, document(leaf), AS_OF_DAYS[0]) == {1: (2, 1), 2: (2, 1)}


def test_source_where_and_kept_columns_are_the_callers(connection: psycopg.Connection) -> None:
    connection.execute(create_table())
    connection.execute("INSERT INTO profile (id, service_years) VALUES (1, 5), (2, 0), (3, 5)")
    raw = document({"id": "a", "fact": "service_years", "op": "gte", "value": 1})
    fragment = compile_criteria(parse_criteria(raw), COLUMNS, AS_OF_DAYS[0])

    query = judging_select(fragment, source="profile", where="id <= %(last)s", keep={"twice": "id * 2", "own": "id"})

    rows = connection.execute(query, {"last": 2}).fetchall()
    assert sorted(rows) == [(2, 1, 3, 1), (4, 2, 1, 1)]
