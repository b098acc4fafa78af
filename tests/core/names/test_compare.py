"""Each feature speaks where it can, is silent where it cannot, and explains itself."""

from datetime import date

import pytest

from appealdesk.core.names.compare import FEATURES, Evidence, IdentityRecord, compare
from appealdesk.core.names.person_name import PersonName


def record(written: str = "", reading: str = "", latin: str = "", **facts: str) -> IdentityRecord:
    born = date.fromisoformat(facts.pop("born")) if "born" in facts else None
    return IdentityRecord(name=PersonName(written, reading, latin), born_on=born, **facts)


def levels(one: IdentityRecord, other: IdentityRecord) -> dict[str, str]:
    return {evidence.feature: evidence.level for evidence in compare(one, other)}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (record("髙橋 恵子"), record("高橋惠子"), {"written_name": "equal"}),
        (record("高橋 恵子"), record("Takahashi Keiko"), {"readable_name": "readable"}),
        (record("高橋恵子"), record("ﾀｶﾊｼｹｲｺ"), {"readable_name": "readable"}),
        (record("青木 恵子"), record("Кейко Аокі"), {"readable_name": "readable"}),
        (record("佐藤 優子"), record("佐藤 ゆうこ"), {"readable_name": "readable"}),
        (record("高橋 恵子"), record("Takahashi Ichiro"), {"readable_name": "unreadable"}),
        (
            record("高橋 恵子", "タカハシ ケイコ"),
            record("Takahashi Ichiro"),
            {"sounding_name": "different", "other_given_name": "family"},
        ),
        (record("高橋 恵子", "タカハシ ケイコ"), record("Keiko Takahashi"), {"sounding_name": "equal"}),
        (record("高橋 恵子", "", "TAKAHASHI KEIKO"), record("たかはし けいこ"), {"sounding_name": "equal"}),
        (record("タカハシ ケイコ"), record("ﾀｶﾊｼｹｲｺ"), {"sounding_name": "equal"}),
        (record("Щербак Юлія"), record("Julia Schtscherbak"), {"sounding_name": "equal"}),
        (record("Олександр Коваль"), record("Александр Коваль"), {"sounding_name": "equal"}),
        (record("ディートリヒ・ベーム"), record("Dietrich Böhm"), {"foreign_name": "alike"}),
        (
            record("髙橋 恵子", "タカハシ ケイコ"),
            record("高橋 恵子", "たかはしけいこ"),
            {"written_name": "equal", "sounding_name": "equal"},
        ),
        (record("不明"), record("不明"), {}),
        (record("Anonymous"), record("anonymous"), {}),
        (record(""), record(""), {}),
    ],
)
def test_compares_names_on_the_footing_that_their_scripts_allow(
    one: IdentityRecord, other: IdentityRecord, expected: dict[str, str]
) -> None:
    assert levels(one, other) == expected


def test_kana_tell_apart_what_latin_letters_join() -> None:
    kana = levels(record("オオノ アヤ"), record("オノ アヤ"))
    latin = levels(record("Ono Aya"), record("Ohno Aya"))

    assert (kana, latin) == ({"sounding_name": "different"}, {"sounding_name": "equal"})


@pytest.mark.parametrize(
    ("one", "other", "feature"),
    [
        (record("山田 一郎"), record("山田 花子"), "other_given_name"),
        (record("山田一郎"), record("山田花子"), "other_given_name"),
        (record("ヤマダ イチロウ"), record("ヤマダ ハナコ"), "other_given_name"),
        (record("Ichiro Yamada"), record("Yamada Hanako"), "other_given_name"),
        (record("Олена Коваль"), record("Petro Koval"), "other_given_name"),
        (record("山田 花子"), record("木村 花子"), "other_family_name"),
        (record("ヤマダ ハナコ"), record("キムラ ハナコ"), "other_family_name"),
    ],
)
def test_sees_one_part_that_agrees_and_one_that_does_not(
    one: IdentityRecord, other: IdentityRecord, feature: str
) -> None:
    found = {evidence.feature: evidence.veto for evidence in compare(one, other)}

    assert found[feature] is True


@pytest.mark.parametrize(
    ("one", "other"),
    [("Juan Farias da Costa", "Juan Farias ds Costa"), ("山田 花子", "山田 花子"), ("Taro Yamada", "Yamada Tarou")],
)
def test_sees_no_other_person_in_a_particle_or_an_equal_name(one: str, other: str) -> None:
    found = set(levels(record(one), record(other)))

    assert found & {"other_given_name", "other_family_name"} == set()


@pytest.mark.parametrize(
    ("mine", "theirs", "level"),
    [
        ("1980-05-04", "1980-05-04", "equal"),
        ("1980-05-04", "1980-04-05", "swapped"),
        ("1980-05-04", "1980-05-14", "slip"),
        ("1980-05-04", "1908-05-04", "slip"),
        ("1980-05-04", "1981-06-04", "different"),
    ],
)
def test_compares_dates_of_birth(mine: str, theirs: str, level: str) -> None:
    assert levels(record(born=mine), record(born=theirs)) == {"birth_date": level}


def test_a_different_date_of_birth_is_a_veto() -> None:
    expected = (Evidence("birth_date", "different", -12.0, "The dates of birth are different.", veto=True),)

    assert compare(record(born="1980-05-04"), record(born="1975-11-23")) == expected


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (record(phone="+819063840483"), record(phone="+819063840483"), {"phone": "equal"}),
        (record(phone="+819063840483"), record(phone="+819063840484"), {"phone": "different"}),
        (record(phone="+819000000000"), record(phone="+819000000000"), {}),
        (record(mail="A@mail.jp"), record(mail="a@mail.jp"), {"mail": "equal"}),
        (record(mail="noreply@mail.jp"), record(mail="noreply@mail.jp"), {}),
        (record(born="1970-01-01"), record(born="1970-01-01"), {}),
        (record(postcode="100-0001"), record(postcode="1000001"), {"postcode": "equal"}),
        (record(postcode=""), record(postcode=""), {}),
    ],
)
def test_blank_and_default_values_say_nothing(
    mine: IdentityRecord, theirs: IdentityRecord, expected: dict[str, str]
) -> None:
    assert levels(mine, theirs) == expected


def test_every_feature_explains_itself_in_sentences() -> None:
    explained = [(feature.code, feature.explanation.endswith(".")) for feature in FEATURES]

    assert explained == [(feature.code, True) for feature in FEATURES]


def test_no_sentence_repeats_a_fact_of_a_person() -> None:
    facts = {"phone": "+819063840483", "mail": "keiko@mail.jp", "postcode": "1000001", "born": "1980-05-04"}
    mine = record("青木 恵子", "アオキ ケイコ", "Aoki Keiko", **facts)

    text = " ".join(evidence.sentence for evidence in compare(mine, mine))

    assert [fact for fact in ("青木", "アオキ", "Aoki", *facts.values()) if fact in text] == []
