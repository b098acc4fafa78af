"""A donor's own receipt behind its secret link."""

import pytest
from django.test import Client

from appealdesk.donations.actions.reissue import reissue_receipt
from appealdesk.donations.actions.void import void_receipt
from appealdesk.donations.models import Donation, Pledge
from appealdesk.donations.queries.giving import pledge_page
from appealdesk.donations.queries.receipt_links import own_receipts, receipt_link
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import hash_secret
from appealdesk.web.public.limits import RECEIPTS
from tests.cast import Cast, set_cast
from tests.donations.receipting import AT, DONOR, given, issued, set_issuer, text_of
from tests.people.cast import audited

SECRET = "s" * 22


@pytest.fixture
def cast(db: None) -> Cast:
    """An organisation with an account."""
    return set_cast()


@pytest.fixture
def receipt(cast: Cast) -> str:
    """An issued receipt for the one donation."""
    set_issuer(cast)
    return issued(cast, given(cast, 5_000)[0]).ref


def link(cast: Cast, ref: str, language: str = "ja") -> str:
    return receipt_link(address="", language=language, organisation_id=cast.organisation_id, ref=ref)


def test_a_donor_opens_the_same_paper_as_often_as_they_like(cast: Cast, receipt: str) -> None:
    client, address = Client(), link(cast, receipt)

    first, second = client.get(address), client.get(address)

    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert (first["Cache-Control"], first["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert first.content == second.content
    assert "青木恵子様" in text_of(first.content)
    assert "再発行" not in text_of(first.content)
    assert audited("receipt.read") == [("public:public", receipt)] * 2


def test_after_a_duplicate_the_link_shows_the_duplicate_and_a_void_paper_says_so(cast: Cast, receipt: str) -> None:
    client, address = Client(), link(cast, receipt)
    reissue_receipt(actor=cast.finance, now=AT, receipt_ref=receipt)
    copy = client.get(address).content
    void_receipt(actor=cast.finance, now=AT, receipt_ref=receipt, reason="other")

    assert "再発行" in text_of(copy)
    assert "無効" in text_of(client.get(address).content)


def test_anything_but_its_own_secret_is_not_found(cast: Cast, receipt: str) -> None:
    address, other = link(cast, receipt), set_cast("other", account_key="9999-001-1-7654321")
    forged = address.replace(address.split("/")[-2], SECRET)
    elsewhere = receipt_link(address="", language="ja", organisation_id=other.organisation_id, ref=receipt)
    client = Client()

    answers = [client.get(one).status_code for one in (forged, elsewhere, address.replace(receipt, "R-000000000"))]

    assert answers == [404, 404, 404]
    assert client.post(address).status_code == 405
    assert audited("receipt.read") == []


def test_guesses_from_one_network_are_slowed_down(cast: Cast, receipt: str) -> None:
    address = link(cast, receipt)
    forged = address.replace(address.split("/")[-2], SECRET)
    client = Client(REMOTE_ADDR="203.0.113.7")

    answers = [client.get(forged).status_code for _ in range(RECEIPTS.burst)]

    assert set(answers) == {404}
    assert [client.get(one).status_code for one in (forged, address)] == [429, 429]
    assert Client(REMOTE_ADDR="203.0.113.8").get(address).status_code == 200


def test_a_pledges_page_leads_to_the_receipt_of_its_own_donor_alone(cast: Cast, receipt: str) -> None:
    with acting(cast.system):
        donation = Donation.objects.get()
        pledge = Pledge.objects.create(
            ref="K-0000000AA",
            organisation_id=cast.organisation_id,
            fund=donation.fund,
            person_id=donation.person_id,
            code="1234566",
            currency="JPY",
            pledged_at=AT,
            secret_hash=hash_secret(SECRET),
        )
        Donation.objects.update(pledge=pledge)

    page = pledge_page(organisation_id=cast.organisation_id, ref=pledge.ref, secret=SECRET)
    stranger = own_receipts(organisation_id=cast.organisation_id, donations=[donation], person_id=10**9)
    nameless = own_receipts(organisation_id=cast.organisation_id, donations=[donation], person_id=None)
    void_receipt(actor=cast.finance, now=AT, receipt_ref=receipt, reason="other")
    after = pledge_page(organisation_id=cast.organisation_id, ref=pledge.ref, secret=SECRET)

    assert [(row.label, row.ref) for row in page.receipts] == [("E2022-000001", receipt)]
    assert (stranger, nameless, after.receipts) == ((), (), ())
    assert DONOR.written not in str(page)
