"""Every letter exists in every language, with the same places to fill, and never with a hole."""

from pathlib import Path
from string import Template

import pytest

from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.models import Letter
from appealdesk.letters.queries import texts
from appealdesk.letters.queries.texts import VALUES, greeting_for, write_letter
from tests.letters.cast import values

FOLDER = Path(texts.__file__).parents[1] / "texts"
EVERY = [(kind, language) for kind in Letter.Kind.values for language in LANGUAGES]


def test_the_folder_holds_every_kind_in_every_language_and_nothing_else() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{kind}.{lang}.txt" for kind, lang in EVERY)
    assert sorted(VALUES) == sorted(Letter.Kind.values)


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_text_names_exactly_what_its_kind_is_told(kind: str, language: str) -> None:
    text = Template((FOLDER / f"{kind}.{language}.txt").read_text(encoding="utf-8"))

    assert text.is_valid()
    assert set(text.get_identifiers()) == VALUES[kind] | {"greeting"}


@pytest.mark.parametrize(
    ("written", "language", "line"),
    [
        ("青木 恵子", "ja", "青木 恵子 様"),
        ("株式会社青空商事", "ja", "株式会社青空商事 御中"),
        ("（株）青空商事", "ja", "（株）青空商事 御中"),
        ("特定非営利活動法人 みらい", "ja", "特定非営利活動法人 みらい 御中"),
        ("株式会社青空商事", "en", "Dear 株式会社青空商事,"),
    ],
)
def test_a_letter_greets_people_and_companies_as_they_are_greeted(written: str, language: str, line: str) -> None:
    assert greeting_for(PersonName(written), language) == line


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_letter_is_whole(kind: str, language: str) -> None:
    wording = write_letter(kind=kind, language=language, greeting="青木 恵子 様", values=values())

    assert "$" not in wording.subject + wording.body
    assert "\n" not in wording.subject
    assert values()["reference"] in wording.subject
    assert wording.body.startswith("青木 恵子 様\n\n")
    assert wording.body.rstrip().endswith("東京支援室")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decline_states_the_reason_and_every_way_to_help(language: str) -> None:
    wording = write_letter(kind="decision_declined", language=language, greeting="", values=values())

    bullet = {"ja": "・", "en": "- ", "uk": "– "}[language]
    assert f"\n{bullet}勤務経験が1年以上必要です。\n" in wording.body
    assert f"\n{bullet}在宅での翻訳\n{bullet}寄付\n{bullet}3月5日の集い\n" in wording.body


@pytest.mark.parametrize("missing", ["", "  \n "])
def test_a_decline_without_a_way_to_help_is_refused(missing: str) -> None:
    with pytest.raises(Refusal) as refused:
        write_letter(kind="decision_declined", language="ja", greeting="", values=values(ways=missing))

    assert (refused.value.code, refused.value.values["missing"]) == ("letters.value_missing", "ways")


def test_a_value_is_never_read_as_a_place() -> None:
    wording = write_letter(
        kind="acknowledgement", language="en", greeting="Dear $reference,", values=values(appeal="$organisation & co")
    )

    assert "“$organisation & co”" in wording.body
    assert wording.body.startswith("Dear $reference,")
