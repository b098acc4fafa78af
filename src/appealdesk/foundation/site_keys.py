"""The site's keys live in one file outside the database; whoever has both can read everything, so keep them apart."""

import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["SiteKeys", "add_wrapping_key", "derive", "drop_older_wrapping_keys", "load_site_keys"]

# The version is one byte of each wrapped key.
_LAST_VERSION = 255


@dataclass(frozen=True, slots=True)
class SiteKeys:
    """What the file holds.

    `wrapping` wraps the records' keys: 32 bytes by version, and one version except while a rotation is under way. From
    `master` come the keys of tokens and links, and in files of the first releases version 1 of the wrapping key too.
    `signing` is the Ed25519 seed of seals and releases, `web` is Django's.
    """

    master: bytes
    wrapping: Mapping[int, bytes]
    signing: bytes
    web: str


def load_site_keys(path: Path) -> SiteKeys:
    """Read the key file; make it, readable by its owner only, when the site starts for the first time."""
    if not path.exists():
        _create(path)
    stored = _read(path)
    return SiteKeys(
        master=bytes.fromhex(stored["master"]),
        wrapping=MappingProxyType({int(version): bytes.fromhex(key) for version, key in stored["wrapping"].items()}),
        signing=bytes.fromhex(stored["signing"]),
        web=stored["web"],
    )


def add_wrapping_key(path: Path) -> int:
    """Write the next wrapping key into the file; returns its version. What an interrupted rotation added is kept."""
    stored = _read(path)
    versions = sorted(map(int, stored["wrapping"]))
    if len(versions) > 1:
        return versions[-1]
    version = versions[-1] + 1
    if version > _LAST_VERSION:
        raise ValueError(f"The wrapping key was rotated {_LAST_VERSION - 1} times, and a version is one byte.")
    stored["wrapping"][str(version)] = secrets.token_hex(32)
    _replace(path, stored)
    return version


def drop_older_wrapping_keys(path: Path) -> None:
    """Keep only the newest wrapping key: what only the others open is lost for good, which is the point."""
    stored = _read(path)
    newest = str(max(map(int, stored["wrapping"])))
    stored["wrapping"] = {newest: stored["wrapping"][newest]}
    _replace(path, stored)


def derive(master: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"appealdesk/{purpose}".encode()).derive(master)


def _read(path: Path) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    stored.setdefault("wrapping", {"1": derive(bytes.fromhex(stored["master"]), "wrap/1").hex()})
    return stored


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {
        "master": secrets.token_hex(32),
        "wrapping": {"1": secrets.token_hex(32)},
        "signing": secrets.token_hex(32),
        "web": secrets.token_urlsafe(48),
    }
    # Written aside and linked into place, so that two processes that start at once agree on one file.
    draft = _write_aside(path, keys)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _replace(path: Path, keys: Mapping[str, Any]) -> None:
    """The whole new file or the whole old one, even if the machine stops in between: without keys all is lost."""
    draft = _write_aside(path, keys)
    try:
        owner = path.stat()
        os.chown(draft, owner.st_uid, owner.st_gid)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_aside(path: Path, keys: Mapping[str, Any]) -> Path:
    # Readable by the owner only, under a name that a killed process cannot have left behind.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    draft = Path(name)
    try:
        with open(descriptor, "w", encoding="ascii") as file:
            json.dump(keys, file)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        # A full disk: the file that is there stays as it is.
        draft.unlink()
        raise
    return draft
