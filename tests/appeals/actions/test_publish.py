"""Publishing criteria and updates: two people, one revision at a time, and never a change."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, transaction

from appealdesk.appeals.actions.publish import publish_criteria, publish_update
from appealdesk.appeals.models import CriteriaRevision, Update
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.appeals.queries.positions import position_by_ref, revision_in_force, revisions_of_position
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import execute
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import NOW, Cast, set_cast
from tests.people.cast import audited
from tests.postgres_plugin import Database

NEXT = datetime(2022, 2, 28, 0, 0, tzinfo=UTC)


def document(**more: Any) -> dict[str, Any]:
    """The second revision of the cast's position."""
    return {
        "schema": "appealdesk.criteria/1",
        "position": "defence",
        "revision": 2,
        "effective_from": NEXT.isoformat(),
        "facts": {"service_years": {"type": "number"}},
        "criteria": {"id": "years", "fact": "service_years", "op": "gte", "value": 2},
    } | more


def publish(cast: Cast, **more: Any) -> RevisionPage:
    return publish_criteria(
        actor=cast.officer(Role.ADMINISTRATOR),
        now=NOW,
        position_ref=cast.stage.position_ref,
        document=document(**more),
        approved_by=cast.staff[Role.DUTY_OFFICER],
    )


def test_a_revision_begins_where_the_one_before_it_ends(cast: Cast) -> None:
    second = publish(cast)

    first, then = revisions_of_position(cast.stage.position_id)
    assert (then.ref, then.number, then.effective_from, then.effective_until) == (second.ref, 2, NEXT, None)
    assert (first.number, first.effective_until) == (1, NEXT)
    assert OutboxEvent.objects.filter(name="CriteriaPublished").count() == 2
    assert audited("criteria.published")[-1] == (f"staff:{cast.staff[Role.ADMINISTRATOR]}", second.ref)


@pytest.mark.parametrize(("seconds", "number"), [(-1, 1), (0, 2), (1, 2)])
def test_one_revision_is_in_force_at_each_moment(cast: Cast, seconds: int, number: int) -> None:
    publish(cast)

    found = revision_in_force(cast.stage.position_id, at=NEXT + timedelta(seconds=seconds))

    assert found is not None
    assert found.number == number


def test_a_position_asks_the_facts_of_the_revision_in_force(cast: Cast) -> None:
    publish(cast)

    before = position_by_ref(cast.stage.position_ref, now=NEXT - timedelta(seconds=1))
    after = position_by_ref(cast.stage.position_ref, now=NEXT)

    assert {fact.key for fact in before.facts} == {"service_years", "specialised_training"}
    assert {fact.key for fact in after.facts} == {"service_years"}


