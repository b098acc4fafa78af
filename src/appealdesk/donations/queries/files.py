"""A bank's file as it is kept: sealed in pieces of a megabyte, so that nobody has to hold the whole of it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from appealdesk.core.banking.statement import StatementLine as FileLine
from appealdesk.core.banking.statement import StatementScan, scan_statement
from appealdesk.donations.models import Statement, StatementPart
from appealdesk.donations.queries.profiles import SAVED, saved_profile
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import DataKey, open_sealed, seal, unwrap_key
from appealdesk.foundation.db import acting, fetch_all

__all__ = ["Chunks", "count_known", "known_references", "scan_stored", "seal_pieces"]

Chunks = Callable[[], Iterable[bytes]]
"""The file from its start, in pieces of any size, each time it is called."""

_PIECE = 1 << 20
_BATCH = 10_000


def seal_pieces(key: DataKey, ref: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The file sealed piece by piece, in their order."""
    number, rest = 0, b""
    for chunk in chunks:
        rest += chunk
        while len(rest) >= _PIECE:
            yield seal(key, context=_context(ref, number), plain=rest[:_PIECE])
            number, rest = number + 1, rest[_PIECE:]
    if rest:
        yield seal(key, context=_context(ref, number), plain=rest)


def scan_stored(actor: Actor, statement: Statement) -> StatementScan:
    """The file of a statement as it was read when it was received."""

    def chunks() -> Iterator[bytes]:
        key, number = unwrap_key(statement.wrapped_key), 0
        while sealed := _piece(actor, statement, number):
            yield open_sealed(key, context=_context(statement.ref, number), sealed=sealed)
            number += 1

    today = statement.received_at.date()
    if statement.format.startswith(SAVED):
        version = int(statement.format.removeprefix(SAVED))
        with acting(actor):
            profile = saved_profile(statement.account, version)
        return scan_statement(chunks, None, today, profile)
    return scan_statement(chunks, statement.format, today)


def known_references(account_id: int, lines: Iterable[FileLine]) -> set[str]:
    """Those of the lines' references that the account has already; a line that was undone is not there."""
    rows = fetch_all(
        """
        SELECT bank_reference FROM donations_statementline
        WHERE account_id = %s AND bank_reference = ANY(%s) AND state <> 'undone'
        """,
        [account_id, [line.bank_reference for line in lines]],
    )
    return {reference for (reference,) in rows}


def count_known(account_id: int, scan: StatementScan) -> int:
    """How many lines of a file the account has already."""
    head = scan.head
    near = fetch_all(
        """
        SELECT 1 FROM donations_statement
        WHERE account_id = %s AND status IN ('imported', 'reconciled') AND period_from <= %s AND period_to >= %s LIMIT 1
        """,
        [account_id, head.period_end, head.period_start],
    )
    if not near:
        # Nothing that was imported touches these days, so that the lines need not be made for it.
        return 0
    lines, known = scan.lines(), 0
    while batch := list(islice(lines, _BATCH)):
        known += len(known_references(account_id, batch))
    return known


def _piece(actor: Actor, statement: Statement, number: int) -> bytes:
    with acting(actor):
        found = (
            StatementPart.objects.filter(statement=statement, number=number).values_list("sealed", flat=True).first()
        )
    return b"" if found is None else bytes(found)


def _context(ref: str, number: int) -> str:
    return f"donations.statement:{ref}:{number}"
