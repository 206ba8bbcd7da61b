"""What an emitted function says of itself: its formulas as known, then as compiled, all of them whole."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import lru_cache

from sympy import Symbol

from codegen.loops.nodes import Alloc, Kernel, Label
from codegen.loops.roles import walk
from codegen.program.grouping import ungrouped
from derive import pretty
from derive.model.layer import Def

WIDTH = 110

COMMENT = 4
"""Formulas of more lines stand in the docstring alone, not above their loops once more."""

SCREEN = 16
"""Lines of formulas that a docstring may have before it leaves to the loops what they say themselves."""


@lru_cache(maxsize=256)
def typeset(one: Def, sizes: frozenset[Symbol]) -> str:
    """A formula as a line; it stands in a docstring and above its loops."""
    return pretty.equation(ungrouped(one), sizes=sizes)


def above(text: str) -> list[str]:
    """The lines of a comment that has a formula above its loops."""
    return textwrap.wrap(text, WIDTH - 24, initial_indent="# ", subsequent_indent="#     ")


def stands_above(text: str) -> bool:
    """Is there room for the formula above its loops?  Otherwise the comment points to the docstring."""
    return len(above(text)) <= COMMENT


def compiled(kernel: Kernel) -> tuple[str, ...]:
    """What the loops compute, formula by formula.

    Where that fills a screen: what leaves the function, and what is too long to stand above its loops.
    """
    formulas = {typeset(n.one, kernel.sizes): n.one for n in walk(kernel.body) if isinstance(n, Label)}
    own = {n.tensor.name for n in walk(kernel.body) if isinstance(n, Alloc)}
    leaving = {text for text, one in formulas.items() if one.lhs.index and one.lhs.tensor.name not in own}
    if not leaving or sum(len(above(text)) for text in formulas) <= SCREEN:
        return tuple(formulas)
    return tuple(text for text in formulas if text in leaving or not stands_above(text))


def docstring(told: Sequence[str], computed: Sequence[str], about: str) -> list[str]:
    """The lines of a docstring: formulas as ``told``, those ``computed`` in another form, ``about``."""
    other = [text for text in computed if text not in told]
    parts = [*told, "", "As compiled:", "", *other] if told and other else [*told, *other]
    parts += ["", about] if about else []
    wrapped = (textwrap.wrap(text, WIDTH - 8, subsequent_indent="    ") or [""] for text in parts)
    lines = [line.replace("\\", "\\\\") for text in wrapped for line in text]
    if len(lines) < 2:
        return [f'    """{line}"""' for line in lines]
    return [f'    """{lines[0]}', *(f"    {line}".rstrip() for line in lines[1:]), '    """']


__all__ = ["above", "compiled", "docstring", "stands_above", "typeset"]
