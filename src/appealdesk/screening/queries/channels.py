"""The stored numbers of channels."""

from typing import Final

__all__ = ["CHANNELS"]

# An enquiry's channel is stored in the profile as its place in this list, so the order is kept for ever.
CHANNELS: Final = ("web", "phone", "walk_in", "email", "import", "api")
