"""The examples printed in Cabinet resolution no. 55 (2010), and BGN/PCGN names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.text.translit import UKRAINIAN, russian_to_latin, ukrainian_to_latin

RESOLUTION_55 = """
Алушта Alushta|Андрій Andrii|Борщагівка Borshchahivka|Борисенко Borysenko|Вінниця Vinnytsia
Володимир Volodymyr|Гадяч Hadiach|Богдан Bohdan|Згурський Zghurskyi|Ґалаґан Galagan|Ґорґани Gorgany
Донецьк Donetsk|Дмитро Dmytro|Рівне Rivne|Олег Oleh|Есмань Esman|Єнакієве Yenakiieve|Гаєвич Haievych
Короп’є Koropie|Житомир Zhytomyr|Жанна Zhanna|Жежелів Zhezheliv|Закарпаття Zakarpattia|Казимирчук Kazymyrchuk
Медвин Medvyn|Михайленко Mykhailenko|Іванків Ivankiv|Іващенко Ivashchenko|Їжакевич Yizhakevych
Кадиївка Kadyivka|Мар’їне Marine|Йосипівка Yosypivka|Стрий Stryi|Олексій Oleksii|Київ Kyiv|Коваленко Kovalenko
Лебедин Lebedyn|Леонід Leonid|Миколаїв Mykolaiv|Маринич Marynych|Ніжин Nizhyn|Наталія Nataliia|Одеса Odesa
Онищенко Onyshchenko|Полтава Poltava|Петро Petro|Решетилівка Reshetylivka|Рибчинський Rybchynskyi|Суми Sumy
Соломія Solomiia|Тернопіль Ternopil|Троць Trots|Ужгород Uzhhorod|Уляна Uliana|Фастів Fastiv|Філіпчук Filipchuk
Харків Kharkiv|Христина Khrystyna|Біла_Церква Bila_Tserkva|Стеценко Stetsenko|Чернівці Chernivtsi
Шевченко Shevchenko|Шостка Shostka|Кишеньки Kyshenky|Щербухи Shcherbukhy|Гоща Hoshcha|Гаращенко Harashchenko
Юрій Yurii|Корюківка Koriukivka|Яготин Yahotyn|Ярошенко Yaroshenko|Костянтин Kostiantyn|Знам’янка Znamianka
Феодосія Feodosiia|Розгон Rozghon
"""
PAIRS = [tuple(pair.split()) for line in RESOLUTION_55.split("\n") for pair in line.split("|") if pair]


@pytest.mark.parametrize(("ukrainian", "latin"), PAIRS)
def test_follows_the_examples_of_the_resolution(ukrainian: str, latin: str) -> None:
    assert ukrainian_to_latin(ukrainian) == latin


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        ("ЩЕРБАК", "SHCHERBAK"),
        ("Яна-Юлія", "Yana-Yuliia"),
        ("Пʼятаченко", "Piatachenko"),
        ("ЮЛІЯ Є.", "YULIIA Ye."),
        ("О'Коннор", "OKonnor"),
        ("Aoki 青木", "Aoki 青木"),
    ],
)
def test_carries_case_and_other_letters_over(ukrainian: str, latin: str) -> None:
    assert ukrainian_to_latin(ukrainian) == latin


@pytest.mark.parametrize(
    ("russian", "signed", "plain"),
    [
        ("Елена Щукина", "Yelena Shchukina", "Yelena Shchukina"),
        ("Зиновьев", "Zinov’yev", "Zinovyev"),
        ("Подъездный", "Pod”yezdnyy", "Podyezdnyy"),
        ("Ёлкин Пётр", "Yëlkin Pëtr", "Yëlkin Pëtr"),
        ("Алексеев", "Alekseyev", "Alekseyev"),
    ],
)
def test_writes_russian_by_bgn(russian: str, signed: str, plain: str) -> None:
    assert (russian_to_latin(russian), russian_to_latin(russian, signs=False)) == (signed, plain)


@given(st.text("".join(UKRAINIAN) + "ь’ -", max_size=30))
def test_leaves_no_cyrillic_letter(text: str) -> None:
    latin = ukrainian_to_latin(text)

    assert set(latin) <= set("abcdefghijklmnopqrstuvwxyz’ -")
