"""The tokens that find a person again, whatever the script and the keyboard."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import KeyKind
from appealdesk.people.queries.keys import contact_token, keys_of
from tests.people.cast import identity

_NAMES = frozenset({KeyKind.KANJI, KeyKind.JAPANESE, KeyKind.EUROPEAN})


def shared(one: IdentityInput, other: IdentityInput) -> set[KeyKind]:
    return {key.kind for key in set(keys_of(one)) & set(keys_of(other))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"reading": "アオキ ケイコ"}, {"latin": "Keiko Aoki"}),
        ({"reading": "あおきけいこ"}, {"reading": "ｱｵｷ ｹｲｺ"}),
        ({"written": "髙﨑 栄一"}, {"written": "高崎栄一"}),
        ({"written": "Оксана Коваленко"}, {"latin": "Oksana Kovalenko"}),
        ({"latin": "Jürgen Müller"}, {"latin": "MUELLER Juergen"}),
    ],
)
def test_one_name_in_two_spellings_shares_a_key(one: dict[str, str], other: dict[str, str]) -> None:
    assert shared(identity(**one), identity(**other)) & _NAMES


def test_another_name_shares_no_key() -> None:
    assert shared(identity(written="青木 恵子", reading="アオキ ケイコ"), identity(written="佐々木 太郎")) == set()


def test_numbers_and_addresses_are_compared_in_one_form() -> None:
    one = identity(phones=("090-2345-6781",), emails=("Keiko@Posteo.EXAMPLE",))
    other = identity(phones=("+81 90 2345 6781",), emails=("keiko@posteo.example",))

    assert shared(one, other) == {KeyKind.PHONE, KeyKind.MAIL}


def test_a_birth_date_is_a_key_only_with_a_name() -> None:
    born = date(1982, 7, 14)

    assert keys_of(identity(birth_date=born)) == ()
    assert KeyKind.NAME_AND_BIRTH in {key.kind for key in keys_of(identity(latin="Ann Berg", birth_date=born))}


def test_placeholders_give_no_key() -> None:
    assert keys_of(identity(written="不明", phones=("000-0000-0000",), emails=("none@example.com",))) == ()


def test_the_token_of_a_contact_point_is_the_key_that_finds_it() -> None:
    keys = {key.kind: key.token for key in keys_of(identity(phones=("090-2345-6781",), emails=("a@b.example",)))}

    assert contact_token("phone", "+819023456781") == keys[KeyKind.PHONE]
    assert contact_token("email", "A@B.example") == keys[KeyKind.MAIL]


@given(st.text(alphabet="アイウエオカキクケコサシスセソ青木恵子abcdefghюяєї ", min_size=1, max_size=30))
def test_keys_are_eight_bytes_and_never_repeat(name: str) -> None:
    keys = keys_of(IdentityInput.model_construct(written=name))

    assert all(len(key.token) == 8 for key in keys)
    assert len(set(keys)) == len(keys)
