"""The file of keys: made once, for its owner only, and changed as a whole."""

import json
import resource
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from appealdesk.foundation.site_keys import add_wrapping_key, drop_older_wrapping_keys, load_site_keys


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "home" / "keys.json"
    load_site_keys(file)
    return file


def test_it_is_made_once_for_its_owner_only(path: Path) -> None:
    again = load_site_keys(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_site_keys(path) == again
    assert (len(again.master), {version: len(key) for version, key in again.wrapping.items()}) == (32, {1: 32})


def test_a_wrapping_key_is_added_and_the_older_one_goes(path: Path) -> None:
    before = load_site_keys(path)

    version = add_wrapping_key(path)
    both = load_site_keys(path).wrapping
    drop_older_wrapping_keys(path)
    after = load_site_keys(path)

    assert (version, set(both), both[1]) == (2, {1, 2}, before.wrapping[1])
    assert dict(after.wrapping) == {2: both[2]}
    assert (after.master, after.signing, after.web) == (before.master, before.signing, before.web)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


def test_the_key_that_an_interrupted_rotation_added_is_kept(path: Path) -> None:
    first = add_wrapping_key(path)
    added = load_site_keys(path).wrapping

    assert (add_wrapping_key(path), load_site_keys(path).wrapping) == (first, added)


def test_a_version_is_one_byte(path: Path) -> None:
    stored = json.loads(path.read_text())
    path.write_text(json.dumps(stored | {"wrapping": {"255": "00" * 32}}))

    with pytest.raises(ValueError, match="a version is one byte"):
        add_wrapping_key(path)


def test_a_file_of_the_first_releases_derives_its_wrapping_key(path: Path) -> None:
    stored = {name: key for name, key in json.loads(path.read_text()).items() if name != "wrapping"}
    path.write_text(json.dumps(stored | {"master": "00" * 32}))

    derived = load_site_keys(path).wrapping
    version = add_wrapping_key(path)

    # HKDF-SHA256 of 32 zero bytes with the info "appealdesk/wrap/1".
    assert derived[1].hex() == "2a00ba4e8824f575889ca98e41c20a4b1b6f336b7f0b51899f91023939235984"
    assert (version, load_site_keys(path).wrapping[1]) == (2, derived[1])


@pytest.mark.parametrize("change", [add_wrapping_key, drop_older_wrapping_keys])
def test_a_disk_that_is_full_loses_nothing(path: Path, change: Callable[[Path], object]) -> None:
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # No file may grow beyond this, so that writing stops in the middle as on a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            change(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert (path.read_bytes(), [file.name for file in path.parent.iterdir()]) == (before, ["keys.json"])
    change(path)
