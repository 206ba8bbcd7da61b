"""What the commands print, and where: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from rich.console import Console


NARROWEST = 60
"""A terminal that says to be narrower gets longer lines than it asked for."""


class Refusal(Exception):
    """The command cannot do what was asked; the message says why and what would work."""


def say(text: str) -> None:
    """One result on standard output, as it is: no markup, no wrapping."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """A remark on standard error."""
    sys.stderr.write(text + "\n")


def say_json(value: Any) -> None:
    """The one JSON document of a command; NaN and infinity become null, which every reader understands."""
    say(json.dumps(_finite(value), indent=2, ensure_ascii=False, allow_nan=False))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value


@contextmanager
def only_json(wanted: bool) -> Iterator[None]:
    """While the work goes on, whatever a library prints goes to standard error; ``say_json`` comes after."""
    if not wanted:
        yield
        return
    with redirect_stdout(sys.stderr):
        yield


def console(stderr: bool = False) -> Console:
    """A rich console; made when needed, for ``show`` does without."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def filled(text: str, indent: str = "    ") -> str:
    """One line as several that fit the terminal; what follows the first is set in, no word is broken."""
    return textwrap.fill(
        text,
        max(console().width, NARROWEST),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


class Ticker(Protocol):
    """What long work reports to: ``ticker("verify conv2d", done, total)``."""

    def __call__(self, what: str, done: float = 0, total: float | None = None) -> None: ...


@contextmanager
def ticking(title: str) -> Iterator[Ticker]:
    """A progress bar on standard error that disappears when the work is done."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as bars:
        task = bars.add_task(title, total=None)

        def tick(what: str, done: float = 0, total: float | None = None) -> None:
            bars.update(task, description=what, completed=done, total=total)

        yield tick
