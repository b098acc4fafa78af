"""The official schemas of camt.052, camt.053 and camt.054, versions 02 to 14, which every document is held against.

They come along as one packed file beside this module (see SOURCES.md there): a schema is part of the reader, as the
columns of a Zengin record are, and is neither looked up elsewhere nor fetched.
"""

import io
import tarfile
from functools import lru_cache
from importlib import resources

from lxml import etree

__all__ = ["schema_of"]


@lru_cache(maxsize=8)
def schema_of(message: str) -> etree.XMLSchema:
    """The schema of a message such as camt.053.001.08; KeyError where there is none."""
    packed = resources.files("appealdesk.core.banking").joinpath("schemas/camt.tar.xz").read_bytes()
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:xz") as archive:
        member = archive.extractfile(f"{message}.xsd")
        if member is None:
            raise KeyError(message)
        # Every schema stands alone: none includes or imports another.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.XMLSchema(etree.parse(member, parser))
