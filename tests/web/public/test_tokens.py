"""The signed token of a form: only this site makes it, for one appeal; equal content makes an equal submission."""

import base64

import pytest

from appealdesk.web.public.tokens import TOKEN_LENGTH, is_token, new_token, submission_id

APPEAL = "Q-7K3M9Q2XC"
FIELDS = [("written", "青木 恵子"), ("email", "aoki@example.org")]


def test_a_token_is_valid_for_its_appeal() -> None:
    token = new_token(APPEAL)

    assert (len(token), is_token(token, APPEAL)) == (TOKEN_LENGTH, True)


def test_a_token_is_not_valid_for_another_appeal() -> None:
    assert not is_token(new_token(APPEAL), "Q-000000000")


def test_no_token_is_issued_twice() -> None:
    assert new_token(APPEAL) != new_token(APPEAL)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "A" * TOKEN_LENGTH,
        "é" * TOKEN_LENGTH,
        "!" * TOKEN_LENGTH,
        base64.urlsafe_b64encode(bytes(32)).decode(),
        "A" * 1_000_000,
    ],
)
def test_what_this_site_did_not_sign_is_refused(forged: str) -> None:
    assert not is_token(forged, APPEAL)


def test_a_changed_letter_breaks_the_token() -> None:
    token = new_token(APPEAL)
    changed = ("B" if token[0] == "A" else "A") + token[1:]

    assert not is_token(changed, APPEAL)


def test_the_same_form_sent_twice_is_one_submission() -> None:
    token = new_token(APPEAL)

    assert submission_id(token, FIELDS) == submission_id(token, list(FIELDS))


def test_a_corrected_form_is_another_submission() -> None:
    token = new_token(APPEAL)
    corrected = [FIELDS[0], ("email", "aoki.keiko@example.org")]

    assert submission_id(token, FIELDS) != submission_id(token, corrected)


def test_text_cannot_move_from_one_field_to_the_next_unnoticed() -> None:
    token = new_token(APPEAL)

    assert submission_id(token, [("a", "bc")]) != submission_id(token, [("ab", "c")])


def test_a_submission_id_has_sixteen_bytes() -> None:
    assert len(submission_id(new_token(APPEAL), FIELDS)) == 16
