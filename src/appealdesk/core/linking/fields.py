"""Which column of somebody's file holds which fact, by the names that such columns usually have."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from appealdesk.core.text.normalise import fold

__all__ = ["Field", "fields_of", "known_names"]


class Field(StrEnum):
    """The facts that records are compared by, and the record's own number."""

    RECORD = "record"
    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    KANA = "kana"
    GIVEN_KANA = "given_kana"
    FAMILY_KANA = "family_kana"
    LATIN = "latin"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    MAIL = "mail"
    NUMBER = "number"
    POSTCODE = "postcode"
    HOUSE = "house"
    STREET = "street"
    QUARTER = "quarter"
    TOWN = "town"
    STATE = "state"


_NAMES: Final[Mapping[Field, str]] = {
    Field.RECORD: "record record_id rec_id recid id unique_id uid key number_of_record 番号 id番号 管理番号",
    Field.NAME: "name full_name fullname person_name written display_name 氏名 名前 お名前 姓名 ім'я піб ф.и.о. имя",
    Field.GIVEN: "given given_name givenname first_name firstname forename first 名 імя_особи",
    Field.FAMILY: "family family_name familyname surname last_name lastname last 姓 名字 苗字 прізвище фамилия",
    Field.KANA: "kana name_kana kana_name reading furigana yomi phonetic_name カナ フリガナ ふりがな 氏名カナ 読み",
    Field.GIVEN_KANA: "given_kana given_name_kana first_name_kana メイ 名カナ めい",
    Field.FAMILY_KANA: "family_kana family_name_kana last_name_kana セイ 姓カナ せい",
    Field.LATIN: "latin name_latin latin_name romaji name_romaji roman passport_name ローマ字",
    Field.BIRTH_DATE: (
        "birth_date birthdate date_of_birth dateofbirth dob born born_on birthday 生年月日 誕生日 дата_народження"
    ),
    Field.PHONE: "phone telephone tel mobile phone_number telephone_number cell 電話 電話番号 携帯 телефон",
    Field.MAIL: "mail email e_mail mail_address email_address メール メールアドレス пошта",
    Field.NUMBER: "soc_sec_id ssn national_id identity_number id_number passport passport_number 個人番号",
    Field.POSTCODE: "postcode postal_code zip zip_code zipcode post_code 郵便番号 індекс",
    Field.HOUSE: "house_number street_number house number_of_house 番地",
    Field.STREET: "street address address_1 address1 address_line_1 street_address 住所 адреса",
    Field.QUARTER: "address_2 address2 address_line_2 quarter 建物",
    Field.TOWN: "town city suburb locality place municipality 市区町村 市 місто",
    Field.STATE: "state province prefecture region 都道府県 область",
}


def known_names(field: Field) -> tuple[str, ...]:
    """The column names that mean the field."""
    return tuple(_NAMES[field].split())


def _bare(name: str) -> str:
    return fold(name).strip().replace(" ", "_").replace("-", "_")


_FIELD_OF: Final = {_bare(name): field for field in Field for name in known_names(field)}


def fields_of(header: Sequence[str], given: Mapping[str, Field]) -> dict[Field, int]:
    """The place of each field in a header. What is `given` by column name goes first; the first of two columns counts.

    Columns that mean nothing here are passed over.
    """
    places: dict[Field, int] = {}
    for place, column in enumerate(header):
        if column in given:
            places[given[column]] = place
    for place, column in enumerate(header):
        field = None if column in given else _FIELD_OF.get(_bare(column))
        if field is not None:
            places.setdefault(field, place)
    return places
