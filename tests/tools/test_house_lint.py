"""Each rule is shown what it allows and what it finds; the sentences are what a contributor reads."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest
from tools.house_rules.actions import check_action
from tools.house_rules.budgets import check_function_budget, check_module_budget, check_template_budget
from tools.house_rules.finding import Finding, Source
from tools.house_rules.pages import check_context, check_template
from tools.house_rules.purity import check_hidden_inputs, check_http, check_save, check_signals
from tools.house_rules.rooms import check_name, check_room, decided_rooms
from tools.house_rules.words import check_ignores, check_print, check_words

from tools import house_lint

_ACTION = "src/appealdesk/people/actions/create.py"
_QUERY = "src/appealdesk/people/queries/people.py"
_VIEW = "src/appealdesk/web/desk/views/people.py"


def _found(rule: Callable[[Source], Iterator[Finding]], path: str, text: str) -> list[tuple[int, str]]:
    source = Source(PurePosixPath(path), dedent(text).lstrip("\n"))
    return [(finding.line, finding.sentence) for finding in rule(source)]


@pytest.mark.parametrize(
    ("path", "lines", "expected"),
    [
        (_QUERY, 400, 0),
        (_QUERY, 401, 1),
        (_VIEW, 250, 0),
        (_VIEW, 251, 1),
        ("src/appealdesk/people/migrations/0001_initial.py", 900, 0),
        ("tests/people/test_create.py", 900, 0),
        ("tools/setup.py", 401, 1),
    ],
)
def test_a_module_has_a_budget(path: str, lines: int, expected: int) -> None:
    assert len(_found(check_module_budget, path, "x = 1\n" * lines)) == expected


@pytest.mark.parametrize(("lines", "expected"), [(60, []), (61, ["load has 61 lines and may have 60"])])
def test_a_function_has_a_budget(lines: int, expected: list[str]) -> None:
    text = "def load():\n" + "    x = 1\n" * (lines - 1)

    found = _found(check_function_budget, _QUERY, text)

    assert [sentence.split(":")[0] for _, sentence in found] == expected


@pytest.mark.parametrize(("lines", "expected"), [(130, 0), (131, 1)])
def test_a_template_has_a_budget(lines: int, expected: int) -> None:
    found = _found(check_template_budget, "src/appealdesk/web/desk/templates/desk/a.html", "<p></p>\n" * lines)

    assert len(found) == expected


@pytest.mark.parametrize(
    "path",
    ["src/appealdesk/people/utils.py", "src/appealdesk/common/money.py", "tests/helpers.py", "tools/services/a.py"],
)
def test_a_name_says_something(path: str) -> None:
    assert [line for line, _ in _found(check_name, path, "")] == [1]


def test_a_name_that_only_contains_such_a_word_is_fine() -> None:
    assert _found(check_name, "src/appealdesk/people/service_hours.py", "") == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (_ACTION, 0),
        (_QUERY, 0),
        ("src/appealdesk/people/models/person.py", 0),
        ("src/appealdesk/people/managers.py", 1),
        ("src/appealdesk/donations/ledger.py", 0),
        ("src/appealdesk/donations/ledger/post.py", 0),
        ("src/appealdesk/core/anything.py", 0),
    ],
)
def test_an_app_has_only_its_rooms(path: str, expected: int) -> None:
    decisions = decided_rooms("The ledger is a room of its own: `donations/ledger.py`.")

    found = list(check_room(Source(PurePosixPath(path), ""), decisions))

    assert len(found) == expected


def test_an_unknown_room_is_told_the_way_out() -> None:
    found = list(check_room(Source(PurePosixPath("src/appealdesk/people/managers.py"), ""), frozenset()))

    assert found[0].sentence.endswith("or write a decision in docs/decisions that names `people/managers`.")


def test_an_action_takes_the_actor_and_the_moment() -> None:
    text = """
        def create_person(*, actor: Actor, now: datetime, name: str) -> int: ...
        def _seal(name): ...
    """

    assert _found(check_action, _ACTION, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def create_person(actor, *, now): ...", "create_person takes positional arguments"),
        ("def create_person(*, now): ...", "create_person does not take `actor`"),
        ("def create_person(*, actor): ...", "create_person does not take `now`"),
        ("def remove_person(*, actor, now): ...", "remove_person stands in create.py"),
        ("x = 1", "This file has no action"),
    ],
)
def test_an_action_of_another_shape_is_found(text: str, expected: str) -> None:
    found = _found(check_action, _ACTION, text)

    assert any(sentence.startswith(expected) for _, sentence in found)


def test_the_upkeep_of_the_audit_log_has_no_actor() -> None:
    assert _found(check_action, "src/appealdesk/audit/actions/seal.py", "def seal(*, now): ...") == []


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\nmoment = datetime.now(UTC)",
        "import datetime\nday = datetime.date.today()",
        "from django.utils import timezone\ndefault = timezone.now",
        "from django.utils.timezone import now",
        "from appealdesk.foundation.clock import read_clock",
        "import random",
        "import secrets",
        "from time import monotonic",
        "import os\nhome = os.environ['HOME']",
        "from os import getenv",
        "import uuid\nkey = uuid.uuid4()",
        "from django.conf import settings",
    ],
)
def test_a_hidden_input_below_the_doors_is_found(text: str) -> None:
    assert len(_found(check_hidden_inputs, _QUERY, text)) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (_QUERY, "from datetime import time\nfrom uuid import uuid5\nlater = now + timedelta(days=1)"),
        (_VIEW, "from appealdesk.foundation.clock import read_clock"),
        ("src/appealdesk/people/jobs.py", "from django.conf import settings"),
        ("src/appealdesk/foundation/clock.py", "from django.utils import timezone\nx = timezone.now()"),
        ("src/appealdesk/config/settings.py", "import os\nx = os.environ['HOME']"),
        ("tests/people/test_create.py", "import random"),
    ],
)
def test_values_handed_in_and_doors_that_look_are_fine(path: str, text: str) -> None:
    assert _found(check_hidden_inputs, path, text) == []


@pytest.mark.parametrize("text", ["from django.dispatch import receiver", "from django.db.models import signals"])
def test_signals_are_found(text: str) -> None:
    assert len(_found(check_signals, _QUERY, text)) == 1


def test_http_below_the_doors_is_found() -> None:
    text = "from django.http import HttpRequest"

    assert (len(_found(check_http, _QUERY, text)), _found(check_http, _VIEW, text)) == (1, [])


def test_an_overridden_save_is_found() -> None:
    text = """
        class Person(Model):
            def save(self): ...
            def __str__(self): ...
    """

    assert _found(check_save, "src/appealdesk/people/models.py", text) == [
        (2, "Person overrides `save`: write an action instead.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<style>p {}</style>",
        '<p style="color: red">',
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        "<script>go()</script>",
        '<div\n  data-a="{{ page.name }}"\n  style="x">',
    ],
)
def test_code_and_style_in_a_template_are_found(text: str) -> None:
    assert len(_found(check_template, "src/appealdesk/web/desk/templates/desk/a.html", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "a.js" %}" defer></script>',
        '<script type="application/json" id="series">{}</script>',
        '<link rel="stylesheet" href="a.css">',
        "<p>the style = plain, on Monday = closed</p>",
        '<p title="{% if a > b %}style=x{% endif %}">',
    ],
)
def test_a_plain_template_is_fine(text: str) -> None:
    assert _found(check_template, "src/appealdesk/web/desk/templates/desk/a.html", text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('render(request, "desk/a.html", {"page": page})', 0),
        ('render(request, "desk/a.html", {"person": person})', 1),
        ('render(request, "desk/a.html", {"page": page, "form": form})', 1),
        ('TemplateResponse(request, "desk/a.html", context={"form": form})', 1),
        ('render(request, "desk/a.html", {**everything})', 1),
        ('render(request, "desk/a.html")', 0),
    ],
)
def test_a_template_gets_one_page(text: str, expected: int) -> None:
    assert len(_found(check_context, _VIEW, text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# " + "TO" + "DO: later",
        "# " + "FIX" + "ME",
        "lorem" + " ipsum",
        "<<<<" + "<<< HEAD",
        'HOME = "/ho' + 'me/ana/appealdesk"',
        "-----BEGIN " + "PRIVATE KEY-----",
    ],
)
def test_words_that_stay_out_of_the_repository_are_found(text: str) -> None:
    assert len(_found(check_words, "docs/tour.md", text)) == 1


@pytest.mark.parametrize(
    "text", ["See /srv/appealdesk.", "https://example.org/home/ana", "methods of hacking", "=" * 20]
)
def test_plain_words_are_fine(text: str) -> None:
    assert _found(check_words, "docs/tour.md", text) == []


def test_print_belongs_to_no_product() -> None:
    text = "    print(1)\nself.print(2)"

    assert [line for line, _ in _found(check_print, _QUERY, "x = 1\n" + text)] == [2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("run(x)  # noqa: S603 - our own program", 0),
        ("x = y  # type: ignore[arg-type]  # the stubs know only text", 0),
        ("# The commands are our own.\nrun(x)  # noqa: S603", 0),
        ("run(x)  # noqa: S603", 1),
        ("x = y  # type: ignore[arg-type]", 1),
    ],
)
def test_an_exception_from_a_rule_says_why(text: str, expected: int) -> None:
    assert len(_found(check_ignores, _QUERY, text)) == expected


def _project(folder: Path, files: dict[str, str]) -> Path:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_clean_project_passes_in_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = _project(tmp_path, {"src/appealdesk/people/access.py": "x = 1\n", "README.md": "Appeal Desk\n"})

    code = house_lint.main(project)

    assert (code, capsys.readouterr().err) == (0, "")


def test_findings_name_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = _project(
        tmp_path,
        {
            ".gitignore": "var/\n",
            "var/utils.py": "",
            "tests/data/theirs.md": "TO" + "DO\n",
            "src/appealdesk/people/access.py": "import os\nimport random\n",
        },
    )

    sentence = (
        "`random` is a hidden input below the doors: take the chosen value as an argument, or use `foundation.ids`."
    )

    code = house_lint.main(project)

    assert (code, capsys.readouterr().err.splitlines()) == (
        1,
        [
            f"src/appealdesk/people/access.py:2: {sentence}",
            "1 house rules broken.",
        ],
    )


def test_a_decision_adds_a_room(tmp_path: Path) -> None:
    project = _project(
        tmp_path,
        {
            "src/appealdesk/donations/ledger.py": "x = 1\n",
            "docs/decisions/0004-ledger.md": "The room `donations/ledger.py` posts entries.\n",
        },
    )

    assert house_lint.main(project) == 0
