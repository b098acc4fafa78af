"""What is wrong with a file of people is said in the reader's language, every sentence of it."""

import ast
from pathlib import Path

import pytest
from django.utils.translation import override

import appealdesk
from appealdesk.core.people_list import ListProblem
from appealdesk.core.sentences import told
from appealdesk.web.shared.people_file_problems import WORDS, list_problem_text

_SOURCE = Path(appealdesk.__file__).parent
_READERS = ("core/people_list.py", "enquiries/queries/people_rows.py")


def _told() -> set[str]:
    nodes = [node for name in _READERS for node in ast.walk(ast.parse((_SOURCE / name).read_text(encoding="utf-8")))]
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "told"]
    return {ast.literal_eval(call.args[0]) for call in calls}


def test_every_sentence_of_the_readers_is_in_the_catalogues() -> None:
    assert (set(WORDS), len(WORDS)) == (_told(), len(set(WORDS)))


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ("Row 3, E-mail: This is longer than 254 characters. Shorten it.", "Row 4: The name is missing.")),
        ("ja", ("3 行目「E-mail」: 254 文字を超えています。短くしてください。", "4 行目: 名前がありません。")),
        ("uk", ("Рядок 3, E-mail: Довше за 254 символів. Скоротіть.", "Рядок 4: Не вказано ім’я.")),
    ],
)
def test_the_place_and_the_values_stand_in_the_sentence(language: str, shown: tuple[str, str]) -> None:
    problems = (
        ListProblem(3, "E-mail", told("This is longer than %(limit)s characters. Shorten it.", limit=254)),
        ListProblem(4, "", told("The name is missing.")),
    )

    with override(language):
        assert tuple(map(list_problem_text, problems)) == shown
