"""Say that a disbursement was paid, with the document that shows it; its entry is posted at once."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.documents.convert import Document
from appealdesk.core.money import Money
from appealdesk.donations.access import access_disbursement
from appealdesk.donations.inputs import PaymentInput
from appealdesk.donations.ledger.corrections import check_cash, check_day
from appealdesk.donations.ledger.posting import post_entry
from appealdesk.donations.ledger.spend import IN_TRANSIT, chart_account, spend_sides
from appealdesk.donations.ledger.standing import check_fund, check_not_held
from appealdesk.donations.models import Disbursement, Entry, Proof, ProofPage
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal
from appealdesk.foundation.db import acting
from appealdesk.foundation.documents import read_document
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["pay_disbursement"]


def pay_disbursement(*, actor: Actor, now: datetime, entry: PaymentInput, most_bytes: int) -> None:
    """Post the payment on its day; refuses it without a proof, while it is held, or without two approvals."""
    with acting(actor):
        _check(actor, now, access_disbursement(actor, entry.disbursement_ref), entry)
    # Read outside of the transaction, because a confined process may take seconds.
    document = read_document(entry.proof, most_bytes=most_bytes)
    with acting(actor):
        row = access_disbursement(actor, entry.disbursement_ref, lock=True)
        _check(actor, now, row, entry)
        _post(actor, now, row, entry)
        row.proof = _keep(actor, now, document)
        row.status, row.means, row.paid_on = Disbursement.Status.PAID, entry.means, entry.paid_on
        row.paid_at, row.paid_by = now, actor.ref
        row.save()
        details = {"fund": row.fund.ref, "means": entry.means, "proof": row.proof.ref}
        record_audit(actor=actor, now=now, tag="disbursement.paid", subject=row.ref, details=details)


def _check(actor: Actor, now: datetime, row: Disbursement, entry: PaymentInput) -> None:
    check_not_held(row)
    if row.status in (Disbursement.Status.PLANNED, Disbursement.Status.APPROVED_ONCE):
        raise Refusal("donations.not_approved", "Two people have to approve this disbursement before it is paid.")
    if row.status != Disbursement.Status.APPROVED:
        raise Refusal("donations.disbursement_meanwhile", "A colleague went on with this meanwhile: look at it again.")
    check_day(actor, now, entry.paid_on)


def _post(actor: Actor, now: datetime, row: Disbursement, entry: PaymentInput) -> None:
    money = Money(row.amount_minor, row.currency)
    check_fund(row.fund, money, without=row.pk)
    if entry.means == "cash":
        source = check_cash(organisation_id=row.organisation_id, amount=money)
    else:
        source = chart_account(row.organisation_id, IN_TRANSIT).pk
    post_entry(
        actor=actor,
        now=now,
        kind=Entry.Kind.DISBURSEMENT,
        subject_ref=row.ref,
        booked_on=entry.paid_on,
        sides=spend_sides(
            fund=row.fund,
            expense_id=row.expense_id,
            source_id=source,
            amount_minor=row.amount_minor,
            currency=row.currency,
        ),
    )


def _keep(actor: Actor, now: datetime, document: Document) -> Proof:
    key, ref = new_data_key(), new_ref("O")
    proof = Proof.objects.create(
        ref=ref,
        organisation_id=actor.own_organisation,
        kind=document.kind.value,
        page_count=len(document.pages),
        wrapped_key=key.wrapped,
        received_at=now,
        received_by=actor.ref,
    )
    for number, page in enumerate(document.pages, start=1):
        ProofPage.objects.create(
            organisation_id=actor.own_organisation,
            proof=proof,
            number=number,
            sealed=seal(key, context=f"donations.proof:{ref}:page:{number}", plain=page),
        )
    return proof
