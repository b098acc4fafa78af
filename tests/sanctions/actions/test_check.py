"""Checking a donor and a payee, checking everybody again, and what is remembered."""

from datetime import date

import pytest

from appealdesk.core.names.person_name import PersonName
from appealdesk.core.sanctions.match import MATCH_VERSION
from appealdesk.foundation.actor import Role, system_actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.actions.revoke import revoke_judgement
from appealdesk.people.inputs import JudgementInput
from appealdesk.sanctions.actions.check import check_donors, check_outdated, check_payee
from appealdesk.sanctions.actions.recheck import Rechecked, recheck_everybody
from appealdesk.sanctions.actions.rekey import rekey_lists
from appealdesk.sanctions.actions.settle import settle_hit
from appealdesk.sanctions.inputs import PayeeInput, SettleInput
from appealdesk.sanctions.models import CheckRun, EntryKey, Hit, ListVersion, Subject
from tests.cast import Cast, set_cast, work_off
from tests.people.cast import KEIKO, identity
from tests.sanctions.lists import LISTED, NIGHT, YEVHRAF, donor, entry, load


def hits(cast: Cast) -> list[tuple[str, str, str]]:
    with acting(cast.system):
        rows = Hit.objects.select_related("entry").order_by("pk")
        return [(hit.entry.uid, hit.entry.names[0][0], hit.status) for hit in rows]


def check(cast: Cast, *person_ids: int) -> frozenset[int]:
    return check_donors(actor=cast.system, now=NIGHT, person_ids=person_ids)


def say(cast: Cast, verdict: str) -> None:
    with acting(cast.system):
        ref = Hit.objects.order_by("-pk").values_list("ref", flat=True)[0]
    settle_hit(actor=cast.finance, now=NIGHT, entry=SettleInput(hit_ref=ref, verdict=verdict, reason="Compared."))


def test_a_listed_name_is_held_and_an_unlisted_one_is_not(cast: Cast) -> None:
    load(LISTED)
    listed, other = donor(cast, YEVHRAF), donor(cast, KEIKO, "gift 2")

    assert check(cast, listed, other) == {listed}
    assert hits(cast) == [("1", "Yevhraf VYMYSLENKO", "open")]


def test_a_hit_says_why_without_a_name_or_a_date(cast: Cast) -> None:
    load(LISTED)
    check(cast, donor(cast, identity(latin="Yevhraf Vymyslenko", birth_date=date(1961, 9, 9))))

    with acting(cast.system):
        hit = Hit.objects.get()
    assert [reason[:2] for reason in hit.reasons] == [["sounding_name", "equal"], ["birth_date", "near"]]
    assert float(hit.bits) == round(sum(reason[2] for reason in hit.reasons), 2)


def test_nothing_of_a_donor_is_written_down(cast: Cast) -> None:
    load(LISTED)
    check(cast, donor(cast, YEVHRAF))

    with acting(cast.system):
        stored = fetch_all(
            "SELECT row_to_json(s)::text || row_to_json(h)::text FROM sanctions_subject s JOIN sanctions_hit h"
            " ON h.subject_id = s.id"
        )
    assert all("имислен" not in text and "ymyslen" not in text for (text,) in stored)
    # Nor are there tokens of listed names, with which the tokens of donors could be read.
    assert fetch_all("SELECT count(*) FROM sanctions_entrykey k JOIN people_identitykey i ON i.h = k.value::bytea") == [
        (0,)
    ]


def test_a_pair_that_is_not_the_same_is_never_asked_again(cast: Cast) -> None:
    load(LISTED)
    listed = donor(cast, YEVHRAF)
    check(cast, listed)
    say(cast, "not_same")

    assert check(cast, listed) == frozenset()
    version = load(LISTED, entry(2, "Nemaye", "VYDUMKO")).version_id
    assert recheck_everybody(actor=cast.system, now=NIGHT, version_id=version) == Rechecked(total=2, hits=0)
    assert hits(cast) == [("1", "Yevhraf VYMYSLENKO", "not_same")]


