"""The address of a portal as a person types it, parsed and found safe."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from .errors import UploadError

DEFAULT_ADAPTER = "v1"

_ADAPTER = re.compile(r"([a-z][a-z0-9-]*)\+(?=https?://)", re.I)
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.I)
_PATH = re.compile(r"[A-Za-z0-9._~/-]*")


@dataclass(frozen=True)
class Address:
    """A portal's address.

    ``adapter``: the name of an entry point. ``path``: the beginning of its paths. So
    ``county+https://cgs.example.edu.tw/school/`` has the adapter ``county``, the origin ``https://cgs.example.edu.tw``
    and the path ``/school``. The default adapter is ``v1``.
    """

    adapter: str
    origin: str
    path: str
    loopback: bool

    @property
    def url(self) -> str:
        """The beginning of the portal's URLs."""
        return self.origin + self.path

    def __str__(self) -> str:
        return self.url if self.adapter == DEFAULT_ADAPTER else f"{self.adapter}+{self.url}"


def parse_address(text: str) -> Address:
    """Parse an address.

    Raises UploadError ``wrong_address``, ``no_scheme`` where it does not say how to connect, or ``not_https`` where it
    is not on this machine.
    """
    text = text.strip()
    match = _ADAPTER.match(text)
    adapter, url = (match[1].lower(), text[match.end() :]) if match else (DEFAULT_ADAPTER, text)
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:  # UnicodeError is one
        raise UploadError("wrong_address") from None
    plain = not (parts.query or parts.fragment or "@" in parts.netloc) and _PATH.fullmatch(parts.path)
    if not plain or parts.scheme not in ("https", "http") or ".." in parts.path:
        raise UploadError("wrong_address")
    loopback = _is_loopback(host)
    if "://" not in url:
        raise UploadError("no_scheme", address=f"{text[: -len(url)]}{'http' if loopback else 'https'}://{url}")
    if parts.scheme != "https" and not loopback:
        raise UploadError("not_https")
    usual = port in (None, 443 if parts.scheme == "https" else 80)
    origin = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{'' if usual else f':{port}'}"
    return Address(adapter, origin, parts.path.rstrip("/"), loopback)


def _host(name: str) -> str:
    if ":" in name:
        return str(ipaddress.IPv6Address(name))
    ascii_name = name.encode("idna").decode().lower()
    if not _HOST.fullmatch(ascii_name):
        raise ValueError("no name of a host")
    return ascii_name


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
