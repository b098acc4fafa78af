"""Erasing a person: nothing that names them is left anywhere, and nobody else loses a byte.

The registry of privacy classes says where an identity may stand. Somebody lives through everything that writes there,
then is erased; afterwards every such place holds exactly what it held before they came. A place that a new table adds
is found by itself: it must be filled by the life, and emptied by the erasure.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from appealdesk.audit.actions.mirror import mirror_seals
from appealdesk.audit.actions.seal import seal_records
from appealdesk.audit.invariants import verify_mirror
from appealdesk.donations.actions.offer import offer_in_kind
from appealdesk.donations.inputs import InKindInput
from appealdesk.enquiries.actions.add_evidence import add_evidence
from appealdesk.enquiries.actions.check_evidence import check_evidence
from appealdesk.enquiries.actions.take_people_file import take_people_file
from appealdesk.enquiries.inputs import EvidenceCheckInput, EvidenceInput
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor, Role, system_actor
from appealdesk.foundation.crypto import signing_public_key
from appealdesk.foundation.db import acting, fetch_all, fetch_value
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_submission_id
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.foundation.privacy import Privacy, declared
from appealdesk.ops.verification import every_invariant
from appealdesk.people.actions.erase import erase_person
from appealdesk.people.actions.request_erasure import request_erasure
from appealdesk.people.events import PersonErased
from appealdesk.people.inputs import SpeakerInput
from appealdesk.people.queries.identities import identities_of
from appealdesk.sanctions.actions.check import check_donors
from appealdesk.sanctions.actions.load import load_list
from appealdesk.sanctions.actions.settle import settle_hit
from appealdesk.sanctions.inputs import SettleInput
from appealdesk.sanctions.queries.hits import hits_page
from appealdesk.screening.actions.answer import answer_review
from appealdesk.screening.actions.contradict import contradict_acceptance
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.actions.request import request_review
from appealdesk.screening.inputs import ContradictionInput, ReviewAnswerInput, ReviewInput
from tests.core.documents.papers import photograph
from tests.enquiries.cast import processed
from tests.people.cast import identity
from tests.postgres_plugin import Database
from tests.screening.cast import (
    ADDRESS,
    NOW,
    ScreeningStage,
    accepted,
    apply,
    ask_for_two,
    declined,
    officer,
    set_screening_stage,
)

# What the bank said about a payer is kept for as long as the law demands.
KEPT_APPS = {"donations"}
# But nothing obliges us to keep what somebody wrote about goods.
FORGOTTEN_MODELS = {"donations.InKindOffer"}
# One note about hundreds at once: it says why they were decided together, and each decision has a copy of its own.
KEPT_MODELS = {"screening.BulkDecision"}


def work() -> None:
    while dispatch_events(now=NOW) + run_jobs(now=NOW):
        pass


def identity_columns() -> list[tuple[str, str]]:
    """(table, column) of every field of the class IDENTITY."""
    return sorted(
        (model._meta.db_table, str(model._meta.get_field(name).column))
        for label, fields in declared().items()
        for model in [apps.get_model(label)]
        if label in FORGOTTEN_MODELS or (model._meta.app_label not in KEPT_APPS and label not in KEPT_MODELS)
        for name, privacy in fields.items()
        if privacy is Privacy.IDENTITY
    )


def identities(stage: ScreeningStage) -> dict[tuple[str, str], set[bytes]]:
    """Everything that stands in these columns."""
    with acting(stage.system):
        return {
            (table, column): {bytes(value) for (value,) in fetch_all(f"SELECT {column} FROM {table}") if value}  # noqa: S608
            for table, column in identity_columns()
        }


def facts(stage: ScreeningStage, application: str) -> list[Any]:
    """The facts of an application, and those in its profile."""
    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=application)
        stored = fetch_all("SELECT value FROM enquiries_fact WHERE application_id = %s", [row.id])
        profile = fetch_all(
            "SELECT birth_day, n01, c01, evidence_1 FROM screening_screeningprofile WHERE application_id = %s", [row.id]
        )
    return [*stored, *(value for value in profile[0] if value)]


def live(stage: ScreeningStage, name: str, hanako: Actor, taro: Actor) -> str:
    """Somebody applies, sends a document, is declined, contests it, and is proposed; the application."""
    application = apply(stage, name=name, service_branch="jsdf", service_years=3)
    document = EvidenceInput(
        application_ref=application, fact_keys=("service_years",), data=photograph(text=f"For {name}")
    )
    added = add_evidence(actor=hanako, now=NOW, entry=document, most_bytes=10**7, most_documents=5)
    check = EvidenceCheckInput(
        evidence_ref=added.ref, verdict="verified", fact_keys=("service_years",), note=f"{name} を確認"
    )
    check_evidence(actor=hanako, now=NOW, entry=check)
    entry = declined(application, note=f"{name} wrote twice.")
    made = decide_application(actor=hanako, now=NOW, entry=entry, address=ADDRESS)
    asked = ReviewInput(application_ref=application, language="ja", text=f"{name} です。もう一度。")
    review = request_review(actor=stage.system, now=NOW, entry=asked)
    answer = ReviewAnswerInput(application_ref=application, review_ref=review.ref, answer=f"{name} 様、変わりません。")
    answer_review(actor=taro, now=NOW, entry=answer, address=ADDRESS)
    again = accepted(application, note=f"{name} after all.", seen_decision_ref=made.ref)
    proposal = decide_application(actor=hanako, now=NOW, entry=again, address=ADDRESS).ref
    contradiction = ContradictionInput(application_ref=application, proposal_ref=proposal, note=f"{name}: not yet.")
    contradict_acceptance(actor=taro, now=NOW, entry=contradiction)
    listed = f"<sdnEntry><uid>1</uid><lastName>{name}</lastName><sdnType>Individual</sdnType></sdnEntry>"
    operator = system_actor(None, ref="operator")
    load_list(actor=operator, now=NOW, code="ofac", data=f"<sdnList>{listed}</sdnList>".encode())
    with acting(stage.system):
        person = application_by_ref(actor=stage.system, ref=application).person_id
        check_donors(actor=stage.system, now=NOW, person_ids=[person])
        hit = hits_page(actor=stage.system, state="waiting").hits[-1].ref
    guard = replace(taro, role=Role.DUTY_OFFICER)
    settle_hit(actor=guard, now=NOW, entry=SettleInput(hit_ref=hit, verdict="not_same", reason=f"Not {name}."))
    give_goods(stage, application, name, person)
    # A company sends its list, which waits for an officer.
    take_people_file(
        actor=hanako,
        now=NOW,
        appeal_ref=stage.enquiries.appeal_ref,
        data=f"position,written,language\ndefence,{name.replace(' ', '　')},ja\n".encode(),
        file_name="list.csv",
    )
    work()
    return application


def speak(stage: ScreeningStage, application: str) -> str:
    """Whoever made the application offers for their father too; his reference."""
    with acting(stage.system):
        person = application_by_ref(actor=stage.system, ref=application).person_id
        (known,) = identities_of(actor=stage.system, person_ids=[person]).values()
    self_told = identity(written=known.names.written, emails=known.emails)
    made = processed(
        stage.enquiries,
        identity=identity(written="青木 一郎"),
        speaker=SpeakerInput(identity=self_told, relation="on_behalf", agreed=True),
        submission=new_submission_id(),
    )
    work()
    return made.person_ref or ""


def give_goods(stage: ScreeningStage, application: str, name: str, person_id: int) -> None:
    """The applicant offers goods as well, under the address that they applied with."""
    with acting(stage.system):
        emails = identities_of(actor=stage.system, person_ids=[person_id])[person_id].emails
    entry = InKindInput(
        appeal_id=stage.enquiries.appeal_id,
        goods=f"毛布、{name}",
        quantity="40",
        place="横浜市",
        available_until=NOW.date(),
        identity=identity(written=name, emails=emails),
        submission=application.encode().ljust(16)[:16],
    )
    offer_in_kind(actor=stage.enquiries.public, now=NOW, entry=entry)


@pytest.fixture
def stage(committed_db: Database) -> ScreeningStage:
    made = set_screening_stage()
    ask_for_two(made)
    return made


def test_nothing_is_left_of_the_one_and_nothing_is_lost_of_the_other(stage: ScreeningStage, tmp_path: Path) -> None:
    hanako, taro = officer(stage), officer(stage, "taro")
    other = live(stage, "山田 花子", hanako, taro)
    before, others_facts = identities(stage), facts(stage, other)
    application = live(stage, "青木 恵子", hanako, taro)
    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=application)
        person_ref = fetch_value("SELECT ref FROM people_person WHERE id = %s", [row.person_id])
    father = speak(stage, application)
    requests = [
        request_erasure(actor=hanako, now=NOW, person_ref=ref, words="青木です。消してください。").ref
        for ref in (person_ref, father)
    ]
    filled = {place for place, values in identities(stage).items() if values - before[place]}

    for request in requests:
        erase_person(actor=hanako, now=NOW, request_ref=request)
        work()

    assert filled == set(identity_columns())
    assert identities(stage) == before
    assert (facts(stage, application), facts(stage, other)) == ([], others_facts)
    told_again(stage, person_ref)
    assert identities(stage) == before
    with acting(stage.system):
        assert [found.sentence for check in every_invariant() for found in check()] == []
    seals = tmp_path / "seals.jsonl"
    seal_records(now=NOW, signing_key=settings.APPEALDESK_SIGNING_KEY)
    mirror_seals(now=NOW, path=seals, public_key=signing_public_key())
    assert list(verify_mirror(path=seals, public_key=signing_public_key())) == []


def told_again(stage: ScreeningStage, person_ref: str) -> None:
    """The event is delivered at least once, so it may come twice."""
    with acting(stage.system):
        emit(PersonErased(person_ref=person_ref), actor=stage.system, now=NOW)
    work()
