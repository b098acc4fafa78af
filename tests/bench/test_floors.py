"""What pgbench is given: the statement with its values, and nothing that it takes for a variable of its own."""

import re
from datetime import UTC, datetime

import psycopg
import pytest
from bench.floors import literal
from psycopg.types.json import Jsonb

_VALUES = (
    "public:visitor",
    "it's a back\\slash: here",
    "plain",
    b"\x00:a\xff",
    7,
    None,
    datetime(2022, 3, 1, 9, 30, 15, tzinfo=UTC),
)


@pytest.mark.parametrize("value", _VALUES)
def test_a_literal_means_its_value_and_names_no_variable(value: object, postgres_dsn: str) -> None:
    with psycopg.connect(postgres_dsn) as connection:
        text = literal(value, connection)
        found = connection.execute(f"SELECT {text}".encode()).fetchone()

    assert found == (value,)
    assert not re.search(r"(?<!:):\w", text)


def test_a_json_value_names_no_variable(postgres_dsn: str) -> None:
    with psycopg.connect(postgres_dsn) as connection:
        text = literal(Jsonb({"enquiry_ref": "E-1", "n": 1}), connection)
        found = connection.execute(f"SELECT {text}::jsonb".encode()).fetchone()

    assert found == ({"enquiry_ref": "E-1", "n": 1},)
    assert not re.search(r"(?<!:):\w", text)
