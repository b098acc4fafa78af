"""What a door may hand in as an identity, and the sentence for what it may not."""

import pytest
from pydantic import ValidationError

from appealdesk.people.inputs import IdentityInput


def problem(**facts: object) -> tuple[str, str]:
    """The code and the field of the one error."""
    with pytest.raises(ValidationError) as refused:
        IdentityInput.model_validate(facts)
    (error,) = refused.value.errors()
    return error["type"], str(error["loc"][0])


def test_keeps_every_form_as_it_was_written_but_for_spaces() -> None:
    made = IdentityInput(
        written=" 青木\u3000恵子 ", reading="ｱｵｷ ｹｲｺ", latin="Keiko  AOKI", phones=["０９０−2345−6781"]
    )

    assert (made.written, made.reading, made.latin) == ("青木 恵子", "ｱｵｷ ｹｲｺ", "Keiko AOKI")
    assert made.phones == ("０９０−2345−6781",)


def test_every_form_may_be_missing() -> None:
    assert IdentityInput().has_name is False
    assert IdentityInput(latin="Ann").has_name is True


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"written": "太郎😀"}, ("name.emoji", "written")),
        ({"written": "太郎\u202e"}, ("name.control_character", "written")),
        ({"written": "12345"}, ("name.no_letter", "written")),
        ({"written": "あ" * 201}, ("name.too_long", "written")),
        ({"reading": "Aoki"}, ("name.not_kana", "reading")),
        ({"latin": "青木"}, ("name.not_latin", "latin")),
        ({"emails": ["no address"]}, ("mail.white_space", "emails")),
        ({"emails": ["name"]}, ("mail.no_at", "emails")),
        ({"phones": ["call me"]}, ("phone.blank", "phones")),
        ({"phones": ["12"]}, ("phone.wrong_length", "phones")),
        ({"birth_date": "1822-03-04"}, ("people.birth_date_early", "birth_date")),
        ({"birth_date": "2022-02-30"}, ("date_from_datetime_parsing", "birth_date")),
        ({"address": "a\x00b"}, ("people.text_characters", "address")),
        ({"notes": "x" * 4001}, ("string_too_long", "notes")),
        ({"language": "fr"}, ("literal_error", "language")),
        ({"surname": "Aoki"}, ("extra_forbidden", "surname")),
    ],
)
def test_refuses_what_cannot_be_taken(facts: dict[str, object], expected: tuple[str, str]) -> None:
    assert problem(**facts) == expected


def test_a_sentence_says_what_to_do() -> None:
    with pytest.raises(ValidationError) as refused:
        IdentityInput(reading="Aoki Keiko")

    assert refused.value.errors()[0]["msg"] == (
        "The reading of the name must be in kana only, for example アオキ ケイコ."
    )


def test_a_mobile_carriers_odd_address_is_taken() -> None:
    assert IdentityInput(emails=["taro..yamada@docomo.ne.jp"]).emails == ("taro..yamada@docomo.ne.jp",)
