"""Tokens: checked, saved in the system's keyring, never shown."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from .address import Address
from .errors import UploadError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

VARIABLE = "CGS_TOKEN"

_FORM = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, b64token
_LONGEST = 1_000  # characters; the credential manager of Windows holds 1,280
_USER = "token"
_LIST = ("cgs-validate", "portals")  # a keyring cannot list its entries
# Backends that save nothing, and those that save passwords in files of their own.
_UNSAFE = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")

Result = TypeVar("Result")


class Token:
    """A bearer token, which its ``repr`` does not show."""

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
    """Return the token of ``CGS_TOKEN``, else the one saved for a portal. Raises UploadError."""
    if given := os.environ.get(VARIABLE):
        return Token(given)
    backend = usable_keyring()
    saved = _saved(backend, address)
    if saved is None:
        raise UploadError("no_token", portal=str(address))
    return Token(saved)


def save_token(address: Address, token: Token) -> None:
    """Save a token in the system's keyring. Raises UploadError."""
    backend = usable_keyring()
    _try(lambda: backend.set_password(_service(str(address)), _USER, token.reveal()))
    _list(backend, [str(address), *(other for other in _listed(backend) if other != str(address))])


def delete_token(address: Address) -> bool:
    """Delete the token of a portal from the keyring; return whether there was one. Raises UploadError."""
    backend = usable_keyring()
    if _saved(backend, address) is None:
        return False
    _try(lambda: backend.delete_password(_service(str(address)), _USER))
    _list(backend, [other for other in _listed(backend) if other != str(address)])
    return True


def known_portals() -> list[str]:
    """Return the addresses of the portals with a saved token, that of the latest login first. Raises UploadError."""
    return _listed(usable_keyring())


def _listed(backend: "KeyringBackend") -> list[str]:
    return (_try(lambda: backend.get_password(*_LIST)) or "").split()


def _list(backend: "KeyringBackend", addresses: list[str]) -> None:
    if addresses:
        _try(lambda: backend.set_password(*_LIST, "\n".join(addresses)))
    elif _listed(backend):
        _try(lambda: backend.delete_password(*_LIST))


def usable_keyring() -> "KeyringBackend":
    """Return the system's keyring. Raises UploadError where there is none, or only one that saves tokens in a file."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    chosen = None
    with suppress(Exception):  # the one named in the settings of keyring may be anything
        chosen = keyring.get_keyring()
    for backend in chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]:
        if backend and not type(backend).__module__.startswith(_UNSAFE):
            return backend
    raise UploadError("no_keyring")


def _try(action: Callable[[], Result]) -> Result:
    """Do something with the keyring. Raises UploadError without its cause, which may hold the token."""
    with suppress(Exception):
        return action()
    raise UploadError("keyring_failed")


def _saved(backend: "KeyringBackend", address: Address) -> str | None:
    return _try(lambda: backend.get_password(_service(str(address)), _USER))


def _service(portal: str) -> str:
    return f"cgs-validate {portal}"
