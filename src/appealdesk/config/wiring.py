"""Who hears what: the one page that lists every event and its listeners."""


def connect() -> None:
    """Subscribe every listener."""
