"""Whatever is sent to whichever form, and whoever's reference: a page says what is wrong; also without a database.

The addresses come from the resolver, so that a new form is asked too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters
from pytest_django import Settings

import appealdesk.web
from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.inputs import PledgeInput
from appealdesk.foundation.db import acting
from tests.cast import set_cast, work_off
from tests.donations.money import LATER
from tests.donations.receipting import given, issued, set_issuer
from tests.donations.spending import plan
from tests.enquiries.cast import processed
from tests.postgres_plugin import Database
from tests.web.cast import SLUG
from tests.web.desk.cast import found_elsewhere

_NAME = re.compile(r' name="([a-z][a-z0-9_-]*)"')
_READ = re.compile(r"""(?:\.(?:one|many|get|getlist)\(|\(request\.POST, )"([a-z][a-z0-9_-]*)\"""")
_SENTENCE = b"Nothing was half done. Go back and try again in a minute"
_MANY = 60
# By the first part of a desk's address: the letters of the references that it may be about.
LETTERS = {
    "accounts": "UR",
    "appeals": "QN",
    "applications": "A",
    "bulk": "S",
    "cards": "C",
    "cash": "C",
    "criteria": "N",
    "disbursements": "D",
    "donations": "G",
    "erasure": "P",
    "evidence": "V",
    "goods": "O",
    "letters": "L",
    "people": "PJI",
    "phone": "P",
    "receipts": "RG",
    "reconcile": "NYK",
    "rescreening": "S",
    "roster": "UPCH",
    "sanctions": "S",
    "statements": "TB",
}
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
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
    "nobody's reference": "T-7K3M9Q2XC",
}


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield f"/{route}"


ROUTES = [route for route in _routes(get_resolver()) if route.startswith(("/desk/", "/<language:language>/"))]


def _addresses(route: str, ref: str) -> list[str]:
    """The route with this reference, once for each act that it knows."""
    found = [route]
    for converter, name in _PARAMETER.findall(route):
        found = [one.replace(f"<{converter}:{name}>", value, 1) for one in found for value in _values(converter, ref)]
    return found


def _values(converter: str, ref: str) -> list[str]:
    plain = {
        "desk_ref": ref,
        "ref": ref,
        "language": "en",
        "short": SLUG,
        "secret": "A" * 22,
        "slug": "x",
        "fact_key": "birth_date",
        "int": "1",
    }
    return [plain[converter]] if converter in plain else get_converters()[converter].regex.split("|")


def _names() -> list[str]:
    """The names of fields that pages show, or that views read."""
    folder = Path(appealdesk.web.__file__).parent
    texts = [path.read_text(encoding="utf-8") for kind in ("*.html", "*.py") for path in folder.rglob(kind)]
    return sorted({name for text in texts for pattern in (_NAME, _READ) for name in pattern.findall(text)})


def _sent() -> list[tuple[str, bytes, str]]:
    broken = [(what, body, kind) for what, (body, kind) in _BROKEN.items()]
    return broken + [
        (what, "&".join(f"{name}={value}" for name in _names()).encode(), _FORM) for what, value in _VALUES.items()
    ]


@dataclass(frozen=True, slots=True)
class Office:
    """The administrator's client, and one reference of each kind of row that the organisation has."""

    client: Client
    refs: dict[str, str]


@pytest.fixture
def office(db: None, settings: Settings) -> Office:
    """One with people and money."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cast = set_cast()
    processed(cast.stage)
    set_issuer(cast)
    issued(cast, given(cast, 5_000)[0])
    plan(cast, 1_000)
    entry = PledgeInput(fund_ref=cast.fund_ref, currency="JPY", amount_minor=1_000)
    create_pledge(actor=cast.finance, now=LATER, entry=entry)
    work_off(LATER)
    refs: dict[str, str] = {}
    with acting(cast.system):
        for model in apps.get_models():
            if {"ref", "organisation_id"} <= {field.attname for field in model._meta.concrete_fields}:
                rows = model._default_manager.filter(organisation_id=cast.organisation_id)
                for ref in rows.order_by("pk").values_list("ref", flat=True)[:1]:
                    refs[model._meta.label] = ref
    return Office(_client("relief-office-admin"), refs)


def _client(login: str) -> Client:
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    user = get_user_model().objects.get(login=login)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_another_organisations_reference_is_nobodys(office: Office) -> None:
    found_elsewhere()
    stranger = _client("elsewhere")
    told = {
        address: (_undone(stranger, address).status_code, _undone(stranger, nobodys).status_code)
        for route in ROUTES
        for ref in _refs(office, route)
        for address, nobodys in zip(_addresses(route, ref), _addresses(route, f"{ref[0]}-7K3M9Q2XC"), strict=True)
    }

    assert len(told) > _MANY
    assert {
        address: pair for address, pair in told.items() if len(set(pair)) > 1 or pair[0] not in (404, 405, 422)
    } == {}


def test_no_form_breaks_over_what_is_sent(office: Office) -> None:
    asked, broken = 0, {}
    for address in _forms(office):
        for what, body, kind in _sent():
            answer = _undone(office.client, address, body, kind)
            asked += 1
            if answer.status_code >= 500:
                broken[address, what] = answer.status_code

    assert asked > 500
    assert broken == {}


def _forms(office: Office) -> list[str]:
    """Each address to which this office can post something, with references of its own."""
    addresses = [one for route in ROUTES for ref in _refs(office, route) or [""] for one in _addresses(route, ref)[:1]]
    return [one for one in addresses if _undone(office.client, one).status_code not in (404, 405)]


def _refs(office: Office, route: str) -> list[str]:
    """The office's references of the kinds that an address may be about."""
    if "<desk_ref:" not in route:
        return []
    return [ref for ref in office.refs.values() if ref[0] in LETTERS[route.split("/")[2]]]


def _undone(client: Client, address: str, body: bytes = b"", kind: str = _FORM) -> HttpResponse:
    """What is answered to a form; whatever that stored is taken back."""
    with transaction.atomic():
        answer: Any = client.generic("POST", address, body, content_type=kind)
        transaction.set_rollback(True)
    found: HttpResponse = answer
    return found


def test_every_page_says_in_one_sentence_that_the_database_is_away(
    committed_db: Database, settings: Settings, request: pytest.FixtureRequest
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    set_cast()
    client = _client("relief-office-admin")
    addresses = [one for route in ROUTES for one in _addresses(route, "T-7K3M9Q2XC")]
    request.getfixturevalue("away")

    answers = {
        (method, address): client.generic(method, address, b"", content_type=_FORM)
        for address in addresses
        for method in ("GET", "POST")
    }

    # Some pages are known without a look into the database: that there is no such thing, or only for a GET.
    told = {place: answer.status_code for place, answer in answers.items() if answer.status_code != 503}
    assert [place for place, status in told.items() if status >= 500] == []
    assert [place for place in told if place[1].startswith("/desk/") and "/sign-" not in place[1]] == []
    assert [place for place, one in answers.items() if one.status_code == 503 and _SENTENCE not in one.content] == []
