"""The fact dictionary: a fact that is defined here is asked everywhere as soon as criteria use it."""

from typing import Any

import pytest
from django.test import Client

from appealdesk.appeals.actions.publish import publish_criteria
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.web.public.shelf import APPEALS
from tests.web.cast import DEFENCE, SLUG
from tests.web.desk.cast import NOW, Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

QUESTION = {"ja": "運転免許をお持ちですか。", "en": "Which driving licence do you hold?", "uk": "Які права Ви маєте?"}


def typed(**more: str) -> dict[str, str]:
    labels = {"ja": "運転免許", "en": "Driving licence", "uk": "Водійські права"}
    answers = {"c0": ("car", "普通", "Car", "Легковий"), "c1": ("lorry", "大型", "Lorry", "Вантажний")}
    fields = {"key": "driving", "type": "choice", "privacy": "internal"}
    fields |= {f"labels-{language}": text for language, text in labels.items()}
    fields |= {f"questions-{language}": text for language, text in QUESTION.items()}
    for row, texts in answers.items():
        fields |= {f"{row}-{part}": text for part, text in zip(("key", "ja", "en", "uk"), texts, strict=True)}
    return fields | more


def test_a_new_fact_is_asked_everywhere_once_criteria_use_it(desk: Desk, signed_in: SignedIn) -> None:
    admin, officer, visitor = signed_in("admin"), signed_in("officer"), Client()
    position = desk.stage.position_refs["defence"]

    defined = admin.post("/desk/facts/new/", typed(), follow=True).content.decode()
    document = DEFENCE | {
        "revision": 2,
        "effective_from": "2022-02-28T09:00:00+09:00",
        "facts": {"driving": {"type": "choice", "choices": ["car", "lorry"]}},
        "criteria": {"id": "drives", "fact": "driving", "op": "is", "value": "lorry"},
    }
    publish_criteria(
        actor=desk.stage.actor, now=NOW, position_ref=position, document=document, approved_by="second-officer"
    )
    APPEALS.clear()

    assert "Defined: driving." in defined
    for page in (
        visitor.get(f"/en/appeals/{SLUG}/offer/?position=defence"),
        visitor.get(f"/en/appeals/{SLUG}/check/?position=defence"),
    ):
        assert QUESTION["en"] in page.content.decode()
    phone = officer.get(f"/desk/phone/facts/?about={position}").content.decode()
    assert ("Driving licence" in phone, "Lorry" in phone) == (True, True)
    assert audited("fact.defined")[-1] == (f"staff:{desk.staff['admin'].ref}", "driving")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"key": "Driving"}, "A key begins with a small letter"),
        ({"key": "new"}, "A key begins with a small letter"),
        ({"key": "service_years"}, "There is a fact named service_years already."),
        ({"type": "licence"}, "Choose a type."),
        ({"privacy": "public"}, "Choose how private the answer is."),
        ({"labels-uk": ""}, "Write it in all three languages."),
        ({"questions-en": "x" * 501}, "Write at most 500 characters."),
        ({"c1-key": ""}, "Each answer needs a key"),
        ({"c1-uk": ""}, "Write each answer in all three languages."),
        ({"c1-key": "car"}, "An answer stands twice in the list."),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_typed_is_lost(
    desk: Desk, signed_in: SignedIn, change: dict[str, str], sentence: str
) -> None:
    answer = signed_in("admin").post("/desk/facts/new/", typed(**change))

    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "Вантажний" in page or "c1-uk" in change) == (422, True, True)
    assert "driving" not in fact_dictionary(desk.stage.organisation_id)


def test_the_words_of_a_fact_change_and_its_answers_stay(desk: Desk, signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    admin.post("/desk/facts/new/", typed())
    fields = typed(**{"c0-key": "bus", "c2-key": "tram", "c2-ja": "路面", "c2-en": "Tram", "c2-uk": "Трамвай"})

    admin.post("/desk/facts/driving/", fields | {"type": "number", "questions-en": "What may you drive?"})

    stored = fact_dictionary(desk.stage.organisation_id)["driving"]
    assert (stored.type, [choice.key for choice in stored.choices], stored.questions["en"]) == (
        "choice",
        ["car", "lorry", "tram"],
        "What may you drive?",
    )


@pytest.mark.parametrize("login", ["officer", "duty", "finance", "press"])
def test_only_the_administrator_finds_the_dictionary(desk: Desk, signed_in: SignedIn, login: str) -> None:
    client = signed_in(login)

    statuses = {client.get(path).status_code for path in ("/desk/facts/", "/desk/facts/new/", "/desk/facts/languages/")}

    assert statuses | {client.post("/desk/facts/new/", typed()).status_code} == {404}


def test_another_organisations_fact_is_not_found(desk: Desk, signed_in: SignedIn, elsewhere: Client) -> None:
    signed_in("admin").post("/desk/facts/new/", typed())

    assert [elsewhere.get("/desk/facts/driving/").status_code, elsewhere.post("/desk/facts/driving/").status_code] == [
        404,
        404,
    ]


def test_an_unknown_fact_is_404_and_a_wrong_method_405(desk: Desk, signed_in: SignedIn) -> None:
    admin = signed_in("admin")

    statuses: list[Any] = [
        admin.get("/desk/facts/shoe.size/").status_code,
        admin.get("/desk/facts/shoe_size/").status_code,
        admin.post("/desk/facts/").status_code,
        admin.put("/desk/facts/new/").status_code,
    ]
    assert statuses == [404, 404, 405, 405]


def test_the_number_of_queries_does_not_grow_with_the_facts(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    admin = signed_in("admin")
    before = count_queries(admin, "/desk/facts/")
    for key in ("driving", "sailing"):
        admin.post("/desk/facts/new/", typed(key=key))

    assert count_queries(admin, "/desk/facts/") == before
