"""Take in a bank's file: read and check the whole of it, and keep it sealed until a person confirms it."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.banking.delimited_profiles import Profile
from appealdesk.core.banking.statement import Statement as FileStatement
from appealdesk.core.banking.statement import StatementRefused, StatementScan, scan_statement
from appealdesk.donations.access import access_account, may_handle_money
from appealdesk.donations.events import StatementReceived
from appealdesk.donations.models import BankAccount, Statement, StatementPart
from appealdesk.donations.queries.account_names import account_called
from appealdesk.donations.queries.doubt import check_doubt
from appealdesk.donations.queries.files import Chunks, count_known, seal_pieces
from appealdesk.donations.queries.profiles import saved_profile
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["ReceivedStatement", "receive_statement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedStatement:
    """What the file says; `already` is true for a file that was received before.

    `known` lines had been imported from other files when this one was received.
    """

    ref: str
    already: bool
    format: str
    lines: int
    known: int
    total_minor: int
    currency: str


def receive_statement(
    *,
    actor: Actor,
    now: datetime,
    data: bytes | Chunks,
    file_name: str,
    format: str | None = None,
    account_ref: str = "",
) -> ReceivedStatement:
    """Refuse the file whole, or store it; the same file twice gives the first answer again, unless it was undone.

    `data` is the file, or a function that gives it in pieces each time it is called; a large one is never in memory
    as a whole. `account_ref` is needed only where the file does not name its account.
    """
    if not may_handle_money(actor):
        raise NotFound("bank account")
    chunks = data if callable(data) else lambda: (data,)
    digest = _digest(chunks)
    scan = _scan(chunks, format, now.date(), _profile(actor, account_ref))
    with acting(actor):
        account = _account(actor, scan.head, account_ref)
        known = Statement.objects.filter(account=account, sha256=digest).exclude(status=Statement.Status.UNDONE).first()
        if known is not None:
            return _answer(known, already=True)
        check_doubt(account, scan.head.format, scan)
        row = _store(actor, now, account, scan, chunks, digest, file_name)
        emit(StatementReceived(statement_ref=row.ref), actor=actor, now=now)
        record_audit(
            actor=actor,
            now=now,
            tag="statement.received",
            subject=row.ref,
            details={"sha256": digest, "lines": row.line_count, "total_minor": row.total_minor},
        )
    return _answer(row, already=False)


def _digest(chunks: Chunks) -> str:
    found = hashlib.sha256()
    for chunk in chunks():
        found.update(chunk)
    return found.hexdigest()


def _profile(actor: Actor, account_ref: str) -> Profile | None:
    """How the chosen account's CSV files are written, if somebody has saved that."""
    if not account_ref:
        return None
    with acting(actor):
        return saved_profile(access_account(actor, account_ref))


def _scan(chunks: Chunks, format: str | None, today: date, profile: Profile | None) -> StatementScan:
    try:
        return scan_statement(chunks, format, today, profile)
    except StatementRefused as error:
        raise Refusal(
            "donations.statement_refused",
            f"The file was refused as a whole and nothing was stored. {error}",
            field="file",
            values={"problems": list(error.problems), "count": error.count},
        ) from error


def _account(actor: Actor, read: FileStatement, account_ref: str) -> BankAccount:
    if account_ref:
        account = access_account(actor, account_ref)
        if read.account and account_called(account.organisation_id, read.account) != account:
            raise Refusal(
                "donations.other_account",
                f"The file is of account {read.account}, not of {account.account_key}: choose that one, or say that "
                "they are one account.",
                field="account",
                values={"name": read.account},
            )
        return account
    if not read.account:
        raise Refusal("donations.account_unnamed", "The file does not name its account: choose it.", field="account")
    known = account_called(actor.own_organisation, read.account)
    if known is None:
        raise Refusal(
            "donations.account_unknown",
            f"The file is of account {read.account}, which is not registered: add the account first, or say which "
            "account is also named so.",
            field="account",
            values={"name": read.account},
        )
    return known


def _store(
    actor: Actor,
    now: datetime,
    account: BankAccount,
    scan: StatementScan,
    chunks: Chunks,
    digest: str,
    file_name: str,
) -> Statement:
    read = scan.head
    if read.currency != account.currency:
        raise Refusal(
            "donations.other_currency",
            f"The file is in {read.currency}, the account in {account.currency}: choose the right account.",
            field="account",
        )
    ref = new_ref("T")
    key = new_data_key()
    row = Statement.objects.create(
        ref=ref,
        organisation_id=actor.own_organisation,
        account=account,
        sha256=digest,
        file_name=file_name[-200:],
        format=read.format,
        wrapped_key=key.wrapped,
        period_from=read.period_start,
        period_to=read.period_end,
        opening_minor=read.opening_minor,
        closing_minor=read.closing_minor,
        currency=read.currency,
        line_count=scan.count,
        known_count=count_known(account.pk, scan),
        total_minor=scan.total_minor,
        received_at=now,
        received_by=actor.ref,
    )
    for number, sealed in enumerate(seal_pieces(key, ref, chunks())):
        StatementPart.objects.create(
            organisation_id=actor.own_organisation, statement=row, number=number, sealed=sealed
        )
    return row


def _answer(row: Statement, *, already: bool) -> ReceivedStatement:
    return ReceivedStatement(
        ref=row.ref,
        already=already,
        format=row.format,
        lines=row.line_count,
        known=row.known_count,
        total_minor=row.total_minor,
        currency=row.currency,
    )
