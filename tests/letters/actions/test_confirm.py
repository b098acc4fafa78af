"""An address is confirmed by the link that is sent to it, once, for a while; nobody is sent link after link."""

import re
from datetime import timedelta

import pytest
from pytest_django import Settings

from appealdesk.appeals.models import Organisation
from appealdesk.foundation.actor import Role, public_actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.actions.confirm import confirm_address
from appealdesk.letters.actions.send import send_letter
from appealdesk.letters.models import Letter
from appealdesk.people.actions.ask_confirmation import ask_confirmation
from appealdesk.people.actions.confirm_contact import confirm_contact
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.actions.mark_failing import mark_failing
from appealdesk.people.models import ContactCheck, ContactPoint
from appealdesk.people.queries.contacts import contacts_of, mail_target
from tests.letters.cast import SENDER, Postbox, listening
from tests.people.cast import KEIKO, NOW, SYSTEM, audited, identity, staff

pytestmark = pytest.mark.django_db
OFFICER = staff(Role.DESK_OFFICER)
VISITOR = public_actor(SYSTEM.organisation_id)
LINK = re.compile(r"https://desk\.example/ja/confirm/(V-[0-9A-Z]{9})/([A-Za-z0-9_-]{22})/")


@pytest.fixture
def keiko() -> str:
    Organisation.objects.create(
        pk=71,
        ref="O-71",
        slug="relief-71",
        names={"en": "Relief", "ja": "支援室", "uk": "Бюро"},
        timezone="Asia/Tokyo",
        country="JP",
        created_at=NOW,
    )
    made = identify_person(actor=SYSTEM, now=NOW, identity=KEIKO, source="enquiry", source_ref="E-1")
    identify_person(
        actor=SYSTEM,
        now=NOW,
        identity=identity(latin="Keiko Aoki", phones=KEIKO.phones, emails=("other@post.example",)),
        source="enquiry",
        source_ref="E-2",
    )
    return made.person_ref


def sent(settings: Settings, postbox: Postbox | None = None) -> Postbox:
    """Send every letter that waits."""
    postbox = postbox or Postbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with listening(postbox) as port:
        settings.EMAIL_PORT = port
        with acting(SYSTEM):
            refs = list(Letter.objects.filter(status="approved").values_list("ref", flat=True))
        for ref in refs:
            send_letter(actor=SYSTEM, now=NOW, letter_ref=ref, sender=SENDER)
    return postbox


def ask(**who: str) -> None:
    confirm_address(actor=OFFICER if "point" in who else VISITOR, now=NOW, address="https://desk.example", **who)


def states(ref: str) -> dict[str, tuple[bool, bool]]:
    with acting(SYSTEM):
        pages = contacts_of(actor=SYSTEM, person_ref=ref, now=NOW)
    return {page.address: (page.verified_at is not None, page.failing_at is not None) for page in pages}


def test_the_link_goes_to_the_address_that_is_asked_about_and_works_once(keiko: str, settings: Settings) -> None:
    ask(enquiry_ref="E-1")
    postbox = sent(settings)
    ref, secret = LINK.findall(postbox.taken[0].get_content())[0]

    confirmed = confirm_contact(actor=VISITOR, now=NOW, check_ref=ref, secret=secret)

    assert (postbox.recipients, postbox.taken[0]["Auto-Submitted"]) == ([KEIKO.emails[0]], "auto-replied")
    assert (confirmed.kind, confirmed.wrong) == ("email", False)
    assert states(keiko)[KEIKO.emails[0]] == (True, False)
    assert states(keiko)["other@post.example"] == (False, False)
    with pytest.raises(Refusal) as again:
        confirm_contact(actor=VISITOR, now=NOW, check_ref=ref, secret=secret)
    assert again.value.code == "people.check_over"
    assert [len(audited(f"contact.{tag}")) for tag in ("check_asked", "confirmed")] == [1, 1]


def test_a_dump_does_not_hold_the_secret(keiko: str, settings: Settings) -> None:
    ask(enquiry_ref="E-1")
    secret = LINK.findall(sent(settings).taken[0].get_content())[0][1]

    with acting(SYSTEM):
        tables = ("people_contactcheck", "letters_letter", "foundation_outboxevent", "audit_auditrecord")
        stored = [row for table in tables for row in fetch_all(f"SELECT {table}::text FROM {table}")]  # noqa: S608

    assert [row for row in stored if secret in str(row) or secret.encode().hex() in str(row)] == []


