"""What a door may hand in, and the code for what it may not."""

from typing import Any

import pytest
from pydantic import ValidationError

from appealdesk.enquiries.inputs import EnquiryInput, FactAnswer, SealedStatement
from tests.people.cast import KEIKO, identity

ENTRY: dict[str, Any] = {
    "appeal_id": 1,
    "organisation_id": 1,
    "kind": "offer",
    "channel": "web",
    "language": "ja",
    "identity": KEIKO,
    "consent_version": "2022-02",
    "submission": bytes(16),
}


def problems(**facts: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        EnquiryInput.model_validate(ENTRY | facts)
    return [error["type"] for error in refused.value.errors()]


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"identity": identity(phones=("03-3456-7812",))}, ["enquiries.name_missing"]),
        ({"consent_version": ""}, ["enquiries.consent_missing"]),
        ({"message": "x" * 4001}, ["string_too_long"]),
        ({"message": "a\x1b[2J"}, ["enquiries.message_characters"]),
        ({"submission": b"short"}, ["bytes_too_short"]),
        ({"kind": "gift"}, ["literal_error"]),
        ({"facts": {"birth_date": {"value": "1982-07-14"}}}, ["enquiries.birth_date"]),
        ({"facts": {"service_years": {}}}, ["enquiries.answer_shape"]),
        ({"facts": {"service_years": {"value": 1, "absent": "not_asked"}}}, ["enquiries.answer_shape"]),
        ({"facts": {f"f{number}": {"value": 1} for number in range(81)}}, ["too_long"]),
        ({"disposition": "hung up"}, ["literal_error"]),
        ({"nickname": "x"}, ["extra_forbidden"]),
    ],
)
def test_refuses_what_cannot_be_taken(facts: dict[str, Any], codes: list[str]) -> None:
    assert problems(**facts) == codes


def test_a_caller_who_wants_something_else_may_stay_nameless() -> None:
    entry = EnquiryInput.model_validate(
        ENTRY | {"kind": "other", "channel": "phone", "identity": identity(), "consent_version": ""}
    )

    assert entry.identity.has_name is False


@pytest.mark.parametrize(
    ("answer", "value", "evidence", "absent"),
    [
        ({"value": True}, True, "claimed", ""),
        ({"value": 3}, 3, "claimed", ""),
        ({"value": 2.5, "evidence": "documented"}, 2.5, "documented", ""),
        ({"value": "jsdf"}, "jsdf", "claimed", ""),
        ({"value": ["ja", "uk"]}, ["ja", "uk"], "claimed", ""),
        (
            {"value": {"from": "2020-01-01", "until": None}},
            {"from": "2020-01-01", "until": None},
            "claimed",
            "",
        ),
        ({"absent": "declined_to_say"}, None, "", "declined_to_say"),
    ],
)
def test_an_answer_keeps_its_type(answer: dict[str, Any], value: object, evidence: str, absent: str) -> None:
    made = FactAnswer.model_validate(answer)

    assert (made.stored_value, made.stored_evidence, made.absent) == (value, evidence, absent)
    assert type(made.stored_value) is type(value)


def test_what_is_sealed_opens_as_it_was() -> None:
    entry = EnquiryInput.model_validate(
        ENTRY | {"facts": {"licence": {"value": {"from": None, "until": "2025-01-01"}}}, "message": "はい\n😀"}
    )

    opened = SealedStatement.model_validate_json(entry.sealed_part())

    assert (opened.identity, opened.facts, opened.message) == (entry.identity, entry.facts, "はい\n😀")
    assert "submission" not in entry.sealed_part().decode()
