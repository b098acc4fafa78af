"""An organisation with at least one of everything that an address of the desk may be about, and a stranger to it."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.test.utils import override_settings

from appealdesk.appeals.actions.object import object_to_appeal
from appealdesk.appeals.actions.permit import permit_position
from appealdesk.appeals.actions.save import save_draft
from appealdesk.appeals.inputs import LegalBasisInput, ObjectionInput
from appealdesk.appeals.queries.positions import position_by_ref, revision_in_force
from appealdesk.donations.actions.close import close_month
from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.actions.declare import declare_gift_aid
from appealdesk.donations.actions.prepare import prepare_batch
from appealdesk.donations.actions.propose_card_refund import propose_card_refund
from appealdesk.donations.inputs import GiftAidInput, PledgeInput, ReceiptBatchInput
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.people.actions.relate import relate_persons
from appealdesk.people.actions.request_erasure import request_erasure
from appealdesk.people.actions.start import start_resolution
from appealdesk.placements.actions.hold import hold_placement
from appealdesk.placements.actions.propose import propose_placement
from appealdesk.screening.actions.begin import begin_rescreening
from appealdesk.screening.actions.prepare import prepare_bulk
from appealdesk.screening.inputs import BulkSelection
from tests.browser.books import fill_books
from tests.cast import Cast, set_cast
from tests.donations.cards.stripe_stand_in import StripeStandIn
from tests.donations.money import LATER
from tests.donations.receipting import given, issued, set_issuer
from tests.donations.spending import plan
from tests.enquiries.cast import processed
from tests.web.cast import DEFENCE, REASON, drafted, set_stage
from tests.web.desk.cast import KEIKO, NOW, Desk, apply, decided, set_desk, somebody, work_off
from tests.web.desk.receipting import open_office
from tests.web.desk.views.test_cards import paid, paid_out, take_cards
from tests.web.desk.views.test_claims import claimed
from tests.web.desk.views.test_evidence import sent
from tests.web.desk.views.test_goods import offered
from tests.web.desk.views.test_people_files import TARO, send

__all__ = ["open_full_office", "open_stranger", "refs_of"]

# How a row leads to its organisation, by the column that it has.
_OWNERS = {
    "organisation_id": "organisation_id",
    "appeal_id": "appeal__organisation_id",
    "position_id": "position__appeal__organisation_id",
}


def open_full_office() -> Desk:
    """The desk with everything; the database must be ready, and keeps all of it."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        desk = set_desk(set_stage())
    fill_books(desk, NOW)
    cast = open_office(desk)
    _receive(desk, cast)
    people = _meet(desk)
    _appeal(desk)
    work_off(read_clock())
    _wait(desk, people)
    return desk


def open_stranger() -> Cast:
    """Another organisation, whose administrator is `elsewhere-admin`, with people and money of its own."""
    cast = set_cast("elsewhere")
    processed(cast.stage)
    set_issuer(cast)
    issued(cast, given(cast, 5_000)[0])
    plan(cast, 1_000)
    entry = PledgeInput(fund_ref=cast.fund_ref, currency="JPY", amount_minor=1_000)
    create_pledge(actor=cast.finance, now=LATER, entry=entry)
    work_off(LATER)
    return cast


def refs_of(actor: Actor) -> Mapping[str, str]:
    """One reference of each kind of row that the organisation has, by the label of its table."""
    refs: dict[str, str] = {}
    with acting(actor):
        for model in apps.get_models():
            fields = {field.attname for field in model._meta.concrete_fields}
            owner = next((path for column, path in _OWNERS.items() if column in fields), "")
            if owner and "ref" in fields:
                rows = model._default_manager.filter(**{owner: actor.own_organisation})
                for ref in rows.order_by("pk").values_list("ref", flat=True)[:1]:
                    refs[model._meta.label] = ref
    return refs


