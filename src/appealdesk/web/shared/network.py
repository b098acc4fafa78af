"""From which network a request comes, so that one of them cannot flood a public door.

An address stands in a header that anybody can write; only what a proxy of ours added to it counts. A whole /64 is one
network in IPv6, because a single telephone has one.
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

__all__ = ["address_for_axes", "client_address", "network_of"]

_Address = IPv4Address | IPv6Address
_IPV6_NETWORK = 64


def client_address(request: HttpRequest) -> str:
    """The address that reached us or our outermost proxy; empty for this machine and for its proxies themselves."""
    found = _read(request.META.get("REMOTE_ADDR", ""))
    if found is None or not _is_ours(found):
        return str(found or "")
    # Each proxy writes whom it spoke to at the end; whatever stands before the first stranger may be invented.
    for part in reversed(request.headers.get("X-Forwarded-For", "")[-1000:].split(",")):
        found = _read(part)
        if found is None:
            return ""
        if not _is_ours(found):
            return str(found)
    return ""


def network_of(request: HttpRequest) -> str:
    """What a limit counts by: the address, or its /64 in IPv6."""
    address = client_address(request)
    if ":" not in address:
        return address
    return str(ip_network((address, _IPV6_NETWORK), strict=False))


def address_for_axes(request: HttpRequest) -> str | None:
    """The address that a locked login is locked for."""
    return client_address(request) or request.META.get("REMOTE_ADDR") or None


def _read(text: str) -> _Address | None:
    """An address as servers and proxies write it, with a port or without."""
    plain = text.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        address = ip_address(plain.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_ours(address: _Address) -> bool:
    return any(address in network for network in _networks(settings.TRUSTED_PROXIES))


@lru_cache(maxsize=4)
def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())
