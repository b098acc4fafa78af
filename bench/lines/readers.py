"""The readers by themselves: a camt.053 file held against its schema, and how much memory a million transfers take."""

import io
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from appealdesk.core.banking.camt import read_camt
from appealdesk.core.banking.statement import scan_statement
from appealdesk.core.banking.zengin_write import ZenginHeader, ZenginTransfer, write_zengin_01
from bench.line import Line, Round, Target, make_line
from bench.memory import forget_peak, peak_mb
from bench.sizes import ROUNDS, pick_size

__all__ = ["measure"]

_TODAY = date(2022, 3, 5)
_DAY = date(2022, 3, 1)
_SECTION = 100_000
_PIECE = 1 << 20
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_ENTRY = (
    '<Ntry><NtryRef>{n}</NtryRef><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
    "<BookgDt><Dt>2022-03-01</Dt></BookgDt><ValDt><Dt>2022-03-01</Dt></ValDt><AcctSvcrRef>R{n}</AcctSvcrRef>"
    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>"
    '<TxDtls><Refs><EndToEndId>E{n}</EndToEndId></Refs><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
    "<RltdPties><Dbtr><Pty><Nm>Olena Kovalenko {n}</Nm></Pty></Dbtr></RltdPties>"
    "<RmtInf><Ustrd>Spende {n}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
)
_BALANCE = (
    '<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}.00</Amt>'
    "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2022-03-01</Dt></Dt></Bal>"
)


def measure() -> Iterator[Line]:
    """Time for the one, memory for the other."""
    yield _camt(pick_size(small=500, full=60_000))
    yield _million(pick_size(small=20_000, full=1_000_000))


def _camt(entries: int) -> Line:
    data = _document(entries)
    forget_peak()
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        (statement,) = read_camt(data)
        seconds = time.perf_counter() - began
        if statement.count != entries:
            raise RuntimeError(f"The reader found {statement.count} of {entries} entries.")
        rounds.append(Round(seconds, _bare_parse(data)))
    return make_line(
        "camt-read",
        rounds,
        unit="s",
        floor_name="parsing the XML",
        memory_mb=peak_mb(),
        target=Target("value", "at_most", 8),
        sizes={"entries": entries, "bytes": len(data)},
    )


def _document(entries: int) -> bytes:
    balances = _BALANCE.format(code="OPBD", amount=0) + _BALANCE.format(code="CLBD", amount=entries * 10)
    head = "<GrpHdr><MsgId>1</MsgId><CreDtTm>2022-03-02T00:00:00</CreDtTm></GrpHdr>"
    account = "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    body = "".join(_ENTRY.format(n=number) for number in range(entries))
    statement = f"<Stmt><Id>1</Id><CreDtTm>2022-03-02T00:00:00</CreDtTm>{account}{balances}{body}</Stmt>"
    return f'<Document xmlns="{_NAMESPACE}"><BkToCstmrStmt>{head}{statement}</BkToCstmrStmt></Document>'.encode()


def _bare_parse(data: bytes) -> float:
    began = time.perf_counter()
    for _, element in etree.iterparse(io.BytesIO(data), tag="{*}Ntry"):
        element.clear()
    return time.perf_counter() - began


def _million(lines: int) -> Line:
    """The peak of this process while a file of that many transfers is checked and every line of it is made."""
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "zengin_01.txt"
        _write(path, lines)
        for _ in range(ROUNDS):
            forget_peak()
            before = peak_mb()
            scan = scan_statement(lambda: _pieces(path), None, _TODAY)
            made = sum(1 for _ in scan.lines())
            if made != lines:
                raise RuntimeError(f"The reader made {made} of {lines} lines.")
            rounds.append(Round(peak_mb(), before))
        size = path.stat().st_size
    return make_line(
        "zengin-million",
        rounds,
        unit="MB",
        floor_name="the process before",
        memory_mb=max(each.value for each in rounds),
        target=Target("value", "at_most", 300),
        sizes={"lines": lines, "bytes": size},
    )


def _write(path: Path, lines: int) -> None:
    """Accounts of 100,000 transfers each that follow one another, so that they are one statement."""
    header = ZenginHeader(
        made=_DAY,
        period_start=_DAY,
        period_end=_DAY,
        bank_code="9999",
        bank_name="ﾃｽﾄｷﾞﾝｺｳ",
        branch_code="001",
        branch_name="ﾎﾝﾃﾝ",
        account_number="1234567",
        holder="ﾃｽﾄ",
    )
    with path.open("wb") as file:
        end = b""
        for start in range(0, lines, _SECTION):
            section = [
                ZenginTransfer(booked=_DAY, value=_DAY, amount_minor=1_000 + number % 997, payer=f"ｻﾄｳ {number:07}")
                for number in range(start, min(start + _SECTION, lines))
            ]
            data = write_zengin_01(header, section)
            file.write(data[:-202])
            end = data[-202:]
        file.write(end)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
