"""Taking in a bank's file: whole or not at all, and once."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from appealdesk.donations.actions.receive import ReceivedStatement, receive_statement
from appealdesk.donations.models import Statement
from appealdesk.foundation.actor import Actor, Role, public_actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import NOW, Cast, set_cast
from tests.donations.bank import BANK, bank_file, gift
from tests.people.cast import audited

LATER = datetime(2022, 3, 3, 9, tzinfo=UTC)


def receive(cast: Cast, data: bytes, **more: str) -> ReceivedStatement:
    return receive_statement(actor=cast.finance, now=LATER, data=data, file_name="bank.txt", **more)


def stored(cast: Cast) -> int:
    with acting(cast.system):
        return Statement.objects.count()


@pytest.mark.parametrize(
    ("name", "account", "currency", "format", "answer"),
    [
        ("zengin_01_furikomi_nyukin_A_RECONSTRUCTED.txt", "9999-001-1-1234567", "JPY", None, ("zengin", 6, 1205000)),
        ("zengin_03_nyushukkin_nobreak_RECONSTRUCTED.txt", "9999-001-1-1234567", "JPY", None, ("zengin", 3, 119560)),
        ("camt053_v08_RECONSTRUCTED.xml", "DE89370400440532013000", "EUR", None, ("camt", 3, 87250)),
        ("mt940_RECONSTRUCTED.sta", "37040044/0532013000EUR", "EUR", None, ("mt940", 3, 87250)),
        ("ofx102_sgml_RECONSTRUCTED.ofx", "021000021 000123456789", "USD", None, ("ofx", 2, 85300)),
        ("jp_corporate_ANSER_style_RECONSTRUCTED_cp932.csv", "本店 普通 1234567", "JPY", "anser", ("anser", 1, 100000)),
    ],
)
def test_every_format_is_received(
    db: None, name: str, account: str, currency: str, format: str | None, answer: tuple[str, int, int]
) -> None:
    cast = set_cast(account_key=account, currency=currency)

    received = receive_statement(
        actor=cast.finance, now=LATER, data=(BANK / name).read_bytes(), file_name=name, format=format
    )

    assert (received.format, received.lines, received.total_minor) == answer
    assert (received.currency, received.already) == (currency, False)


@pytest.mark.parametrize(
    ("name", "format", "currency", "total"),
    [
        ("jp_smbc_style_RECONSTRUCTED_cp932.csv", "smbc", "JPY", 99560),
        ("uk_generic_RECONSTRUCTED.csv", "uk-generic", "GBP", 66000),
        ("us_generic_RECONSTRUCTED.csv", "us-generic", "USD", 86800),
    ],
)
def test_a_file_that_names_no_account_needs_it_chosen(
    db: None, name: str, format: str, currency: str, total: int
) -> None:
    cast = set_cast(currency=currency)
    data = (BANK / name).read_bytes()

    with pytest.raises(Refusal) as refused:
        receive(cast, data, format=format)
    received = receive(cast, data, format=format, account_ref=cast.account_ref)

    assert refused.value.code == "donations.account_unnamed"
    assert received.total_minor == total


def test_a_received_file_is_kept_sealed_and_told(cast: Cast) -> None:
    data = bank_file(gift(100_000, "ｱｵｷ ｹｲｺ"))

    received = receive(cast, data)

    with acting(cast.system):
        row = Statement.objects.get(ref=received.ref)
        (kept,) = row.parts.all()
        events = list(OutboxEvent.objects.filter(name="StatementReceived").values_list("payload", flat=True))
    assert (row.status, row.line_count, row.total_minor, row.period_from, row.period_to) == (
        "received",
        1,
        100_000,
        date(2022, 2, 25),
        date(2022, 3, 1),
    )
    assert "ｱｵｷ".encode("cp932") not in bytes(kept.sealed)
    assert events == [{"statement_ref": received.ref}]
    assert audited("statement.received") == [(f"staff:{cast.finance.ref}", received.ref)]


def test_the_same_file_again_changes_nothing_and_says_so(cast: Cast) -> None:
    data = bank_file(gift(1000))
    first = receive(cast, data)

    again = receive(cast, data)

    assert (again.ref, again.already, first.already) == (first.ref, True, False)
    assert (stored(cast), len(audited("statement.received"))) == (1, 1)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def reencoded(data: bytes) -> bytes:
    return data.decode("cp932").encode("utf-8")


def unbalanced(data: bytes) -> bytes:
    return data.replace(b"0000001000", b"0000001001", 1)


@pytest.mark.parametrize("spoil", [cut, reencoded, unbalanced, lambda _: b"", lambda _: b"a,b\r\n1,2\r\n"])
def test_a_spoilt_file_is_refused_whole_and_stores_nothing(cast: Cast, spoil: Callable[[bytes], bytes]) -> None:
    data = spoil(bank_file(gift(1000), gift(2000)))

    with pytest.raises(Refusal) as refused:
        receive(cast, data)

    assert refused.value.code == "donations.statement_refused"
    assert refused.value.sentence.startswith("The file was refused as a whole and nothing was stored. ")
    assert refused.value.values["problems"]
    assert (stored(cast), audited("statement.received")) == (0, [])
    assert fetch_all("SELECT count(*) FROM foundation_outboxevent WHERE name = 'StatementReceived'") == [(0,)]


def test_a_file_of_an_unknown_account_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        receive(cast, bank_file(gift(1000), account="7654321"))

    assert refused.value.code == "donations.account_unknown"
    assert "9999-001-1-7654321" in refused.value.sentence
    assert stored(cast) == 0


def test_a_file_of_another_account_than_the_chosen_one_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        receive(cast, bank_file(gift(1000), account="7654321"), account_ref=cast.account_ref)

    assert refused.value.code == "donations.other_account"


def test_a_file_in_another_currency_is_refused(db: None) -> None:
    cast = set_cast(currency="EUR")

    with pytest.raises(Refusal) as refused:
        receive(cast, bank_file(gift(1000)))

    assert refused.value.code == "donations.other_currency"
    assert stored(cast) == 0


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_find_nothing(cast: Cast, role: Role) -> None:
    with pytest.raises(NotFound):
        receive_statement(actor=cast.officer(role), now=LATER, data=bank_file(gift(1000)), file_name="x")


def test_another_organisations_account_is_unknown(cast: Cast) -> None:
    other = set_cast("other-office", account_key="9999-001-1-7654321")

    with pytest.raises(NotFound):
        receive(other, bank_file(gift(1000)), account_ref=cast.account_ref)


def test_the_file_is_read_as_of_the_day_of_its_arrival(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        receive_statement(
            actor=cast.finance,
            now=NOW.replace(year=2045),
            data=bank_file(gift(1000)),
            file_name="old.txt",
        )

    assert refused.value.code == "donations.statement_refused"


def test_a_visitor_finds_nothing(cast: Cast) -> None:
    actor: Actor = public_actor(cast.organisation_id)

    with pytest.raises(NotFound):
        receive_statement(actor=actor, now=LATER, data=bank_file(gift(1000)), file_name="x")
