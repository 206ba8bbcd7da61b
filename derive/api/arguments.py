"""Arguments of public functions: an error says which one, what it may be and what came."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class ArgumentError(ValueError):
    """An argument is not what the function takes.

    ``argument`` is its name, ``said`` the message without it.

    >>> print(ArgumentError("wrt", "dense has no gradient towards 'z'; there are: x, w, b"))
    wrt: dense has no gradient towards 'z'; there are: x, w, b
    """

    def __init__(self, argument: str, said: str) -> None:
        super().__init__(f"{argument}: {said}")
        self.argument, self.said = argument, said


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """At most three of ``known`` that ``name`` may have meant.

    >>> nearest("conv2", ["dense", "conv2d"])
    ['conv2d']
    """
    return difflib.get_close_matches(name, known, n=3, cutoff=0.5) or [k for k in known if name in k]


def hint(name: str, known: Sequence[str], otherwise: str = "") -> str:
    """``Did you mean conv2d?``, or ``otherwise`` where nothing is near."""
    near = nearest(name, known)
    return f"Did you mean {' or '.join(near)}?" if near else otherwise


def named(argument: str, given: object, known: Mapping[str, T], refusal: str) -> T:
    """What ``known`` calls ``given``; else an error that begins with ``refusal`` and lists the names."""
    if isinstance(given, str) and given in known:
        return known[given]
    meant = hint(given, list(known)) if isinstance(given, str) else ""
    raise ArgumentError(argument, f"{refusal} {given!r}; there are: {', '.join(known)}. {meant}".rstrip(". "))


def at_least(argument: str, given: object, least: int) -> int:
    """``given`` if it is an integer that is large enough."""
    if isinstance(given, int) and not isinstance(given, bool) and given >= least:
        return given
    raise ArgumentError(argument, f"expected an integer of at least {least}, got {given!r}")


__all__ = ["ArgumentError", "at_least", "hint", "named", "nearest"]
