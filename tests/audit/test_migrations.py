"""The database itself keeps the log: its owner, too, is refused, and the application's role has no further rights."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.audit.conftest import TABLES, write_records
from tests.postgres_plugin import Database


@pytest.fixture
def owner(committed_db: Database) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(committed_db.owner_url, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("operation", ["UPDATE", "DELETE", "TRUNCATE"])
@pytest.mark.parametrize("table", TABLES)
def test_the_owner_is_refused(owner: "psycopg.Connection[tuple[object, ...]]", table: str, operation: str) -> None:
    column = "number" if table == "audit_auditepoch" else "epoch"
    change = {"UPDATE": f"{table} SET {column} = 9", "DELETE": f"FROM {table}", "TRUNCATE": table}

    with pytest.raises(psycopg.errors.IntegrityConstraintViolation) as refused:
        owner.execute(f"{operation} {change[operation]}")

    assert str(refused.value).splitlines()[0] == f"The audit log only grows: {operation} on {table} is refused."


def test_the_records_stand_after_a_refusal(
    owner: "psycopg.Connection[tuple[object, ...]]", committed_db: Database
) -> None:
    write_records(3)

    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        owner.execute("DELETE FROM audit_auditrecord")

    assert owner.execute("SELECT count(*) FROM audit_auditrecord").fetchone() == (3,)


@pytest.mark.parametrize("table", TABLES)
def test_the_application_may_read_and_add_only(owner: "psycopg.Connection[tuple[object, ...]]", table: str) -> None:
    rights = owner.execute(
        "SELECT privilege_type FROM information_schema.role_table_grants"
        " WHERE table_name = %s AND grantee = 'appealdesk_app' ORDER BY 1",
        [table],
    ).fetchall()

    role_exists = owner.execute("SELECT 1 FROM pg_roles WHERE rolname = 'appealdesk_app'").fetchone()
    assert rights == ([("INSERT",), ("SELECT",)] if role_exists else [])


def test_no_foreign_key_leads_in_or_out(owner: "psycopg.Connection[tuple[object, ...]]") -> None:
    keys = owner.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f'"
        " AND (conrelid::regclass::text LIKE 'audit_%' OR confrelid::regclass::text LIKE 'audit_%')"
    ).fetchall()

    assert keys == []
