"""Small lists of invented entries, as OFAC's file writes them, and donors to check against them."""

from collections.abc import Iterable
from datetime import UTC, datetime

from appealdesk.foundation.actor import system_actor
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.inputs import IdentityInput
from appealdesk.sanctions.actions.load import LoadedList, load_list
from tests.cast import Cast
from tests.people.cast import identity

__all__ = ["LISTED", "YEVHRAF", "donor", "entry", "load", "sdn"]

NIGHT = datetime(2022, 3, 2, 20, tzinfo=UTC)
YEVHRAF = identity(written="Євграф Вимисленко", latin="Yevhraf Vymyslenko", language="uk")


def entry(uid: int, given: str, family: str, *, born: str = "", country: str = "", aliases: Iterable[str] = ()) -> str:
    """One person of the list."""
    akas = "".join(f"<aka><uid>1</uid><category>strong</category><lastName>{name}</lastName></aka>" for name in aliases)
    births = f"<dateOfBirthItem><dateOfBirth>{born}</dateOfBirth></dateOfBirthItem>" if born else ""
    of = f"<nationality><country>{country}</country></nationality>" if country else ""
    return (
        f"<sdnEntry><uid>{uid}</uid><firstName>{given}</firstName><lastName>{family}</lastName>"
        f"<sdnType>Individual</sdnType><programList><program>TEST</program></programList>"
        f"<akaList>{akas}</akaList><nationalityList>{of}</nationalityList>"
        f"<dateOfBirthList>{births}</dateOfBirthList></sdnEntry>"
    )


def sdn(*entries: str, day: str = "03/02/2022") -> bytes:
    """The file."""
    head = f"<publshInformation><Publish_Date>{day}</Publish_Date></publshInformation>"
    return f"<sdnList>{head}{''.join(entries)}</sdnList>".encode()


LISTED = entry(1, "Yevhraf", "VYMYSLENKO", born="04 May 1961")


def load(*entries: str, accept_fewer: bool = False, now: datetime = NIGHT) -> LoadedList:
    """Load a list of these entries."""
    operator = system_actor(None, ref="operator")
    return load_list(actor=operator, now=now, code="ofac", data=sdn(*entries), accept_fewer=accept_fewer)


def donor(cast: Cast, who: IdentityInput, source_ref: str = "gift 1") -> int:
    """The key of a person who gave."""
    found = identify_person(actor=cast.system, now=NIGHT, identity=who, source="donation", source_ref=source_ref)
    return found.person_id