def test_it_is_asked_again_when_the_entry_says_something_else_that_matters(cast: Cast) -> None:
    load(LISTED)
    listed = donor(cast, YEVHRAF)
    check(cast, listed)
    say(cast, "not_same")

    changed = load(entry(1, "Yevhraf", "VYMYSLENKO", born="04 May 1961", aliases=["Vydumko"]))
    recheck_everybody(actor=cast.system, now=NIGHT, version_id=changed.version_id)

    assert [status for _, _, status in hits(cast)] == ["not_same", "open"]


def test_it_is_asked_again_when_more_is_known_of_the_donor(cast: Cast) -> None:
    load(LISTED)
    first = identity(latin="Yevhraf Vymyslenko", emails=("y@vymyslenko.example",))
    listed = donor(cast, first)
    check(cast, listed)
    say(cast, "not_same")

    born = identity(latin="Yevhraf Vymyslenko", emails=("y@vymyslenko.example",), birth_date=date(1961, 5, 4))
    again = donor(cast, born, "gift 2")
    assert check(cast, again) == {again}
    assert check(cast, listed) == {listed}
    assert [status for _, _, status in hits(cast)] == ["not_same", "open"]


def settle_all(cast: Cast) -> None:
    with acting(cast.system):
        refs = list(Hit.objects.filter(status=Hit.Status.OPEN).values_list("ref", flat=True))
    for ref in refs:
        settle_hit(
            actor=cast.finance, now=NIGHT, entry=SettleInput(hit_ref=ref, verdict="not_same", reason="Compared.")
        )


@pytest.mark.parametrize("both_gave", [True, False])
def test_an_answer_is_remembered_while_donors_are_joined_and_once_they_are_parted(cast: Cast, both_gave: bool) -> None:
    load(LISTED)
    source = "donation" if both_gave else "enquiry"
    one = identify_person(actor=cast.system, now=NIGHT, identity=YEVHRAF, source=source, source_ref="E-1")
    other = identify_person(actor=cast.system, now=NIGHT, identity=YEVHRAF, source="donation", source_ref="gift 2")
    givers = [one.person_id, other.person_id] if both_gave else [other.person_id]
    check(cast, *givers)
    settle_all(cast)
    answered = hits(cast)
    verdict = JudgementInput(record_a=one.record_ref, record_b=other.record_ref, verdict="same", reasons=())

    judged = judge_records(actor=cast.officer(Role.DESK_OFFICER), now=NIGHT, entry=verdict)
    work_off(NIGHT)
    together = check(cast, *givers)
    revoke_judgement(actor=cast.officer(Role.DESK_OFFICER), now=NIGHT, judgement_ref=judged.ref)
    work_off(NIGHT)
    load(LISTED, entry(2, "Nemaye", "VYDUMKO"))
    work_off(NIGHT)

    assert (together, check(cast, *givers)) == (frozenset(), frozenset())
    assert hits(cast) == answered == [("1", "Yevhraf VYMYSLENKO", "not_same")] * len(givers)
    with acting(cast.system):
        assert Subject.objects.count() == len(givers)


def test_what_is_held_of_one_is_held_of_both_until_they_are_parted(cast: Cast) -> None:
    load(LISTED)
    one = identify_person(actor=cast.system, now=NIGHT, identity=KEIKO, source="donation", source_ref="gift 1")
    other = identify_person(actor=cast.system, now=NIGHT, identity=YEVHRAF, source="donation", source_ref="gift 2")
    check(cast, one.person_id, other.person_id)
    verdict = JudgementInput(record_a=one.record_ref, record_b=other.record_ref, verdict="same", reasons=())

    judged = judge_records(actor=cast.officer(Role.DESK_OFFICER), now=NIGHT, entry=verdict)
    work_off(NIGHT)
    together = check(cast, one.person_id, other.person_id)
    revoke_judgement(actor=cast.officer(Role.DESK_OFFICER), now=NIGHT, judgement_ref=judged.ref)
    work_off(NIGHT)

    assert together == {one.person_id, other.person_id}
    assert check(cast, one.person_id, other.person_id) == {other.person_id}


