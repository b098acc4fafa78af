"""Taking an offer back, by an officer or with the secret of the link."""

import pytest

from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.enquiries.queries.links import status_secret
from appealdesk.foundation.actor import Role, public_actor
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound
from tests.enquiries.cast import SUBMISSION, Stage, processed
from tests.people.cast import NOW, audited


@pytest.fixture
def application(stage: Stage) -> str:
    return processed(stage).application_ref or ""


def test_the_applicant_withdraws_with_the_secret_of_the_link(stage: Stage, application: str) -> None:
    secret = status_secret(SUBMISSION)

    first = withdraw_application(actor=stage.public, now=NOW, application_ref=application, secret=secret)
    again = withdraw_application(actor=stage.public, now=NOW, application_ref=application, secret=secret)

    assert (first, again) == (True, False)
    assert audited("application.withdrawn") == [("public:public", application)]
    assert OutboxEvent.objects.get(name="ApplicationWithdrawn").payload == {"application_ref": application}


def test_an_officer_withdraws_for_somebody(stage: Stage, application: str) -> None:
    assert withdraw_application(actor=stage.staff(), now=NOW, application_ref=application) is True


@pytest.mark.parametrize("secret", ["", "wrong", status_secret(bytes(16))], ids=["none", "wrong", "another"])
def test_without_the_secret_nothing_is_found(stage: Stage, application: str, secret: str) -> None:
    with pytest.raises(NotFound):
        withdraw_application(actor=stage.public, now=NOW, application_ref=application, secret=secret)


def test_the_secret_opens_nothing_in_another_organisation(stage: Stage, application: str) -> None:
    elsewhere = public_actor(stage.organisation_id + 1)

    with pytest.raises(NotFound):
        withdraw_application(actor=elsewhere, now=NOW, application_ref=application, secret=status_secret(SUBMISSION))


def test_a_press_officer_may_not(stage: Stage, application: str) -> None:
    with pytest.raises(NotFound):
        withdraw_application(actor=stage.staff(Role.PRESS_OFFICER), now=NOW, application_ref=application)
