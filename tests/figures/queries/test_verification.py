"""What a stranger can check, and what an auditor can."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from appealdesk.core.chain.heads import public_key_of
from appealdesk.core.figures.prove import value_salt, verify_commitment, verify_recount
from appealdesk.figures.models import FigureRelease
from appealdesk.figures.queries.releases import release_context, release_detail
from appealdesk.figures.queries.verification import ProofBroken, verify_proof
from appealdesk.foundation.crypto import open_json, unwrap_key
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import NotFound
from tests.cast import Cast
from tests.figures.cast import PUBLIC_KEY, TODAY, donations, released, roster


@pytest.fixture
def ref(cast: Cast) -> str:
    """The released number of people on the roster."""
    roster(cast, "jsdf", 20)
    roster(cast, "other", 40)
    donations(cast, 40, 4_000_000)
    return released(cast).refs[0]


def proof_of(ref: str) -> dict[str, Any]:
    proof: dict[str, Any] = json.loads(release_detail(ref).proof)
    return proof


def test_a_stranger_verifies_a_figure_with_its_proof_and_the_public_key(ref: str) -> None:
    verified = verify_proof(release_detail(ref).proof, public_key=PUBLIC_KEY)

    assert verified.document["ref"] == ref
    assert verified.document["definition"]["id"] == "volunteers"
    assert verified.document["value"]["shown"] == "60"
    assert verified.list_size == FigureRelease.objects.count()


def test_every_figure_has_a_proof_that_also_holds_once_it_is_superseded(cast: Cast, ref: str) -> None:
    old = [row.ref for row in FigureRelease.objects.all()]
    released(cast, now=TODAY + timedelta(days=1))

    documents = [verify_proof(release_detail(one).proof, public_key=PUBLIC_KEY).document for one in old]

    assert [document["ref"] for document in documents] == old


def changed(proof: dict[str, Any], what: str) -> dict[str, Any]:
    """The proof with one part forged."""
    document = json.loads(base64.b64decode(proof["document"]))
    document["value"]["shown"] = "600"
    forged = base64.b64encode(json.dumps(document).encode()).decode()
    other = base64.b64encode(bytes(64)).decode()
    return {
        "document": lambda: proof | {"document": forged},
        "signature": lambda: proof | {"signature": other},
        "place": lambda: proof | {"list": proof["list"] | {"index": proof["list"]["index"] + 1}},
        "path": lambda: proof | {"list": proof["list"] | {"path": proof["list"]["path"][:-1]}},
        "head": lambda: proof | {"list": proof["list"] | {"note": proof["list"]["note"].replace("at 2022", "at 2023")}},
        "nothing": dict,
    }[what]()


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("document", "does not carry the signature"),
        ("signature", "does not carry the signature"),
        ("place", "does not stand in the public list"),
        ("path", "does not stand in the public list"),
        ("head", "is not signed by this site"),
        ("nothing", "missing or malformed"),
    ],
)
def test_a_forged_proof_is_broken_and_says_where(ref: str, what: str, told: str) -> None:
    forged = json.dumps(changed(proof_of(ref), what))

    with pytest.raises(ProofBroken, match=told):
        verify_proof(forged, public_key=PUBLIC_KEY)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"document": 1, "signature": ""}', '{"document": "ä"}'])
def test_what_is_no_proof_is_told(text: str) -> None:
    with pytest.raises(ProofBroken, match="missing or malformed"):
        verify_proof(text, public_key=PUBLIC_KEY)


def test_another_sites_key_verifies_nothing(ref: str) -> None:
    with pytest.raises(ProofBroken):
        verify_proof(release_detail(ref).proof, public_key=public_key_of(bytes(32)))


def test_an_auditor_opens_the_commitment_and_recounts(cast: Cast, ref: str) -> None:
    row = FigureRelease.objects.get(ref=ref)
    document = json.loads(bytes(row.document))
    opened = open_json(unwrap_key(row.wrapped_key), context=release_context(ref), sealed=row.sealed)
    secret = bytes.fromhex(opened["secret"])
    with acting(cast.system):
        records = [
            record
            for (record,) in fetch_all(
                "SELECT person.ref FROM people_person person"
                " JOIN placements_rosterentry entry ON entry.person_id = person.id"
            )
        ]

    assert opened["exact"] == "60"
    assert verify_commitment(bytes.fromhex(document["commitment"]), exact=60, salt=value_salt(secret))
    root = bytes.fromhex(document["records_root"])
    assert verify_recount(records, secret=secret, upper=opened["most"], records_root=root)
    assert not verify_recount(records[1:], secret=secret, upper=opened["most"], records_root=root)


def test_a_release_that_is_none_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        release_detail("F-7K3M9Q2XC")
