"""All taps: where every tap of a position exists, one test says so, and none of them is tested.

    if 0 <= r < H: …                      if 0 <= r and r + 1 < H: …; …
    if 0 <= r + 1 < H: …                  else: as before

Of the places of an image almost all lie inside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sympy import Expr, expand

from codegen.loops.nodes import Accumulate, Block, Choose, If, Kernel, Let, Node
from codegen.loops.roles import on_bodies, walk
from codegen.program.whole_numbers import is_integer
from derive.expr import Cond, ge
from derive.model.layer import Layer

MANY = 4
"""So many taps at least: two along a row are added without a jump."""


def all_taps(kernel: Kernel, layer: Layer) -> Kernel:
    """Every run of tested additions with a way on which nothing is tested."""
    del layer
    return replace(kernel, body=_blocks(kernel.body))


def _blocks(block: Block) -> Block:
    """A block whose taps stand behind one test, its inner blocks first."""
    taps = [n for n in block if isinstance(n, If)]
    added = [n for n in walk(tuple(taps)) if isinstance(n, Accumulate)]
    if len(added) < MANY or not all(map(_tested, taps)) or not _only(block):
        return tuple(on_bodies(n, _blocks) for n in block)
    start, end = block.index(taps[0]), len(block) - block[::-1].index(taps[-1])
    names = tuple(n for n in block[start:end] if isinstance(n, Let))
    conds = strictest(c for n in walk(tuple(taps)) if isinstance(n, If) for c in n.conds)
    every = Choose("", conds, tuple(_untested(taps)), tuple(taps))
    return (*block[:start], *names, every, *block[end:])


def _only(block: Block) -> bool:
    """Whether nothing but names stands between the taps, none of them made of what a tap changes."""
    within = [k for k, n in enumerate(block) if isinstance(n, If)]
    run = block[within[0] : within[-1] + 1]
    changed = {getattr(n.target, "tensor", n.target) for n in walk(run) if isinstance(n, Accumulate)}
    names = [n for n in run if isinstance(n, Let)]
    return all(isinstance(n, If | Let) for n in run) and not any(n.value.has(*changed) for n in names)


def _tested(tap: If) -> bool:
    """Whether a condition on whole numbers stands around additions, and other such conditions, alone."""
    return all(isinstance(n, If | Accumulate) for n in walk(tap.body)) and all(
        c.kind == "ge" and is_integer(c.of)
        for n in (tap, *walk(tap.body))
        if isinstance(n, If)
        for c in n.conds
    )


def _untested(block: Iterable[Node]) -> Iterable[Node]:
    for node in block:
        yield from _untested(node.body) if isinstance(node, If) else (node,)


def strictest(conds: Iterable[Cond]) -> tuple[Cond, ...]:
    """Of conditions that differ by a number, the one that says most."""
    least: dict[Expr, Expr] = {}
    for c in conds:
        number, rest = expand(c.of).as_coeff_Add()
        least[rest] = min(least.get(rest, number), number)
    made = (ge(rest + number) for rest, number in least.items())
    return tuple(c for c in made if isinstance(c, Cond))


__all__ = ["all_taps", "strictest"]
