"""What the definitions of sizes and the requirements of a layer say, as facts ``>= 0``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sympy import Expr, Symbol, expand

from derive.expr import Cond, FloorDiv


def size_facts(sizes: Mapping[Symbol, Expr]) -> list[Expr]:
    """What the definitions of derived sizes say: ``OH = ⌊n/s⌋ + 1`` gives ``0 <= n - s (OH-1) <= s-1``."""
    facts: list[Expr] = []
    for name, definition in sizes.items():
        quotients = definition.atoms(FloorDiv)
        if not quotients:
            facts += [definition - name, name - definition]
            continue
        outer = max(quotients, key=lambda q: q.count_ops())
        rest = expand(definition - outer)
        if rest.has(outer):
            continue
        n, d = outer.args
        facts += [expand(n - d * (name - rest)), expand(d * (name - rest) + d - 1 - n)]
    return facts


def exact_division_facts(conds: Sequence[Cond], sizes: Mapping[Symbol, Expr]) -> list[Expr]:
    """Where a requirement ``d | n`` stands beside a size ``q = ⌊n/d⌋``, the size is exact: ``n = d q``."""
    facts: list[Expr] = []
    for cond in conds:
        if isinstance(cond, Cond) and cond.kind == "divides":
            for name, definition in sizes.items():
                if definition == FloorDiv(cond.of, cond.divisor):
                    facts += [expand(cond.divisor * name - cond.of), expand(cond.of - cond.divisor * name)]
    return facts
