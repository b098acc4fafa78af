"""Files of people at the desk: sent, looked at, confirmed, taken in; who may, and what is said about a bad one."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from appealdesk.enquiries.models import Enquiry, PeopleFile
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from tests.web.desk.cast import Desk, audited, work_off
from tests.web.desk.conftest import CountQueries, SignedIn

PATH = "/desk/people/files/"
REF = re.compile(r"/desk/people/files/(I-[0-9A-Z]{9})/")
HEAD = "position,written,reading,birth_date,email,phone,language,service_years"
KEIKO = "defence,青木 恵子,アオキ ケイコ,1982-07-14,keiko.aoki@posteo.example,090-2345-6781,ja,3"
TARO = "defence,佐々木 太郎,,,,03-3456-7812,ja,(declined_to_say)"
MORI = {"sender-written": "森 真理", "sender-email": "mori@company.example", "relation": "contact_of", "agreed": "yes"}


def send(client: Client, desk: Desk, *rows: str, data: bytes | None = None, **more: str) -> HttpResponse:
    text = "".join(f"{row}\r\n" for row in (HEAD, *rows)).encode()
    file = SimpleUploadedFile("名簿.csv", text if data is None else data, content_type="text/csv")
    answer: HttpResponse = client.post(PATH, {"file": file, "appeal": desk.stage.appeal_ref, **more})
    return answer


def sent(client: Client, desk: Desk, *rows: str, **more: str) -> str:
    return REF.findall(send(client, desk, *rows, **more)["location"])[0]


def page(client: Client, path: str = "") -> str:
    return client.get(f"{PATH}{path}").content.decode()


def unsaid(text: str, *said: str) -> list[str]:
    return [each for each in said if each not in text]


def test_a_companys_list_is_looked_at_confirmed_and_taken_in(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    ref = sent(client, desk, KEIKO, TARO, **MORI)
    before = page(client, f"{ref}/")

    client.post(f"{PATH}{ref}/confirm/")
    client.post(f"{PATH}{ref}/confirm/")
    running = client.get(f"{PATH}{ref}/progress/")
    work_off(read_clock())
    done = client.get(f"{PATH}{ref}/progress/")
    after = page(client, f"{ref}/")

    assert unsaid(before, "2 rows were read without a problem", "恵子", "1982-07-14", "森 真理", "名簿.csv") == []
    assert ("0 / 2" in running.content.decode(), running.headers.get("HX-Refresh")) == (True, None)
    assert done.headers["HX-Refresh"] == "true"
    assert unsaid(after, "2 people are taken in.", "恵子", "太郎", "/desk/applications/A-", "/desk/people/P-") == []
    assert unsaid(page(client), ref, "Taken in") == []
    officer = f"staff:{desk.staff['officer'].ref}"
    assert audited("people_file.confirmed") == [(officer, ref)]
    assert audited("people_file.opened") == [(officer, ref)]
    assert [subject for actor, subject in audited("person.listed") if actor == officer] == [ref]


def test_pressing_twice_is_one_file(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    first, second = (send(client, desk, KEIKO)["location"] for _press in range(2))

    assert (first == second, "This very file is here already" in client.get(second).content.decode()) == (True, True)
    with acting(desk.stage.actor):
        assert PeopleFile.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Row 3, written: The name is missing."),
        ("ja", "3 行目「written」: 名前がありません。"),
        ("uk", "Рядок 3, written: Не вказано ім’я."),
    ],
)
def test_what_is_wrong_is_said_in_the_officers_language_and_nothing_typed_is_lost(
    desk: Desk, signed_in: SignedIn, language: str, said: str
) -> None:
    client = signed_in("officer")
    session = client.session
    session["language"] = language
    session.save()

    answer = send(client, desk, KEIKO, TARO.replace("佐々木 太郎", ""), **MORI)

    text = answer.content.decode()
    assert (answer.status_code, unsaid(text, said, "mori@company.example")) == (422, [])
    with acting(desk.stage.actor):
        assert (PeopleFile.objects.count(), Enquiry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("data", "more", "said"),
    [
        (b"", {}, "Choose a file with people first."),
        (HEAD.encode(), {}, "nobody below them"),
        (f"{HEAD}\n{KEIKO}".encode("utf-16"), {}, "neither UTF-8 nor Shift_JIS"),
        (f"{HEAD}\n{KEIKO}".encode("euc-jp"), {}, "neither UTF-8 nor Shift_JIS"),
        (f"{HEAD}\n{KEIKO}\0".encode(), {}, "neither UTF-8 nor Shift_JIS"),
        (f"{HEAD}\n{KEIKO}".encode()[:-40], {}, "Row 2: The row has 5 cells, but there are 8 headings."),
        (f"{HEAD}\n{KEIKO}".encode(), {"sender-email": "mori"}, "Mail cannot reach this address."),
        (f"{HEAD}\n{KEIKO}".encode(), {"sender-phone": "090-1111-2222"}, "Write the sender&#x27;s name as well"),
    ],
)
def test_a_bad_file_or_a_bad_field_keeps_nothing(
    desk: Desk, signed_in: SignedIn, data: bytes, more: dict[str, str], said: str
) -> None:
    answer = send(signed_in("officer"), desk, data=data, **more)

    assert (answer.status_code, unsaid(answer.content.decode(), said)) == (422, [])
    with acting(desk.stage.actor):
        assert PeopleFile.objects.count() == 0


def test_the_sample_has_a_column_for_each_fact_and_is_itself_a_list_of_nobody(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")

    answer = client.get(f"{PATH}sample/{desk.stage.appeal_ref}/?language=ja")

    heads, hints = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert heads[:4] == ["応募先", "氏名", "フリガナ", "ローマ字氏名"]
    assert (len(heads), len(set(heads)), hints[0][:2]) == (len(hints), len(hints), "# ")
    assert unsaid(send(client, desk, data=answer.content).content.decode(), "nobody below them") == []
    assert unsaid(client.get(f"{PATH}columns/").content.decode(), "Position", "needed", "ja, en or uk") == []


def test_put_aside_it_is_gone(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("duty")
    ref = sent(client, desk, KEIKO)

    said = client.post(f"{PATH}{ref}/put-aside/", follow=True).content.decode()

    assert unsaid(said, "The file is put aside and destroyed.", ref) == []
    assert unsaid(page(client, f"{ref}/"), "The file was put aside and is destroyed.") == []
    assert unsaid(client.post(f"{PATH}{ref}/confirm/", follow=True).content.decode(), "choose it once again") == []


def test_who_may_not_and_what_is_not_there(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    officer = signed_in("officer")
    ref = sent(officer, desk, KEIKO)
    strangers = (signed_in("finance"), signed_in("press"), elsewhere)

    pages = [client.get(f"{PATH}{ref}/{rest}").status_code for client in strangers for rest in ("", "progress/")]
    acts = [client.post(f"{PATH}{ref}/{act}/").status_code for client in strangers for act in ("confirm", "put-aside")]
    odd = [
        officer.get(f"{PATH}I-7K3M9Q2XC/").status_code,
        officer.get(f"{PATH}nothing/").status_code,
        officer.get(f"{PATH}{ref}/confirm/").status_code,
        send(elsewhere, desk, KEIKO).status_code,
        elsewhere.get(f"{PATH}sample/{desk.stage.appeal_ref}/").status_code,
        signed_in("press").get(PATH).status_code,
    ]

    assert (pages, acts, odd) == ([404] * 6, [404] * 6, [404, 404, 405, 404, 404, 404])


def test_a_page_takes_as_many_queries_for_three_people_as_for_one(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("officer")
    one = sent(client, desk, KEIKO)
    listed = [count_queries(client, PATH)]
    three = sent(client, desk, TARO, KEIKO, TARO.replace("太郎", "次郎"))
    sent(client, desk, TARO)
    listed.append(count_queries(client, PATH))
    waiting = [count_queries(client, f"{PATH}{ref}/") for ref in (one, three)]
    for ref in (one, three):
        client.post(f"{PATH}{ref}/confirm/")
    work_off(read_clock())

    taken = [count_queries(client, f"{PATH}{ref}/") for ref in (one, three)]

    assert (listed, waiting, taken) == ([19, 19], [20, 20], [25, 25])
