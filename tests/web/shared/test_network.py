"""Only what our own proxies say about an address counts."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from appealdesk.web.shared.network import address_for_axes, client_address, network_of


def asked(remote: str, forwarded: str = "") -> tuple[str, str]:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
    return client_address(request), network_of(request)


@pytest.mark.parametrize(
    ("remote", "forwarded", "address", "network"),
    [
        ("203.0.113.7", "", "203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:51412", "", "203.0.113.7", "203.0.113.7"),
        # A stranger may write anything; it counts for nothing.
        ("203.0.113.7", "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "8.8.8.8, 198.51.100.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "8.8.8.8, 198.51.100.1, 10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("::1", "[2001:db8:1:2:3::4]:443", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "", "2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "", "", ""),
        ("127.0.0.1", "unknown", "", ""),
        ("", "", "", ""),
    ],
)
def test_the_network_of_a_request(settings: Settings, remote: str, forwarded: str, address: str, network: str) -> None:
    settings.TRUSTED_PROXIES = "127.0.0.0/8, ::1/128, 10.0.0.0/8"

    assert asked(remote, forwarded) == (address, network)


def test_a_login_is_locked_for_the_visitor_and_not_for_the_proxy() -> None:
    behind = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "198.51.100.1"})

    assert (address_for_axes(behind), address_for_axes(RequestFactory().get("/"))) == ("198.51.100.1", "127.0.0.1")