def test_a_new_list_finds_donors_in_every_script_who_gave_before(cast: Cast) -> None:
    people = (
        YEVHRAF,
        identity(written="イワン・ペトレンコ", reading="イワン ペトレンコ"),
        KEIKO,
    )
    ids = [donor(cast, who, f"gift {number}") for number, who in enumerate(people)]
    assert check(cast, *ids) == frozenset()

    load(LISTED, entry(2, "Ivan", "PETRENKO"), entry(3, "Keiko", "AOKI"), entry(4, "Nemaye", "VYDUMKO"))
    work_off(NIGHT)

    assert sorted(hits(cast)) == [
        ("1", "Yevhraf VYMYSLENKO", "open"),
        ("2", "Ivan PETRENKO", "open"),
        ("3", "Keiko AOKI", "open"),
    ]
    with acting(cast.system):
        run = CheckRun.objects.get()
        assert (run.done, run.total, run.hits, run.finished_at is not None) == (7, 7, 3, True)
        assert recheck_everybody(actor=cast.system, now=NIGHT, version_id=run.version_id).hits == 3


def test_a_hit_lapses_when_nobody_is_listed_any_more(cast: Cast) -> None:
    load(LISTED, *[entry(number, "Nemaye", f"VYDUMKO{number}") for number in range(2, 12)])
    listed = donor(cast, YEVHRAF)
    assert check(cast, listed) == {listed}

    load(*[entry(number, "Nemaye", f"VYDUMKO{number}") for number in range(2, 12)])
    work_off(NIGHT)

    assert hits(cast) == [("1", "Yevhraf VYMYSLENKO", "lapsed")]
    assert check(cast, listed) == frozenset()


def test_a_payee_is_checked_by_the_name_that_is_handed_in(cast: Cast) -> None:
    load(LISTED)
    payee = PayeeInput(ref="D-1", name=PersonName("Vymyslenko Yevhraf"), countries=frozenset({"JP"}))

    assert check_payee(actor=cast.finance, now=NIGHT, entry=payee) is True
    assert (
        check_payee(actor=cast.finance, now=NIGHT, entry=PayeeInput(ref="D-2", name=PersonName("青木 恵子"))) is False
    )
    assert check_payee(actor=cast.finance, now=NIGHT, entry=payee) is True
    say(cast, "not_same")
    assert check_payee(actor=cast.finance, now=NIGHT, entry=payee) is False


def test_a_release_that_compares_otherwise_checks_everybody_anew_and_keeps_what_was_answered(cast: Cast) -> None:
    load(LISTED, entry(2, "Keiko", "AOKI"))
    answered, missed = donor(cast, YEVHRAF), donor(cast, KEIKO, "gift 2")
    check(cast, answered)
    say(cast, "not_same")
    # The rules of before made no key by which the second one is found.
    EntryKey.objects.filter(entry__uid="2").delete()
    assert check(cast, missed) == frozenset()
    ListVersion.objects.update(rules=0)
    with acting(cast.system):
        Subject.objects.update(rules=0)

    operator = system_actor(None)
    again = (rekey_lists(actor=operator, now=NIGHT), rekey_lists(actor=operator, now=NIGHT))
    work_off(NIGHT)

    assert again == (2, 0)
    assert hits(cast) == [("1", "Yevhraf VYMYSLENKO", "not_same"), ("2", "Keiko AOKI", "open")]
    with acting(cast.system):
        assert set(Subject.objects.values_list("rules", flat=True)) == {MATCH_VERSION}
    assert check_outdated(actor=cast.system, now=NIGHT) == 0


def test_another_organisation_has_its_own_hits(cast: Cast) -> None:
    load(LISTED)
    check(cast, donor(cast, YEVHRAF))
    other = set_cast("other-office")

    with acting(other.officer(Role.FINANCE_OFFICER)):
        assert Hit.objects.count() == 0