def test_two_people_publish(cast: Cast) -> None:
    admin = cast.officer(Role.ADMINISTRATOR)

    with pytest.raises(Refusal) as refused:
        publish_criteria(
            actor=admin,
            now=NOW,
            position_ref=cast.stage.position_ref,
            document=document(),
            approved_by=admin.ref,
        )

    assert refused.value.code == "appeals.same_approver"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"revision": 3}, "appeals.revision_number"),
        ({"revision": 1}, "appeals.revision_number"),
        ({"effective_from": "2022-02-20T00:00:00+09:00"}, "appeals.revision_early"),
        ({"criteria": {"id": "years", "fact": "nothing", "op": "gte", "value": 2}}, "appeals.criteria_malformed"),
        ({"schema": "other/1"}, "appeals.criteria_malformed"),
        (
            {
                "facts": {"shoe_size": {"type": "number"}},
                "criteria": {"id": "shoes", "fact": "shoe_size", "op": "gte", "value": 2},
            },
            "appeals.fact_unknown",
        ),
        (
            {
                "facts": {"service_years": {"type": "flag"}},
                "criteria": {"id": "years", "fact": "service_years", "op": "is", "value": True},
            },
            "appeals.fact_type",
        ),
        (
            {
                "facts": {"service_branch": {"type": "choice", "choices": ["pirates"]}},
                "criteria": {"id": "branch", "fact": "service_branch", "op": "in", "value": ["pirates"]},
            },
            "appeals.fact_choice",
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(cast: Cast, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        publish(cast, **more)

    assert refused.value.code == code
    assert [(page.number, page.effective_until) for page in revisions_of_position(cast.stage.position_id)] == [
        (1, None)
    ]


def test_another_organisations_position_is_not_found(cast: Cast) -> None:
    other = set_cast("other-office")

    with pytest.raises(NotFound):
        publish_criteria(
            actor=other.officer(Role.ADMINISTRATOR),
            now=NOW,
            position_ref=cast.stage.position_ref,
            document=document(),
            approved_by="somebody",
        )


def test_the_document_is_kept_as_it_was_given(cast: Cast) -> None:
    given = document()
    kept = deepcopy(given)

    page = publish(cast)

    assert page.document == kept == given


def test_the_database_refuses_two_revisions_at_one_time(cast: Cast) -> None:
    overlapping = """
        INSERT INTO appeals_criteriarevision
            (ref, position_id, number, effective, document, published_at, published_by, approved_by)
        SELECT 'V-OVERLAP', position_id, 2, tstzrange('2022-03-01', NULL), document, published_at, published_by, 'other'
        FROM appeals_criteriarevision WHERE position_id = %s
    """

    with pytest.raises(IntegrityError, match="one_revision_at_a_time"), transaction.atomic():
        execute(overlapping, [cast.stage.position_id])


def test_the_database_wants_two_people(cast: Cast) -> None:
    alone = """
        INSERT INTO appeals_criteriarevision
            (ref, position_id, number, effective, document, published_at, published_by, approved_by)
        SELECT 'V-ALONE', position_id, 2, tstzrange('2020-03-01', '2020-03-02'), document, published_at, 'one', 'one'
        FROM appeals_criteriarevision WHERE position_id = %s
    """

    with pytest.raises(IntegrityError, match="revision_has_two_people"), transaction.atomic():
        execute(alone, [cast.stage.position_id])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE appeals_criteriarevision SET document = '{}'",
        "UPDATE appeals_criteriarevision SET published_by = 'other'",
        "UPDATE appeals_criteriarevision SET effective = tstzrange('2021-01-01', NULL)",
        "DELETE FROM appeals_criteriarevision",
        "UPDATE appeals_update SET texts = '{}'",
        "DELETE FROM appeals_update",
        "UPDATE appeals_exchangerate SET value = 1",
        "DELETE FROM appeals_exchangerate",
    ],
)
def test_not_even_the_owner_changes_what_was_published(committed_db: Database, statement: str) -> None:
    cast = set_cast()
    publish(cast)
    publish_update(actor=cast.system, now=NOW, appeal_ref=cast.stage.appeal_ref, texts=_UPDATE)
    with psycopg.connect(committed_db.owner_url) as owner:
        owner.execute(
            'INSERT INTO appeals_exchangerate (source, "on", base, quote, value, loaded_at)'
            " VALUES ('ecb', '2022-03-02', 'EUR', 'USD', 1.1, now())"
        )
        owner.commit()
        with pytest.raises(psycopg.errors.IntegrityError, match="stays"):
            owner.execute(statement.encode())

    assert CriteriaRevision.objects.count() == 2
    assert Update.objects.count() == 1


_UPDATE: Any = {"ja": "ありがとうございます。", "en": "Thank you.", "uk": "Дякуємо."}


def test_an_update_is_published_in_three_languages(cast: Cast) -> None:
    ref = publish_update(actor=cast.system, now=NOW, appeal_ref=cast.stage.appeal_ref, texts=_UPDATE)

    row = Update.objects.get(ref=ref)
    assert (row.texts, row.published_at) == (_UPDATE, NOW)
    assert audited("update.published") == [("system:system", ref)]
