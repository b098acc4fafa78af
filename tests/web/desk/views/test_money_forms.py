"""Every form about money takes whatever is sent: it answers with a sentence or a page, and leaves nothing half-done."""

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from appealdesk.donations.models import Disbursement, Entry, Fund, LedgerAccount, Refund, Transfer, WriteOff
from appealdesk.foundation.db import acting
from tests.browser.books import fill_books
from tests.web.desk.cast import NOW, Desk
from tests.web.desk.conftest import SignedIn

# Nothing, far too much, what no field can hold, digits of other scripts, another field's kind, and what is not there.
HOSTILE = (
    "",
    "x" * 5000,
    "-1",
    "9" * 40,
    "1e9",
    "١٢٣",
    "\u202e\U0001f600\ud7ff",
    "0001-01-01",
    "9999-12-31",
    "2022-02-30",
    "B-7K3M9Q2XC",
    "<b>",
    "%s",
)
FORMS = {
    "accounts/banks/register/": ("label", "account_key", "currency", "fund_ref", "gifts"),
    "accounts/funds/open/": ("names-ja", "names-en", "names-uk", "appeal", "use"),
    "accounts/open/": ("code", "kind", "names-ja", "names-en", "names-uk"),
    "accounts/threshold/": ("amount", "currency"),
    "accounts/transfer/": (
        "source_ref",
        "target_ref",
        "amount",
        "currency",
        "happened_on",
        "consent",
        "consent_on",
        "words",
    ),
    "accounts/write-off/": ("account", "fund_ref", "amount", "currency", "happened_on", "words"),
    "accounts/months/close/": ("month", "leave"),
    "accounts/months/U-7K3M9Q2XC/ask/": ("reason",),
    "disbursements/plan/": ("fund_ref", "payee", "payee_account", "amount", "currency", "expense", "purpose"),
    "disbursements/{disbursement}/hold/": ("words",),
    "disbursements/{disbursement}/pay/": ("means", "paid_on"),
    "reconcile/outgoing/settle/": ("at", "paid", "fund"),
    "reconcile/outgoing/rules/": ("account_ref", "words", "amount", "fund_ref"),
    "reconcile/match/": ("at", "target", "action"),
    "reconcile/split/": ("at", "amount-1", "target-1"),
    "statements/": ("format", "account"),
    "statements/names/": ("account", "name"),
}
QUERIES = ("accounts/?on={v}", "accounts/?in={v}&source={v}&rates={v}", "accounts/export/?from={v}&to={v}&format={v}")


@pytest.fixture
def books(desk: Desk) -> dict[str, str]:
    return fill_books(desk, NOW)


def kept(desk: Desk) -> Counter[str]:
    """How much there is of everything that a form could have made."""
    with acting(desk.stage.actor):
        models = (Disbursement, Entry, Fund, LedgerAccount, Refund, Transfer, WriteOff)
        return Counter({model.__name__: model._default_manager.count() for model in models})


def answer(client: Client, path: str, sent: dict[str, str]) -> int:
    proof = SimpleUploadedFile("proof.jpg", b"\xff\xd8\xff no picture")
    return client.post(f"/desk/{path}", {**sent, "proof": proof, "file": proof}).status_code


def test_no_form_about_money_breaks(desk: Desk, books: dict[str, str], signed_in: SignedIn) -> None:
    client = signed_in("admin")
    client.raise_request_exception = False
    before = kept(desk)
    answers = {
        (path, value[:12]): answer(client, path.format(**books), dict.fromkeys(fields, value))
        for path, fields in FORMS.items()
        for value in HOSTILE
    }
    answers |= {
        (query, value[:12]): client.get(f"/desk/{query.format(v=value)}").status_code
        for query in QUERIES
        for value in HOSTILE
        if len(value) < 100
    }

    assert {place: status for place, status in answers.items() if status not in {200, 302, 400, 404, 409, 422}} == {}
    assert kept(desk) == before
