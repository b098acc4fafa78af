"""The life of an appeal: which step leads where, what stops it, and that no state is without its history."""

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.archive import archive_appeal
from appealdesk.appeals.actions.close import close_appeal
from appealdesk.appeals.actions.draft import draft_appeal
from appealdesk.appeals.actions.edit import edit_appeal, edit_position
from appealdesk.appeals.actions.end import end_legal_basis
from appealdesk.appeals.actions.object import object_to_appeal
from appealdesk.appeals.actions.open import open_appeal
from appealdesk.appeals.actions.pause import pause_appeal
from appealdesk.appeals.actions.permit import permit_position
from appealdesk.appeals.actions.publish import publish_criteria, publish_update
from appealdesk.appeals.actions.resolve import resolve_objection
from appealdesk.appeals.actions.resume import resume_appeal
from appealdesk.appeals.actions.withdraw import withdraw_appeal
from appealdesk.appeals.inputs import AppealInput, LegalBasisInput, ObjectionInput, PositionInput
from appealdesk.appeals.invariants import INVARIANTS
from appealdesk.appeals.models import Appeal, StateChange
from appealdesk.appeals.queries.appeals import appeal_page, open_appeals
from appealdesk.appeals.queries.states import TRANSITIONS
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import execute
from appealdesk.foundation.refusals import Foreseen, NotFound
from tests.cast import NOW, Cast, set_cast
from tests.people.cast import audited

_TEXTS: Any = {"ja": "題名", "en": "Title", "uk": "Назва"}
REASON = {"ja": "体制を整えています。", "en": "We are getting ready.", "uk": "Ми готуємося."}
LATER = NOW + timedelta(hours=1)
# The application's role has not the right; where one role is the owner too, a trigger refuses it.
REFUSED = "permission denied|stays as it was"
_CRITERIA = {
    "schema": "appealdesk.criteria/1",
    "position": "guard",
    "revision": 1,
    "effective_from": "2022-02-27T00:00:00+09:00",
    "facts": {"service_years": {"type": "number"}},
    "criteria": {"id": "root", "all": [{"id": "years", "fact": "service_years", "op": "gte", "value": 1}]},
}
BASIS = LegalBasisInput(
    country="JP",
    authority="Ministry of Defence of Ukraine",
    title="Order on foreign volunteers",
    reference="https://example.org/order-17",
    valid_from=date(2022, 2, 1),
    valid_until=date(2022, 12, 31),
)
OBJECTION = ObjectionInput(authority="Ministry of Foreign Affairs", reference="Note 12", objected_on=date(2022, 3, 1))


def position(slug: str = "guard", kind: str = "combat") -> PositionInput:
    return PositionInput.model_validate(
        {"slug": slug, "titles": _TEXTS, "summaries": _TEXTS, "kind": kind, "place_kind": "here", "country": "JP"}
    )


def draft(cast: Cast, slug: str = "second") -> str:
    entry = AppealInput(slug=slug, titles=_TEXTS, summaries=_TEXTS, crisis_names=_TEXTS)
    return draft_appeal(actor=cast.system, now=NOW, entry=entry).ref


def steps(ref: str) -> list[tuple[str, str]]:
    return list(StateChange.objects.filter(appeal__ref=ref).order_by("id").values_list("from_status", "to_status"))


def code(act: Callable[[], object]) -> str:
    with pytest.raises(Foreseen) as refused:
        act()
    return refused.value.code


def violations() -> list[str]:
    return [violation.sentence for invariant in INVARIANTS for violation in invariant()]


def _move(to: str, actor: Actor, ref: str) -> None:
    if to == "open":
        resume_appeal(actor=actor, now=LATER, ref=ref)
    elif to == "archived":
        archive_appeal(actor=actor, now=LATER, ref=ref)
    else:
        verb = {"paused": pause_appeal, "closed": close_appeal, "withdrawn": withdraw_appeal}[to]
        verb(actor=actor, now=LATER, ref=ref, reason=REASON)


