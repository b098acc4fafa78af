"""The site's keys live in one file outside the database; whoever has both can read everything, so keep them apart."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

__all__ = ["SiteKeys", "load_site_keys"]


@dataclass(frozen=True, slots=True)
class SiteKeys:
    """`master` wraps the records' keys, `signing` is the Ed25519 seed of seals and releases, `web` is Django's."""

    master: bytes
    signing: bytes
    web: str


def load_site_keys(path: Path) -> SiteKeys:
    """Read the key file; make it, readable by its owner only, when the site starts for the first time."""
    if not path.exists():
        _create(path)
    stored = json.loads(path.read_text(encoding="ascii"))
    return SiteKeys(master=bytes.fromhex(stored["master"]), signing=bytes.fromhex(stored["signing"]), web=stored["web"])


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {
        "master": secrets.token_hex(32),
        "signing": secrets.token_hex(32),
        "web": secrets.token_urlsafe(48),
    }
    # Written aside and linked into place, so that two processes that start at once agree on one file.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(keys, file)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
