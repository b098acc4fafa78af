"""A file of people from the desk: kept sealed, confirmed, taken in once by turns, destroyed; or put aside."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from appealdesk.appeals.actions.pause import pause_appeal
from appealdesk.appeals.actions.resume import resume_appeal
from appealdesk.enquiries.actions.advance_people_file import advance_people_file
from appealdesk.enquiries.actions.confirm_people_file import confirm_people_file
from appealdesk.enquiries.actions.put_aside import KEPT_DAYS, put_aside_forgotten, put_aside_people_file
from appealdesk.enquiries.actions.take_people_file import TakenFile, take_people_file
from appealdesk.enquiries.models import Enquiry, PeopleFile
from appealdesk.enquiries.queries.people_files import people_file_detail, people_file_page, people_file_rows
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.enquiries.actions.test_import_people import KEIKO, TARO, file, take
from tests.enquiries.cast import Stage, set_stage
from tests.people.cast import NOW, audited

PEOPLE = file(KEIKO, TARO)


def sent(stage: Stage, data: bytes = PEOPLE, *, role: Role = Role.DESK_OFFICER, at_once: int = 1_000) -> TakenFile:
    return take_people_file(
        actor=stage.staff(role),
        now=NOW,
        appeal_ref=stage.appeal_ref,
        data=data,
        file_name="名簿.csv",
        at_once=at_once,
    )


def confirmed(stage: Stage, ref: str) -> None:
    confirm_people_file(actor=stage.staff(), now=NOW, file_ref=ref)


def turn(stage: Stage, ref: str, batch: int | None = None) -> str:
    advance_people_file(actor=stage.system, now=NOW, file_ref=ref, batch=batch)
    return kept(stage, ref).status


def kept(stage: Stage, ref: str) -> PeopleFile:
    with acting(stage.system):
        return PeopleFile.objects.get(ref=ref)


def enquiries(stage: Stage) -> int:
    with acting(stage.system):
        return Enquiry.objects.count()


def test_nobody_is_taken_in_before_somebody_confirms(stage: Stage) -> None:
    ref = sent(stage).ref
    turn(stage, ref)

    with acting(stage.system):
        detail = people_file_detail(actor=stage.staff(), ref=ref)
    assert (detail.page.status, detail.page.file_name, detail.page.fresh) == ("waiting", "名簿.csv", 2)
    assert [(number, entry.identity.written) for number, entry in detail.preview] == [
        (2, "青木 恵子"),
        (3, "佐々木 太郎"),
    ]
    assert enquiries(stage) == 0


def test_a_confirmed_file_is_taken_in_by_turns_and_destroyed(stage: Stage) -> None:
    ref = sent(stage).ref
    confirmed(stage, ref)
    confirmed(stage, ref)

    states = [turn(stage, ref, batch=1) for _again in range(3)]

    file_row = kept(stage, ref)
    with acting(stage.system):
        rows = people_file_rows(actor=stage.staff(), ref=ref, page=1)
    assert states == ["importing", "imported", "imported"]
    assert (file_row.new_count, file_row.sealed, file_row.told, file_row.wrapped_key) == (2, None, None, None)
    assert [row.number for row in rows] == [1, 2]
    assert enquiries(stage) == 2
    assert {tag: audited(f"people_file.{tag}") for tag in ("received", "confirmed", "imported")} == {
        "received": [("staff:S-desk_officer", ref)],
        "confirmed": [("staff:S-desk_officer", ref)],
        "imported": [("system:system", ref)],
    }


def test_the_same_file_twice_is_one_and_brings_nobody_twice(stage: Stage) -> None:
    first = sent(stage)
    again = sent(stage)
    put_aside_people_file(actor=stage.staff(), now=NOW, file_ref=first.ref)
    take(stage, PEOPLE)  # The operator was asked to do it meanwhile.

    third = sent(stage)
    confirmed(stage, third.ref)
    turn(stage, third.ref)

    assert (again.ref, again.already, third.already) == (first.ref, True, False)
    assert (kept(stage, third.ref).known_count, kept(stage, third.ref).new_count) == (2, 0)
    assert enquiries(stage) == 2


def test_a_long_file_is_read_by_the_worker_and_refused_with_each_problem(stage: Stage) -> None:
    bad = KEIKO.replace(",ja,", ",fr,")
    sound, wrong = sent(stage, at_once=1).ref, sent(stage, file(KEIKO, bad, TARO, bad), at_once=1).ref

    states = [kept(stage, sound).status, turn(stage, sound), *(turn(stage, wrong, batch=1) for _row in range(3))]

    with acting(stage.system):
        detail = people_file_detail(actor=stage.staff(), ref=wrong)
    assert states == ["checking", "waiting", "checking", "checking", "refused"]
    assert [str(problem) for problem in detail.problems] == [
        "Row 3, language: Write ja, en or uk.",
        "Row 5, language: Write ja, en or uk.",
    ]
    assert kept(stage, wrong).sealed is None
    assert enquiries(stage) == 0


def test_what_is_wrong_at_once_keeps_nothing(stage: Stage) -> None:
    with pytest.raises(Refusal) as refused:
        sent(stage, file(KEIKO.replace(",ja,", ",fr,")))

    with acting(stage.system):
        assert PeopleFile.objects.count() == 0
    assert refused.value.code == "enquiries.people_file_refused"


def test_an_appeal_that_stops_keeps_whoever_is_in_and_goes_on_later(stage: Stage) -> None:
    ref = sent(stage).ref
    confirmed(stage, ref)
    turn(stage, ref, batch=1)
    reason = {"ja": "休止", "en": "A rest", "uk": "Пауза"}
    pause_appeal(actor=stage.staff(Role.ADMINISTRATOR), now=NOW, ref=stage.appeal_ref, reason=reason)

    stopped = turn(stage, ref, batch=1)
    with pytest.raises(Refusal, match="not taking offers"):
        confirmed(stage, ref)
    resume_appeal(actor=stage.staff(Role.ADMINISTRATOR), now=NOW, ref=stage.appeal_ref)
    confirmed(stage, ref)

    assert (stopped, turn(stage, ref), enquiries(stage)) == ("waiting", "imported", 2)


def test_a_file_is_put_aside_by_hand_or_after_a_week(stage: Stage) -> None:
    first, second = sent(stage).ref, sent(stage, file(KEIKO)).ref
    confirmed(stage, second)
    put_aside_people_file(actor=stage.staff(), now=NOW, file_ref=first)
    third = sent(stage).ref

    forgotten = [
        put_aside_forgotten(actor=stage.system, now=NOW + timedelta(days=KEPT_DAYS, seconds=late)) for late in (0, 1, 2)
    ]

    with pytest.raises(Refusal, match="cannot be put aside"):
        put_aside_people_file(actor=stage.staff(), now=NOW, file_ref=second)
    with pytest.raises(Refusal, match="choose it once again"):
        confirmed(stage, first)
    assert (forgotten, kept(stage, third).status, kept(stage, third).sealed) == ([0, 1, 0], "aside", None)


@pytest.mark.parametrize("role", [Role.PRESS_OFFICER, Role.FINANCE_OFFICER])
def test_who_may_not_take_in_a_list(stage: Stage, role: Role) -> None:
    with pytest.raises(NotFound):
        sent(stage, role=role)


@pytest.mark.parametrize("act", [confirm_people_file, put_aside_people_file, advance_people_file])
def test_another_organisations_file_is_nobodys(stage: Stage, act: Callable[..., object]) -> None:
    other = set_stage("elsewhere")
    ref = sent(stage).ref

    with pytest.raises(NotFound):
        act(actor=other.staff(), now=NOW, file_ref=ref)
    with acting(other.system), pytest.raises(NotFound):
        people_file_page(actor=other.staff(), ref=ref)
    with pytest.raises(NotFound):
        take_people_file(actor=other.staff(), now=NOW, appeal_ref=stage.appeal_ref, data=PEOPLE, file_name="list.csv")
    with acting(other.system):
        assert PeopleFile.objects.count() == 0
