"""The recorded derivation: what a printer shows and a lecturer reads aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr

from derive.expr import Acc, Binder, Cond, substitute
from derive.model.layer import Def, Layer, Program


class Partial(Expr):
    """``∂y/∂x`` as it stands in print, before it is computed: ``Partial(y[n, o], x[m, k])``."""

    is_commutative = True

    def _eval_is_real(self) -> bool:
        return True

    def _sympystr(self, printer: Any) -> str:
        return f"∂{printer._print(self.args[0])}/∂{printer._print(self.args[1])}"

    def _latex(self, printer: Any) -> str:
        above, below = map(printer._print, self.args)
        return rf"\frac{{\partial {above}}}{{\partial {below}}}"


@dataclass(frozen=True)
class Equation:
    """``lhs = rhs`` (or ``lhs += rhs``) for all values of ``free``; ``lhs`` is ``None`` in a continuation."""

    lhs: Expr | None
    rhs: Expr
    free: tuple[Binder, ...] = ()
    relation: str = "="

    @staticmethod
    def of(definition: Def) -> Equation:
        """A definition in print; an index that has one value only stands as that value."""
        single = {z: lo for z, lo, hi in definition.free if lo == hi and lo.is_number}
        free = tuple(b for b in definition.free if b[0] not in single)
        lhs, expr = substitute(definition.lhs, single), substitute(definition.expr, single)
        return Equation(lhs, expr, free, "+=" if definition.scatter else "=")


@dataclass(frozen=True)
class Step:
    """One rule that fired: its name, the law it applies in one line, what it produced, what it assumed.

    ``before`` optionally holds what it was applied to, ``notes`` what it found out, in words.
    """

    rule: str
    law: str
    equations: tuple[Equation, ...]
    conditions: tuple[str | Cond, ...] = ()
    before: tuple[Equation, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Derivation:
    """How one gradient was found.

    ``program`` computes it: its last definition is the gradient, the earlier ones are the named
    sums and intermediate values that it uses.  ``where`` holds the forward definitions (and recognised
    facts) that the result mentions and a reader wants to see below it.
    """

    layer: Layer
    target: Acc
    steps: tuple[Step, ...]
    program: Program
    where: tuple[Equation, ...] = ()
    conditions: tuple[str, ...] = ()
    recognised: tuple[str, ...] = ()
    conventions: tuple[str, ...] = ()

    @property
    def result(self) -> Def:
        return self.program.defs[-1]


__all__ = ["Derivation", "Equation", "Partial", "Step"]
