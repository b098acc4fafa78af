"""The tables of the donations, private to this app."""

from appealdesk.donations.models.claims import Claim
from appealdesk.donations.models.funds import BankAccount, Fund, LedgerAccount
from appealdesk.donations.models.gifts import Donation, Pledge
from appealdesk.donations.models.ledger import BalanceCheck, Entry, Posting
from appealdesk.donations.models.matches import Match
from appealdesk.donations.models.statements import Statement, StatementLine, StatementPart

__all__ = [
    "BalanceCheck",
    "BankAccount",
    "Claim",
    "Donation",
    "Entry",
    "Fund",
    "LedgerAccount",
    "Match",
    "Pledge",
    "Posting",
    "Statement",
    "StatementLine",
    "StatementPart",
]
