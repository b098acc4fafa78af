"""Issuing receipts: what they say, who may, what is refused, and numbers without a gap."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from appealdesk.donations.actions.attach_donor import attach_donor
from appealdesk.donations.actions.issue import issue_receipt
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.void import void_receipt
from appealdesk.donations.inputs import ReceiptInput
from appealdesk.donations.models import Receipt, ReceiptSeries, Statement
from appealdesk.donations.queries.receipts import receipt_page, receipt_pdf, receipts_page
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import Cast, set_cast
from tests.donations.money import violations
from tests.donations.receipting import AT, DONOR, given, issued, set_issuer, text_of
from tests.people.cast import audited
from tests.postgres_plugin import Database


@pytest.fixture(autouse=True)
def _issuer(request: pytest.FixtureRequest) -> None:
    if "committed_db" not in request.fixturenames:
        set_issuer(request.getfixturevalue("cast"))


def test_a_receipt_is_numbered_printed_and_noted(cast: Cast) -> None:
    [donation] = given(cast, 100_000)

    receipt = issued(cast, donation)

    with acting(cast.system):
        page = receipt_page(actor=cast.finance, ref=receipt.ref)
        text = text_of(receipt_pdf(actor=cast.finance, ref=receipt.ref))
    assert (receipt.label, page.donor_name, page.amount.amount_minor) == ("E2022-000001", "青木 恵子", 100_000)
    assert [word for word in ("青木恵子様", "金¥100,000也", "第E2022-000001号") if word not in text] == []
    assert audited("receipt.issued") == [(f"staff:{cast.finance.ref}", receipt.ref)]
    assert violations(cast) == []


def test_a_reprint_is_the_same_when_the_donor_and_the_office_have_changed(cast: Cast) -> None:
    [donation] = given(cast, 100_000)
    receipt = issued(cast, donation)
    with acting(cast.system):
        before = receipt_pdf(actor=cast.finance, ref=receipt.ref)
        fetch_all("UPDATE people_record SET sealed = NULL, wrapped_key = NULL RETURNING id")
    from appealdesk.donations.actions.save import save_issuer
    from tests.donations.receipting import ISSUER

    changed = ISSUER.model_copy(update={"phone": "03-0000-0000"})
    assert save_issuer(actor=cast.officer(Role.ADMINISTRATOR), now=AT, entry=changed) == 2

    with acting(cast.system):
        after = receipt_pdf(actor=cast.finance, ref=receipt.ref)

    assert after == before


def test_what_is_stored_names_nobody(cast: Cast) -> None:
    [donation] = given(cast, 100_000)
    issued(cast, donation)

    with acting(cast.system):
        rows = str(fetch_all("SELECT to_jsonb(donations_receipt) FROM donations_receipt"))
    assert [word for word in ("青木", "AOKI", "神宮前", "keiko") if word in rows] == []


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_only_who_handles_money_issues(cast: Cast, role: Role) -> None:
    [donation] = given(cast, 100_000)
    entry = ReceiptInput(donation_ref=donation, layout="jp-embassy", language="ja")

    with pytest.raises(NotFound):
        issue_receipt(actor=cast.officer(role), now=AT, entry=entry)


def test_another_organisations_donation_is_not_found(cast: Cast) -> None:
    [donation] = given(cast, 100_000)
    other = set_cast("other", account_key="9999-001-1-7654321")
    set_issuer(other)

    with pytest.raises(NotFound):
        issued(other, donation)


@pytest.mark.parametrize(
    ("layout", "donor", "code"),
    [
        ("jp-embassy", None, "receipts.unknown"),
        ("jp-certified-npo", DONOR.model_copy(update={"address": ""}), "receipts.no_address"),
        ("uk-gift-aid", DONOR, "receipts.currency"),
        ("us-250", DONOR, "receipts.currency"),
    ],
)
def test_what_an_authority_does_not_allow_is_refused(cast: Cast, layout: str, donor: object, code: str) -> None:
    [donation] = given(cast, 100_000, donors=[donor])  # type: ignore[list-item]

    with pytest.raises(Refusal) as refused:
        issued(cast, donation, layout=layout)

    assert refused.value.code == code
    assert fetch_all("SELECT last_number FROM donations_receiptseries") == []


def test_a_second_valid_receipt_is_refused_until_the_first_is_void(cast: Cast) -> None:
    [donation] = given(cast, 100_000)
    first = issued(cast, donation)

    with pytest.raises(Refusal, match="has a receipt already"):
        issued(cast, donation)
    void_receipt(actor=cast.finance, now=AT, receipt_ref=first.ref, reason="wrong_details")
    second = issued(cast, donation)

    with acting(cast.system):
        void_text = text_of(receipt_pdf(actor=cast.finance, ref=first.ref))
        listed = receipts_page(actor=cast.finance).rows
    assert (first.label, second.label) == ("E2022-000001", "E2022-000002")
    assert "無効" in void_text
    assert [(row.label, row.void_reason) for row in listed] == [
        ("E2022-000002", ""),
        ("E2022-000001", "wrong_details"),
    ]
    assert violations(cast) == []


def test_an_office_that_has_not_said_who_it_is_issues_nothing(cast: Cast) -> None:
    other = set_cast("other", account_key="9999-001-1-1234567")
    [donation] = given(other, 5_000)

    with pytest.raises(Refusal) as refused:
        issued(other, donation)

    assert refused.value.values == {"missing": ["legal_name", "address"]}


def test_a_receipted_statement_is_not_undone(cast: Cast) -> None:
    first, second = given(cast, 100_000, 5_000)
    receipt = issued(cast, second)
    with acting(cast.system):
        statement = Statement.objects.get().ref

    with pytest.raises(Refusal, match="E2022-000001"):
        undo_statement(actor=cast.finance, now=AT, statement_ref=statement)
    void_receipt(actor=cast.finance, now=AT, receipt_ref=receipt.ref, reason="other")
    undone = undo_statement(actor=cast.finance, now=AT, statement_ref=statement)

    assert (undone.donations, first != second) == (2, True)
    assert violations(cast) == []


def test_many_at_once_get_numbers_without_a_gap(committed_db: Database) -> None:
    cast = set_cast()
    set_issuer(cast)
    donations = given(cast, *range(1_000, 1_024))
    labels: list[str] = []
    failures: list[str] = []

    def issue_some(refs: list[str]) -> None:
        for ref in refs:
            try:
                labels.append(issued(cast, ref).label)
            except Refusal as refusal:
                failures.append(refusal.code)
        connection.close()

    # Each donation is asked for twice, by two threads, and one in three transactions fails after it got its number.
    _together([lambda part=part: issue_some(donations[part::4]) for part in (0, 1, 2, 3, 1, 3)])
    _together([lambda ref=ref: _fail(cast, ref) for ref in donations[:4]])

    with acting(cast.system):
        [last] = ReceiptSeries.objects.values_list("last_number", flat=True)
        numbers = sorted(Receipt.objects.values_list("number", flat=True))
    assert (last, numbers, len(set(labels))) == (24, list(range(1, 25)), 24)
    assert failures == ["receipts.receipted"] * 12
    assert violations(cast) == []


def _fail(cast: Cast, donation: str) -> None:
    """A transaction that voids, issues anew and then breaks: its number goes back."""
    try:
        with acting(cast.finance):
            ref = Receipt.objects.get(donation__ref=donation, voided_at__isnull=True).ref
            void_receipt(actor=cast.finance, now=AT, receipt_ref=ref, reason="other")
            issued(cast, donation)
            raise RuntimeError
    except RuntimeError:
        connection.close()


def _together(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_donor_may_be_attached_first(cast: Cast) -> None:
    [donation] = given(cast, 100_000, donors=[None])
    attach_donor(actor=cast.finance, now=AT, donation_ref=donation, identity=DONOR)

    assert issued(cast, donation, language="uk").label == "E2022-000001"
