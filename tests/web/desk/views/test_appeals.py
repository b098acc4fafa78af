"""Appeals at the desk: who may do what with one, what stays as the public has read it, and what permits a position."""

import re
from typing import Any

import pytest
from django.test import Client

from appealdesk.appeals.models import Appeal, HostStateObjection, LegalBasis, Position
from appealdesk.foundation.db import acting
from tests.web.desk.cast import Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

_THREE = ("ja", "en", "uk")
REASON = {f"reason-{language}": "Because." for language in _THREE}
OBJECTION = {"authority": "Ministry of Foreign Affairs", "reference": "Note 12", "objected_on": "2022-03-01"}
BASIS = {
    "authority": "Ministry of Defence",
    "title": "Order on volunteers",
    "reference": "https://example.org/17",
    "country": "JP",
    "valid_from": "2022-02-01",
}


def texts(*names: str) -> dict[str, str]:
    return {f"{name}-{language}": f"{name} in {language}" for name in names for language in _THREE}


NEW = texts("titles", "summaries", "crisis_names") | {
    "slug": "second-appeal",
    "issuer:jp-mofa": "yes",
    "bank:iban": "X",
}
POSITION = texts("titles", "summaries") | {
    "slug": "guard",
    "kind": "combat",
    "place_kind": "here",
    "country": "JP",
    "wanted": "12",
}


def at(desk: Desk, path: str = "") -> str:
    return f"/desk/appeals/{desk.stage.appeal_ref}/{path}"


def post(client: Client, path: str, **data: Any) -> tuple[int, str]:
    answer = client.post(path, data, follow=True)
    return answer.status_code, answer.content.decode()


def status(desk: Desk) -> str:
    return Appeal.objects.get(ref=desk.stage.appeal_ref).status


def test_an_appeal_goes_from_its_draft_to_the_public(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("admin")
    drafted, page = post(client, "/desk/appeals/new/", **NEW)
    ref = re.search(r"Q-[0-9A-Z]{9}", page).group()  # type: ignore[union-attr]
    added, _ = post(client, f"/desk/appeals/{ref}/positions/new/", **POSITION)
    position = Position.objects.get(slug="guard")
    refused, without = post(client, f"/desk/appeals/{ref}/open/")
    recorded, shown = post(client, f"/desk/appeals/positions/{position.ref}/legal-basis/", **BASIS)
    opened, _ = post(client, f"/desk/appeals/{ref}/open/")

    row = Appeal.objects.get(ref=ref)
    assert (drafted, added, refused, recorded, opened) == (200, 200, 422, 200, 200)
    assert ("no legal basis in force" in without, "Order on volunteers" in shown) == (True, True)
    assert (row.status, row.advisory_issuers, row.donation_details) == ("open", ["jp-mofa"], {"iban": "X"})
    assert (position.kind, position.wanted) == ("combat", 12)
    assert [subject for _, subject in audited("appeal.opened")][-1] == ref


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"titles-uk": " "}, "Write this in Ukrainian too."),
        ({"slug": "Not An Address"}, "Use small letters"),
        ({"slug": "ukraine-2022"}, "There is an appeal at this address already."),
        ({"mastodon_limit": "many"}, "Write a whole number."),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_lost(
    desk: Desk, signed_in: SignedIn, changes: dict[str, str], problem: str
) -> None:
    code, page = post(signed_in("admin"), "/desk/appeals/new/", **(NEW | changes))

    assert (code, problem in page, page.count("aria-invalid"), "summaries in ja" in page) == (422, True, 1, True)


