"""Take in a bank's file: read and check the whole of it, keep it sealed, and let the worker import it."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.banking.statement import Statement as FileStatement
from appealdesk.core.banking.statement import StatementRefused, read_statement
from appealdesk.donations.access import access_account, may_handle_money
from appealdesk.donations.events import StatementReceived
from appealdesk.donations.models import BankAccount, Statement
from appealdesk.donations.queries.payers import statement_context
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["ReceivedStatement", "receive_statement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedStatement:
    """What the file says; `already` is true for a file that was received before."""

    ref: str
    already: bool
    format: str
    lines: int
    total_minor: int
    currency: str


def receive_statement(
    *, actor: Actor, now: datetime, data: bytes, file_name: str, format: str | None = None, account_ref: str = ""
) -> ReceivedStatement:
    """Refuse the file whole, or store it; the same file twice gives the first answer again.

    `account_ref` is needed only where the file does not name its account.
    """
    if not may_handle_money(actor):
        raise NotFound("bank account")
    digest = hashlib.sha256(data).hexdigest()
    read = _read(data, format, now.date())
    with acting(actor):
        account = _account(actor, read, account_ref)
        known = Statement.objects.filter(account=account, sha256=digest).defer("sealed_file").first()
        if known is not None:
            return _answer(known, already=True)
        row = _store(actor, now, account, read, data, digest, file_name)
        emit(StatementReceived(statement_ref=row.ref), actor=actor, now=now)
        record_audit(
            actor=actor,
            now=now,
            tag="statement.received",
            subject=row.ref,
            details={"sha256": digest, "lines": row.line_count, "total_minor": row.total_minor},
        )
    return _answer(row, already=False)


def _read(data: bytes, format: str | None, today: date) -> FileStatement:
    try:
        return read_statement(data, format, today)
    except StatementRefused as error:
        raise Refusal(
            "donations.statement_refused",
            f"The file was refused as a whole and nothing was stored. {error}",
            field="file",
            values={"problems": [str(problem) for problem in error.problems], "count": error.count},
        ) from error


def _account(actor: Actor, read: FileStatement, account_ref: str) -> BankAccount:
    if account_ref:
        account = access_account(actor, account_ref)
        if read.account and read.account != account.account_key:
            raise Refusal(
                "donations.other_account",
                f"The file is of account {read.account}, not of {account.account_key}: choose that one.",
                field="account",
            )
        return account
    if not read.account:
        raise Refusal("donations.account_unnamed", "The file does not name its account: choose it.", field="account")
    known = BankAccount.objects.filter(organisation_id=actor.own_organisation, account_key=read.account).first()
    if known is None:
        raise Refusal(
            "donations.account_unknown",
            f"The file is of account {read.account}, which is not registered: add the account first.",
            field="account",
        )
    return known


def _store(
    actor: Actor, now: datetime, account: BankAccount, read: FileStatement, data: bytes, digest: str, file_name: str
) -> Statement:
    if read.currency != account.currency:
        raise Refusal(
            "donations.other_currency",
            f"The file is in {read.currency}, the account in {account.currency}: choose the right account.",
            field="account",
        )
    ref = new_ref("T")
    key = new_data_key()
    return Statement.objects.create(
        ref=ref,
        organisation_id=actor.own_organisation,
        account=account,
        sha256=digest,
        file_name=file_name[-200:],
        format=read.format,
        wrapped_key=key.wrapped,
        sealed_file=seal(key, context=statement_context(ref), plain=data),
        period_from=read.period_start,
        period_to=read.period_end,
        opening_minor=read.opening_minor,
        closing_minor=read.closing_minor,
        currency=read.currency,
        line_count=read.count,
        total_minor=read.total_minor,
        received_at=now,
        received_by=actor.ref,
    )


def _answer(row: Statement, *, already: bool) -> ReceivedStatement:
    return ReceivedStatement(
        ref=row.ref,
        already=already,
        format=row.format,
        lines=row.line_count,
        total_minor=row.total_minor,
        currency=row.currency,
    )
