"""``y (v − Σ v y)`` is ``(diag(y) − y yᵀ) v``: the Jacobian of softmax, the Hessian of cross-entropy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sympy import Add, Expr, Mul, S, Symbol

from derive.explain.said import without
from derive.expr import Acc, Binder, Iverson, Reduce, eq, fresh, sizes_in, substitute
from derive.expr.alpha import canonical
from derive.expr.expansion import expand
from derive.model.layer import Def
from derive.pretty import expression
from derive.proof import Ranges
from derive.simplify.normal_form import Normaliser
from derive.steps import Equation, Recognition

LAW = "(diag(y) − y yᵀ) v has the elements y_i (v_i − Σ_j y_j v_j)"


@dataclass(frozen=True)
class DiagonalLessOuter:
    """``lhs = front · (Σ_j [i = j] y_i v_j − Σ_j y_i y_j v_j)`` over the axis of ``letter``."""

    lhs: Acc
    free: tuple[Binder, ...]
    front: Expr
    y: Acc
    v: Acc
    letter: Symbol

    @property
    def equation(self) -> Equation:
        j = fresh(self.letter, {*self.front.free_symbols, *self.lhs.free_symbols, *self.y.free_symbols})
        (span,) = [(lo, hi) for z, lo, hi in self.free if z == self.letter]
        there = {self.letter: j}
        y, v = substitute(self.y, there), substitute(self.v, there)
        terms = Iverson(eq(self.letter - j)) * self.y * v, self.y * y * v
        diagonal, outer = (Reduce("sum", term, [(j, *span)]) for term in terms)
        return Equation(self.lhs, self.front * (diagonal - outer), self.free)

    @property
    def says(self) -> str:
        """``dx[n] = dloss[n] · (diag(p[n]) − p[n] p[n]ᵀ) v[n]``"""
        sizes = sizes_in((self.lhs, self.y), self.free)

        def row(a: Acc) -> str:
            return expression(
                without(a, [k for k, at in enumerate(a.index) if at == self.letter]), sizes=sizes
            )

        y = row(self.y)
        front = "" if self.front == 1 else expression(self.front, sizes=sizes) + " · "
        return f"{row(self.lhs)} = {front}(diag({y}) − {y} {y}ᵀ) {row(self.v)}"


def diagonal_less_outer(one: Def, facts: Sequence[Expr] = ()) -> Recognition | None:
    """The product with ``diag(y) − y yᵀ`` that the definition is, where it is proved to be one."""
    ranges, normal = Ranges(one.free, tuple(facts)), Normaliser()
    for found in () if one.scatter else _candidates(one):
        made = found.equation
        difference = normal(expand(made.rhs), ranges) - normal(expand(one.expr), ranges)
        if _canonical(difference) == 0:
            return Recognition(found.says, made, found)
    return None


def _canonical(e: Expr) -> Expr:
    """``e`` with its sums under the same names."""
    sums = {r: canonical(r) for r in e.atoms(Reduce)}
    made: Expr = expand(e.xreplace(sums))
    return made


def _candidates(one: Def) -> Iterator[DiagonalLessOuter]:
    """Factors ``y`` and ``v − Σ v y`` over a letter of the left side."""
    factors = Mul.make_args(one.expr)
    letters = [at for at in one.lhs.index if at.is_Symbol]
    for inner in (f for f in factors if isinstance(f, Add) and len(f.args) == 2):
        for v in (t for t in inner.args if isinstance(t, Acc)):
            for y in (f for f in factors if isinstance(f, Acc)):
                front = Mul(*(f for f in factors if f not in (inner, y)))
                for z in letters:
                    own = y.index.count(z) == v.index.count(z) == 1
                    if own and z not in front.free_symbols and (inner - v).as_coeff_Mul()[0] == S.NegativeOne:
                        yield DiagonalLessOuter(one.lhs, one.free, front, y, v, z)


__all__ = ["LAW", "DiagonalLessOuter", "diagonal_less_outer"]
