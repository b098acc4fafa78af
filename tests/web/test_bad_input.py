"""Whatever is sent to whichever form, and whoever's reference: a page says what is wrong; also without a database.

The addresses come from the resolver and the forms from the pages, so that a new one is asked too. One office serves
the whole module: whatever a request stores is taken back.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters
from pytest_django import Settings

import appealdesk.web
from tests.conftest import own_database
from tests.postgres_plugin import Database
from tests.web.cast import SLUG
from tests.web.full_office import open_full_office, open_stranger, refs_of
from tests.web.page_forms import PageForm, forms_of

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

_NAME = re.compile(r' name="([a-z][a-z0-9_-]*)"')
_READ = re.compile(r"""(?:\.(?:one|many|get|getlist)\(|\(request\.POST, )"([a-z][a-z0-9_-]*)\"""")
_SENTENCE = b"Nothing was half done. Go back and try again in a minute"
NOBODY: Final = "T-7K3M9Q2XC"
_OFFICER, _STRANGER = "admin", "elsewhere-admin"
# What the reference of a desk's address is about, by what stands between /desk/ and it.
KINDS: Final = {
    "accounts/corrections/": "donations.Transfer",
    "accounts/months/": "donations.Period",
    "appeals/": "appeals.Appeal",
    "appeals/objections/": "appeals.HostStateObjection",
    "appeals/positions/": "appeals.Position",
    "appeals/updates/": "appeals.Update",
    "applications/": "enquiries.Application",
    "bulk/": "screening.BulkDecision",
    "cards/": "donations.CardPayment",
    "cards/payouts/": "donations.CardPayout",
    "cash/": "donations.CashCount",
    "criteria/": "appeals.Position",
    "disbursements/": "donations.Disbursement",
    "donations/": "donations.Donation",
    "erasure/": "people.ErasureRequest",
    "erasure/of/": "people.Person",
    "evidence/": "enquiries.Evidence",
    "goods/": "donations.InKindOffer",
    "letters/": "letters.Letter",
    "people/": "people.Person",
    "people/files/": "enquiries.PeopleFile",
    "people/files/sample/": "appeals.Appeal",
    "people/judgements/": "people.Judgement",
    "people/recorded-twice/": "people.Resolution",
    "phone/known/": "people.Person",
    "receipts/": "donations.Receipt",
    "receipts/batches/": "donations.ReceiptBatch",
    "receipts/for/": "donations.Donation",
    "receipts/gift-aid/": "donations.GiftAidDeclaration",
    "reconcile/claims/": "donations.Claim",
    "reconcile/outgoing/": "donations.Settlement",
    "reconcile/outgoing/rules/": "donations.FeeRule",
    "rescreening/": "screening.ScreeningRun",
    "roster/": "placements.RosterEntry",
    "roster/holds/": "placements.Hold",
    "roster/placements/": "placements.Placement",
    "sanctions/": "sanctions.Hit",
    "statements/": "donations.Statement",
    "statements/profiles/": "donations.BankAccount",
}
PARTS: Final = {
    "relation": "people.Relation",
    "refund_ref": "donations.CardRefund",
    "basis": "appeals.LegalBasis",
}
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_REF = re.compile(r"[A-Z]-[0-9A-Z]{9}(?=$|:)")
_FORM = "application/x-www-form-urlencoded"
_BROKEN = {
    "an upload that broke off": (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n1010',
        "multipart/form-data; boundary=x",
    ),
    "another encoding": ("amount=１&payer=青木".encode("utf-16"), f"{_FORM}; charset=utf-16"),
    "an encoding that nobody knows": (b"amount=1", f"{_FORM}; charset=nonsense"),
}
_VALUES = {
    "a NUL": "%00",
    "half a letter": "%ED%A0%80",
    "a long number": "9" * 40,
    "nobody's reference": NOBODY,
}
# Put into one field of a form that is right otherwise, in turn.
_WRONG = ("9" * 40, "", "-1", "\ud7ff\u202e\U0001f600", "0001-01-01", "１２", "x" * 5_000, NOBODY, "1e9", "%s<b>")


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield f"/{route}"


ROUTES = [route for route in _routes(get_resolver()) if route.startswith(("/desk/", "/<language:language>/"))]


def _addresses(route: str, refs: Mapping[str, str]) -> list[str]:
    """The route with the references that it is about, once for each act that it knows."""
    kind = KINDS[route.removeprefix("/desk/").partition("<")[0]] if "<desk_ref:" in route else ""
    found = [route]
    for converter, name in _PARAMETER.findall(route):
        values = [refs.get(PARTS.get(name, kind), NOBODY)] if converter == "desk_ref" else _values(converter)
        found = [one.replace(f"<{converter}:{name}>", value, 1) for one in found for value in values]
    return found


def _values(converter: str) -> list[str]:
    plain = {
        "ref": NOBODY,
        "language": "en",
        "short": SLUG,
        "secret": "A" * 22,
        "slug": "x",
        "fact_key": "birth_date",
        "int": "1",
    }
    return [plain[converter]] if converter in plain else get_converters()[converter].regex.split("|")


@cache
def _names() -> tuple[str, ...]:
    """The names of fields that pages show, or that views read."""
    folder = Path(appealdesk.web.__file__).parent
    paths = [path for kind in ("*.html", "*.py") for path in folder.rglob(kind) if path.name != "urls.py"]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return tuple(sorted({name for text in texts for pattern in (_NAME, _READ) for name in pattern.findall(text)}))


@dataclass(frozen=True, eq=False)
class Office:
    """The administrator's client and a stranger's, and one reference of each kind of row that either has."""

    client: Client
    refs: Mapping[str, str]
    stranger: Client
    theirs: Mapping[str, str]


@pytest.fixture(scope="module")
def committed_db(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[Database]:
    """One database for the module."""
    with own_database(django_db_blocker) as database:
        yield database


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """How slow the real hash is says nothing about a form."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def office(committed_db: Database) -> Office:
    """One with everything, and a stranger to it."""
    desk, stranger = open_full_office(), open_stranger()
    return Office(_client(_OFFICER), refs_of(desk.stage.actor), _client(_STRANGER), refs_of(stranger.system))


def _client(login: str) -> Client:
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    user = get_user_model().objects.get(login=login)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_another_organisations_reference_is_nobodys(office: Office) -> None:
    nobodys = {label: f"{ref[0]}-7K3M9Q2XC" for label, ref in office.refs.items()}
    told = {
        address: (_undone(office.stranger, address).status_code, _undone(office.stranger, other).status_code)
        for route in ROUTES
        if "<desk_ref:" in route
        for address, other in zip(_addresses(route, office.refs), _addresses(route, nobodys), strict=True)
    }

    assert {*KINDS.values(), *PARTS.values()} - set(office.refs) == set()
    assert len(told) > 100
    assert {address: pair for address, pair in told.items() if pair not in ((404, 404), (405, 405))} == {}


def test_no_form_breaks_over_what_is_sent(office: Office) -> None:
    forms = _forms(office)
    addresses = [address for route in ROUTES for address in _addresses(route, office.refs)[:1]]
    empty = {address: _undone(office.client, address).status_code for address in addresses}
    answers = {
        (address, what): _undone(office.client, address, body, kind).status_code
        for address, status in empty.items()
        # Some forms of the desk know no other than their own; the others are not there, or take no form.
        if status != 405 and (status != 404 or address.startswith("/desk/"))
        for what, body, kind in _sent(address, forms.get(address))
    }

    assert len(answers) > 400
    assert [address for address, status in empty.items() if status >= 500] == []
    assert [place for place, status in answers.items() if status >= 500] == []
    # More fields than a form may have would be refused before a view had read them.
    assert {what for (address, what), status in answers.items() if status == 400} == {"a NUL", "another encoding"}


def test_no_form_breaks_over_one_field_or_takes_what_belongs_elsewhere(office: Office) -> None:
    broken, taken = {}, set()
    for address, form in _forms(office).items():
        for name, what, sent in _changed(office, form):
            status = _undone(office.client, address, urlencode(sent).encode()).status_code
            if status >= 500:
                broken[address, name, what] = status
            if what == "theirs" and status not in (404, 409, 422):
                taken.add((address, name))

    assert broken == {}
    # A letter that is not there is left out of those that are approved; the others say where to go on.
    assert taken == {
        ("/desk/letters/approve/", "letter"),
        ("/desk/people/judge/", "at"),
        ("/desk/people/judge/", "next"),
        ("/desk/reconcile/settle/", "next"),
    }


def test_a_form_that_is_sent_twice_is_answered_as_it_was(office: Office) -> None:
    client, told = office.client, {}
    for address, form in _forms(office).items():
        cookies, typed = client.cookies.copy(), urlencode(form.sent)
        pressed = f"{typed}&csrfmiddlewaretoken=t0ken"
        with transaction.atomic():
            # Twice from one page, and once more as from another page, which the gate lets through to the action.
            answers = [client.generic("POST", address, body, content_type=_FORM) for body in (pressed, pressed, typed)]
            told[address] = [(one.status_code, one.headers.get("Location")) for one in answers]
            transaction.set_rollback(True)
        client.cookies = cookies

    assert len(told) > 70
    assert {address: all_told for address, all_told in told.items() if all_told[0] != all_told[1]} == {}
    assert {
        address: all_told for address, all_told in told.items() if any(status >= 500 for status, _ in all_told)
    } == {}


@cache
def _forms(office: Office) -> dict[str, PageForm]:
    """The forms that the office's pages show, each with the most fields that it has anywhere, by their address."""
    found: dict[str, PageForm] = {}
    for page in (address for route in ROUTES for address in _addresses(route, office.refs)):
        answer = _undone(office.client, page, method="GET")
        if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            for form in forms_of(page, answer.content.decode()):
                if form.address not in found or len(form.names) > len(found[form.address].names):
                    found[form.address] = form
    return found


def _sent(address: str, form: PageForm | None) -> Iterator[tuple[str, bytes, str]]:
    """Bodies that have the same in each field; and of those that are broken one, as they fail before any view.

    A form that a page shows is tried field by field too, so that of the values it gets a NUL and one more.
    """
    names = sorted({*_names(), *(form.names if form else ())})
    whats = list(_VALUES) if form is None else ["a NUL", list(_VALUES)[1 + len(address) % 3]]
    for what in whats:
        value = _VALUES[what]
        yield what, "&".join(f"{quote(name)}={value}" for name in names).encode(), _FORM
    what = list(_BROKEN)[len(address) % len(_BROKEN)]
    yield what, *_BROKEN[what]


def _changed(office: Office, form: PageForm) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """The form as it was shown, but for one field: each of them once missing or wrong, and once the stranger's.

    A text in three languages is read by one loop, so that one of them stands for all.
    """
    kinds = {ref: label for label, ref in office.refs.items()}
    letters = {ref[0]: ref for ref in office.theirs.values()}
    names = sorted(name for name in form.names if not name.endswith(("-en", "-uk")))
    for place, name in enumerate(names):
        rest = [pair for pair in form.sent if pair[0] != name]
        value = next((value for one, value in form.sent if one == name), "")
        wrong = _WRONG[place % len(_WRONG)]
        yield name, wrong, rest if wrong == "" else [*rest, (name, wrong)]
        if found := _REF.match(value):
            ref = found.group()
            theirs = office.theirs.get(kinds.get(ref, "")) or letters.get(ref[0]) or f"{ref[0]}-7K3M9Q2XC"
            yield name, "theirs", [*rest, (name, value.replace(ref, theirs))]


def _undone(client: Client, address: str, body: bytes = b"", kind: str = _FORM, method: str = "POST") -> HttpResponse:
    """What is answered; whatever that stored is taken back, and who signed out is signed in again."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer: Any = client.generic(method, address, body, content_type=kind)
        transaction.set_rollback(True)
    client.cookies = cookies
    found: HttpResponse = answer
    return found


def test_every_page_says_in_one_sentence_that_the_database_is_away(
    office: Office, request: pytest.FixtureRequest
) -> None:
    addresses = [one for route in ROUTES for one in _addresses(route, office.refs)]
    request.getfixturevalue("away")

    answers = {
        (method, address): office.client.generic(method, address, b"", content_type=_FORM)
        for address in addresses
        for method in ("GET", "POST")
    }

    # Some pages are known without a look into the database: that there is no such thing, or only for a GET.
    told = {place: answer.status_code for place, answer in answers.items() if answer.status_code != 503}
    assert [place for place, status in told.items() if status >= 500] == []
    assert [place for place in told if place[1].startswith("/desk/") and "/sign-" not in place[1]] == []
    assert [place for place, one in answers.items() if one.status_code == 503 and _SENTENCE not in one.content] == []
