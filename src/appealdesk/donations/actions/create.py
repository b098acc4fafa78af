"""Open a fund, a bank account, or a pledge."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.text.normalise import fold
from appealdesk.donations.access import access_fund, may_handle_money
from appealdesk.donations.inputs import BankAccountInput, FundInput, PledgeInput
from appealdesk.donations.ledger.posting import UNALLOCATED, lock_names, open_account
from appealdesk.donations.models import BankAccount, Fund, LedgerAccount, Pledge
from appealdesk.donations.queries.account_names import account_called
from appealdesk.donations.queries.giving import free_code
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["Created", "CreatedPledge", "create_bank_account", "create_fund", "create_pledge"]


@dataclass(frozen=True, slots=True)
class Created:
    """The keys of what was created."""

    id: int
    ref: str


@dataclass(frozen=True, slots=True)
class CreatedPledge:
    """The pledge and the code that its donor writes before the name in the transfer."""

    ref: str
    code: str


def create_fund(*, actor: Actor, now: datetime, entry: FundInput) -> Created:
    """Create a fund with its ledger account, or refuse a name that one of the organisation's funds has."""
    organisation_id = _organisation(actor)
    if not may_handle_money(actor):
        raise NotFound("page")
    ref = new_ref("B")
    with acting(actor):
        if entry.appeal_id is not None and entry.appeal_id not in {card.id for card in appeals_of(organisation_id)}:
            raise NotFound("appeal")
        lock_names(organisation_id)
        _check_name(organisation_id, entry)
        fund = Fund.objects.create(
            ref=ref,
            organisation_id=organisation_id,
            appeal_id=entry.appeal_id,
            names=entry.names,
            restricted=entry.restricted,
            ledger_account=open_account(
                organisation_id=organisation_id, code=f"fund:{ref}", kind=LedgerAccount.Kind.FUND
            ),
            created_at=now,
        )
        record_audit(actor=actor, now=now, tag="fund.created", subject=ref, details={"restricted": entry.restricted})
    return Created(fund.pk, ref)


def create_bank_account(*, actor: Actor, now: datetime, entry: BankAccountInput) -> Created:
    """Create a bank account with its ledger account, or refuse a key that is taken."""
    organisation_id = _organisation(actor)
    ref = new_ref("B")
    with acting(actor):
        fund = access_fund(actor, entry.fund_ref)
        lock_names(organisation_id)
        if account_called(organisation_id, entry.account_key) is not None:
            raise Refusal("donations.account_exists", "This bank account is there already.", field="account_key")
        open_account(organisation_id=organisation_id, code=UNALLOCATED, kind=LedgerAccount.Kind.LIABILITY)
        account = BankAccount.objects.create(
            ref=ref,
            organisation_id=organisation_id,
            label=entry.label,
            currency=entry.currency,
            account_key=entry.account_key,
            every_credit_is_donation=entry.every_credit_is_donation,
            fund=fund,
            ledger_account=open_account(
                organisation_id=organisation_id, code=f"bank:{ref}", kind=LedgerAccount.Kind.ASSET
            ),
        )
        record_audit(actor=actor, now=now, tag="bank_account.created", subject=ref, details={"fund": fund.ref})
    return Created(account.pk, ref)


def create_pledge(*, actor: Actor, now: datetime, entry: PledgeInput) -> CreatedPledge:
    """Record a promise under a fresh code of seven digits, of which the last checks the others."""
    organisation_id = _organisation(actor)
    with acting(actor):
        fund = access_fund(actor, entry.fund_ref)
        pledge = Pledge.objects.create(
            ref=new_ref("K"),
            organisation_id=organisation_id,
            fund=fund,
            person_id=entry.person_id,
            code=free_code(organisation_id),
            amount_minor=entry.amount_minor,
            currency=entry.currency,
            pledged_at=now,
        )
        record_audit(actor=actor, now=now, tag="pledge.created", subject=pledge.ref, details={"fund": fund.ref})
    return CreatedPledge(pledge.ref, pledge.code)


def _organisation(actor: Actor) -> int:
    if actor.organisation_id is None:
        raise Refusal("donations.no_organisation", "Money belongs to an organisation: act for one.")
    return actor.organisation_id


def _check_name(organisation_id: int, entry: FundInput) -> None:
    """Two funds of one name could not be told apart in any list, and a fund is never removed."""
    own = Fund.objects.filter(organisation_id=organisation_id).values_list("names", flat=True)
    taken = {(language, fold(name)) for names in own for language, name in names.items()}
    for language, name in entry.names.items():
        if (language, fold(name)) in taken:
            raise Refusal(
                "donations.fund_exists", "There is a fund of this name. Choose another.", field=f"names-{language}"
            )
