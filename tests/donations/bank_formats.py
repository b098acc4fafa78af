"""The movements of `camt_files` as MT940 and OFX, each with the name that the format gives the account."""

from collections.abc import Sequence

from tests.donations.camt_files import Movement

__all__ = ["MT940_NAME", "OFX_NAME", "mt940_file", "ofx_file"]

MT940_NAME = "37040044/0532013000"
OFX_NAME = "37040044 0532013000"
_OPENING = 100_000


def _amount(minor: int) -> str:
    return f"{abs(minor) // 100},{abs(minor) % 100:02}"


def mt940_file(movements: Sequence[Movement], *, numbered: bool = True) -> bytes:
    """One statement; where it is not `numbered`, the bank gives none of its own references."""
    first, last = movements[0].day, movements[-1].day
    closing = _OPENING + sum(one.amount_minor for one in movements)
    lines = [
        f":61:{one.day:%y%m%d%m%d}{'C' if one.amount_minor > 0 else 'D'}{_amount(one.amount_minor)}NTRFNONREF"
        + (f"//B{one.number:06}" if numbered else "")
        + f"\r\n:86:{one.payer}"
        for one in movements
    ]
    written = [
        ":20:STARTUMSE",
        f":25:{MT940_NAME}",
        ":28C:1/1",
        f":60F:C{first:%y%m%d}EUR{_amount(_OPENING)}",
        *lines,
        f":62F:C{last:%y%m%d}EUR{_amount(closing)}",
        "-",
    ]
    return "\r\n".join(written).encode("latin-1")


def ofx_file(movements: Sequence[Movement]) -> bytes:
    """The same for a program that reads OFX, with numbers of its own."""
    first, last = movements[0].day, movements[-1].day
    entries = "".join(
        f"<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>{one.day:%Y%m%d}<TRNAMT>{one.amount_minor / 100:.2f}"
        f"<FITID>F{one.number:06}<NAME>{one.payer}</STMTTRN>"
        for one in movements
    )
    return (
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n"
        "COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
        f"<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>37040044<ACCTID>0532013000"
        f"<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>{first:%Y%m%d}<DTEND>{last:%Y%m%d}{entries}"
        "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    ).encode("cp1252")
