"""Records of older rules get today's keys, part by part; what they say and whose they are does not change."""

import pytest

from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.people.actions import rekey
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.actions.rekey import Rekeyed, rekey_records
from appealdesk.people.queries.keys import older_records
from appealdesk.people.queries.search import search
from tests.people.cast import KEIKO, NOW, OKSANA, OTHER_SYSTEM, SYSTEM, TARO, audited, staff

pytestmark = pytest.mark.django_db
OFFICER = staff(Role.DESK_OFFICER)


def stored_under_older_rules() -> list[int]:
    """Three records as version 1 left them: without any part to search for."""
    told = [
        identify_person(actor=SYSTEM, now=NOW, identity=who, source="enquiry", source_ref=f"E-{place}")
        for place, who in enumerate((KEIKO, TARO, OKSANA))
    ]
    with acting(SYSTEM):
        execute("DELETE FROM people_identitykey WHERE kind > 6")
        execute("CREATE TEMPORARY TABLE older ON COMMIT DROP AS SELECT * FROM people_identitykey")
        execute("DELETE FROM people_identitykey")
        execute("UPDATE older SET key_version = 1")
        execute("INSERT INTO people_identitykey SELECT * FROM older")
        execute("DROP TABLE older")
    return [each.record_id for each in told]


def versions() -> dict[int, set[int]]:
    with acting(SYSTEM):
        rows = fetch_all("SELECT record_id, key_version FROM people_identitykey")
    return {record: {version for key, version in rows if key == record} for record, _ in rows}


def found(text: str) -> int:
    with acting(OFFICER):
        return len(search(actor=OFFICER, text=text))


def test_older_records_are_found_by_whole_names_before_and_by_parts_afterwards() -> None:
    records = stored_under_older_rules()
    before = [found("Keiko Aoki"), found("aoki"), older_records(actor=SYSTEM)]

    done = rekey_records(actor=SYSTEM, now=NOW)

    assert before == [1, 0, 3]
    assert (done, found("aoki"), older_records(actor=SYSTEM)) == (Rekeyed(3, records[-1]), 1, 0)
    assert versions() == {record: {KEYS_VERSION} for record in records}
    assert rekey_records(actor=SYSTEM, now=NOW, after=records[-1]) == Rekeyed(0, None)


def test_an_interrupted_run_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    records = stored_under_older_rules()
    monkeypatch.setattr(rekey, "CHUNK", 2)

    parts = [rekey_records(actor=SYSTEM, now=NOW), rekey_records(actor=SYSTEM, now=NOW)]

    assert parts == [Rekeyed(2, records[1]), Rekeyed(1, records[2])]


def test_another_organisations_records_are_left_alone() -> None:
    stored_under_older_rules()

    assert (older_records(actor=OTHER_SYSTEM), rekey_records(actor=OTHER_SYSTEM, now=NOW)) == (0, Rekeyed(0, None))


def test_each_part_stands_in_the_log() -> None:
    records = stored_under_older_rules()

    rekey_records(actor=SYSTEM, now=NOW)

    assert [subject for _, subject in audited("person.rekeyed")] == [f"records:{records[-1]}"]
