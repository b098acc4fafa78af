"""camt.052, .053 and .054 files of one account's movements, as its bank would cut them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

__all__ = ["IBAN", "Movement", "camt_file", "csv_file"]

IBAN = "DE89370400440532013000"
_OPENING = 100_000
_SHAPES = {
    "052": ("BkToCstmrAcctRpt", "Rpt", ("OPBD", "CLBD")),
    "053": ("BkToCstmrStmt", "Stmt", ("OPBD", "CLBD")),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn", ()),
}


class Movement(NamedTuple):
    """One movement; its number is the bank's reference."""

    number: int
    day: date
    amount_minor: int
    payer: str = "Müller, Jörg"


def _money(minor: int) -> str:
    return f"{abs(minor) / 100:.2f}"


def camt_file(message: str, movements: Sequence[Movement], before: int = 0) -> bytes:
    """The movements as one message; `before` is the sum of those that came earlier."""
    root, part, balances = _SHAPES[message]
    first, last = movements[0].day, movements[-1].day
    opening = _OPENING + before
    amounts = (opening, opening + sum(one.amount_minor for one in movements))
    stated = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{_money(amount)}</Amt><CdtDbtInd>{"CRDT" if amount >= 0 else "DBIT"}</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
        for code, amount, day in zip(balances, amounts, (first, last), strict=False)
    )
    entries = "".join(map(_entry, movements))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{message}.001.08">'
        f"<{root}><GrpHdr><MsgId>M</MsgId><CreDtTm>{last}T20:15:00+01:00</CreDtTm></GrpHdr>"
        f"<{part}><Id>S</Id><CreDtTm>{last}T20:15:00+01:00</CreDtTm>"
        f"<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>{stated}{entries}</{part}></{root}></Document>"
    ).encode()


def _entry(one: Movement) -> str:
    side = "CRDT" if one.amount_minor >= 0 else "DBIT"
    return (
        f'<Ntry><Amt Ccy="EUR">{_money(one.amount_minor)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{one.day}</Dt></BookgDt><ValDt><Dt>{one.day}</Dt></ValDt>"
        f"<AcctSvcrRef>B{one.number:06}</AcctSvcrRef>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"<RltdPties><Dbtr><Pty><Nm>{one.payer}</Nm></Pty></Dbtr></RltdPties></TxDtls></NtryDtls></Ntry>"
    )


def csv_file(movements: Sequence[Movement], *, newest_first: bool) -> bytes:
    """The same as the bank's portal gives it for a spreadsheet."""
    rows = [f'B{one.number:06};{one.day};"{one.payer}";{one.amount_minor / 100:.2f}' for one in movements]
    return "\n".join(["Nr;Tag;Name;Betrag", *(rows[::-1] if newest_first else rows)]).encode()
