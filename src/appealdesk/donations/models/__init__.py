"""The tables of the donations, private to this app."""

from appealdesk.donations.models.cards import (
    CardAccount,
    CardEvent,
    CardMovement,
    CardPayment,
    CardPayout,
    CardRefund,
    CardSettlement,
)
from appealdesk.donations.models.cash import CashCount, CashSeries, CashTally
from appealdesk.donations.models.claims import Claim
from appealdesk.donations.models.corrections import Refund, Threshold, Transfer, WriteOff
from appealdesk.donations.models.funds import AccountName, BankAccount, Fund, LedgerAccount
from appealdesk.donations.models.gifts import Donation, Pledge
from appealdesk.donations.models.in_kind import InKindOffer
from appealdesk.donations.models.ledger import AccountDay, BalanceCheck, Entry, Posting
from appealdesk.donations.models.matches import Match
from appealdesk.donations.models.periods import Period
from appealdesk.donations.models.receipt_batches import ReceiptBatch, ReceiptBatchLine, ReceiptBatchPart
from appealdesk.donations.models.receipts import (
    GiftAidDeclaration,
    Receipt,
    ReceiptCheck,
    ReceiptCopy,
    ReceiptIssuer,
    ReceiptSeries,
)
from appealdesk.donations.models.settlements import FeeRule, Settlement
from appealdesk.donations.models.spending import Disbursement, Proof, ProofPage
from appealdesk.donations.models.statements import Statement, StatementLine, StatementPart, StatementProfile

__all__ = [
    "AccountDay",
    "AccountName",
    "BalanceCheck",
    "BankAccount",
    "CardAccount",
    "CardEvent",
    "CardMovement",
    "CardPayment",
    "CardPayout",
    "CardRefund",
    "CardSettlement",
    "CashCount",
    "CashSeries",
    "CashTally",
    "Claim",
    "Disbursement",
    "Donation",
    "Entry",
    "FeeRule",
    "Fund",
    "GiftAidDeclaration",
    "InKindOffer",
    "LedgerAccount",
    "Match",
    "Period",
    "Pledge",
    "Posting",
    "Proof",
    "ProofPage",
    "Receipt",
    "ReceiptBatch",
    "ReceiptBatchLine",
    "ReceiptBatchPart",
    "ReceiptCheck",
    "ReceiptCopy",
    "ReceiptIssuer",
    "ReceiptSeries",
    "Refund",
    "Settlement",
    "Statement",
    "StatementLine",
    "StatementPart",
    "StatementProfile",
    "Threshold",
    "Transfer",
    "WriteOff",
]
