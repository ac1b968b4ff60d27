"""Usage errors in a person's language, with what was probably intended; click has them in English only."""

import re
from collections.abc import Iterable, Sequence
from typing import IO, Any

import click
from click.exceptions import NoArgsIsHelpError, NoSuchCommand

from ..checking.messages import catalog
from ..errors import CgsError
from ..localisation import LANGUAGES, default_language
from ..spec.yaml_reader import nearest

_OPTION = "--lang"
_SURPLUS = re.compile(r"unexpected extra arguments? \((.*)\)", re.DOTALL)


class Misuse(click.UsageError):
    """A usage error, by the name of its sentence under ``usage``."""

    def __init__(self, code: str, context: click.Context | None = None, **params: str) -> None:
        super().__init__(code, context)
        self.params = params


class Choice(click.Choice[str]):
    """A choice whose error asks whether another is due."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the choice. Raises Misuse."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            names = list(map(str, self.choices))
            said = {"name": _name(param), "word": str(value), "known": "、".join(names)}
            raise Misuse("wrong_choice", ctx, nearest=nearest(str(value).lower(), names), **said) from None


class _Shown(click.UsageError):
    """A usage error that shows its sentence before anything else."""

    def __init__(self, message: str, context: click.Context | None, words: dict[str, str]) -> None:
        super().__init__(message, context)
        self._words = words

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence, how the command is called, and where its help is."""
        click.echo(self.message, file=file, err=True)
        if self.ctx:
            usage = " ".join([self.ctx.command_path, *self.ctx.command.collect_usage_pieces(self.ctx)])
            click.echo(self._words["how"].format(usage=usage, command=self.ctx.command_path), file=file, err=True)


def language_in(arguments: Sequence[str]) -> str:
    """Return the language that a command line asks for, also where the rest of it is wrong; else that of the locale."""
    for index, argument in enumerate(arguments):
        name, _, word = argument.partition("=")
        if name == _OPTION and (asked := word or "".join(arguments[index + 1 : index + 2])) in LANGUAGES:
            return asked
    return default_language()


def in_language(error: click.UsageError, language: str) -> click.UsageError:
    """Return a usage error as one in a language."""
    if isinstance(error, _Shown | NoArgsIsHelpError):
        return error
    words: dict[str, Any] = catalog(language).sentences["usage"]
    code, params = _code(error, words["arguments"])
    near = params.get("nearest")
    question = catalog(language).sentences["specs"]["nearest"].format(nearest=near) if near else ""
    return _Shown(words[code].format(**{**params, "nearest": question}).rstrip(), error.ctx, words)


def hint_of(error: CgsError) -> str:
    """Return what to do about an error, with what the command line has for it besides."""
    besides = catalog(error.language).sentences["usage"]["besides"].get(error.code, "")
    return "\n".join(filter(None, (error.hint, besides)))


def _code(error: click.UsageError, arguments: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the name of a sentence with its parameters."""
    match error:
        case Misuse():
            return error.message, error.params
        case NoSuchCommand():
            return "no_such_command", _unknown(error.command_name, _commands(error.ctx))
        case click.NoSuchOption():
            return "no_such_option", _unknown(error.option_name, _options(error.ctx))
        case click.MissingParameter():
            name = _name(error.param)
            return "missing" if name in arguments else "missing_option", {"name": arguments.get(name, name)}
        case click.BadOptionUsage():
            return "takes_no_value" if "not take" in error.message else "needs_value", {"name": error.option_name}
        case click.BadParameter(param=click.Parameter(type=click.IntRange())):
            return "no_count", {"name": _name(error.param)}
        case click.BadParameter() if error.param or error.param_hint:
            return "wrong_value", {"name": str(error.param_hint or _name(error.param)), "reason": error.message}
        case _ if surplus := _SURPLUS.search(error.message):
            return "surplus", {"words": surplus[1]}
        case _:
            return "other", {"reason": error.message}


def _unknown(word: str, known: Iterable[str]) -> dict[str, str]:
    return {"name": word, "nearest": nearest(word.lower(), known)}


def _commands(context: click.Context | None) -> list[str]:
    group = context.command if context else None
    return group.list_commands(context) if context and isinstance(group, click.Group) else []


def _options(context: click.Context | None) -> list[str]:
    params = context.command.get_params(context) if context else []
    return [name for param in params if isinstance(param, click.Option) for name in param.opts]


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "?"
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name
