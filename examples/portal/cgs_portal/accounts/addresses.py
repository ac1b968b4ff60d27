"""The addresses that requests come from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address of the client: behind a proxy, the last one that the proxy names."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.PORTAL_BEHIND_PROXY else ""
    return last_forwarded(forwarded) or request.META.get("REMOTE_ADDR", "")


def last_forwarded(addresses: str) -> str:
    """Return the last address of an ``X-Forwarded-For``, which the proxy has added."""
    return addresses.rpartition(",")[2].strip()


def network_of(address: str) -> str:
    """Return the part of an address that belongs to one customer: of IPv6 the first half."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:  # a socket's path
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)
