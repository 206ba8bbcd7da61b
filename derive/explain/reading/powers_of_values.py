"""A power of what a value is a root of, as a power of the value: ``u^q`` is ``y^(q/r)`` where ``y = u^r``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Mul, Pow, cancel

from derive.expr import Acc, Cond, Index, Iverson, Reduce, Where, found_in, gt, rebuild
from derive.model.layer import Def
from derive.simplify.identities import Identity
from derive.simplify.matching import spans


def powers_of_values(one: Def, forward: Sequence[Def]) -> Iterator[Expr]:
    """``Σ_{u > 0} a/√u`` as ``Σ_{y > 0} a/y``, where the forward says ``y = √u`` for ``u > 0``, else 0."""
    around = spans(one.free, one.expr)
    for value in forward:
        root = _root(value) if value.tensor != one.tensor else None
        if root is not None:
            made = _Walk(value, *root, around)(one.expr, frozenset())
            if made != one.expr:
                yield made


def _root(value: Def) -> tuple[Expr, Expr, bool] | None:
    """``u``, ``r`` and whether it is asked: ``y = u^r``, or ``y = u^r`` where ``u > 0`` and else 0."""
    e, asked = value.expr, False
    if isinstance(e, Where) and e.args[2] == 0 and len(e.conds) == 1:
        (cond,), e, asked = e.conds, e.args[1], True
        if not isinstance(e, Pow) or cond != gt(e.base):
            return None
    if not isinstance(e, Pow) or not _is_scaled(e.base) or not e.exp.is_positive or e.exp == 1:
        return None
    return (e.base, e.exp, asked) if asked or e.base.is_nonnegative else None


def _is_scaled(u: Expr) -> bool:
    """One value, or its share of a size: ``s/N``."""
    factors = Mul.make_args(u)
    rest = [f for f in factors if not isinstance(f, Acc)]
    return len(rest) == len(factors) - 1 and all(f.is_positive and not found_in(f, Acc, Index) for f in rest)


@dataclass(frozen=True)
class _Walk:
    """Through an expression, with the conditions that hold at each place."""

    value: Def
    base: Expr
    power: Expr
    asked: bool
    around: Mapping[Any, Any]

    def __call__(self, e: Any, held: frozenset[Any]) -> Any:
        match e:
            case Acc() | Cond():
                return e
            case Iverson():
                return Iverson(*map(self._said, e.args))
            case Pow():
                y = self._element(e.base)
                if y is not None and (not self.asked or gt(e.base) in held):
                    return y ** cancel(e.exp / self.power)
            case Mul():
                held |= {c for f in e.args if isinstance(f, Iverson) for c in f.args}
            case Reduce():
                body = self(e.body, held | {*e.guards})
                return Reduce(e.op, body, e.binders, [*map(self._said, e.guards)])
            case Where():
                return e
        made = [self(a, held) for a in e.args] if isinstance(e, Expr) else []
        return e if made == list(getattr(e, "args", ())) or not made else rebuild(e, made)

    def _element(self, e: Expr) -> Expr | None:
        """The value at the place where ``e`` is what it is a root of."""
        return Identity(self.base, self.value.lhs, self.value.indices, self.value).match(e, self.around)

    def _said(self, cond: Any) -> Any:
        """``u > 0`` as ``y > 0``."""
        y = self._element(cond.of) if self.asked and isinstance(cond, Cond) and cond.kind == "gt" else None
        return cond if y is None else gt(y)


__all__ = ["powers_of_values"]
