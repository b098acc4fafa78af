"""One appeal continued by another, at the desk: somebody maps the positions, and the progress is shown."""

from typing import Any

from django.test import Client

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.open import open_appeal
from appealdesk.appeals.inputs import PositionInput
from appealdesk.appeals.models import Appeal, Position
from appealdesk.foundation.clock import read_clock
from tests.web.cast import NOW, SLUG, drafted
from tests.web.desk.cast import KEIKO, Desk, apply, audited, work_off
from tests.web.desk.conftest import SignedIn

_TEXTS: Any = {"ja": "新", "en": "New", "uk": "Нове"}
REASON = {f"reason-{language}": "It is continued." for language in ("ja", "en", "uk")}


def at(desk: Desk, path: str = "supersede/") -> str:
    return f"/desk/appeals/{desk.stage.appeal_ref}/{path}"


def successor(desk: Desk) -> str:
    ref = drafted("new-appeal", desk.stage)
    for slug in ("defence", "other"):
        entry = PositionInput(slug=slug, titles=_TEXTS, summaries=_TEXTS, place_kind="here", country="JP")
        add_position(actor=desk.stage.actor, now=NOW, appeal_ref=ref, entry=entry)
    open_appeal(actor=desk.stage.actor, now=NOW, ref=ref)
    return ref


def chosen(desk: Desk, ref: str) -> dict[str, str]:
    refs = desk.stage.position_refs
    guard = Position.objects.get(appeal__ref=ref, slug="defence").ref
    mapped = {refs["defence"]: guard, refs["medical"]: "none", refs["letters"]: "none"}
    return {"successor": ref, **{f"position-{key}": value for key, value in mapped.items()}, **REASON}


def test_an_administrator_lets_another_appeal_continue_this_one(desk: Desk, signed_in: SignedIn) -> None:
    client, ref = signed_in("admin"), successor(desk)
    apply(desk, KEIKO)
    asked = client.get(f"{at(desk)}?successor={ref}").content.decode()

    answer = client.post(at(desk), chosen(desk, ref), follow=True)
    before = client.get(at(desk, "carry-over/"))
    work_off(read_clock())
    after = client.get(at(desk, "carry-over/"))
    shown = client.get(at(desk)[: -len("supersede/")]).content.decode()

    assert (f'value="{ref}" selected' in asked, answer.status_code) == (True, 200)
    assert ("begins in a moment" in before.content.decode(), before.headers.get("HX-Refresh")) == (True, None)
    assert ("1 / 1" in after.content.decode(), after.headers.get("HX-Refresh")) == (True, "true")
    assert ("1 letter was drafted" in shown, "every 2s" in shown) == (True, False)
    assert Appeal.objects.get(ref=desk.stage.appeal_ref).status == "superseded"
    for tag in ("appeal.superseded", "appeal.carried_over"):
        assert [subject for _, subject in audited(tag)] == [desk.stage.appeal_ref]


def test_the_public_is_led_to_the_successor(desk: Desk, signed_in: SignedIn, client: Client) -> None:
    signed_in("admin").post(at(desk), chosen(desk, successor(desk)))
    work_off(read_clock())

    page = client.get(f"/en/appeals/{SLUG}/").content.decode()

    assert ("Another appeal continues this one" in page, "/en/appeals/new-appeal/" in page) == (True, True)


def test_a_position_that_nobody_mapped_is_asked_for(desk: Desk, signed_in: SignedIn) -> None:
    ref = successor(desk)
    sent = chosen(desk, ref) | {f"position-{desk.stage.position_refs['medical']}": ""}

    answer = signed_in("admin").post(at(desk), sent)

    assert (answer.status_code, "Say as which position it continues" in answer.content.decode()) == (422, True)
    assert Appeal.objects.get(ref=desk.stage.appeal_ref).status == "open"


def test_nobody_else_may_and_another_organisation_sees_nothing(
    desk: Desk, signed_in: SignedIn, elsewhere: Client
) -> None:
    codes = [signed_in(login).get(at(desk)).status_code for login in ("officer", "duty", "press")]

    assert (codes, elsewhere.get(at(desk)).status_code, elsewhere.get(at(desk, "carry-over/")).status_code) == (
        [404, 404, 404],
        404,
        404,
    )
