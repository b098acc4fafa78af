"""Signed heads: others' vectors are read, and a changed text or key is noticed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.chain.heads import (
    HeadError,
    TreeHead,
    head_text,
    key_text,
    public_key_of,
    read_head,
    read_note,
    sign,
    signed_note,
    verify,
    verify_note,
)

# RFC 8032, section 7.1, test 2.
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)

# The example of Go's package golang.org/x/mod/sumdb/note.
GO_KEY = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
GO_KEY_TEXT = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

HEAD = TreeHead("appealdesk/audit-log", 20852163, bytes(range(32)), ("epoch 1",))
TEXT = "appealdesk/audit-log\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nepoch 1\n"


def test_ed25519_as_the_rfc_has_it() -> None:
    assert public_key_of(SEED) == PUBLIC
    assert sign(SEED, b"\x72") == SIGNATURE
    assert verify(PUBLIC, b"\x72", SIGNATURE)


@pytest.mark.parametrize(
    ("key", "message", "signature"),
    [
        (PUBLIC, b"\x73", SIGNATURE),
        (PUBLIC, b"\x72", SIGNATURE[:-1]),
        (GO_KEY, b"\x72", SIGNATURE),
        (b"short", b"\x72", SIGNATURE),
    ],
)
def test_anything_else_is_not_signed(key: bytes, message: bytes, signature: bytes) -> None:
    assert not verify(key, message, signature)


def test_a_note_of_another_implementation_is_read() -> None:
    assert key_text("PeterNeumann", GO_KEY) == GO_KEY_TEXT
    assert verify_note(GO_NOTE, name="PeterNeumann", public_key=GO_KEY) == GO_NOTE.rpartition("\n\n")[0] + "\n"


def test_a_changed_note_is_noticed() -> None:
    changed = GO_NOTE.replace("is the answer", "is no answer")

    with pytest.raises(HeadError, match="does not fit the text"):
        verify_note(changed, name="PeterNeumann", public_key=GO_KEY)


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("", "A signed note is a text"),
        ("text\n\n— PeterNeumann x08go", "A signed note is a text"),
        ("text\n\n— PeterNeumann !!!\n", "is not base64"),
        ("text\n\n— PeterNeumann x08go/ZJ\n", "has no signature of PeterNeumann"),
        (GO_NOTE.replace("PeterNeumann", "Somebody"), "has no signature of PeterNeumann"),
    ],
)
def test_a_malformed_note_is_refused(note: str, sentence: str) -> None:
    with pytest.raises(HeadError, match=sentence):
        read_note(note, name="PeterNeumann", public_key=GO_KEY)


@given(st.binary(min_size=32, max_size=32), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_note_that_we_sign_verifies(seed: bytes, words: str) -> None:
    text, public = f"{words}\n", public_key_of(seed)

    note = signed_note(text, name="desk", public_key=public, signature=sign(seed, text.encode()))

    assert verify_note(note, name="desk", public_key=public) == text


def test_a_head_has_one_text() -> None:
    assert head_text(HEAD) == TEXT
    assert read_head(TEXT) == HEAD


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "at least three lines"),
        (TEXT[:-1], "at least three lines"),
        (TEXT.replace("epoch 1", ""), "at least three lines"),
        (TEXT.replace("20852163", "-1"), "not a number of leaves"),
        (TEXT.replace("20852163", "007"), "not a number of leaves"),
        (TEXT.replace("AAEC", "!!!!"), "not base64"),
        (TEXT.replace("AAEC", ""), "has 29 bytes"),
    ],
)
def test_another_text_is_no_head(text: str, sentence: str) -> None:
    with pytest.raises(HeadError, match=sentence):
        read_head(text)


def test_a_line_feed_cannot_slip_in() -> None:
    with pytest.raises(HeadError, match="line feed"):
        head_text(TreeHead("desk\n9", 1, bytes(32)))
