"""What a derivation rests on, as it has to be said: nothing that always holds, and each condition once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sympy import Pow

from derive.expr import Acc, accesses, found_in, gt, substitute
from derive.expr.order import ordered
from derive.model.divisors import may_be_zero
from derive.model.layer import Def, Layer
from derive.steps import Premise


def provided(conditions: Iterable[Premise], layer: Layer) -> tuple[Premise, ...]:
    """The conditions that the definitions and the declared ranges of the options do not imply.

    ``1/√(ε + var) > 0`` is said as ``ε + var > 0``.
    """
    known = _Known(layer)
    said = (known.reduced(one) for one in conditions)
    return tuple(dict.fromkeys(one for one in said if not known.implied(one.cond)))


def divided_by(defs: Iterable[Def], layer: Layer) -> Iterator[Premise]:
    """What the gradients' own formulas divide by, where an option keeps it from 0 that may be 0 itself."""
    values, may = {d.tensor for d in layer.forward}, _Known(layer).honest.keys()
    for e in (d.expr for d in defs if d.tensor not in values):
        below = (p.base for p in found_in(e, Pow) if p.exp.is_negative)
        yield from (Premise(gt(b)) for b in ordered(below) if may & b.free_symbols and accesses(b))


def in_own_names(conditions: Iterable[Premise], layer: Layer, source: Layer) -> tuple[Premise, ...]:
    """The conditions without the names that differentiation gave to sums of the ``source``."""
    known, own = _Known(layer), {*layer.inputs, *(d.tensor for d in source.forward)}
    out = []
    for one in conditions:
        added = {a: known.definition(a) for a in accesses(one.cond) if a.tensor not in own}
        said = {a: d.expr for a, d in added.items() if d is not None}
        out.append(replace(one, cond=one.cond.xreplace(said)) if said else one)
    return tuple(dict.fromkeys(out))


class _Known:
    """The definitions of a layer, and its options with no better sign than their ranges give them."""

    def __init__(self, layer: Layer) -> None:
        self.forward: Sequence[Def] = tuple(layer.forward)
        self.honest = may_be_zero(layer.options, layer.requires)

    def implied(self, cond: Any) -> bool:
        """Whether a sign follows from what is written: of inputs nothing is known but what is declared."""
        e = cond.of.xreplace(self.honest)
        holds = e.is_positive if cond.kind == "gt" else e.is_nonnegative
        return bool(holds) and all(self._shown(a) for a in accesses(e) if a.tensor.sign)

    def _shown(self, a: Acc) -> bool:
        one = self.definition(a)
        if one is None:
            return False
        e = one.expr.xreplace(self.honest)
        holds = e.is_positive if a.tensor.sign == "positive" else e.is_nonnegative
        return bool(holds) and all(self._shown(b) for b in accesses(e) if b.tensor.sign)

    def reduced(self, one: Premise) -> Premise:
        """``a^(−p) > 0`` says ``a > 0``, also where a definition names the power."""
        e = one.cond.of
        if isinstance(e, Acc) and one.cond.kind == "gt":
            named = self.definition(e)
            e = named.expr if named is not None and isinstance(named.expr, Pow) else e
        if isinstance(e, Pow) and e.exp.is_negative and not e.exp.is_integer:
            return self.reduced(Premise(gt(e.base)))
        return one

    def definition(self, a: Acc) -> Def | None:
        """The definition of a tensor, at the letters of the element; none where its place is no letter."""
        for one in self.forward:
            if one.tensor == a.tensor and all(at.is_Symbol or at.is_number for at in one.lhs.index):
                moved = {z: at for z, at in zip(one.lhs.index, a.index, strict=True) if z.is_Symbol}
                return replace(one, expr=substitute(one.expr, moved))
        return None


__all__ = ["in_own_names", "provided"]
