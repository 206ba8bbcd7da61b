"""Names for what is long and repeated in a formula: mixed-radix indices, fractional positions, functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sympy import Basic, Expr, Integer, S, Symbol, cos, erf, erfc, exp, log, sin, tanh

from derive.expr import Acc, Gcd, Hat, HatSlope, Index, Residue, Tensor, found_in
from derive.pretty.tree.boxes import Box, Name
from derive.pretty.tree.identifiers import parse
from derive.pretty.tree.term_order import terms, weight

POSITIONS = ("ξ", "η", "ζ", "ω")
INTEGERS = ("ρ", "σ", "τ", "κ", "λ", "ν")
INDICES = ("k", "l", "t", "z")
VALUES = ("φ", "ψ", "χ")
ELEMENTARY = (exp, log, tanh, erf, erfc, sin, cos)
LONG = 9
"""From this many nodes on an index is worth a name where it stands twice, a position in any case."""
SAVED = 13
"""So many nodes less make a name for a function's value worth looking up."""


@dataclass
class Abbreviations:
    """``names`` maps an expression to its short name; ``used`` collects the definitions that were met."""

    names: Mapping[Expr, Name] = field(default_factory=dict)
    used: dict[Name, Box] = field(default_factory=dict)


def abbreviations(trees: Iterable[Basic], taken: set[str]) -> Abbreviations:
    """The names that the formula made of ``trees`` deserves, none of them in ``taken``."""
    nodes = [node for tree in trees for node in walk(tree)]
    names: dict[Expr, Name] = {}
    wanted = (
        (_integers(nodes), INTEGERS),
        (_indices(nodes), INDICES),
        (_positions(nodes), POSITIONS),
        (_values(nodes), VALUES),
    )
    for exprs, signs in wanted:
        free = [letter for letter in signs if letter not in taken]
        names |= {expr: parse(letter) for expr, letter in zip(exprs, free, strict=False)}
    return Abbreviations(names)


def _integers(nodes: Iterable[Basic]) -> list[Expr]:
    """Residues and common divisors that stand twice."""
    seen = Counter(node for node in nodes if isinstance(node, Residue | Gcd))
    return [e for e, count in seen.items() if count > 1]


def _indices(nodes: Iterable[Basic]) -> list[Expr]:
    """Long indices that stand twice, without the numbers around them."""
    places = [at for node in nodes if isinstance(node, Acc) for at in node.index]
    seen = Counter(core(at)[0] for at in places if weight(at) >= LONG)
    return [e for e, count in seen.items() if count > 1 and len(terms(e)) > 2]


def _positions(nodes: Iterable[Basic]) -> list[Expr]:
    """Long fractional positions, in the order of the letters that they are compared with."""
    first: dict[Expr, str] = {}
    for node in nodes:
        if isinstance(node, Hat | HatSlope) and weight(node.args[1]) >= LONG:
            first.setdefault(node.args[1], str(node.args[0]))
    return sorted(first, key=lambda position: first[position])


def _values(nodes: Sequence[Basic]) -> list[Expr]:
    """Values of elementary functions, long or often repeated, longest first; not what is only in those."""
    seen = Counter(node for node in nodes if isinstance(node, ELEMENTARY) and found_in(node, Acc))
    chosen: list[Expr] = []
    for e in sorted(seen, key=weight, reverse=True):
        inside = sum(seen[one] * [*walk(one)].count(e) for one in chosen)
        if (seen[e] - inside - 1) * weight(e) >= SAVED:
            chosen.append(e)
    return chosen


def letters(trees: Iterable[Basic]) -> set[Symbol]:
    """The symbols that stand in ``trees``; the axes of a tensor do not."""
    return {node for tree in trees for node in walk(tree) if isinstance(node, Symbol)}


def core(at: Expr) -> tuple[Expr, Expr, Expr]:
    """``at = factor · core + offset`` with integers ``factor`` and ``offset``."""
    offset, rest = at.as_coeff_Add()
    factor, inner = rest.primitive()
    if not factor.is_Integer or not found_in(rest, Index):
        return at, S.One, S.Zero
    return inner, Integer(factor), offset


def walk(tree: Basic) -> Iterable[Basic]:
    """Every node of ``tree``, outermost first, tensors closed."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, Tensor):
            stack.extend(reversed(node.args))