_WAYS = {
    "open": (),
    "paused": ("paused",),
    "closed": ("closed",),
    "withdrawn": ("withdrawn",),
    "archived": ("closed", "archived"),
}
_VERBS = ("open", "paused", "closed", "withdrawn", "archived")


@pytest.mark.parametrize("start", _WAYS)
def test_each_state_leads_where_the_table_says_and_nowhere_else(cast: Cast, start: str) -> None:
    admin = cast.officer(Role.ADMINISTRATOR)
    ref = cast.stage.appeal_ref
    for step in _WAYS[start]:
        _move(step, admin, ref)

    reached = []
    for to in _VERBS:
        place = transaction.savepoint()
        with contextlib.suppress(Foreseen):
            _move(to, admin, ref)
            reached.append((to, Appeal.objects.get(ref=ref).status, violations()))
        transaction.savepoint_rollback(place)

    assert reached == [(to, to, []) for to in _VERBS if to in TRANSITIONS[start]]


def test_every_step_stays_on_record_with_its_reason(cast: Cast) -> None:
    admin, ref = cast.officer(Role.ADMINISTRATOR), cast.stage.appeal_ref
    pause_appeal(actor=cast.officer(Role.DUTY_OFFICER), now=LATER, ref=ref, reason=REASON)
    resume_appeal(actor=admin, now=LATER, ref=ref)
    close_appeal(actor=admin, now=LATER, ref=ref, reason=REASON)

    page = appeal_page(slug=Appeal.objects.get(ref=ref).slug, now=LATER)

    assert steps(ref) == [("", "draft"), ("draft", "open"), ("open", "paused"), ("paused", "open"), ("open", "closed")]
    assert (page.status, page.since, page.reason) == ("closed", LATER, REASON)
    assert [audited(f"appeal.{verb}")[-1][1] for verb in ("paused", "resumed", "closed")] == [ref] * 3


def test_the_database_keeps_a_state_from_being_without_history(cast: Cast) -> None:
    place = transaction.savepoint()
    execute("UPDATE appeals_appeal SET status = 'paused'")
    with pytest.raises(IntegrityError, match="only together with a step"):
        execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.savepoint_rollback(place)
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        execute("DELETE FROM appeals_statechange")


def test_what_is_put_away_leaves_the_list_and_keeps_its_address(cast: Cast) -> None:
    admin, ref = cast.officer(Role.ADMINISTRATOR), cast.stage.appeal_ref
    slug = Appeal.objects.get(ref=ref).slug
    withdraw_appeal(actor=admin, now=LATER, ref=ref, reason=REASON)
    listed = [card.slug for card in open_appeals()]

    archive_appeal(actor=admin, now=LATER, ref=ref)

    assert (listed, [card.slug for card in open_appeals()]) == ([slug], [])
    assert appeal_page(slug=slug, now=LATER).status == "archived"


@pytest.mark.parametrize("reason", [{}, {"ja": "理由", "en": "Reason"}, {**REASON, "uk": "  "}])
def test_nobody_is_turned_back_without_a_reason_in_three_languages(cast: Cast, reason: dict[str, str]) -> None:
    assert (
        code(lambda: pause_appeal(actor=cast.system, now=NOW, ref=cast.stage.appeal_ref, reason=reason))
        == "appeals.reason_missing"
    )


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.FINANCE_OFFICER, Role.PRESS_OFFICER, Role.DUTY_OFFICER])
def test_only_an_administrator_closes_and_a_duty_officer_may_pause(cast: Cast, role: Role) -> None:
    actor, ref = cast.officer(role), cast.stage.appeal_ref

    assert code(lambda: close_appeal(actor=actor, now=NOW, ref=ref, reason=REASON)) == "appeals.administrator_only"
    assert code(lambda: archive_appeal(actor=actor, now=NOW, ref=ref)) == "appeals.administrator_only"
    if role is not Role.DUTY_OFFICER:
        assert code(lambda: pause_appeal(actor=actor, now=NOW, ref=ref, reason=REASON)) == (
            "appeals.duty_or_administrator"
        )


