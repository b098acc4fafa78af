"""Loading a list: what is new, what changed, what is gone, and what is refused."""

import pytest

from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import Refusal
from appealdesk.sanctions.actions.load import LoadedList, load_list
from appealdesk.sanctions.models import EntryKey, ListEntry, ListVersion
from tests.cast import Cast
from tests.people.cast import audited
from tests.sanctions.lists import LISTED, NIGHT, entry, load

OTHERS = [entry(number, f"Nemaye{number}", "VYDUMKO") for number in range(2, 12)]


def in_force() -> list[tuple[str, str]]:
    rows = ListEntry.objects.filter(until__isnull=True).order_by("pk")
    return [(row.uid, row.names[0][0]) for row in rows]


def test_a_list_is_stored_with_its_keys_and_each_organisation_hears_of_it(cast: Cast) -> None:
    loaded = load(LISTED)

    assert (loaded.read, loaded.new, loaded.changed, loaded.gone, loaded.known) == (1, 1, 0, 0, False)
    assert in_force() == [("1", "Yevhraf VYMYSLENKO")]
    assert EntryKey.objects.filter(kind="name.eu", value="evhraf vimislenko").exists()
    assert audited("sanctions_list.loaded") == [("system:operator", "ofac")]
    told = fetch_all("SELECT organisation_id, payload FROM foundation_outboxevent WHERE name = 'SanctionsListLoaded'")
    assert told == [(cast.organisation_id, f'{{"version_id": {loaded.version_id}}}')]


def test_the_same_bytes_again_change_nothing_but_the_day_they_were_seen(cast: Cast) -> None:
    first = load(LISTED)
    again = load(LISTED, now=NIGHT.replace(day=4))

    assert again == LoadedList(version_id=first.version_id, read=1, new=0, changed=0, gone=0, known=True)
    version = ListVersion.objects.get()
    assert (version.loaded_at, version.seen_at) == (NIGHT, NIGHT.replace(day=4))


def test_a_changed_entry_and_one_that_is_gone_stay_as_history(cast: Cast) -> None:
    first = load(LISTED, *OTHERS)
    renamed = entry(1, "Yevhraf", "VYMYSLENKO", born="04 May 1961", aliases=["Vydumko"])
    second = load(renamed, *OTHERS[1:])

    assert (second.new, second.changed, second.gone) == (0, 1, 1)
    history = ListEntry.objects.filter(until__isnull=False).order_by("uid").values_list("uid", "since_id", "until_id")
    assert list(history) == [
        ("1", first.version_id, second.version_id),
        ("2", first.version_id, second.version_id),
    ]
    assert not EntryKey.objects.filter(entry__until__isnull=False).exists()


def test_a_file_with_far_fewer_entries_is_refused_and_the_refusal_is_kept(cast: Cast) -> None:
    load(LISTED, *OTHERS)

    with pytest.raises(Refusal) as refused:
        load(LISTED, *OTHERS[:7])

    assert refused.value.code == "sanctions.list_refused"
    assert len(in_force()) == 11
    assert list(ListVersion.objects.order_by("pk").values_list("cause", "entries")) == [("", 11), ("fewer", 8)]
    assert load(LISTED, *OTHERS[:7], accept_fewer=True).gone == 3


def test_an_unreadable_file_and_an_unknown_list_are_refused(cast: Cast) -> None:
    operator = system_actor(None, ref="operator")

    with pytest.raises(Refusal) as unreadable:
        load_list(actor=operator, now=NIGHT, code="un", data=b"<html>busy</html>")
    with pytest.raises(Refusal) as unknown:
        load_list(actor=operator, now=NIGHT, code="jp", data=b"")

    assert (unreadable.value.code, unknown.value.code) == ("sanctions.list_refused", "sanctions.list_unknown")
    assert audited("sanctions_list.refused") == [("system:operator", "un")]
