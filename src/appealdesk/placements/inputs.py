"""What the actions of placements take, checked once for every door."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from appealdesk.foundation.languages import LANGUAGES

__all__ = ["WayToHelpInput"]


def _every_language(texts: Mapping[str, str]) -> Mapping[str, str]:
    if set(texts) != set(LANGUAGES) or not all(text.strip() for text in texts.values()):
        raise PydanticCustomError(
            "placements.languages",
            "Please write the text in Japanese, English and Ukrainian: each is offered to somebody.",
        )
    return texts


def _plain_address(url: str) -> str:
    if url and not url.startswith(("https://", "http://", "/", "mailto:")):
        raise PydanticCustomError("placements.address", "Please give an address that begins with https://.")
    return url


_Texts = Annotated[Mapping[str, str], AfterValidator(_every_language)]


class WayToHelpInput(BaseModel):
    """A way to help as an administrator writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    appeal_id: int
    kind: Literal["remote", "donation", "goods", "event"]
    titles: _Texts
    texts: _Texts
    url: Annotated[str, StringConstraints(max_length=400), AfterValidator(_plain_address)] = ""
    rank: Annotated[int, Field(ge=0, le=1000)] = 0