def test_another_organisation_moves_nothing(cast: Cast) -> None:
    other = set_cast("other-office").officer(Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        pause_appeal(actor=other, now=NOW, ref=cast.stage.appeal_ref, reason=REASON)


def test_a_combat_position_is_neither_published_nor_opened_without_a_legal_basis(cast: Cast) -> None:
    admin, ref = cast.officer(Role.ADMINISTRATOR), draft(cast)
    guard = add_position(actor=admin, now=NOW, appeal_ref=ref, entry=position())

    def publish() -> object:
        return publish_criteria(
            actor=admin, now=NOW, position_ref=guard.ref, document=_CRITERIA, approved_by="somebody-else"
        )

    refused = (code(publish), code(lambda: open_appeal(actor=admin, now=NOW, ref=ref)))
    elsewhere = BASIS.model_copy(update={"country": "FR"})
    over = BASIS.model_copy(update={"valid_until": date(2022, 2, 2)})
    for entry in (elsewhere, over):
        permit_position(actor=admin, now=NOW, position_ref=guard.ref, entry=entry)
        assert code(publish) == "appeals.legal_basis_missing"
    permit_position(actor=admin, now=NOW, position_ref=guard.ref, entry=BASIS)
    publish()
    open_appeal(actor=admin, now=NOW, ref=ref)

    assert refused == ("appeals.legal_basis_missing", "appeals.legal_basis_missing")
    assert (Appeal.objects.get(ref=ref).status, violations()) == ("open", [])


def test_a_legal_basis_ends_once_and_an_appeal_does_not_open_again_without_it(cast: Cast) -> None:
    admin, ref = cast.officer(Role.ADMINISTRATOR), draft(cast)
    guard = add_position(actor=admin, now=NOW, appeal_ref=ref, entry=position())
    basis = permit_position(actor=admin, now=NOW, position_ref=guard.ref, entry=BASIS)
    open_appeal(actor=admin, now=NOW, ref=ref)
    pause_appeal(actor=admin, now=NOW, ref=ref, reason=REASON)

    end_legal_basis(actor=admin, now=NOW, ref=basis, on=NOW.date(), because="The order was repealed.")

    assert code(lambda: resume_appeal(actor=admin, now=NOW, ref=ref)) == "appeals.legal_basis_missing"
    assert (
        code(lambda: end_legal_basis(actor=admin, now=NOW, ref=basis, on=NOW.date(), because="Again."))
        == "appeals.basis_ended_meanwhile"
    )
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        execute("UPDATE appeals_legalbasis SET authority = 'Somebody else'")
    with pytest.raises(IntegrityError, match="stays as it was recorded"), transaction.atomic():
        execute("UPDATE appeals_legalbasis SET ended_because = 'Something else'")


def test_an_objection_pauses_at_once_and_two_people_settle_it(cast: Cast) -> None:
    admin, duty, ref = cast.officer(Role.ADMINISTRATOR), cast.officer(Role.DUTY_OFFICER), cast.stage.appeal_ref

    objection = object_to_appeal(actor=duty, now=LATER, ref=ref, entry=OBJECTION, reason=REASON)

    def resume() -> None:
        resume_appeal(actor=admin, now=LATER, ref=ref)

    paused, stands = Appeal.objects.get(ref=ref).status, code(resume)
    unsaid = code(lambda: resolve_objection(actor=duty, now=LATER, ref=objection))
    first = resolve_objection(actor=duty, now=LATER, ref=objection, settlement="Note 15 of 3 March.")
    alone = code(lambda: resolve_objection(actor=duty, now=LATER, ref=objection, settlement="Note 15."))
    still = code(resume)
    second = resolve_objection(actor=admin, now=LATER, ref=objection)
    resume()

    assert (paused, stands, still) == ("paused", "appeals.objection_stands", "appeals.objection_stands")
    assert (unsaid, first.resolved, alone, second.resolved) == (
        "appeals.settlement_missing",
        False,
        "appeals.second_person",
        True,
    )
    assert (Appeal.objects.get(ref=ref).status, violations()) == ("open", [])


def test_an_objection_without_a_reason_is_not_recorded(cast: Cast) -> None:
    ref = cast.stage.appeal_ref

    refused = code(lambda: object_to_appeal(actor=cast.system, now=NOW, ref=ref, entry=OBJECTION, reason={}))

    assert (refused, audited("objection.recorded")) == ("appeals.reason_missing", [])


def test_what_the_public_has_read_stays(cast: Cast) -> None:
    admin, ref = cast.officer(Role.ADMINISTRATOR), cast.stage.appeal_ref
    row = Appeal.objects.get(ref=ref)
    read = AppealInput(slug=row.slug, titles=row.titles, summaries=row.summaries, crisis_names=row.crisis_names)
    place = row.positions.get()
    asked = PositionInput(
        slug=place.slug,
        titles=place.titles,
        summaries=place.summaries,
        place_kind=place.place_kind,
        country=place.country,
    )

    changed = edit_appeal(actor=admin, now=NOW, ref=ref, entry=read.model_copy(update={"glide": "CE-2022-000184-UKR"}))
    wanted = edit_position(
        actor=admin, now=NOW, ref=place.ref, entry=asked.model_copy(update={"wanted": 70, "rank": place.rank})
    )
    refused = [
        code(lambda: edit_appeal(actor=admin, now=NOW, ref=ref, entry=read.model_copy(update={"titles": _TEXTS}))),
        code(
            lambda: edit_position(
                actor=admin, now=NOW, ref=place.ref, entry=asked.model_copy(update={"kind": "combat"})
            )
        ),
    ]

    assert ("glide" in changed, "wanted" in wanted, refused) == (True, True, ["appeals.public_stays"] * 2)


def test_a_draft_is_edited_freely(cast: Cast) -> None:
    admin, ref = cast.officer(Role.ADMINISTRATOR), draft(cast)
    guard = add_position(actor=admin, now=NOW, appeal_ref=ref, entry=position())
    entry = AppealInput(slug="renamed", titles=_TEXTS, summaries=_TEXTS, crisis_names=_TEXTS)

    edit_appeal(actor=admin, now=NOW, ref=ref, entry=entry)
    changed = edit_position(actor=admin, now=NOW, ref=guard.ref, entry=position("medics", "civil"))

    assert (Appeal.objects.get(ref=ref).slug, changed) == ("renamed", ("slug", "kind"))


def test_an_update_may_correct_an_earlier_one_and_both_stay(cast: Cast) -> None:
    press, ref = cast.officer(Role.PRESS_OFFICER), cast.stage.appeal_ref
    first = publish_update(actor=press, now=NOW, appeal_ref=ref, texts=_TEXTS)
    second = publish_update(actor=press, now=LATER, appeal_ref=ref, texts=_TEXTS, corrects=first)

    updates = appeal_page(slug=Appeal.objects.get(ref=ref).slug, now=LATER).updates

    assert [(one.ref, one.corrects, one.corrected_by) for one in updates] == [(second, first, ""), (first, "", second)]
    assert [
        code(lambda: publish_update(actor=cast.officer(Role.DESK_OFFICER), now=NOW, appeal_ref=ref, texts=_TEXTS)),
        code(lambda: publish_update(actor=press, now=NOW, appeal_ref=ref, texts={"ja": "日本語だけ"})),
        code(lambda: publish_update(actor=press, now=NOW, appeal_ref=ref, texts=_TEXTS, corrects="X-7K3M9Q2XC")),
        code(lambda: publish_update(actor=press, now=NOW, appeal_ref=draft(cast), texts=_TEXTS)),
    ] == ["appeals.press_or_administrator", "appeals.update_missing", "not_found", "appeals.update_of_draft"]