def _receive(desk: Desk, cast: Cast) -> None:
    """Gifts by bank and by card with their papers, a promise, a claim, goods, and a month that is over."""
    system, finance = desk.stage.actor, desk.actor("finance")
    receipted, declared = given(cast, 5_000, 6_000)
    issued(cast, receipted)
    said = {"first_name": "Keiko", "last_name": "Aoki", "house": "12", "postcode": "BA1 1AA", "address": "12 Rose Lane"}
    declaration = GiftAidInput(donation_ref=declared, scope="single", declared_on=date(2022, 3, 1), **said)
    declare_gift_aid(actor=system, now=LATER, entry=declaration)
    pledge = PledgeInput(fund_ref=refs_of(system)["donations.Fund"], currency="JPY", amount_minor=1_000)
    create_pledge(actor=system, now=LATER, entry=pledge)
    claimed(desk, 1)
    offered(desk)
    stripe = StripeStandIn()
    try:
        account = take_cards(desk, stripe)
        payment = paid(desk, stripe, account, 60_000)
        propose_card_refund(actor=finance, now=LATER, payment_ref=payment, amount_minor=60_000)
        paid_out(desk, stripe, account, 57_840)
    finally:
        stripe.server.close()
    left = ("statement_runs", "account_unread", "line_waits", "outgoing_unsettled", "payment_unseen")
    close_month(actor=finance, now=read_clock(), month=date(2022, 2, 1), leaves=left)


def _meet(desk: Desk) -> list[str]:
    """Somebody accepted, held on the way, declined, related, with a document; the references of the persons."""
    officer, duty, system = desk.actor("officer"), desk.actor("duty"), desk.stage.actor
    for number, position in ((1, "medical"), (2, "defence")):
        ref = apply(desk, somebody(number), position=position)
        decided(desk, ref, "accepted" if number == 1 else "declined")
    sent(desk, 3)
    client = Client()
    client.force_login(get_user_model().objects.get(login="officer"), "django.contrib.auth.backends.ModelBackend")
    send(client, desk, TARO)
    # The same person again, so that the two records are judged to be one.
    for name in ("青木 恵子", "青木 恵子"):
        apply(desk, KEIKO.model_copy(update={"written": name}))
    work_off(read_clock())
    with acting(system):
        persons = [ref for (ref,) in fetch_all("SELECT ref FROM people_person ORDER BY id DESC LIMIT 9", [])]
    relate_persons(
        actor=officer, now=NOW, speaker_ref=persons[0], person_ref=persons[-1], kind="household", agreed=True
    )
    placed = propose_placement(actor=officer, now=read_clock(), roster_ref=refs_of(system)["placements.RosterEntry"])
    hold_placement(actor=duty, now=read_clock(), placement_ref=placed.ref, kind="care_check")
    return persons


def _appeal(desk: Desk) -> None:
    """A draft of criteria, a legal basis, and an objection to an appeal that is not open yet."""
    admin, position = desk.actor("admin"), desk.stage.position_refs["defence"]
    document = DEFENCE | {"revision": 2, "effective_from": "2099-01-01T00:00:00+09:00"}
    save_draft(actor=admin, now=read_clock(), position_ref=position, document=document, version=0)
    basis = LegalBasisInput(
        country="UA", authority="Ministry of Defence", title="Order", reference="No. 17", valid_from=date(2022, 2, 1)
    )
    permit_position(actor=admin, now=NOW, position_ref=position, entry=basis)
    objection = ObjectionInput(authority="Ministry of Foreign Affairs", reference="Note 12", objected_on=NOW.date())
    other = drafted("another", desk.stage)
    object_to_appeal(actor=admin, now=NOW, ref=other, entry=objection, reason=REASON)


def _wait(desk: Desk, people: list[str]) -> None:
    """What the worker has still to do: a search, a re-screening, receipts and decisions for many, an erasure."""
    officer, system, now = desk.actor("officer"), desk.stage.actor, read_clock()
    request_erasure(actor=officer, now=now, person_ref=people[0], words="Please.")
    start_resolution(actor=officer, now=now, everybody=True)
    position = position_by_ref(desk.stage.position_refs["medical"], now=now)
    revision = revision_in_force(position.id, at=now)
    assert revision is not None
    begin_rescreening(actor=system, now=now, position_id=position.id, revision_id=revision.id)
    choice = ReceiptBatchInput(
        layout="jp-certified-npo", received_from=date(2022, 1, 1), received_to=date(2022, 12, 31)
    )
    prepare_batch(actor=system, now=now, entry=choice)
    chosen = BulkSelection(outcome="declined", application_refs=(refs_of(system)["enquiries.Application"],))
    prepare_bulk(actor=officer, now=now + timedelta(seconds=1), entry=chosen)
