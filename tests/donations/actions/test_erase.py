"""The retention rule: what forms left is erased when it is needed no more, once, and not a day earlier."""

from datetime import datetime, timedelta

from appealdesk.donations.actions.answer import answer_in_kind
from appealdesk.donations.actions.erase import erase_unneeded
from appealdesk.donations.actions.settle import settle_claim
from appealdesk.donations.models import CardPayment, Claim, InKindOffer
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from tests.cast import Cast, set_cast
from tests.donations.actions.test_giving import claim
from tests.donations.actions.test_in_kind import UNTIL, offered
from tests.donations.cards.gifts import begun, given, stripe_account
from tests.donations.cards.stripe_stand_in import StripeStandIn
from tests.donations.money import LATER
from tests.people.cast import KEIKO, audited

DAYS = 180
ENDED = LATER + timedelta(days=DAYS)
"""So long after the answers; the goods themselves are there for ten days more."""
GONE = datetime.combine(UNTIL + timedelta(days=DAYS + 1), LATER.timetz())


def kept(cast: Cast) -> set[str]:
    """What can still be read."""
    with acting(cast.system):
        return {
            row.ref for kind in (InKindOffer, Claim, CardPayment) for row in kind._default_manager.exclude(sealed=None)
        }


def test_words_are_erased_when_they_are_needed_no_more_and_not_a_day_earlier(
    cast: Cast, stripe_server: StripeStandIn
) -> None:
    declined, waiting, accepted = (offered(cast, bytes([number]) * 16) for number in (1, 2, 3))
    officer = cast.officer(Role.DESK_OFFICER)
    answer_in_kind(actor=officer, now=LATER, ref=declined, seen="offered", outcome="declined")
    answer_in_kind(actor=officer, now=LATER, ref=accepted, seen="offered", outcome="accepted")
    settled, asked = claim(cast), claim(cast, b"3" * 16)
    settle_claim(actor=cast.finance, now=LATER, claim_ref=settled)
    gift = given(cast, stripe_account(cast, stripe_server), identity=KEIKO)
    unpaid = begun(cast, gift, now=LATER)
    elsewhere = set_cast("other-office", account_key="other")
    others = {offered(elsewhere)}
    every = {declined, waiting, accepted, settled, asked, unpaid}

    steps = []
    for now in (ENDED, ENDED + timedelta(seconds=1), GONE - timedelta(days=1), GONE, GONE + timedelta(days=999)):
        erased = erase_unneeded(actor=cast.system, now=now, kept_days=DAYS)
        steps.append((erased, kept(cast)))

    assert steps == [
        (0, every),
        (3, {waiting, accepted, asked}),
        (0, {waiting, accepted, asked}),
        (2, {asked}),
        (0, {asked}),
    ]
    assert {subject for tag in ("in_kind", "claim", "card") for _who, subject in audited(f"{tag}.erased")} == (
        every - {asked}
    )
    assert kept(elsewhere) == others
