"""The second person's look, and the history: who may decide, what is shown, and what was public when."""

import json
from typing import Any

import pytest
from django.test import Client

from appealdesk.appeals.queries.positions import position_by_ref
from tests.web.cast import DEFENCE
from tests.web.desk.cast import NOW, Desk, apply, audited, decided, somebody
from tests.web.desk.conftest import SignedIn
from tests.web.desk.page_fields import texts_of
from tests.web.desk.views.test_criteria import post, shown, stored


@pytest.fixture
def ref(desk: Desk) -> str:
    return desk.stage.position_refs["defence"]


def submitted(client: Client, ref: str) -> int:
    """A draft that asks for three years; its version."""
    post(client, ref, shown(client, ref)[1] | {"k0-value": ["3"]}, "submit")
    return 2


def decide(client: Client, ref: str, version: int, act: str = "approve", note: str = "") -> Any:
    return client.post(f"/desk/criteria/{ref}/approve/", {"version": version, "act": act, "note": note}, follow=True)


def test_the_second_person_sees_whom_it_moves_and_the_accepted_stand_out(
    desk: Desk, signed_in: SignedIn, ref: str
) -> None:
    lost = apply(desk, somebody(1), service_branch="jsdf", service_years=2)
    apply(desk, somebody(2), service_branch="jsdf", service_years=8)
    decided(desk, lost)
    submitted(signed_in("officer"), ref)
    duty = signed_in("duty")

    page = duty.get(f"/desk/criteria/{ref}/approve/").content.decode()
    filtered = duty.get(f"/desk/criteria/{ref}/approve/?before=meets&to=does_not_meet").content.decode()

    assert ("min years: 1 → 3" in page, "Approve and publish" in page, "adverse-row" in page) == (True, True, True)
    assert (lost in page, lost in filtered, "Nobody is left with this filter." in filtered) == (True, False, True)
    assert "2 applicants, 1 with another result." in page


def test_approved_criteria_are_public_at_once(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    version = submitted(signed_in("officer"), ref)

    page = decide(signed_in("duty"), ref, version).content.decode()

    assert "Published as revision 2." in page
    assert ("Officer of the desk" in page, "Duty of the desk" in page) == (True, True)
    public = Client().get("/en/appeals/ukraine-2022/").content.decode()
    assert "Years of service: at least 3." in public
    assert audited("criteria.published")[-1][0] == f"staff:{desk.staff['duty'].ref}"


@pytest.mark.parametrize(
    ("login", "status", "sentence"),
    [
        ("officer", 422, "somebody else has to approve"),
        ("finance", 404, ""),
        ("press", 404, ""),
        ("elsewhere", 404, ""),
    ],
)
def test_nobody_else_approves(
    desk: Desk, elsewhere: Client, signed_in: SignedIn, ref: str, login: str, status: int, sentence: str
) -> None:
    version = submitted(signed_in("officer"), ref)

    answer = decide(signed_in(login), ref, version)

    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)
    assert stored(desk, ref) is not None


def test_who_is_no_approver_is_shown_the_draft_without_the_buttons(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    submitted(signed_in("duty"), ref)

    page = signed_in("officer").get(f"/desk/criteria/{ref}/approve/").content.decode()

    assert ("A duty officer or an administrator approves it." in page, "Approve and publish" in page) == (True, False)


def test_a_draft_that_changed_meanwhile_is_not_approved(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    officer = signed_in("officer")
    version = submitted(officer, ref)
    officer.post(f"/desk/criteria/{ref}/take-back/", {"version": version})

    answer = decide(signed_in("duty"), ref, version)

    assert (answer.status_code, stored(desk, ref)["revision"]) == (409, 2)


def test_a_draft_goes_back_with_a_note(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    officer, duty = signed_in("officer"), signed_in("duty")
    version = submitted(officer, ref)

    without = decide(duty, ref, version, "send_back")
    decide(duty, ref, version, "send_back", "Three is too many.")

    assert (without.status_code, "Say what should be changed" in without.content.decode()) == (422, True)
    assert "Three is too many." in shown(officer, ref)[0]


def test_what_was_public_on_a_day(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    decide(signed_in("duty"), ref, submitted(signed_in("officer"), ref))
    client = signed_in("officer")

    def numbers(query: str) -> list[str]:
        page = client.get(f"/desk/criteria/{ref}/history/{query}").content.decode()
        return [name for name in texts_of(page) if name.startswith("revision-")]

    assert numbers("") == ["revision-2", "revision-1"]
    assert numbers("?on=2022-03-01") == ["revision-1"]
    assert numbers("?on=2021-01-01") == []
    assert numbers("?on=2022-02-30") == ["revision-2", "revision-1"]
    first = json.loads(client.get(f"/desk/criteria/{ref}/revisions/1/").content)
    assert first == DEFENCE
    assert client.get(f"/desk/criteria/{ref}/revisions/7/").status_code == 404
    assert position_by_ref(ref, now=NOW).revision is not None


def test_a_colleagues_saving_appears(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    officer, duty = signed_in("officer"), signed_in("duty")
    before = duty.get(f"/desk/criteria/{ref}/changes/?seen=0").status_code
    post(officer, ref, shown(officer, ref)[1], "save")

    seen = duty.get(f"/desk/criteria/{ref}/changes/?seen=0").content.decode()

    assert (before, "Officer of the desk" in seen) == (204, True)
    assert duty.get(f"/desk/criteria/{ref}/changes/?seen=1").status_code == 204


def test_a_dry_run_without_a_draft_is_not_found(desk: Desk, signed_in: SignedIn, ref: str) -> None:
    client = signed_in("duty")

    assert [client.get(f"/desk/criteria/{ref}/{path}/").status_code for path in ("dry-run", "approve")] == [404, 404]
