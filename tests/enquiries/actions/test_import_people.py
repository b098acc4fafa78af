"""A file of people: every row becomes an enquiry, once, or the whole file is refused with the row and the reason."""

from collections.abc import Callable
from datetime import date

import pytest

from appealdesk.enquiries.actions.import_people import ImportedPeople, import_people
from appealdesk.enquiries.actions.process import process_enquiry
from appealdesk.enquiries.models import Enquiry
from appealdesk.enquiries.queries.applications import application_by_ref, application_facts
from appealdesk.enquiries.queries.enquiries import open_statement
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.inputs import SpeakerInput
from appealdesk.people.models import Person
from appealdesk.people.queries.contacts import mail_target
from appealdesk.people.queries.relations import relations_of
from tests.enquiries.cast import ADDRESS, Stage
from tests.people.cast import NOW, identity

HEAD = "position,written,reading,birth_date,email,phone,language,service_years,specialised_training"
KEIKO = "defence,青木 恵子,アオキ ケイコ,1982-07-14,keiko.aoki@posteo.example,090-2345-6781,ja,3,yes"
TARO = "defence,佐々木 太郎,,,,03-3456-7812,ja,(declined_to_say),"


def file(*rows: str, head: str = HEAD, encoding: str = "utf-8") -> bytes:
    return "".join(f"{row}\r\n" for row in (head, *rows)).encode(encoding)


def take(
    stage: Stage,
    data: bytes,
    *,
    role: Role = Role.DESK_OFFICER,
    on_progress: Callable[[int, int], None] | None = None,
) -> ImportedPeople:
    return import_people(
        actor=stage.staff(role),
        now=NOW,
        appeal_id=stage.appeal_id,
        positions={"defence": stage.position_ref},
        data=data,
        on_progress=on_progress,
    )


def refused(stage: Stage, data: bytes) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        take(stage, data)
    with acting(stage.system):
        assert Enquiry.objects.count() == 0
    return refusal.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_every_row_becomes_an_enquiry(stage: Stage, encoding: str) -> None:
    taken = take(stage, file(KEIKO, TARO, encoding=encoding))

    with acting(stage.system):
        enquiries = [Enquiry.objects.get(ref=ref) for ref in taken.refs]
        said = [open_statement(enquiry) for enquiry in enquiries]
    assert taken.known == 0
    assert [(enquiry.kind, enquiry.channel) for enquiry in enquiries] == [("offer", "import")] * 2
    assert [one.identity.written if one else "" for one in said] == ["青木 恵子", "佐々木 太郎"]


def test_the_facts_arrive_with_their_types(stage: Stage) -> None:
    (first, second) = take(stage, file(KEIKO, TARO)).refs
    made = [
        process_enquiry(actor=stage.system, now=NOW, enquiry_ref=ref, address=ADDRESS).application_ref or ""
        for ref in (first, second)
    ]

    with acting(stage.system):
        ids = [application_by_ref(actor=stage.system, ref=ref).id for ref in made]
        facts = application_facts(actor=stage.system, application_ids=ids)
    assert {key: fact.value for key, fact in facts[ids[0]].items()} == {
        "service_years": 3,
        "specialised_training": True,
    }
    assert {key: fact.absent for key, fact in facts[ids[1]].items()} == {"service_years": "declined_to_say"}


def test_the_same_file_again_brings_nobody_twice(stage: Stage) -> None:
    first = take(stage, file(KEIKO, TARO))

    again = take(stage, file(KEIKO, TARO))

    assert (again.refs, again.known) == (first.refs, 2)


def test_progress_is_told(stage: Stage) -> None:
    told: list[tuple[int, int]] = []

    take(stage, file(KEIKO, TARO), on_progress=lambda done, total: told.append((done, total)))

    assert told == [(2, 2)]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            KEIKO.replace("defence", "navy"),
            "position: The appeal has no such position. Write one of these: defence.",
        ),
        (KEIKO.replace("アオキ", "Aoki"), "reading: Write the reading in kana only, such as アオキ ケイコ."),
        (KEIKO.replace("1982-07-14", "1982-02-30"), "birth_date: There is no such day. Write it as 1983-04-09."),
        (KEIKO.replace("1982", "2082"), "birth_date: The date of birth lies in the future. Check the year."),
        (
            KEIKO.replace("keiko.aoki@", "keiko.aoki"),
            "email: Mail cannot reach this address. It looks like name@example.org.",
        ),
        (KEIKO.replace("090-2345-6781", "090"), "phone: This number cannot be called. A number has 7 to 16 digits."),
        (KEIKO.replace(",3,", ",three,"), "service_years: Write a number from 0 to 1000000, such as 3 or 2.5."),
        (KEIKO.replace(",yes", ",perhaps"), "specialised_training: Write yes or no."),
        (KEIKO.replace(",ja,", ",fr,"), "language: Write ja, en or uk."),
        (KEIKO.replace("青木 恵子,アオキ ケイコ", ","), "written: The name is missing."),
    ],
)
def test_one_bad_row_refuses_the_whole_file(stage: Stage, row: str, problem: str) -> None:
    refusal = refused(stage, file(TARO, row))

    assert refusal.code == "enquiries.people_file_refused"
    assert refusal.values["count"] == 1
    assert refusal.sentence == f"The file was refused as a whole and nobody was taken in. Row 3, {problem}"


