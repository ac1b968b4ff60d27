"""The ribbon add-in ``cgs-validate.xlam``: built, put where Excel opens it, taken away again, examined."""

from .xlam import NAME, build

__all__ = ["NAME", "build"]