def test_a_stop_tells_why_and_a_mistake_is_undone(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("admin")
    unsaid, _ = post(client, at(desk, "close/"), **(REASON | {"reason-uk": ""}))
    closed, page = post(client, at(desk, "close/"), **REASON)
    after = status(desk)
    post(client, at(desk, "resume/"))

    assert (unsaid, closed, "Because." in page, after, status(desk)) == (422, 200, True, "closed", "open")


def test_a_duty_officer_pauses_and_records_an_objection_that_two_settle(desk: Desk, signed_in: SignedIn) -> None:
    duty, second, admin = signed_in("duty"), signed_in("duty-2"), signed_in("admin")

    code, page = post(duty, at(desk, "objection/"), **OBJECTION, **REASON)
    with acting(desk.stage.actor):
        ref = HostStateObjection.objects.get().ref
    stands, _ = post(admin, at(desk, "resume/"))
    post(duty, f"/desk/appeals/objections/{ref}/resolve/", settlement="Note 15.")
    own, _ = post(duty, f"/desk/appeals/objections/{ref}/resolve/")
    _, settled = post(second, f"/desk/appeals/objections/{ref}/resolve/")
    post(admin, at(desk, "resume/"))

    assert (code, "Note 12" in page, stands, own, "Note 15." in settled) == (200, True, 422, 422, True)
    assert status(desk) == "open"


def test_an_incomplete_objection_stops_nothing_and_keeps_what_was_typed(desk: Desk, signed_in: SignedIn) -> None:
    sent = OBJECTION | {"objected_on": ""}

    code, page = post(signed_in("duty"), at(desk, "objection/"), **sent, **REASON)

    assert (code, "Give the day." in page, "Note 12" in page, status(desk)) == (422, True, True, "open")


def test_what_the_public_has_read_stays_and_the_rest_changes(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("admin")
    before = Appeal.objects.get(ref=desk.stage.appeal_ref)
    form = client.get(at(desk, "edit/")).content.decode()

    post(client, at(desk, "edit/"), **(NEW | {"glide": "CE-2022-000184-UKR", "bank:bank": "Another bank"}))

    after = Appeal.objects.get(ref=desk.stage.appeal_ref)
    assert (form.count("disabled"), after.titles, after.slug) == (10, before.titles, before.slug)
    assert (after.glide, after.donation_details["bank"]) == ("CE-2022-000184-UKR", "Another bank")


def test_the_numbers_of_a_position_change_and_what_the_public_has_read_stays(desk: Desk, signed_in: SignedIn) -> None:
    client, ref = signed_in("admin"), desk.stage.position_refs["defence"]
    path = f"/desk/appeals/positions/{ref}/edit/"
    before = Position.objects.get(ref=ref)
    opened = client.get(path)

    saved, _ = post(client, path, **(POSITION | {"wanted": "40", "rank": "7"}))
    again = client.get(path).content.decode()

    after = Position.objects.get(ref=ref)
    assert (opened.status_code, saved, 'value="40"' in again, 'value="7"' in again) == (200, 200, True, True)
    assert (after.wanted, after.rank) == (40, 7)
    assert (after.titles, after.kind, after.slug) == (before.titles, before.kind, before.slug)
    assert [subject for _, subject in audited("position.edited")] == [ref]


def test_a_legal_basis_ends(desk: Desk, signed_in: SignedIn) -> None:
    admin, duty = signed_in("admin"), signed_in("duty")
    path = f"/desk/appeals/positions/{desk.stage.position_refs['defence']}/"
    post(admin, f"{path}legal-basis/", **BASIS)
    basis = LegalBasis.objects.get()
    unsaid, _ = post(duty, f"{path}legal-basis/{basis.ref}/end/", on="2022-03-01", because="")

    ended, page = post(duty, f"{path}legal-basis/{basis.ref}/end/", on="2022-03-01", because="Repealed.")
    other, _ = post(duty, f"{path}legal-basis/M-7K3M9Q2XC/end/", on="2022-03-01", because="Repealed.")

    assert (unsaid, ended, "Repealed." in page, other) == (422, 200, True, 404)


@pytest.mark.parametrize("login", ["officer", "press", "duty"])
def test_who_only_reads_has_no_button_and_no_form(desk: Desk, signed_in: SignedIn, login: str) -> None:
    client = signed_in(login)
    paths = ("edit/", "close/", "positions/new/")

    page = client.get(at(desk))
    codes = {client.get(at(desk, path)).status_code for path in paths}
    acts = [client.post(at(desk, path)).status_code for path in ("resume/", "archive/")]

    assert (page.status_code, codes, client.get("/desk/appeals/new/").status_code, acts) == (
        200,
        {404},
        404,
        [422, 422],
    )
    assert ("/pause/" in page.content.decode(), "/close/" in page.content.decode()) == (login == "duty", False)


def test_a_finance_officer_has_no_such_place(desk: Desk, signed_in: SignedIn) -> None:
    assert {signed_in("finance").get(path).status_code for path in ("/desk/appeals/", at(desk))} == {404}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "edit/",
        "pause/",
        "objection/",
        "positions/new/",
        "../positions/{position}/",
        "../positions/{position}/edit/",
    ],
)
def test_another_organisations_appeal_is_nothing(desk: Desk, elsewhere: Client, path: str) -> None:
    where = at(desk, path.format(position=desk.stage.position_refs["defence"])).replace(
        f"{desk.stage.appeal_ref}/../", ""
    )

    assert (
        elsewhere.get(where).status_code,
        desk.stage.appeal_ref in elsewhere.get("/desk/appeals/").content.decode(),
    ) == (
        404,
        False,
    )


@pytest.mark.parametrize("path", ["/desk/appeals/Q-1/", "/desk/appeals/Q-UUUUUUUUU/", "/desk/appeals/positions/N-1/"])
def test_a_malformed_reference_is_not_found(desk: Desk, signed_in: SignedIn, path: str) -> None:
    assert signed_in("admin").get(path).status_code == 404


def test_a_wrong_method_is_refused(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("admin")

    assert [client.get(at(desk, "open/")).status_code, client.post(at(desk)).status_code] == [405, 405]


def test_the_number_of_queries_does_not_grow_with_the_positions(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("admin")
    lists, one = count_queries(client, "/desk/appeals/"), count_queries(client, at(desk))
    for number in range(2):
        post(client, at(desk, "positions/new/"), **(POSITION | {"slug": f"guard-{number}"}))
        post(client, "/desk/appeals/new/", **(NEW | {"slug": f"appeal-{number}"}))

    assert (count_queries(client, "/desk/appeals/"), count_queries(client, at(desk))) == (lists, one)
