"""The desk's organisation with an account, and what it prints on receipts."""

from types import SimpleNamespace
from typing import cast

from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.actions.save import save_issuer
from appealdesk.donations.inputs import BankAccountInput, FundInput
from tests.cast import Cast
from tests.donations.receipting import AT, ISSUER
from tests.web.desk.cast import NOW, Desk

__all__ = ["open_office"]


def open_office(desk: Desk) -> Cast:
    """As far as gifts and receipts need a cast: whoever acts there acts as the system."""
    system = desk.stage.actor
    names = {"ja": "緊急支援", "en": "Emergency aid", "uk": "Невідкладна допомога"}
    fund = create_fund(actor=system, now=NOW, entry=FundInput(names=names, appeal_id=desk.appeal_id))
    entry = BankAccountInput(
        label="Test bank", currency="JPY", account_key="9999-001-1-1234567", fund_ref=fund.ref,
        every_credit_is_donation=True,
    )  # fmt: skip
    create_bank_account(actor=system, now=NOW, entry=entry)
    save_issuer(actor=system, now=AT, entry=ISSUER)
    return cast("Cast", SimpleNamespace(system=system, finance=system, organisation_id=system.organisation_id))
