"""Books with something in every corner: all accounts, three currencies, and money that goes out and comes back.

A page that holds its width while it is empty says little: the accounts of the chart, which the first card gift or the
first fee opens, are what makes it wide.
"""

from dataclasses import replace
from datetime import datetime

from appealdesk.core.money import Money
from appealdesk.donations.actions.approve import approve_disbursement
from appealdesk.donations.actions.count import count_again, count_first
from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.make import make_fee_rule
from appealdesk.donations.actions.plan import plan_disbursement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.actions.record_cash import record_cash
from appealdesk.donations.actions.set import set_threshold
from appealdesk.donations.actions.transfer import transfer_between_funds
from appealdesk.donations.actions.write_off import write_off
from appealdesk.donations.inputs import (
    BankAccountInput,
    CashBegunInput,
    CashInput,
    DisbursementInput,
    FeeRuleInput,
    FundInput,
    TransferInput,
    WriteOffInput,
)
from appealdesk.donations.ledger.cards import open_card_accounts
from appealdesk.donations.ledger.spend import CHART, chart_account
from appealdesk.foundation.actor import Actor, ActorKind, Role, system_actor
from appealdesk.foundation.db import acting
from appealdesk.people.actions.identify import identify_person
from appealdesk.sanctions.actions.check import check_donors
from appealdesk.sanctions.actions.load import load_list
from appealdesk.sanctions.actions.settle import settle_hit
from appealdesk.sanctions.inputs import SettleInput
from appealdesk.sanctions.queries.hits import hits_page
from tests.donations.bank import bank_file, gift
from tests.sanctions.lists import YEVHRAF, entry, sdn
from tests.web.desk.cast import KEIKO, Desk

__all__ = ["fill_books"]

_ACCOUNT = "7654321"


def fill_books(desk: Desk, now: datetime) -> dict[str, str]:
    """The references of a disbursement that one person approved, of the account, and of its statement."""
    actor = Actor(
        kind=ActorKind.STAFF,
        ref=desk.staff["admin"].ref,
        organisation_id=desk.stage.organisation_id,
        role=Role.ADMINISTRATOR,
        language="en",
    )
    names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
    bound = create_fund(actor=actor, now=now, entry=FundInput(names=names, restricted=True)).ref
    names = {"ja": "自由に使える寄付金", "en": "Free gifts", "uk": "Вільні пожертви"}
    free = create_fund(actor=actor, now=now, entry=FundInput(names=names, restricted=False)).ref
    account = create_bank_account(
        actor=actor,
        now=now,
        entry=BankAccountInput(
            label="First bank, main branch",
            currency="JPY",
            account_key=f"9999-001-1-{_ACCOUNT}",
            fund_ref=bound,
            every_credit_is_donation=True,
        ),
    ).ref
    with acting(actor):
        open_card_accounts(desk.stage.organisation_id)
        for code in CHART:
            chart_account(desk.stage.organisation_id, code)
    for fund_ref, currency, amount in ((bound, "JPY", 1_234_567_890), (free, "USD", 12_345_678), (free, "EUR", 99_999)):
        counted = CashInput(
            fund_ref=fund_ref, amount_minor=amount, currency=currency, counted_with=desk.staff["finance"].ref
        )
        record_cash(actor=actor, now=now, entry=counted)
    return {
        **_counts(desk, actor, now, free),
        **_hits(desk, actor, now, bound),
        "disbursement": _move(actor, now, bound, free, account),
        "account": account,
        "statement": _bank(actor, now),
    }


def _counts(desk: Desk, actor: Actor, now: datetime, fund: str) -> dict[str, str]:
    """Cash that waits for its second count, cash that two counted otherwise, and cash that is booked."""
    colleague = replace(actor, ref=desk.staff["finance"].ref, role=Role.FINANCE_OFFICER)
    refs = []
    for place, again in enumerate((None, {10_000: 2, 1_000: 5}, {10_000: 3, 1_000: 2})):
        first = CashBegunInput(
            fund_ref=fund,
            currency="JPY",
            pieces={10_000: 3, 1_000: 2},
            identity=KEIKO.model_copy(update={"emails": (), "phones": ()}),
            language="uk",
            submission=f"counted {place}".encode(),
        )
        refs.append(count_first(actor=actor, now=now, entry=first).ref)
        if again:
            count_again(actor=colleague, now=now, ref=refs[-1], pieces=again)
    return dict(zip(("waits_cash", "differs_cash", "booked_cash"), refs, strict=True))


