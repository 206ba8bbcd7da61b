"""What an emitted function says of itself: its formulas as known, then as compiled, all of them whole."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import lru_cache

from sympy import Symbol

from codegen.loops.nodes import Kernel, Label
from codegen.loops.roles import walk
from codegen.program.grouping import ungrouped
from derive import pretty
from derive.model.layer import Def

WIDTH = 110


@lru_cache(maxsize=256)
def typeset(one: Def, sizes: frozenset[Symbol]) -> str:
    """A formula as a line; it stands in a docstring and above its loops."""
    return pretty.equation(ungrouped(one), sizes=sizes)


def compiled(kernel: Kernel) -> tuple[str, ...]:
    """What the loops compute, formula by formula."""
    return tuple(
        dict.fromkeys(typeset(n.one, kernel.sizes) for n in walk(kernel.body) if isinstance(n, Label))
    )


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


__all__ = ["compiled", "docstring", "typeset"]
