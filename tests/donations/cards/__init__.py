"""The drivers of the card providers, over real HTTP on loopback."""
