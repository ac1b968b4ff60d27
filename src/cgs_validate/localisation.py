"""The sentences of ``specs/messages/``, in Traditional Chinese (the source language) and English."""

import locale
import os
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("zh-TW", "en")


@cache
def packaged_folder() -> Path:
    """Return the folder of the specs that came with this version."""
    inside = Path(__file__).parent / "specs"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "specs"


def default_language() -> str:
    """Return ``en`` for an English locale, else ``zh-TW``."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return "en" if name.lower().startswith("en") else "zh-TW"


def known_language(language: str | None) -> str:
    """Return a language, by default that of the locale. Raises ValueError where it has no sentences."""
    language = language or default_language()
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; known: {', '.join(LANGUAGES)}")
    return language


@cache
def sentences(file: str) -> dict[str, Any]:
    """Return the sentences of a file by their names, those of a language by its own; ``spec lint`` checks the files."""
    text = (packaged_folder() / "messages" / f"{file}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - texts only
    return loaded
