"""The ribbon add-in ``cgs-validate.xlam``: built, put where Excel opens it, taken away again, examined."""

from .building import NAME, build

__all__ = ["NAME", "build"]
