"""A volunteer form as a browser sends it, for the tests of the public door."""

import re
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from tests.web.cast import SLUG

__all__ = ["FORM_TYPE", "OFFER_URL", "filled_form", "fresh_token", "send_form"]

FORM_TYPE = "application/x-www-form-urlencoded"
OFFER_URL = f"/ja/appeals/{SLUG}/offer/"
_TOKEN = re.compile(rb'name="token" value="([^"]+)"')


def fresh_token(client: Client, *, url: str = OFFER_URL) -> str:
    """The token of a form that was just opened."""
    found = _TOKEN.search(client.get(url, {"position": "defence"}).content)
    assert found is not None
    return found.group(1).decode()


def filled_form(client: Client, **changes: str) -> dict[str, str]:
    """Every field of the defence position's form, filled by an invented person."""
    form = {
        "token": fresh_token(client),
        "position": "defence",
        "written": "青木 恵子",
        "reading": "アオキ ケイコ",
        "latin": "AOKI KEIKO",
        "birth-year": "1983",
        "birth-month": "2",
        "birth-day": "3",
        "email": "aoki@example.org",
        "phone": "090-1234-5678",
        "fact-service_branch": "none",
        "fact-service_years": "0",
        "fact-specialised_training": "no",
        "message": "よろしくお願いします。",
        "consent": "yes",
    }
    return form | changes


def send_form(client: Client, form: dict[str, str], *, url: str = OFFER_URL) -> HttpResponse:
    """Post it as a browser does."""
    response: HttpResponse = client.post(url, data=urlencode(form), content_type=FORM_TYPE)
    return response
