"""Linking many records: what comes out, and that a batch and a look-up of one give the same number on every engine."""

from collections.abc import Iterator
from typing import Any

import pytest
from bench.people_maker import Contact, invent_contacts
from hypothesis import given, settings
from hypothesis import strategies as st

from appealdesk.core.linking.columns import COLUMNS, columns_of
from appealdesk.core.linking.comparisons import COMPARISONS
from appealdesk.core.linking.fields import Field
from appealdesk.core.linking.model import Model, model_from_json
from appealdesk.people.linkage.duck import DuckEngine
from appealdesk.people.linkage.estimate import usual_weights
from appealdesk.people.linkage.link import EngineFailed, Entry, Linked, Outcome, link_records

_SMALL_SPARK = (
    "--conf spark.sql.shuffle.partitions=4"
    ' --driver-java-options "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" pyspark-shell'
)

USUAL = Model(-1500, usual_weights(COMPARISONS))
WORDS = st.sampled_from(
    ("aoki", "aoky", "keiko", "kieko", "takahashi", "takahasi", "ono", "1", "12", "19730416", "19730614", "19730417")
)
WHOLE = Model(-1500, {code: USUAL.weights[code] for code in USUAL.weights if code not in {"given", "family"}})


@pytest.fixture
def duck() -> Iterator[DuckEngine]:
    engine = DuckEngine()
    yield engine
    engine.close()


def facts(contact: Contact) -> dict[Field, str]:
    told = {
        Field.NAME: contact.name,
        Field.KANA: contact.kana,
        Field.BIRTH_DATE: contact.born,
        Field.PHONE: contact.phone,
        Field.MAIL: contact.mail,
        Field.POSTCODE: contact.postcode,
        Field.STREET: contact.street,
    }
    return {field: text for field, text in told.items() if text}


def link(engine: Any, contacts: list[Contact], model: Model | None = None) -> Linked:
    entries: list[Entry] = [(0, facts(each)) for each in contacts]
    return link_records(entries, engine=engine, in_parts=False, between_sources=False, model=model)


def test_finds_the_records_of_one_person(duck: DuckEngine) -> None:
    contacts = list(invent_contacts(2_500, seed=1))

    linked = link(duck, contacts)

    same = [each for each in linked.links if each.outcome is Outcome.SAME]
    right = sum(contacts[each.left].person == contacts[each.right].person for each in same)
    total = sum(
        contacts[place].person == other.person for place in range(len(contacts)) for other in contacts[place + 1 :]
    )
    assert right / len(same) >= 0.98
    assert right / total >= 0.85
    assert linked.model.weights["name"] != usual_weights(COMPARISONS)["name"]
    assert linked.groups.keys() == {place for each in same for place in (each.left, each.right)}


def test_a_batch_and_one_comparison_give_the_same_number(duck: DuckEngine) -> None:
    contacts = list(invent_contacts(1_500, seed=2))

    linked = link(duck, contacts)

    online = model_from_json(linked.model.to_json())
    rows = [columns_of(facts(each), in_parts=False) for each in contacts]
    assert len(linked.links) > 500
    assert [online.score(rows[each.left], rows[each.right]).bits for each in linked.links] == [
        each.bits for each in linked.links
    ]
    assert [online.score(rows[each.right], rows[each.left]).bits for each in linked.links] == [
        each.bits for each in linked.links
    ]


@settings(deadline=None, max_examples=15)
@given(st.lists(st.fixed_dictionaries({name: st.none() | WORDS for name in COLUMNS}), min_size=2, max_size=6))
def test_python_and_sql_find_every_level_alike(rows: list[dict[str, str | None]]) -> None:
    for row in rows:
        row["phone"] = "+81312345678"  # All share a key, so that all are compared.
    engine = DuckEngine()
    batch = {name: [row[name] for row in rows] for name in COLUMNS}
    engine.load([{"id": list(range(len(rows))), "source": [0] * len(rows), **batch}])
    engine.columns(COLUMNS)
    engine._columns = COLUMNS

    engine.compare(COMPARISONS, between_sources=False)

    patterns = [pattern for pattern, _ in engine.patterns(COMPARISONS)]
    found = {(left, right): patterns[place] for left, right, place in engine.pairs(COMPARISONS, patterns)}
    assert found == {
        (left, right): USUAL.score(rows[left], rows[right]).places
        for left in range(len(rows))
        for right in range(left + 1, len(rows))
    }
    engine.close()


def test_a_household_is_not_one_person(duck: DuckEngine) -> None:
    home = {"mail": "aoki@mail.test", "postcode": "1600022", "street": "1-2-3", "phone": "0312345678", "channel": "web"}
    contacts = [
        Contact(person=1, name="青木 恵子", kana="アオキ ケイコ", born="", **home),
        Contact(person=2, name="青木 健", kana="アオキ ケン", born="", **home),
        Contact(person=1, name="Keiko Aoki", kana="", born="", **home),
        Contact(person=2, name="アオキ ケン", kana="", born="", **home),
    ]

    linked = link(duck, contacts, WHOLE)

    assert {(each.left, each.right) for each in linked.links if each.outcome is Outcome.SAME} == {(0, 2), (1, 3)}
    assert linked.groups == {0: 0, 2: 0, 1: 1, 3: 1}


def test_few_records_are_weighed_as_usual(duck: DuckEngine) -> None:
    linked = link(duck, list(invent_contacts(50, seed=3)))

    assert linked.model.weights["phone"] == USUAL.weights["phone"]


def test_nothing_is_linked_to_nothing(duck: DuckEngine) -> None:
    assert link(duck, []).links == ()


def test_the_same_file_gives_the_same_pairs_again(duck: DuckEngine) -> None:
    contacts = list(invent_contacts(1_200, seed=4))
    other = DuckEngine()

    assert link(duck, contacts) == link(other, contacts)
    other.close()


@pytest.mark.slow
def test_duckdb_and_spark_give_the_same_pairs(duck: DuckEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    from appealdesk.people.linkage.spark import SparkEngine

    # Two hundred tasks a step and a compiler that learns for minutes are meant for a cluster, not for a test.
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", _SMALL_SPARK)
    contacts = list(invent_contacts(1_200, seed=5))
    spark = SparkEngine()

    try:
        assert link(spark, contacts) == link(duck, contacts)
    finally:
        spark.close()


def test_an_engine_that_fails_quotes_no_record(duck: DuckEngine) -> None:
    with pytest.raises(EngineFailed) as failed:
        duck._run("SELECT '青木 恵子'::DATE")

    assert str(failed.value) == "ConversionException"