def test_a_link_expires(keiko: str, settings: Settings) -> None:
    ask(enquiry_ref="E-1")
    ref, secret = LINK.findall(sent(settings).taken[0].get_content())[0]

    with pytest.raises(Refusal) as late:
        confirm_contact(actor=VISITOR, now=NOW + timedelta(hours=48), check_ref=ref, secret=secret)

    assert (late.value.code, states(keiko)[KEIKO.emails[0]]) == ("people.check_over", (False, False))


def test_nobody_is_sent_link_after_link(keiko: str) -> None:
    refused = []
    for minutes in (0, 1, 10, 20, 30):
        try:
            confirm_address(
                actor=VISITOR, now=NOW + timedelta(minutes=minutes), address="https://desk.example", enquiry_ref="E-1"
            )
        except Refusal as refusal:
            refused.append((minutes, refusal.code))

    assert refused == [(1, "people.check_often"), (30, "people.check_often")]
    with acting(SYSTEM):
        assert (ContactCheck.objects.count(), Letter.objects.count()) == (3, 3)


def test_a_code_is_tried_five_times(keiko: str) -> None:
    with acting(SYSTEM):
        phone = next(page for page in contacts_of(actor=SYSTEM, person_ref=keiko, now=NOW) if page.kind == "phone")
    asked = ask_confirmation(actor=OFFICER, now=NOW, point=phone.point)
    wrong = str((int(asked.secret) + 1) % 1_000_000)

    tries = [confirm_contact(actor=VISITOR, now=NOW, check_ref=asked.ref, secret=wrong).wrong for _ in range(5)]

    assert (len(asked.secret), tries) == (6, [True] * 5)
    with pytest.raises(Refusal):
        confirm_contact(actor=VISITOR, now=NOW, check_ref=asked.ref, secret=asked.secret)
    assert states(keiko)[phone.address] == (False, False)


def test_a_code_that_fits_confirms_the_number(keiko: str) -> None:
    with acting(SYSTEM):
        phone = next(page for page in contacts_of(actor=SYSTEM, person_ref=keiko, now=NOW) if page.kind == "phone")
    asked = ask_confirmation(actor=OFFICER, now=NOW, point=phone.point)

    confirm_contact(actor=VISITOR, now=NOW, check_ref=asked.ref, secret=asked.secret)

    assert states(keiko)[phone.address] == (True, False)


def test_an_address_that_refuses_mail_is_failing_and_letters_go_elsewhere(keiko: str, settings: Settings) -> None:
    ask(enquiry_ref="E-2")
    sent(settings, Postbox(refuse_recipient="550 5.1.1 nobody here"))

    assert states(keiko) == {
        KEIKO.emails[0]: (False, False),
        "other@post.example": (False, True),
        KEIKO.phones[0]: (False, False),
    }
    with acting(SYSTEM):
        person_id = ContactPoint.objects.filter(kind="email").first().record.person_id  # type: ignore[union-attr]
        target = mail_target(actor=SYSTEM, person_id=person_id)
    assert target is not None
    assert (target.address, audited("contact.failing")) == (KEIKO.emails[0], [("system:system", keiko)])


def test_an_officer_notes_that_nothing_arrives_and_that_it_works_again(keiko: str) -> None:
    with acting(SYSTEM):
        point = contacts_of(actor=SYSTEM, person_ref=keiko, now=NOW)[0].point

    noted = [mark_failing(actor=OFFICER, now=NOW, point=point, failing=state) for state in (True, True, False)]

    assert noted == [True, False, True]


def test_who_may_not_and_what_is_not(keiko: str) -> None:
    with acting(SYSTEM):
        point = contacts_of(actor=SYSTEM, person_ref=keiko, now=NOW)[0].point
    tries = [
        lambda: ask_confirmation(actor=staff(Role.FINANCE_OFFICER), now=NOW, point=point),
        lambda: ask_confirmation(actor=staff(Role.DESK_OFFICER, 72), now=NOW, point=point),
        lambda: ask_confirmation(actor=OFFICER, now=NOW, point="R-1:email:x"),
        lambda: ask_confirmation(actor=VISITOR, now=NOW, enquiry_ref="E-9"),
        lambda: confirm_contact(actor=VISITOR, now=NOW, check_ref="V-000000000", secret="x"),
        lambda: mark_failing(actor=staff(Role.PRESS_OFFICER), now=NOW, point=point),
    ]

    for attempt in tries:
        with pytest.raises(NotFound):
            attempt()
