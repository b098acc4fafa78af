"""Looking for persons who are recorded more than once: joined, asked, or left alone; and the same bits as at intake."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from appealdesk.core.names.frequency import FEWEST_BEARERS
from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import token
from appealdesk.foundation.db import acting
from appealdesk.ops.resolving import resolve_by_night
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.actions.resolve import resolve_records
from appealdesk.people.actions.revoke import revoke_judgement
from appealdesk.people.inputs import IdentityInput, JudgementInput
from appealdesk.people.linkage.duck import DuckEngine
from appealdesk.people.models import IdentityKey, Judgement, KeyKind, Record, Resolution
from appealdesk.people.queries.frequencies import frequency_in_force
from appealdesk.people.queries.keys import stored_plainly
from appealdesk.people.queries.likeness import compare
from appealdesk.people.queries.resolving import ResolutionPage
from tests.people.cast import KEIKO, NOW, OTHER_SYSTEM, SYSTEM, audited, identity

KANA = identity(reading="アオキ ケイコ", phones=("+81 90 2345 6781",))
BORN = date(1990, 1, 5)
TARO = identity(written="佐々木 太郎", reading="ササキ タロウ", birth_date=BORN, emails=("taro@sasaki.example",))
TARO_AGAIN = identity(latin="Taro Sasaki", birth_date=BORN, phones=("03-3456-7812",))


@pytest.fixture
def engines() -> Iterator[list[DuckEngine]]:
    made: list[DuckEngine] = []
    yield made
    for engine in made:
        engine.close()


def told(who: IdentityInput, source_ref: str, *, actor: Actor = SYSTEM) -> str:
    return identify_person(actor=actor, now=NOW, identity=who, source="import", source_ref=source_ref).record_ref


def forget_contact_keys() -> None:
    """As though the records had come while nobody could look: two persons are made where one would be."""
    with acting(SYSTEM):
        IdentityKey.objects.filter(kind__in=(KeyKind.PHONE, KeyKind.MAIL, KeyKind.NAME_AND_BIRTH)).delete()


def resolve(engines: list[DuckEngine], *, actor: Actor = SYSTEM, everybody: bool = False) -> ResolutionPage:
    engines.append(DuckEngine())
    return resolve_records(actor=actor, now=NOW, engine=engines[-1], everybody=everybody, chunk=1)


def persons() -> dict[str, int]:
    with acting(SYSTEM):
        return dict(Record.objects.values_list("ref", "person_id"))


@pytest.mark.django_db
def test_certain_pairs_are_joined_with_the_bits_of_intake(engines: list[DuckEngine]) -> None:
    first = told(KEIKO, "I-1")
    forget_contact_keys()
    second = told(KANA, "I-2")

    page = resolve(engines)

    assert (page.status, page.records, page.joined, page.asked) == ("finished", 2, 1, 0)
    assert persons()[first] == persons()[second]
    with acting(SYSTEM):
        judgement = Judgement.objects.get()
    assert (judgement.source, judgement.verdict, judgement.author) == ("model", "same", "system")
    assert judgement.bits == compare(KEIKO, KANA).bits == compare(KANA, KEIKO).bits
    assert judgement.reasons == list(compare(KEIKO, KANA).reasons)
    assert audited("persons.resolved") == [("system:system", page.ref)]


@pytest.mark.django_db
def test_a_possible_pair_is_a_question_and_is_asked_once(engines: list[DuckEngine]) -> None:
    first = told(TARO, "I-1")
    forget_contact_keys()
    second = told(TARO_AGAIN, "I-2")

    page = resolve(engines)
    again = resolve(engines, everybody=True)

    assert (page.joined, page.asked, again.joined, again.asked) == (0, 1, 0, 0)
    assert persons()[first] != persons()[second]
    with acting(SYSTEM):
        assert list(Judgement.objects.values_list("verdict", "source")) == [("undecided", "model")]


@pytest.mark.django_db
def test_what_an_officer_judged_or_took_back_is_left_alone(engines: list[DuckEngine]) -> None:
    refs = told(KEIKO, "I-1")
    forget_contact_keys()
    other = told(KANA, "I-2")
    entry = JudgementInput(record_a=refs, record_b=other, verdict="different", reasons=())
    made = judge_records(actor=SYSTEM, now=NOW, entry=entry)

    page = resolve(engines)
    revoke_judgement(actor=SYSTEM, now=NOW, judgement_ref=made.ref)
    again = resolve(engines, everybody=True)

    assert (page.joined, page.asked, again.joined, again.asked) == (0, 0, 0, 0)
    assert persons()[refs] != persons()[other]


@pytest.mark.django_db
def test_only_new_records_are_looked_at_the_next_time(engines: list[DuckEngine]) -> None:
    told(KEIKO, "I-1")
    told(TARO, "I-2")
    resolve(engines)
    forget_contact_keys()
    told(KANA, "I-3")

    page = resolve(engines)
    idle = resolve(engines)

    # The new one, and Keiko's first record, which shares the keys of the name; Taro's is not even opened.
    assert (page.records, page.joined) == (2, 1)
    assert (idle.records, idle.joined, idle.asked) == (0, 0, 0)


@pytest.mark.django_db
def test_the_worker_goes_on_each_night_once_somebody_has_begun(engines: list[DuckEngine]) -> None:
    told(KEIKO, "I-1")
    never = resolve_by_night(SYSTEM.own_organisation, now=NOW)
    resolve(engines)
    idle = resolve_by_night(SYSTEM.own_organisation, now=NOW)
    forget_contact_keys()
    told(KANA, "I-2")

    page = resolve_by_night(SYSTEM.own_organisation, now=NOW)

    assert (never, idle) == (None, None)
    assert page is not None
    assert (page.status, page.records, page.joined) == ("finished", 2, 1)


@pytest.mark.django_db
def test_a_search_that_was_cut_off_goes_on(engines: list[DuckEngine]) -> None:
    told(KEIKO, "I-1")
    told(TARO, "I-2")
    forget_contact_keys()
    told(KANA, "I-3")
    told(TARO_AGAIN, "I-4")
    engines.append(DuckEngine())

    def stop(page: ResolutionPage) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resolve_records(actor=SYSTEM, now=NOW, engine=engines[-1], chunk=1, on_progress=stop)
    page = resolve(engines)

    assert (page.status, page.joined, page.asked) == ("finished", 1, 1)
    with acting(SYSTEM):
        assert Resolution.objects.count() == 1
        assert Judgement.objects.count() == 2


@pytest.mark.django_db
def test_a_household_and_another_organisation_stay_apart(engines: list[DuckEngine]) -> None:
    told(KEIKO, "I-1")
    forget_contact_keys()
    told(identity(written="青木 健", reading="アオキ ケン", phones=KEIKO.phones, emails=KEIKO.emails), "I-2")
    told(KANA, "I-3", actor=OTHER_SYSTEM)

    page = resolve(engines)
    other = resolve(engines, actor=OTHER_SYSTEM)

    assert (page.records, page.joined, page.asked) == (2, 0, 0)
    assert (other.records, other.joined, other.asked) == (1, 0, 0)


@pytest.mark.django_db
def test_counted_names_weigh_the_same_at_intake_at_the_desk_and_in_the_batch(engines: list[DuckEngine]) -> None:
    with acting(SYSTEM):
        Resolution.objects.create(
            ref="L-COUNTED",
            organisation_id=SYSTEM.own_organisation,
            status=Resolution.Status.FINISHED,
            started_at=NOW,
            finished_at=NOW,
            after_record_id=0,
            last_record_id=0,
            frequencies={
                "keys": KEYS_VERSION,
                "people": 1_000_000,
                "others": 7,
                "names": {token(kind, value).hex(): 4_000 for kind, value in stored_plainly(KEIKO)},
            },
        )
        frequency = frequency_in_force(SYSTEM)
    at_intake = compare(KEIKO, KANA, frequency)
    told(KEIKO, "I-1")
    told(KANA, "I-2")  # Joined at intake.
    forget_contact_keys()
    told(KANA, "I-3")  # Found by the batch.

    resolve(engines)

    with acting(SYSTEM):
        by_intake, *by_batch = Judgement.objects.order_by("pk")
    assert ["name_frequency", "common", -2.53] in at_intake.stored()
    assert at_intake.bits == compare(KANA, KEIKO, frequency).bits == compare(KEIKO, KANA).bits - Decimal("2.53")
    assert (by_intake.source, by_intake.bits, by_intake.evidence) == ("rule", at_intake.bits, at_intake.stored())
    assert {judged.source for judged in by_batch} == {"model"}
    assert at_intake.bits in {judged.bits for judged in by_batch}


@pytest.mark.django_db
def test_a_search_counts_the_names_that_several_persons_bear(engines: list[DuckEngine]) -> None:
    born = date(1950, 1, 2)
    for number in range(FEWEST_BEARERS):
        told(identity(written="山田 花子", birth_date=born + timedelta(days=400 * number)), f"I-{number}")
    told(KEIKO, "I-8")

    resolve(engines)

    with acting(SYSTEM):
        (counted,) = Resolution.objects.values_list("frequencies", flat=True)
    assert counted == {
        "keys": KEYS_VERSION,
        "people": FEWEST_BEARERS + 1,
        "others": FEWEST_BEARERS - 1,
        "names": {token("name.kanji", "山田花子").hex(): FEWEST_BEARERS},
    }