def _hits(desk: Desk, actor: Actor, now: datetime, fund: str) -> dict[str, str]:
    """A donor who may be listed, a payee who may be, and one hit that was decided about."""
    listed = [
        entry(1, "Yevhraf", "VYMYSLENKO", born="04 May 1961", country="Russia", aliases=["Вымысленко Евграф"]),
        entry(2, "Nihdeia", "VYDUMKO", born="1970"),
        entry(3, "Opanas", "NEVIDOMSKYI", country="Russia"),
    ]
    load_list(actor=system_actor(None), now=now, code="ofac", data=sdn(*listed))
    given = (YEVHRAF, YEVHRAF.model_copy(update={"written": "Ніґдея Видумко", "latin": "Nihdeia Vydumko"}))
    for number, who in enumerate(given):
        found = identify_person(
            actor=desk.stage.actor, now=now, identity=who, source="donation", source_ref=f"listed {number}"
        )
        check_donors(actor=desk.stage.actor, now=now, person_ids=[found.person_id])
    planned = DisbursementInput(
        fund_ref=fund,
        amount_minor=45_000,
        currency="JPY",
        payee="Opanas Nevidomskyi",
        payee_country="AE",
        purpose="Generators",
    )
    plan_disbursement(actor=actor, now=now, entry=planned)
    with acting(actor):
        _, answered, waits = (hit.ref for hit in hits_page(actor=actor, state="waiting").hits)
    reason = "The birth year is another."
    settle_hit(actor=actor, now=now, entry=SettleInput(hit_ref=answered, verdict="not_same", reason=reason))
    return {"hit": waits, "answered_hit": answered}


def _move(actor: Actor, now: datetime, bound: str, free: str, account: str) -> str:
    """Plan a payment, ask for a transfer, write something off, and set what a bank may keep."""
    set_threshold(actor=actor, now=now, amount=Money(100_000, "USD"))
    planned = DisbursementInput(
        fund_ref=bound,
        amount_minor=987_654,
        currency="JPY",
        payee="Relief Supplies Ltd",
        payee_account="9999-002-1-7654321",
        purpose="Blankets and tents for those who arrive in the first week",
    )
    ref = plan_disbursement(actor=actor, now=now, entry=planned).ref
    approve_disbursement(actor=actor, now=now, disbursement_ref=ref)
    today = now.date()
    transfer_between_funds(
        actor=actor,
        now=now,
        entry=TransferInput(
            source_ref=bound,
            target_ref=free,
            amount_minor=700_000,
            currency="JPY",
            happened_on=today,
            consent="donor",
            consent_on=today,
            words="The donor wrote on Monday and asked for it.",
        ),
    )
    short = WriteOffInput(
        account="cash",
        fund_ref=free,
        amount_minor=1_200,
        currency="USD",
        happened_on=today,
        words="The count of Friday was short.",
    )
    write_off(actor=actor, now=now, entry=short)
    rule = FeeRuleInput(account_ref=account, words="ﾃｽｳﾘﾖｳ", at_most_minor=500, fund_ref=bound)
    make_fee_rule(actor=actor, now=now, entry=rule)
    return ref


def _bank(actor: Actor, now: datetime) -> str:
    """A statement with two gifts, and two lines that left the account, of which one is a fee by rule."""
    data = bank_file(
        gift(1_000_000_000),
        gift(3_000, "ｱｵｷ ｹｲｺ"),
        gift(330, "ﾃｽｳﾘﾖｳ", cancelled=True),
        gift(98_765, "ﾘﾘ-ﾌｻﾌﾟﾗｲｽﾞ", cancelled=True),
        account=_ACCOUNT,
    )
    ref = receive_statement(actor=actor, now=now, data=data, file_name="first-bank.txt").ref
    import_statement(actor=actor, now=now, statement_ref=ref)
    reconcile_statement(actor=actor, now=now, statement_ref=ref)
    return ref
