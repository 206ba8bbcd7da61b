"""Parts of a kernel as functions of their own: what each needs from around it is what it is called with.

A kernel with contractions has blocks for large arrays and plain loops for small ones: each is compiled when
it is called first, and what calls them is plain Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Symbol

from codegen.loops.nodes import Block, Choose, Correlate, Kernel, Loop, Nest, Product
from codegen.loops.roles import bodies, defines, inside, makes, scalars, walk
from derive.expr import Acc, Tensor


@dataclass(frozen=True)
class PartCall:
    """The call of a part by its name, with its arrays and scalars."""

    part: Kernel


@dataclass(frozen=True)
class Outline:
    """``caller`` has a ``PartCall`` in the place of each part; without parts it is the kernel itself."""

    caller: Kernel
    parts: tuple[Kernel, ...] = ()


def outlined(kernel: Kernel) -> bool:
    """Whether nests stand in functions of their own: where there is a choice, or a contraction."""
    return any(isinstance(n, Product | Choose | Correlate) for n in walk(kernel.body))


def outline(kernel: Kernel) -> Outline:
    """Each nest on top, and each branch of a choice, as a function of its own."""
    if not outlined(kernel):
        return Outline(kernel)
    parts = _Parts(kernel)
    body = tuple(parts.caller(kernel.body))
    return Outline(replace(kernel, body=body), tuple(parts.made))


class _Parts:
    def __init__(self, kernel: Kernel) -> None:
        self.kernel, self.made = kernel, list[Kernel]()

    def caller(self, block: Block) -> Iterator[Any]:
        for node in block:
            if isinstance(node, Choose):
                then, otherwise = self.branch(node.then, node.by), self.branch(node.otherwise, "plain")
                yield replace(node, then=then, otherwise=otherwise)
            elif isinstance(node, Loop) and any(isinstance(n, Correlate) for n in walk(node.body)):
                yield replace(node, body=tuple(self.caller(node.body)))
            else:
                yield self.call((node,), "part") if isinstance(node, Nest) else node

    def branch(self, body: Block, name: str) -> Any:
        nests = any(bodies(node) for node in body)
        return (self.call(body, name),) if nests else body

    def call(self, body: Block, name: str) -> PartCall:
        if any(isinstance(node, Choose) for node in walk(body)):
            raise ValueError(f"{self.kernel.name}: a choice stands inside loops, which cannot be interrupted")
        taken = {part.name for part in self.made}
        made, k = f"{self.kernel.name}_{name}", 1
        while made in taken:
            k += 1
            made = f"{self.kernel.name}_{name}{k}"
        arrays, symbols = needs(body)
        ours = [*self.kernel.arrays, *self.kernel.outputs]
        part = Kernel(
            made,
            tuple(_first([t for t in ours if t in arrays], arrays)),
            (),
            tuple(_first([s for s in self.kernel.scalars if s in symbols], symbols)),
            body,
            sizes=self.kernel.sizes,
        )
        self.made.append(part)
        return PartCall(part)


def _first(known: list[Any], all_: Iterable[Any]) -> list[Any]:
    return [*known, *(other for other in all_ if other not in known)]


def needs(block: Block) -> tuple[list[Tensor], list[Symbol]]:
    """The arrays and the scalars that a block reads or writes and does not make, by name."""
    tensors: dict[str, Tensor] = {}
    symbols: set[Symbol] = set()
    for n in walk(block):
        for e in (*scalars(n), *inside(n)):
            for a in e.atoms(Acc):
                tensors.setdefault(a.tensor.name, a.tensor)
            symbols |= _symbols(e)
    made = {t.name for n in walk(block) for t in makes(n)}
    arrays = [t for name, t in sorted(tensors.items()) if name not in made]
    return arrays, sorted(symbols - {s for n in walk(block) for s in defines(n)}, key=str)


def _symbols(e: Any) -> set[Symbol]:
    """Every name that is printed for ``e``: also those in the shapes of what it steps through."""
    if isinstance(e, Symbol):
        return {e}
    if isinstance(e, Tensor):
        return set().union(*(_symbols(extent) for extent in e.shape))
    return set().union(*map(_symbols, e.args)) if isinstance(e, Basic) else set()


__all__ = ["Outline", "PartCall", "needs", "outline", "outlined"]
