"""Names for values that a pass takes out of an expression: they say what the value is.

``u_first`` and ``u_last`` bound the index ``u``; ``res_r`` is the first tap of the class ``r``; ``w_here`` is
the element of ``w``; ``minus_mu`` is ``-mu``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from functools import singledispatch
from types import MappingProxyType
from typing import Any

from sympy import Expr, Integer, Mul, Pow, S, Symbol, ceiling, floor

from codegen.loops.nodes import Block, Choose, Kernel, Let, Node
from codegen.loops.roles import children, defines, on_bodies, on_scalars, walk
from codegen.program.name_sums import unused
from codegen.program.whole_numbers import is_integer
from derive.expr import Acc, FloorDiv, Gcd, Index, Modulo, Residue, substitute

WORDS = 3
"""The most parts of a product that a name spells out."""


class Fresh:
    """Names that nothing in the kernel has."""

    def __init__(self, kernel: Kernel) -> None:
        self.taken = {s.name for n in walk(kernel.body) for s in defines(n)}
        self.taken |= {x.name for x in (*kernel.scalars, *kernel.arrays, *kernel.outputs)}
        self.given = frozenset(self.taken)
        self.stems: dict[Symbol, str] = {}

    def __call__(self, stem: str, integer: bool = False) -> Symbol:
        made = Symbol(unused(stem, self.taken), **({"integer": True} if integer else {"real": True}))
        self.stems[made] = stem
        return made

    def of(self, value: Expr) -> Symbol:
        """A fresh name that says what ``value`` is."""
        whole = is_integer(value)
        return self(stem(value) if whole and not isinstance(value, Acc) else real_stem(value), integer=whole)

    def numbered(
        self,
        block: Block,
        around: Set[str] = frozenset(),
        outer: Mapping[Symbol, Symbol] = MappingProxyType({}),
    ) -> Block:
        """The names that are left, numbered without gaps; the branches of a choice may have the same ones."""
        taken = {*self.given, *around}
        used = dict.fromkeys(n.name for n in _outside_choices(block) if isinstance(n, Let))
        own = {s: Symbol(unused(self.stems[s], taken), **s.assumptions0) for s in used if s in self.stems}
        return self._renumbered(block, taken, {**outer, **own})

    def _renumbered(self, block: Block, taken: Set[str], names: Mapping[Symbol, Symbol]) -> Block:
        """All at once: a name inside a choice may be what one around it was called before."""

        def change(node: Node) -> Node:
            if isinstance(node, Let):
                node = replace(node, name=names.get(node.name, node.name))
            inner = self.numbered if isinstance(node, Choose) else self._renumbered
            return on_bodies(
                on_scalars(node, lambda e: substitute(e, names)), lambda b: inner(b, taken, names)
            )

        return tuple(map(change, block))


def _outside_choices(block: Block) -> Iterator[Node]:
    for node in block:
        yield node
        if not isinstance(node, Choose):
            yield from _outside_choices(children(node))


@singledispatch
def stem(value: Any) -> str:
    """What an integer is, by the operation that gives it."""
    return "at"


@stem.register
def _(value: FloorDiv) -> str:
    top, bottom = map(_word, value.args)
    return f"{top}_by_{bottom}" if top and bottom else _of_letters("quotient", value)


@stem.register
def _(value: Residue) -> str:
    return _of_letters("res", value)


@stem.register
def _(value: Gcd) -> str:
    return "_".join(["gcd", *(str(a) for a in value.args if a.is_Symbol)])


@stem.register
def _(value: Modulo) -> str:
    top, bottom = map(_word, value.args)
    return f"{top}_mod_{bottom}" if top and bottom else _of_letters("rest", value)


@stem.register(floor)
@stem.register(ceiling)
def _(value: Expr) -> str:
    word = "below" if isinstance(value, floor) else "above"
    names = sorted({a.tensor.name for a in value.atoms(Acc)})
    return f"{word}_{names[0]}" if len(names) == 1 else word


def _of_letters(word: str, value: Expr) -> str:
    """The word with the indices that the value depends on, else with the sizes."""
    names = sorted(z.name for z in value.free_symbols if isinstance(z, Index))
    names = names or sorted(z.name for z in value.free_symbols)
    return "_".join([word, *names]) if len(names) <= WORDS else word


def real_stem(value: Expr) -> str:
    """What a real value is: an element, a product that can be spelled, else its place in the expression."""
    if isinstance(value, Acc):
        return f"{value.tensor.name}_here"
    return _spelled(value) or ("factor" if value.is_Mul else "term" if value.is_Add else "value_of")


def _spelled(value: Expr) -> str:
    """``gamma_r_over_m`` for a product of a few elements and names; empty where there is more to it."""
    sign, rest = value.as_coeff_Mul()
    parts = list(Mul.make_args(rest))
    above = [_word(f) for f in parts if not _inverse(f)]
    below = [_word(1 / f) for f in parts if _inverse(f)]
    if abs(sign) != S.One or not all((*above, *below)) or not above or len(parts) > WORDS:
        return ""
    words = (["minus"] if sign == S.NegativeOne else []) + sorted(above)
    return "_".join([*words, *(["over", *sorted(below)] if below else [])])


def _inverse(f: Expr) -> bool:
    return isinstance(f, Pow) and f.exp == Integer(-1)


def _word(f: Expr) -> str:
    """What one part is called; empty where it is no single name."""
    match f:
        case Acc():
            return f.tensor.name
        case Symbol():
            return f.name.removesuffix("_here")
        case Integer():
            return str(f) if f > 0 else ""
        case Gcd():
            return "gcd"
        case _:
            return ""


__all__ = ["Fresh", "real_stem", "stem"]
