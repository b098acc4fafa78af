"""The named truths about releases find what the owner did behind the application's back."""

import psycopg
import pytest

from appealdesk.figures.invariants import INVARIANTS
from tests.cast import Cast
from tests.figures.cast import released, roster
from tests.postgres_plugin import Database


def found() -> set[str]:
    return {violation.name for invariant in INVARIANTS for violation in invariant()}


@pytest.fixture(autouse=True)
def _released(cast: Cast) -> None:
    roster(cast, "jsdf", 20)
    roster(cast, "other", 40)
    released(cast)


def test_all_hold_before() -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        (
            "UPDATE figures_figurerelease SET document = replace(encode(document, 'escape'), '60', '90')::bytea",
            {"figures.releases_are_signed", "figures.list_is_append_only"},
        ),
        ("UPDATE figures_figurerelease SET signature = repeat('x', 64)::bytea", {"figures.releases_are_signed"}),
        (
            "DELETE FROM figures_figurerelease WHERE id = (SELECT max(id) FROM figures_figurerelease)",
            {"figures.list_is_append_only"},
        ),
    ],
)
def test_tampering_is_found(committed_db: Database, tampering: str, told: set[str]) -> None:
    with psycopg.connect(committed_db.owner_url) as owner:
        owner.execute("ALTER TABLE figures_figurerelease DISABLE TRIGGER USER")
        owner.execute(tampering.encode())

    assert found() == told
