"""What a part of a kernel needs from around it, so that it can stand in a function of its own.

A kernel with contractions has blocks for large arrays and plain loops for small ones: each is compiled when
it is called first.
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, Symbol

from codegen.loops.nodes import Alloc, Block, Kernel, Let, Product, inside, ranges, scalars, walk
from derive.expr import Acc, Tensor


def outlined(kernel: Kernel) -> bool:
    """Whether each nest of loops stands in a function of its own: where there are contractions."""
    return any(isinstance(n, Product) for n in walk(kernel.body))


def needs(block: Block) -> tuple[list[Tensor], list[Symbol]]:
    """The arrays and the scalars that a block reads or writes and does not make, by name."""
    tensors: dict[str, Tensor] = {}
    symbols: set[Symbol] = set()
    for n in walk(block):
        for e in (*scalars(n), *inside(n)):
            for a in e.atoms(Acc):
                tensors.setdefault(a.tensor.name, a.tensor)
            symbols |= _symbols(e)
    made = {n.tensor.name for n in walk(block) if isinstance(n, Alloc)}
    arrays = [t for name, t in sorted(tensors.items()) if name not in made]
    return arrays, sorted(symbols - _named(block), key=str)


def _named(block: Block) -> set[Any]:
    lets = {n.name for n in walk(block) if isinstance(n, Let)}
    return lets | {r.index for n in walk(block) for r in ranges(n)}


def _symbols(e: Any) -> set[Symbol]:
    """Every name that is printed for ``e``: also those in the shapes of what it steps through."""
    if isinstance(e, Symbol):
        return {e}
    if isinstance(e, Tensor):
        return set().union(*(_symbols(extent) for extent in e.shape))
    return set().union(*map(_symbols, e.args)) if isinstance(e, Basic) else set()


__all__ = ["needs", "outlined"]
