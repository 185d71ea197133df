"""How commands end that can't do what they were asked to: a sentence on stderr, an exit code, and no traceback."""

from contextlib import ContextDecorator
from types import TracebackType
from typing import Self

import typer

EXIT_FAILED, EXIT_WITH_ERRORS, EXIT_INTERRUPTED = 1, 3, 130


class CommandError(Exception):
    """The command can't go on; the message says why, and what to do."""


class StackError(CommandError):
    """The stack can't be reached or used; the message says why."""


class PlainErrors(ContextDecorator):
    """Ends the command with the sentence of an error that people can act on, and exit code 1. Others pass."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, _told()):
            say_error(str(error))
            raise typer.Exit(EXIT_FAILED) from None


def say_error(sentence: str) -> None:
    """On stderr, so that what a command was asked for can be piped on by itself."""
    from rich.console import Console
    from rich.markup import escape

    Console(stderr=True).print(f"[red]feedback:[/red] {escape(sentence)}", highlight=False, soft_wrap=True)


def _told() -> tuple[type[BaseException], ...]:
    """Looked up only where something was raised: importing all of it would slow down every command."""
    from botocore.exceptions import BotoCoreError, ClientError

    from feedback.domain.errors import InputError, SettingsError

    return CommandError, InputError, SettingsError, ClientError, BotoCoreError
