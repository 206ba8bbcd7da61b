"""Identifiers of an emitted function: no two things share one, none is a word of Python or the runtime."""

from __future__ import annotations

import keyword
import re
from typing import Any

from sympy import Symbol, preorder_traversal

from codegen.loops.nodes import Block, Label
from codegen.loops.roles import walk
from codegen.numba.precedence import (
    ABREAST,
    ELEMENTARY,
    RUNTIME,
    SKIPPED_TERMS,
    STENCILS,
    THREADS,
    TILES,
    VECTORS,
)
from derive.expr import Reduce, Tensor

RESERVED = {
    "T", "U", "np", "math", "njit", "dtype", "range", "max", "min", "abs", "print", "int", "float",
    "SPEC", "runtime", *ABREAST, *RUNTIME, *SKIPPED_TERMS, *STENCILS, *THREADS, *TILES, *VECTORS, *ELEMENTARY,
    *keyword.kwlist,
}  # fmt: skip


class Identifiers:
    """Whoever asks first has the plain name; others of that name are numbered."""

    def __init__(self) -> None:
        self.known: dict[Any, str] = {}
        self.taken = set(RESERVED)

    def scalar(self, symbol: Symbol) -> str:
        if symbol not in self.known:
            self.known[symbol] = self.fresh(symbol.name)
        return self.known[symbol]

    def array(self, tensor: Tensor) -> str:
        key = ("array", tensor.name)
        if key not in self.known:
            self.known[key] = self.fresh(tensor.name)
        return self.known[key]

    def see(self, tensor: Tensor, name: str) -> None:
        """From here on ``tensor`` is known under another name."""
        self.known["array", tensor.name] = name

    def once(self, word: str) -> str:
        """A name that belongs to the function as a whole."""
        if word not in self.known:
            self.known[word] = self.fresh(word)
        return self.known[word]

    def fresh(self, wanted: str) -> str:
        stem = re.sub(r"\W", "_", wanted.replace("'", "_"))
        stem = stem if stem and not stem[0].isdigit() else f"v{stem}"
        made, k = stem, 1
        while made in self.taken:
            k += 1
            made = f"{stem}_{k}"
        self.taken.add(made)
        return made


def letters(block: Block) -> dict[Symbol, None]:
    """The indices of the formulas in ``block``: their names are theirs before any that was invented."""
    every = [node.one for node in walk(block) if isinstance(node, Label)]
    sums = [e for one in every for e in preorder_traversal(one.expr) if isinstance(e, Reduce)]
    bound = [z for reduce in sums for z, _, _ in reduce.binders]
    return dict.fromkeys([*(z for one in every for z in one.indices), *bound])


__all__ = ["RESERVED", "Identifiers", "letters"]
