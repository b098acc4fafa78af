"""Documents from arrival to expiry: what they make of the facts, who may check them, and each is kept once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from appealdesk.enquiries.actions.add_evidence import AddedEvidence, add_evidence
from appealdesk.enquiries.actions.check_evidence import CheckedEvidence, check_evidence
from appealdesk.enquiries.actions.correct_facts import correct_facts
from appealdesk.enquiries.actions.expire_evidence import expire_evidence
from appealdesk.enquiries.actions.read import read_evidence, read_page
from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.enquiries.inputs import EvidenceCheckInput, EvidenceInput, FactCorrection
from appealdesk.enquiries.queries.applications import application_by_ref, application_facts
from appealdesk.enquiries.queries.evidence import evidence_detail, evidence_of_application, evidence_queue
from appealdesk.enquiries.queries.links import status_secret
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.core.documents.papers import acting_pdf, pdf, photograph
from tests.enquiries.cast import SUBMISSION, Stage, processed
from tests.people.cast import NOW, OTHER_SYSTEM, audited

LATER = NOW + timedelta(hours=1)
MEGABYTE = 1024 * 1024


@pytest.fixture
def application(stage: Stage) -> str:
    return processed(stage).application_ref or ""


def add(stage: Stage, application: str, data: bytes | None = None, **changes: Any) -> AddedEvidence:
    """The applicant adds a photograph that shows the years of service."""
    entry = EvidenceInput(
        application_ref=application,
        fact_keys=changes.get("facts", ("service_years",)),
        data=photograph() if data is None else data,
    )
    return add_evidence(
        actor=changes.get("actor", stage.public),
        now=changes.get("now", NOW),
        entry=entry,
        most_bytes=MEGABYTE,
        most_documents=2,
        secret=changes.get("secret", status_secret(SUBMISSION)),
    )


def check(actor: Actor, ref: str, **changes: Any) -> CheckedEvidence:
    entry = {"evidence_ref": ref, "verdict": "verified", "fact_keys": ("service_years",), "note": "Stamp and number."}
    return check_evidence(
        actor=actor, now=changes.pop("now", LATER), entry=EvidenceCheckInput.model_validate(entry | changes)
    )


def grade(stage: Stage, application: str, key: str = "service_years") -> tuple[Any, str, str]:
    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=application)
        fact = application_facts(actor=stage.system, application_ids=[row.id])[row.id][key]
    return fact.value, fact.evidence, fact.source


def state(stage: Stage, ref: str) -> str:
    with acting(stage.system):
        return evidence_detail(actor=stage.system, ref=ref).row.state


def told(stage: Stage, application: str, value: int, *, now: Any = LATER) -> None:
    entry = FactCorrection.model_validate(
        {"application_ref": application, "facts": {"service_years": {"value": value}}, "source": "declared"}
    )
    correct_facts(actor=stage.public, now=now, entry=entry, secret=status_secret(SUBMISSION))


def test_a_document_makes_the_facts_that_it_shows_documented(stage: Stage, application: str) -> None:
    added = add(stage, application, facts=("service_years", "specialised_training"))

    assert (added.already, added.graded) == (False, ("service_years",))
    assert grade(stage, application) == (3, "documented", "evidenced")
    assert audited("evidence.added") == [("public:public", application)]


def test_a_check_by_a_person_makes_them_verified(stage: Stage, application: str) -> None:
    ref, officer = add(stage, application).ref, stage.staff()

    checked = check(officer, ref, valid_until=date(2022, 12, 31))

    assert (checked.graded, state(stage, ref)) == (("service_years",), "verified")
    assert grade(stage, application) == (3, "verified", "verified")
    detail = read_evidence(actor=officer, now=LATER, ref=ref)
    assert [(row.note, row.valid_until, row.present) for row in detail.checks] == [
        ("Stamp and number.", date(2022, 12, 31), True)
    ]
    assert audited("evidence.verified") == [(f"staff:{officer.ref}", application)]


def test_a_document_that_cannot_be_used_shows_nothing(stage: Stage, application: str) -> None:
    ref = add(stage, application).ref

    check(stage.staff(), ref, verdict="refused", reason="other_person", fact_keys=(), note="")

    assert (grade(stage, application), state(stage, ref)) == ((3, "claimed", "declared"), "refused")


def test_one_of_two_documents_is_refused_and_the_other_still_shows_it(stage: Stage, application: str) -> None:
    first, second = add(stage, application).ref, add(stage, application, pdf(2)).ref
    check(stage.staff(), first)

    check(stage.staff(), second, verdict="refused", reason="unreadable", fact_keys=(), note="")

    assert grade(stage, application) == (3, "verified", "verified")


def test_a_check_runs_out_and_the_fact_is_documented_again(stage: Stage, application: str) -> None:
    ref = add(stage, application).ref
    check(stage.staff(), ref, valid_until=LATER.date())

    runs = [expire_evidence(actor=stage.system, now=LATER + timedelta(days=days)) for days in (0, 2, 3)]

    assert (runs, state(stage, ref)) == ([0, 1, 0], "expired")
    assert grade(stage, application) == (3, "documented", "evidenced")
    assert audited("evidence.expired") == [("system:system", application)]


def test_another_answer_has_a_document_but_has_not_been_checked(stage: Stage, application: str) -> None:
    check(stage.staff(), add(stage, application).ref, now=NOW + timedelta(minutes=5))

    told(stage, application, 3)
    same = grade(stage, application)
    told(stage, application, 7)

    assert (same, grade(stage, application)) == ((3, "verified", "verified"), (7, "documented", "evidenced"))


def test_the_second_check_supersedes_the_first(stage: Stage, application: str) -> None:
    ref, officer = add(stage, application).ref, stage.staff()
    first = check(officer, ref).ref

    check(officer, ref, verdict="refused", reason="expired", fact_keys=(), note="", seen=first)

    with acting(officer):
        checks = evidence_detail(actor=officer, ref=ref).checks
    assert [(row.verdict, row.present) for row in checks] == [("refused", True), ("verified", False)]


def test_the_same_form_sent_twice_is_one_check(stage: Stage, application: str) -> None:
    ref = add(stage, application).ref

    assert [check(stage.staff(), ref).already for _ in range(2)] == [False, True]


def test_of_two_officers_the_second_is_told(stage: Stage, application: str) -> None:
    ref = add(stage, application).ref
    check(stage.staff(), ref)

    with pytest.raises(Refusal) as refused:
        check(replace(stage.staff(), ref="S-other"), ref)

    assert refused.value.code == "enquiries.evidence_checked_meanwhile"


def test_the_same_file_is_kept_once(stage: Stage, application: str) -> None:
    first, again = add(stage, application), add(stage, application)

    assert (again.ref, again.already) == (first.ref, True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bytes(MEGABYTE + 1), "large"),
        (b"", "empty"),
        (b"MZ" + bytes(50), "kind"),
        (acting_pdf("script"), "active"),
        (photograph()[:500], "damaged"),
    ],
    ids=["large", "empty", "programme", "script", "damaged"],
)
def test_a_file_that_is_refused_leaves_nothing(stage: Stage, application: str, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        add(stage, application, data)

    assert (refused.value.code, refused.value.field) == (f"document.{code}", "file")
    assert grade(stage, application) == (3, "claimed", "declared")


def test_there_is_room_for_so_many_and_a_refused_one_makes_room(stage: Stage, application: str) -> None:
    first = add(stage, application).ref
    add(stage, application, pdf())
    with pytest.raises(Refusal) as refused:
        add(stage, application, pdf(2))
    check(stage.staff(), first, verdict="refused", reason="unreadable", fact_keys=(), note="")

    assert refused.value.code == "enquiries.evidence_enough"
    assert add(stage, application, pdf(2)).already is False


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"note": ""}, "check_note"),
        ({"fact_keys": ()}, "evidence_for_nothing"),
        ({"fact_keys": ("languages",)}, "evidence_for_nothing"),
        ({"valid_until": NOW.date() - timedelta(days=2)}, "check_expired"),
        ({"verdict": "refused", "reason": ""}, "check_reason"),
    ],
)
def test_a_check_that_says_too_little_is_refused(
    stage: Stage, application: str, changes: dict[str, Any], code: str
) -> None:
    ref = add(stage, application).ref

    with pytest.raises(Refusal) as refused:
        check(stage.staff(), ref, **changes)

    assert (refused.value.code, state(stage, ref)) == (f"enquiries.{code}", "waiting")


def test_pages_are_opened_and_each_reading_is_noted(stage: Stage, application: str) -> None:
    ref, officer = add(stage, application, pdf(2)).ref, stage.staff()

    picture = read_page(actor=officer, now=LATER, ref=ref, number=2)

    assert picture.startswith(b"\xff\xd8\xff")
    assert audited("evidence.read") == [(f"staff:{officer.ref}", application)]
    with pytest.raises(NotFound):
        read_page(actor=officer, now=LATER, ref=ref, number=3)


def test_who_may_not(stage: Stage, application: str) -> None:
    ref = add(stage, application).ref
    for actor in (stage.staff(Role.PRESS_OFFICER), stage.staff(Role.FINANCE_OFFICER), OTHER_SYSTEM, stage.public):
        with pytest.raises(NotFound):
            read_page(actor=actor, now=LATER, ref=ref, number=1)
        with pytest.raises(NotFound):
            check(actor, ref)
    with pytest.raises(NotFound):
        add(stage, application, secret="wrong")


def test_a_withdrawn_offer_takes_no_document_and_waits_no_more(stage: Stage, application: str) -> None:
    add(stage, application)
    withdraw_application(actor=stage.staff(), now=LATER, application_ref=application)

    with pytest.raises(Refusal) as refused:
        add(stage, application, pdf())

    assert refused.value.code == "enquiries.offer_withdrawn"
    with acting(stage.system):
        assert evidence_queue(actor=stage.system).rows == ()


def test_documents_are_sealed_and_stay_in_their_organisation(stage: Stage, application: str) -> None:
    add(stage, application)

    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=application)
        assert len(evidence_of_application(actor=stage.system, application_id=row.id)) == 1
        pages = fetch_all("SELECT sealed FROM enquiries_evidencepage")
    with acting(OTHER_SYSTEM):
        assert fetch_all("SELECT sealed FROM enquiries_evidencepage") == []
    assert [b"\xff\xd8\xff" in bytes(page) or b"JFIF" in bytes(page) for (page,) in pages] == [False]
