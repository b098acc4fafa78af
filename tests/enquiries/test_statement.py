"""The values of the statement: exactly those that it names, and sealed before any database is asked."""

import re

from appealdesk.core.chain.tree import hash_leaf, pack
from appealdesk.enquiries.inputs import EnquiryInput, SealedStatement
from appealdesk.enquiries.statement import RECEIVE, prepare
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.crypto import open_sealed, unwrap_key
from tests.people.cast import KEIKO, NOW

ENTRY = EnquiryInput(
    appeal_id=4,
    organisation_id=71,
    kind="offer",
    channel="web",
    language="ja",
    identity=KEIKO,
    message="よろしくお願いいたします。",
    consent_version="2022-02",
    submission=bytes(16),
)


def test_the_statement_names_exactly_the_values_that_are_prepared() -> None:
    prepared = prepare(actor=public_actor(71), now=NOW, entry=ENTRY)

    assert set(re.findall(r"%\((\w+)\)s", RECEIVE)) == set(prepared.values)


def test_what_is_sealed_opens_with_its_own_key_and_reference() -> None:
    prepared = prepare(actor=public_actor(71), now=NOW, entry=ENTRY)

    key = unwrap_key(prepared.values["wrapped_key"])
    plain = open_sealed(key, context=f"enquiries.enquiry:{prepared.ref}", sealed=prepared.values["sealed"])
    opened = SealedStatement.model_validate_json(plain)
    assert (opened.identity, opened.message) == (KEIKO, ENTRY.message)


def test_two_enquiries_share_no_key_and_no_reference() -> None:
    one, other = (prepare(actor=public_actor(71), now=NOW, entry=ENTRY) for _ in range(2))

    assert one.ref != other.ref
    assert one.values["wrapped_key"] != other.values["wrapped_key"]
    assert one.secret == other.secret


def test_the_leaf_is_the_hash_of_the_body() -> None:
    values = prepare(actor=public_actor(71), now=NOW, entry=ENTRY).values

    assert values["audit_leaf"] == hash_leaf(pack(values["audit_body"]))
