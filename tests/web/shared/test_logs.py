"""A refused request stands in the log without the secret of its link."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from appealdesk.web.shared.logs import WithoutSecrets

SECRET = "Mpnu0hB6WwnlPKwAYF05FA"
PATH = f"/ja/status/E-W5DRAJVCC/{SECRET}/evidence/"


LINKS = ("give", "give/card", "confirm", "receipts/tokyo", "status")


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize(("message", "values"), [("Not Found: %s", ("path",)), ("Bad request: path", ())])
def test_the_secret_is_taken_out_and_the_reference_stays(link: str, message: str, values: tuple[str, ...]) -> None:
    path = f"/uk/{link}/E-W5DRAJVCC/{SECRET}/"
    message, values = message.replace("path", path), tuple(path for _ in values)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, values, None)

    assert WithoutSecrets().filter(record) is True
    assert (SECRET in record.getMessage(), "E-W5DRAJVCC" in record.getMessage()) == (False, True)


def test_what_an_officer_does_stays_readable() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s", ("/desk/receipts/R-W5DRAJVCC/letter/",), None
    )

    assert WithoutSecrets().filter(record) is True
    assert record.getMessage() == "/desk/receipts/R-W5DRAJVCC/letter/"


def test_what_the_site_writes_goes_through_it(client: Client, db: None, capfd: pytest.CaptureFixture[str]) -> None:
    client.get(PATH)

    assert settings.LOGGING["handlers"]["console"]["filters"] == ["without_secrets"]
    assert SECRET not in capfd.readouterr().err
