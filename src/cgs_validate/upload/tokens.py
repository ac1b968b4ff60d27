"""Tokens: checked, kept in the system's keyring, never shown."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from .address import Address
from .errors import UploadError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

VARIABLE = "CGS_TOKEN"

_FORM = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, b64token
_LONGEST = 1_000  # characters; the credential manager of Windows holds 1,280
_USER = "token"
_LIST = ("cgs-validate", "portals")  # a keyring cannot be asked what it keeps
# Backends that keep nothing, and those that keep passwords in files of their own.
_UNSAFE = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")

Result = TypeVar("Result")


class Token:
    """What a portal knows a person by. It shows itself only where it is asked to."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        text = text.strip()
        if len(text) > _LONGEST or not _FORM.fullmatch(text):
            raise UploadError("wrong_token")
        self._text = text

    def reveal(self) -> str:
        """Return the token itself."""
        return self._text

    def __repr__(self) -> str:
        return "Token(…)"


def find_token(address: Address) -> Token:
    """Return the token of ``CGS_TOKEN``, else the one kept for a portal. Raises UploadError."""
    if given := os.environ.get(VARIABLE):
        return Token(given)
    backend = usable_keyring()
    kept = _kept(backend, address)
    if not kept:
        raise UploadError("no_token", portal=str(address))
    return Token(kept[0][1])


def keep_token(address: Address, token: Token) -> None:
    """Keep a token in the system's keyring. Raises UploadError."""
    backend = usable_keyring()
    _done(lambda: backend.set_password(_service(str(address)), _USER, token.reveal()))
    _list(backend, [str(address), *(other for other in _listed(backend) if other != str(address))])


def forget_token(address: Address) -> bool:
    """Take the token of a portal out of the keyring; tell whether there was one. Raises UploadError."""
    backend = usable_keyring()
    kept = _kept(backend, address)
    for service, _ in kept:
        _done(partial(backend.delete_password, service, _USER))
    if kept:
        _list(backend, [other for other in _listed(backend) if other != str(address)])
    return bool(kept)


def known_portals() -> list[str]:
    """Return the addresses of the portals whose tokens are kept, that of the latest login first. Raises UploadError."""
    return _listed(usable_keyring())


def _listed(backend: "KeyringBackend") -> list[str]:
    return (_done(lambda: backend.get_password(*_LIST)) or "").split()


def _list(backend: "KeyringBackend", addresses: list[str]) -> None:
    if addresses:
        _done(lambda: backend.set_password(*_LIST, "\n".join(addresses)))
    elif _listed(backend):
        _done(lambda: backend.delete_password(*_LIST))


def usable_keyring() -> "KeyringBackend":
    """Return the system's keyring. Raises UploadError where there is none, or only one that keeps tokens in a file."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    chosen = None
    with suppress(Exception):  # the one named in the settings of keyring may be anything
        chosen = keyring.get_keyring()
    for backend in chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]:
        if backend and not type(backend).__module__.startswith(_UNSAFE):
            return backend
    raise UploadError("no_keyring")


def _done(action: Callable[[], Result]) -> Result:
    """Do something with the keyring. Raises UploadError without the error behind it, which may hold the token."""
    with suppress(Exception):
        return action()
    raise UploadError("keyring_failed")


def _kept(backend: "KeyringBackend", address: Address) -> list[tuple[str, str]]:
    """Return under which names a portal's token is kept, and the token: first the one of its whole address.

    Before, portals of one origin had one token: it is still that of those that were logged in to then.
    """
    before = [address.origin] if str(address) in _listed(backend) else []
    services = dict.fromkeys(map(_service, (str(address), *before)))
    tokens = {service: _done(partial(backend.get_password, service, _USER)) for service in services}
    return [(service, token) for service, token in tokens.items() if token is not None]


def _service(portal: str) -> str:
    return f"cgs-validate {portal}"
