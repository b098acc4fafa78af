"""The registry of tags is complete: each sentence in each language, and each tag that the source writes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import appealdesk
from appealdesk.audit.inputs import AuditEntry
from appealdesk.audit.queries.sentences import MissingDetail, UnknownTag, check_entry, places_of, sentence_of
from appealdesk.audit.tags import TAGS

SOURCE = Path(appealdesk.__file__).parent
WRITERS = {"record_audit", "record_row", "AuditEntry"}


def tags_in_source() -> Iterator[tuple[str, str]]:
    """Each constant tag given to a writer, and the file in which it stands."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in WRITERS:
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == "tag"] or node.args[:1]
            for value in given:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value, path.relative_to(SOURCE).as_posix()


def test_every_tag_that_the_source_writes_is_registered() -> None:
    written = list(tags_in_source())

    assert written != []
    assert [(tag, path) for tag, path in written if tag not in TAGS] == []


@pytest.mark.parametrize("tag", sorted(TAGS))
def test_every_tag_has_a_sentence_in_each_language(tag: str) -> None:
    sentences = TAGS[tag]

    assert len(sentences) == 3
    assert len(set(sentences)) == 3
    assert all(sentence.endswith((".", "。")) for sentence in sentences)
    assert all(sentence_of(tag, dict.fromkeys(places_of(tag), "7"), language) for language in ("ja", "en", "uk"))


def test_a_sentence_names_its_details() -> None:
    assert sentence_of("audit.epoch_begun", {"epoch": 2}, "en") == "A new epoch of the audit log began: 2."
    assert sentence_of("audit.epoch_begun", {"epoch": 2}, "uk") == "Почато нову епоху журналу аудиту: 2."


def test_a_language_without_sentences_falls_back_to_english() -> None:
    assert sentence_of("decision.made", {}, "fr") == "A decision was made."


def test_a_tag_of_a_later_version_is_shown_as_it_is() -> None:
    assert sentence_of("goods.received", {}, "ja") == "goods.received"


def test_a_detail_of_an_older_version_may_be_missing() -> None:
    assert sentence_of("audit.epoch_begun", {}, "en") == "A new epoch of the audit log began: …."


def test_an_unknown_tag_is_a_mistake() -> None:
    with pytest.raises(UnknownTag, match=r"'goods\.received' is not registered"):
        check_entry(AuditEntry("goods.received", "P-7K3M9Q2XC"))


def test_a_missing_detail_is_a_mistake() -> None:
    with pytest.raises(MissingDetail, match="needs the details epoch"):
        check_entry(AuditEntry("audit.epoch_begun", "epoch:2"))
