"""The text of a QR code for a SEPA transfer, line by line as the scheme lays it down."""

import pytest

from appealdesk.core.banking.epc import epc_text, is_iban
from appealdesk.core.money import Money

IBAN = "DE89 3704 0044 0532 0130 00"


def test_a_transfer_of_euros_with_its_code() -> None:
    text = epc_text(holder="Test Embassy", iban=IBAN, bic="COBADEFF XXX", amount=Money(1250, "EUR"), words="1234567")

    assert text is not None
    assert text.split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "COBADEFFXXX",
        "Test Embassy",
        "DE89370400440532013000",
        "EUR12.50",
        "",
        "",
        "1234567",
    ]


@pytest.mark.parametrize(
    ("holder", "iban", "amount"),
    [
        ("Test", "9999-001-1-1234567", None),
        ("Test", "DE88370400440532013000", None),
        ("", IBAN, None),
        ("Test", IBAN, Money(1000, "JPY")),
        ("Test", IBAN, Money(0, "EUR")),
    ],
)
def test_there_is_no_picture_of_anything_else(holder: str, iban: str, amount: Money | None) -> None:
    assert epc_text(holder=holder, iban=iban, bic="", amount=amount, words="1234567") is None


def test_an_iban_checks_itself() -> None:
    assert [is_iban(text) for text in (IBAN, "GB82WEST12345698765432", "GB82WEST12345698765433", "x")] == [
        True,
        True,
        False,
        False,
    ]
