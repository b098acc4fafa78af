"""What the public sees of an appeal's life: why it stopped, its updates for good, and criteria as they were."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from appealdesk.appeals.actions.archive import archive_appeal
from appealdesk.appeals.actions.close import close_appeal
from appealdesk.appeals.actions.pause import pause_appeal
from appealdesk.appeals.actions.publish import publish_criteria, publish_update
from appealdesk.appeals.actions.withdraw import withdraw_appeal
from appealdesk.appeals.models import CriteriaRevision, Update
from appealdesk.web.public.shelf import APPEALS
from tests.web.cast import DEFENCE, NOW, REASON, SLUG, Stage, drafted

PAGE = f"/en/appeals/{SLUG}/"
_TEXTS: Any = {"ja": "訂正です。", "en": "A <correction>.", "uk": "Виправлення."}


@pytest.fixture(autouse=True)
def fresh() -> None:
    APPEALS.clear()


def test_each_stop_says_what_since_when_and_why(client: Client, stage: Stage) -> None:
    said = []
    for verb, sentence in (
        (pause_appeal, "This appeal takes no offers now"),
        (close_appeal, "This appeal has ended and takes no offers"),
        (withdraw_appeal, "This appeal was withdrawn"),
    ):
        verb(actor=stage.actor, now=NOW, ref=stage.appeal_ref, reason=REASON)
        APPEALS.clear()
        page = client.get(PAGE).content.decode()
        said.append((sentence in page, REASON["en"] in page, "since" in page, "/offer/" in page))

    assert said == [(True, True, True, False)] * 3
    assert REASON["uk"] in client.get(f"/uk/appeals/{SLUG}/").content.decode()


def test_the_list_keeps_what_ended_apart_and_drops_what_is_archived(client: Client, stage: Stage) -> None:
    close_appeal(actor=stage.actor, now=NOW, ref=stage.appeal_ref, reason=REASON)
    ended = client.get("/en/").content.decode()
    archive_appeal(actor=stage.actor, now=NOW, ref=stage.appeal_ref)
    APPEALS.clear()

    assert ('<h2 id="ended">' in ended, SLUG in ended, SLUG in client.get("/en/").content.decode()) == (
        True,
        True,
        False,
    )
    assert client.get(PAGE).status_code == 200


def test_an_update_has_an_address_for_good_and_points_to_its_correction(client: Client, stage: Stage) -> None:
    first = Update.objects.get().ref
    second = publish_update(actor=stage.actor, now=NOW, appeal_ref=stage.appeal_ref, texts=_TEXTS, corrects=first)
    APPEALS.clear()

    old, new = (client.get(f"{PAGE}updates/{ref}/").content.decode() for ref in (first, second))

    assert ("This update was corrected later" in old, second in old) == (True, True)
    assert ("A &lt;correction&gt;." in new, "Thank you for your many enquiries." in new) == (True, True)


def test_the_feed_is_atom_with_the_newest_first(client: Client, stage: Stage) -> None:
    first = Update.objects.get().ref
    second = publish_update(actor=stage.actor, now=NOW, appeal_ref=stage.appeal_ref, texts=_TEXTS, corrects=first)
    APPEALS.clear()

    answer = client.get(f"{PAGE}updates.atom")

    root = etree.fromstring(answer.content)
    ids = [one.text for one in root.iterfind("{*}entry/{*}id")]
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [one.split("/")[-2] for one in ids if one] == [second, first]
    assert next(one.text for one in root.iterfind("{*}entry/{*}content")) == "A <correction>."


def test_earlier_criteria_are_read_as_they_were(client: Client, stage: Stage) -> None:
    later = DEFENCE | {"revision": 2, "effective_from": "2022-03-01T00:00:00+09:00", "constants": {"min_years": 3}}
    publish_criteria(
        actor=stage.actor, now=NOW, position_ref=stage.position_refs["defence"], document=later, approved_by="another"
    )
    APPEALS.clear()
    first, second = CriteriaRevision.objects.filter(position__slug="defence").order_by("number")

    shown = client.get(PAGE).content.decode()
    old = client.get(f"{PAGE}criteria/{first.ref}/").content.decode()
    new = client.get(f"{PAGE}criteria/{second.ref}/").content.decode()

    assert (f"criteria/{first.ref}/" in shown, f"criteria/{second.ref}/" in shown) == (True, False)
    assert ("They decide about nobody now." in old, "at least 1" in old, "at least 3" in new) == (True, True, True)


def test_criteria_that_are_still_to_come_are_not_public(client: Client, stage: Stage) -> None:
    coming = DEFENCE | {"revision": 2, "effective_from": datetime(2999, 1, 1, tzinfo=UTC).isoformat()}
    page = publish_criteria(
        actor=stage.actor, now=NOW, position_ref=stage.position_refs["defence"], document=coming, approved_by="another"
    )
    APPEALS.clear()

    assert client.get(f"{PAGE}criteria/{page.ref}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["updates/X-7K3M9Q2XC/", "updates/X-1/", "criteria/V-7K3M9Q2XC/", "../still-a-draft/updates.atom"]
)
def test_what_is_not_there_is_not_found(client: Client, stage: Stage, path: str) -> None:
    drafted("still-a-draft", stage)

    assert client.get((PAGE + path).replace(f"{SLUG}/../", "")).status_code == 404


@pytest.mark.parametrize("path", ["updates/{ref}/", "updates.atom"])
def test_reading_is_all_that_can_be_done(client: Client, stage: Stage, path: str) -> None:
    assert client.post(PAGE + path.format(ref=Update.objects.get().ref)).status_code == 405
