"""A name is shown as its bearer wrote it, and refused only with a sentence that says what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.names.person_name import LONGEST_NAME, NameProblem, PersonName, RubyPart, check_name

KEIKO = PersonName("青木 恵子", "アオキ ケイコ", "Aoki Keiko")
OLENA = PersonName("Олена Коваль", "", "Olena Koval")


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        (KEIKO, "ja", "青木 恵子"),
        (KEIKO, "en", "Aoki Keiko"),
        (KEIKO, "uk-UA", "Aoki Keiko"),
        (OLENA, "uk", "Олена Коваль"),
        (OLENA, "en-GB", "Olena Koval"),
        (OLENA, "ja", "Олена Коваль"),
        (PersonName("青木 恵子"), "en", "青木 恵子"),
        (PersonName("José  Pérez", "", "JOSE PEREZ"), "en", "José Pérez"),
        (PersonName("", "アオキ"), "en", "アオキ"),
    ],
)
def test_shows_the_form_that_the_reader_can_read(name: PersonName, language: str, expected: str) -> None:
    assert name.display(language) == expected


def test_sets_each_reading_above_its_word() -> None:
    expected = (RubyPart("青木", "あおき"), RubyPart(" ", ""), RubyPart("恵子", "けいこ"))

    assert KEIKO.ruby() == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (PersonName("青木恵子", "ｱｵｷ ｹｲｺ"), (RubyPart("青木恵子", "あおき けいこ"),)),
        (
            PersonName("佐藤 ゆうこ", "サトウ ユウコ"),
            (RubyPart("佐藤", "さとう"), RubyPart(" ", ""), RubyPart("ゆうこ", "")),
        ),
        (OLENA, (RubyPart("Олена Коваль", ""),)),
        (PersonName(""), ()),
    ],
)
def test_sets_one_reading_above_the_whole_where_words_do_not_match(
    name: PersonName, expected: tuple[RubyPart, ...]
) -> None:
    assert name.ruby() == expected


def test_takes_a_good_name() -> None:
    assert (check_name(KEIKO), check_name(OLENA), check_name(PersonName("O'Neill-Żółć 𠮷"))) == ((), (), ())


@pytest.mark.parametrize(
    ("name", "code", "field"),
    [
        (PersonName("  "), "name.blank", "written"),
        (PersonName("あ" * (LONGEST_NAME + 1)), "name.too_long", "written"),
        (PersonName("太\x00郎"), "name.control_character", "written"),
        (PersonName("Bob\u202ename"), "name.control_character", "written"),
        (PersonName("😀😀"), "name.emoji", "written"),
        (PersonName("太郎🎉"), "name.emoji", "written"),
        (PersonName("--- 12"), "name.no_letter", "written"),
        (PersonName("青木", "青木"), "name.not_kana", "reading"),
        (PersonName("青木", "アオキ", "Аокі"), "name.not_latin", "latin"),
    ],
)
def test_names_what_is_wrong_and_where(name: PersonName, code: str, field: str) -> None:
    problems = [(problem.code, problem.field) for problem in check_name(name)]

    assert problems == [(code, field)]


def test_says_where_the_invisible_character_stands() -> None:
    expected = NameProblem(
        "name.control_character",
        "written",
        "The name has an invisible character (U+0007) at place 3; please type it again instead of pasting it.",
    )

    assert check_name(PersonName("ab\x07c")) == (expected,)


@given(st.builds(PersonName, st.text(max_size=300), st.text(max_size=20), st.text(max_size=20)))
def test_answers_any_text_with_at_most_one_problem_for_each_form(name: PersonName) -> None:
    fields = [problem.field for problem in check_name(name)]

    assert len(fields) == len(set(fields))
