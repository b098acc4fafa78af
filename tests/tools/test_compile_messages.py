"""Catalogues are compiled as gettext reads them, and what is missing is told by file, line and message."""

import gettext
from pathlib import Path
from textwrap import dedent

import pytest

from tools import compile_messages

_HEADER = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def _catalogue(source: Path, language: str, body: str, door: str = "web") -> Path:
    path = source / door / "locale" / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_HEADER.lstrip() + dedent(body), encoding="utf-8")
    return path


def test_a_catalogue_is_compiled_for_gettext(tmp_path: Path) -> None:
    path = _catalogue(tmp_path, "ja", 'msgid "Offer help"\nmsgstr "手伝う"\n')

    code = compile_messages.main([], tmp_path)

    with path.with_suffix(".mo").open("rb") as file:
        assert (code, gettext.GNUTranslations(file).gettext("Offer help")) == (0, "手伝う")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('msgid "Offer"\nmsgstr ""\n', "line 6: 'Offer' has no translation: write one."),
        ('#, fuzzy\nmsgid "Offer"\nmsgstr "申し出"\n', "line 7: 'Offer' is marked fuzzy: read it"),
        (
            'msgid "%(n)s offers"\nmsgstr "申し出"\n',
            "line 6: '%(n)s offers' has other places than its original: keep %(n)s.",
        ),
        (
            'msgid "Offer"\nmsgstr "申し出"\n\nmsgid "Offer"\nmsgstr "提供"\n',
            "line 9: 'Offer' stands here twice: keep one of them.",
        ),
        (
            2 * 'msgctxt "of goods"\nmsgid "Offer"\nmsgstr "申し出"\n\n',
            "line 11: 'Offer' stands here twice: keep one of them.",
        ),
        ('msgid "day"\nmsgid_plural "days"\nmsgstr[0] ""\n', "line 6: 'days' has no translation"),
    ],
)
def test_a_doubtful_translation_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, sentence: str
) -> None:
    _catalogue(tmp_path, "ja", body)

    code = compile_messages.main(["--check"], tmp_path)

    assert code == 1
    assert f"web/locale/ja/LC_MESSAGES/django.po: {sentence}" in capsys.readouterr().err


def test_a_message_that_one_language_lacks_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _catalogue(tmp_path, "ja", 'msgid "Offer"\nmsgstr "申し出"\n')
    _catalogue(tmp_path, "uk", 'msgid "Help"\nmsgstr "Допомога"\n')

    code = compile_messages.main(["--check"], tmp_path)

    assert (code, capsys.readouterr().err.splitlines()) == (
        1,
        [
            "web/locale/ja/LC_MESSAGES/django.po: 'Help' is missing, though another language has it: add it.",
            "web/locale/uk/LC_MESSAGES/django.po: 'Offer' is missing, though another language has it: add it.",
        ],
    )


def test_a_message_that_two_catalogues_translate_differently_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = 'msgid "Offer"\nmsgstr "申し出"\n\nmsgctxt "verb"\nmsgid "Update"\nmsgstr "更新する"\n\n'
    _catalogue(tmp_path, "ja", same + 'msgid "Update"\nmsgstr "お知らせ"\n', "desk")
    _catalogue(tmp_path, "ja", same + 'msgid "Update"\nmsgstr "近況"\n', "public")

    code = compile_messages.main(["--check"], tmp_path)

    place = "public/locale/ja/LC_MESSAGES/django.po: line 13"
    said = f"{place}: 'Update' is translated otherwise in desk/locale/ja/LC_MESSAGES/django.po: "
    assert (code, capsys.readouterr().err) == (1, f"{said}let both be the same, or give one a context.\n")


def test_checking_writes_nothing(tmp_path: Path) -> None:
    path = _catalogue(tmp_path, "ja", 'msgid "Offer"\nmsgstr "申し出"\n')

    assert (compile_messages.main(["--check"], tmp_path), path.with_suffix(".mo").exists()) == (0, False)


def test_a_sentence_of_a_template_or_a_view_without_a_translation_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _catalogue(tmp_path, "ja", 'msgid "Offer"\nmsgstr "申し出"\n')
    page = tmp_path / "web" / "templates" / "page.html"
    page.parent.mkdir()
    page.write_text(
        "{% load i18n %}\n{% translate 'Offer' %}\n"
        "{% blocktranslate count n=page.n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
    )
    (tmp_path / "web" / "views.py").write_text('title = _("Offer")\nname = pgettext("of a bank", "Branch")\n')

    code = compile_messages.main(["--check"], tmp_path)

    assert (code, capsys.readouterr().err.splitlines()) == (
        1,
        [
            "web/templates/page.html:3: '%(n)s day' has no translation into ja: add one to its catalogue.",
            "web/views.py:2: 'Branch' has no translation into ja: add one to its catalogue.",
        ],
    )


def test_the_number_may_be_left_out_where_the_original_leaves_it_out(tmp_path: Path) -> None:
    body = 'msgid "one day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "一日"\n'
    _catalogue(tmp_path, "ja", body)

    assert compile_messages.main(["--check"], tmp_path) == 0
