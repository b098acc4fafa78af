"""What is wrong with a bank's file is said in the reader's language, every sentence of it."""

import ast
from pathlib import Path

import pytest
from django.utils.translation import override

from appealdesk import core
from appealdesk.core.banking.shapes import StatementProblem, StatementRefused
from appealdesk.core.banking.statement import read_statement
from appealdesk.core.sentences import told
from appealdesk.web.shared.statement_problems import WORDS, in_language, problem_text
from tests.donations.bank import DAY, bank_file, gift

_CORE = Path(core.__file__).parent


def _told_in_core() -> set[str]:
    """The words of every call of `told` in the readers and in what reads their amounts."""
    files = [*(_CORE / "banking").glob("*.py"), _CORE / "money.py"]
    calls = [
        node.args[0]
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "told"
    ]
    return {ast.literal_eval(words) for words in calls}


def test_every_sentence_of_the_readers_is_in_the_catalogues() -> None:
    assert (set(WORDS), len(WORDS)) == (_told_in_core(), len(set(WORDS)))


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Line 3, amount: The transfer must hold 10 digits in columns 20 to 29, but it says 'x'."),
        ("ja", "3 行目、amount: 振込レコードの20〜29 桁目は数字 10 桁のはずですが、'x' と書かれています。"),
        ("uk", "Рядок 3, amount: Запис про переказ, стовпці 20–29: тут має бути 10 цифр, а там стоїть 'x'."),
    ],
)
def test_parts_of_a_sentence_are_translated_too(language: str, shown: str) -> None:
    sentence = told(
        "The %(title)s %(rule)s in %(place)s, but it says %(shown)s.",
        title=told("transfer"),
        rule=told("must hold %(width)s digits", width=10),
        place=told("columns %(first)s to %(last)s", first=20, last=29),
        shown="'x'",
    )

    with override(language):
        assert problem_text(StatementProblem(3, "amount", sentence)) == shown


def test_english_is_what_the_command_line_says() -> None:
    data = bank_file(gift(1_000)).replace(b"\x31\x30\x30\x30", b"1x00", 1)
    with pytest.raises(StatementRefused) as refused, override("en"):
        read_statement(data, None, DAY)

    with override("en"):
        assert [problem_text(one) for one in refused.value.problems] == [str(one) for one in refused.value.problems]


def test_what_a_library_says_stays_as_it_is() -> None:
    with override("ja"):
        assert in_language("not well-formed") == "not well-formed"