def test_every_problem_is_told_with_its_row(stage: Stage) -> None:
    bad = KEIKO.replace(",ja,", ",fr,").replace(",yes", ",perhaps")

    refusal = refused(stage, file(*[bad] * 15))

    told = refusal.values["problems"]
    assert isinstance(told, list)
    assert (refusal.values["count"], len(told)) == (30, 20)
    assert [(problem.row, problem.column) for problem in told[:3]] == [
        (2, "language"),
        (2, "specialised_training"),
        (3, "language"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (file(head="written,language"), "enquiries.people_file_columns"),
        (file(head=f"{HEAD},shoe_size"), "enquiries.people_file_columns"),
        (file(head=f"{HEAD},email"), "enquiries.people_file_columns"),
        (b"", "enquiries.people_file_columns"),
        (file(), "enquiries.people_file_empty"),
        (file(f"{KEIKO},one more"), "enquiries.people_file_row"),
        (file("defence,青木 恵子"), "enquiries.people_file_row"),
        (file(KEIKO, TARO)[:-30], "enquiries.people_file_row"),
        (file(KEIKO, 'defence,"青木'), "enquiries.people_file_csv"),
        (b"position\x81,language", "enquiries.people_file_encoding"),
        (file(KEIKO, encoding="utf-16"), "enquiries.people_file_encoding"),
        (file(KEIKO, encoding="utf-16-le"), "enquiries.people_file_encoding"),
        (file(KEIKO, encoding="euc-jp"), "enquiries.people_file_encoding"),
        (file(KEIKO.replace("青木", "青\0木")), "enquiries.people_file_encoding"),
    ],
)
def test_a_file_of_another_shape_is_refused(stage: Stage, data: bytes, code: str) -> None:
    assert refused(stage, data).code == code


def test_headings_and_answers_are_understood_in_three_languages(stage: Stage) -> None:
    """As a spreadsheet saves them in Kyiv and in Tokyo: semicolons, other dates, empty rows, a remark."""
    heads = ("Позиція", "Ім’я та прізвище", "Дата народження", "Мова", "service_years")
    kyiv = file("defence;Оксана Коваленко;04.11.1990;українська;2,5", ";;;;", head=";".join(heads))
    tokyo = file("# 例,,,", "defence,青木 恵子,1982/7/14,日本語", head="応募先,氏名,生年月日,言語", encoding="cp932")

    (oksana,) = take(stage, kyiv).refs
    (keiko,) = take(stage, tokyo).refs

    with acting(stage.system):
        said = [open_statement(Enquiry.objects.get(ref=ref)) for ref in (oksana, keiko)]
    read = [
        (
            one.identity.written,
            one.identity.birth_date,
            one.identity.language,
            {k: f.value for k, f in one.facts.items()},
        )
        for one in said
        if one
    ]
    assert read == [
        ("Оксана Коваленко", date(1990, 11, 4), "uk", {"service_years": 2.5}),
        ("青木 恵子", date(1982, 7, 14), "ja", {}),
    ]


def test_a_press_officer_may_not(stage: Stage) -> None:
    with pytest.raises(NotFound):
        take(stage, file(KEIKO), role=Role.PRESS_OFFICER)


def test_the_contact_person_of_a_company_is_one_person_related_to_everybody_on_its_list(stage: Stage) -> None:
    contact = identity(written="森 真理", emails=("mori@company.example",))
    taken = import_people(
        actor=stage.staff(Role.DESK_OFFICER),
        now=NOW,
        appeal_id=stage.appeal_id,
        positions={"defence": stage.position_ref},
        data=file(KEIKO, TARO),
        speaker=SpeakerInput(identity=contact, relation="contact_of", agreed=True),
    )
    done = [process_enquiry(actor=stage.system, now=NOW, enquiry_ref=ref, address=ADDRESS) for ref in taken.refs]

    with acting(stage.system):
        listed = [relations_of(actor=stage.system, person_ref=row.person_ref or "") for row in done]
        (mori,) = {row.other_ref for rows in listed for row in rows}
        hers = relations_of(actor=stage.system, person_ref=mori)
        taro = Person.objects.get(ref=done[1].person_ref)
        reached = mail_target(actor=stage.system, person_id=taro.pk)
    assert [[row.role for row in rows] for rows in listed] == [["has_contact"], ["has_contact"]]
    assert [(row.role, row.other_ref) for row in hers] == [("contact_of", row.person_ref) for row in done]
    # Who left no address is reached through the company.
    assert reached is not None
    assert reached.address == "mori@company.example"
