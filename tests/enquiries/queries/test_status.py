"""The page behind the secret link, and the links in letters."""

from datetime import timedelta

import pytest

from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.enquiries.queries.enquiries import status_page
from appealdesk.enquiries.queries.links import status_links, status_secret
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.refusals import NotFound
from tests.enquiries.cast import ADDRESS, SUBMISSION, Stage, processed, received
from tests.people.cast import NOW


def test_before_the_worker_came_there_is_no_application(stage: Stage) -> None:
    enquiry = received(stage)

    page = status_page(ref=enquiry.ref, secret=enquiry.secret, now=NOW)

    assert (page.ref, page.organisation_id, page.appeal_id) == (enquiry.ref, stage.organisation_id, stage.appeal_id)
    assert (page.kind, page.received_at, page.application_ref) == ("offer", NOW, None)


def test_afterwards_it_names_the_application_and_its_position(stage: Stage) -> None:
    made = processed(stage)
    secret = status_secret(SUBMISSION)
    withdraw_application(actor=stage.public, now=NOW, application_ref=made.application_ref or "", secret=secret)
    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=made.application_ref or "")

    page = status_page(ref=row.enquiry_ref, secret=secret, now=NOW)

    assert (page.application_id, page.application_ref) == (row.id, row.ref)
    assert (page.position_id, page.withdrawn_at) == (stage.position_id, NOW)


@pytest.mark.parametrize(
    "secret", ["", "x", status_secret(bytes(16)), "\x00", "é" * 500], ids=["none", "short", "another", "zero", "long"]
)
def test_a_wrong_secret_is_not_found(stage: Stage, secret: str) -> None:
    enquiry = received(stage)

    with pytest.raises(NotFound):
        status_page(ref=enquiry.ref, secret=secret, now=NOW)


@pytest.mark.parametrize("ref", ["", "E-", "E-000000000", "A-000000000", "E-'; --", "x" * 500])
def test_a_malformed_or_unknown_reference_is_not_found(stage: Stage, ref: str) -> None:
    received(stage)

    with pytest.raises(NotFound):
        status_page(ref=ref, secret=status_secret(SUBMISSION), now=NOW)


def test_the_secret_shows_one_row_and_no_longer_than_the_page_takes(stage: Stage) -> None:
    first = received(stage)
    received(stage, submission=bytes(16))

    status_page(ref=first.ref, secret=first.secret, now=NOW)

    assert fetch_value("SELECT count(*) FROM enquiries_enquiry") == 0
    assert fetch_value("SELECT current_setting('appealdesk.status_secret', true)") == ""


def test_an_enquiry_of_tomorrow_is_not_shown_today(stage: Stage) -> None:
    enquiry = received(stage)

    with pytest.raises(NotFound):
        status_page(ref=enquiry.ref, secret=enquiry.secret, now=NOW - timedelta(days=1))


def test_a_letter_about_an_application_carries_the_same_link(stage: Stage) -> None:
    made = processed(stage)

    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=made.application_ref or "")
        links = status_links(actor=stage.system, application_ids=[row.id], address=ADDRESS)

    assert links == {row.id: f"{ADDRESS}/ja/status/{row.enquiry_ref}/{status_secret(SUBMISSION)}/"}
