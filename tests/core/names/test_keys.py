"""Keys meet across kana, Latin and Cyrillic, and never for a placeholder."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from appealdesk.core.names.keys import DERIVED, KeyKind, NameKey, contact_keys, name_keys, record_keys
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.text import kana

PLAIN = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"
VOICED = "ガギグゲゴザジズゼゾダデドバビブベボパピプペポ"
GLIDED = ("キャ", "キュ", "キョ", "シャ", "シュ", "ショ", "チャ", "チュ", "チョ", "リョ", "ジュ", "コウ")
WORD = st.lists(st.sampled_from((*PLAIN, *VOICED, *GLIDED)), min_size=2, max_size=4).map("".join)


def shared(one: PersonName, other: PersonName) -> set[tuple[KeyKind, str]]:
    mine, theirs = ({(key.kind, key.value) for key in name_keys(name) if key.rank < DERIVED} for name in (one, other))
    return mine & theirs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("おおの しょうじ", "SHOJI OHNO"),
        ("ｵｵﾉｼﾖｳｼﾞ".replace("ﾖ", "ｮ"), "Syouzi Oono"),
        ("ヨシダアキオ", "Akio Yoshida"),
        ("あお うあ", "アオウア"),
        ("コノ ウエタ", "ｺﾉｳｴﾀ"),
        ("まつか たかひろ", "MATUKA, Takahiro"),
        ("髙橋 齋子", "高橋斎子"),
        ("Щербак Юлія", "Yuliia Shcherbak"),
        ("Щербак Юлія", "Julia Schtscherbak"),
        ("Олександр Шевченко", "Александр Шевченко"),
        ("Шевченко Олександр", "Alexandre Chevtchenko"),
        ("Ткач Ярема Григорійович", "Yarema Tkach"),
        ("Ragnhild Bøe", "BOE RAGNHILD"),
        ("Jürgen Groß", "GROSS JUERGEN"),
        ("Juan Manuel Gallego Larrañaga", "Juan Gallego"),
        ("山田太郎様", "山田 太郎"),
    ],
)
def test_two_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert shared(PersonName(one), PersonName(other)) != set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("おおの しょうじ", "Onoda Shoji"),
        ("青木 恵子", "青木 圭子"),
        ("青木 恵子", "Aoki Keiko"),
        ("Олена Коваль", "Олена Ковальчук"),
        ("不明", "不明"),
        ("anonymous", "Anonymous"),
        ("---", "---"),
        ("ああああ", "ああああ"),
    ],
)
def test_other_names_and_placeholders_share_none(one: str, other: str) -> None:
    assert shared(PersonName(one), PersonName(other)) == set()


def test_kanji_alone_give_the_kanji_and_readings_of_a_rank_that_only_suggests() -> None:
    keys = name_keys(PersonName("髙橋 恵子"))

    assert keys[0] == NameKey(KeyKind.KANJI, "高橋恵子", 0)
    assert keys[1:3] == (
        NameKey(KeyKind.JAPANESE, "keiko takahashi", DERIVED),
        NameKey(KeyKind.JAPANESE, "takahashikeiko", DERIVED),
    )
    assert {key.rank for key in keys[1:]} == set(range(DERIVED, DERIVED + 6))
    assert len(keys) <= 13


def test_given_kana_are_exactly_one_reading() -> None:
    readings = [
        key.value for key in name_keys(PersonName("青木 恵子", "アオキ ケイコ")) if key.kind is KeyKind.JAPANESE
    ]

    assert readings == ["aoki keiko", "aokikeiko", "keikoaoki"]


def test_composites_are_made_of_the_surest_keys_only() -> None:
    keys = record_keys(
        name=PersonName("高橋 恵子"),
        born_on=date(1980, 5, 4),
        phone="+819012345671",
        mail="k@mail.jp",
        postcode="〒100-0001",
    )

    assert tuple(key for key in keys if key.rank < DERIVED) == (
        NameKey(KeyKind.KANJI, "高橋恵子", 0),
        NameKey(KeyKind.PHONE, "+819012345671", 0),
        NameKey(KeyKind.MAIL, "k@mail.jp", 0),
        NameKey(KeyKind.NAME_AND_BIRTH, "name.kanji|高橋恵子|1980-05-04", 0),
        NameKey(KeyKind.NAME_AND_POSTCODE, "name.kanji|高橋恵子|1000001", 0),
        NameKey(KeyKind.BIRTH_AND_POSTCODE, "1980-05-04|1000001", 0),
    )


@pytest.mark.parametrize(
    ("phone", "mail"),
    [("+819000000000", "noreply@mail.jp"), ("+81", "x@example.com"), ("", ""), ("+819012345678", "nobody")],
)
def test_default_contacts_give_no_key(phone: str, mail: str) -> None:
    assert contact_keys(phone=phone, mail=mail) == ()


def test_a_default_birth_date_makes_no_composite() -> None:
    keys = record_keys(name=PersonName("高橋 恵子"), born_on=date(1970, 1, 1))

    assert {key.kind for key in keys if key.rank < DERIVED} == {KeyKind.KANJI}


@given(WORD, WORD, st.booleans())
def test_kana_and_every_romanisation_share_a_key(family: str, given_name: str, turned: bool) -> None:
    assume(len(set(family + given_name)) > 1)  # One kana over and over is a placeholder.
    in_kana = PersonName(f"{family} {given_name}")

    for romanise in (kana.to_hepburn, kana.to_passport, kana.to_kunrei):
        words = [romanise(family), romanise(given_name)]
        latin = PersonName(" ".join(reversed(words) if turned else words))
        assert shared(in_kana, latin) != set()


@given(WORD, WORD)
def test_kana_share_a_key_in_either_script_and_with_or_without_a_space(family: str, given_name: str) -> None:
    assume(len(set(family + given_name)) > 1)
    hiragana = PersonName(kana.to_hiragana(family + given_name))

    assert shared(PersonName(f"{family} {given_name}"), hiragana) != set()


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_gives_keys_without_repeats(written: str, reading: str) -> None:
    keys = [(key.kind, key.value) for key in name_keys(PersonName(written, reading))]

    assert len(keys) == len(set(keys))
