"""Products with windows as lines: ``dw = Σ_n dy[n] unfold(x[n])ᵀ``, and what unfold is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Symbol

from derive.arrays.window_products import Matrix, WindowProduct, windows
from derive.autodiff.canonicalise import layer_facts
from derive.expr import Reduce
from derive.pretty.remarks import Line, Note, scope_for
from derive.pretty.tree import boxes as b
from derive.pretty.tree.boxes import Box, row
from derive.pretty.tree.identifiers import parse, plain
from derive.pretty.tree.typeset import PrintContext, lay
from derive.pretty.whole_arrays.array_lines import lay_front, slice_of
from derive.pretty.whole_arrays.axes_said import several_axes
from derive.steps import Derivation, Equation

OUTSIDE = ", 0 where an index leaves its range"


def window_notes(derived: Derivation) -> list[Note]:
    """The result as a product with windows, where it is proved to be one."""
    one = derived.page[-1]
    found = windows(one, layer_facts(derived.layer)) if one.expr.has(Reduce) else None
    if found is None:
        return []
    return [Note("matrices", window_lines(found, scope_for([Equation.of(one)], derived.layer)))]


def window_lines(one: WindowProduct, scope: PrintContext) -> tuple[Line, Line]:
    """The product, and the definition of what unfolds or folds in it."""
    return _product(one, scope), _meaning(one, scope)


def _product(one: WindowProduct, scope: PrintContext) -> Line:
    factors = b.joined([_factor(m, one, scope) for m in one.factors], b.BESIDE)
    over = b.joined([lay(z, scope) for z in one.outside], b.COMMA)
    sums = [b.Big("Σ", over)] if one.outside else []
    body = row(*sums, factors)
    if one.folded:
        body = b.call(b.Name("fold", upright=True), body)
    front = [lay_front(one.front, scope), b.BESIDE] if one.front != 1 else []
    left = _factor(one.left, one, scope)
    groups = "; ".join(", ".join(plain(scope.name(z)) for z in group) for group in one.groups)
    more = (f", each as one axis: {groups}",) if groups else ()
    return (row(left, b.Op("=", "rel"), *front, body), *more, *several_axes(one.apart, scope))


def _factor(one: Matrix, of: WindowProduct, scope: PrintContext) -> Box:
    open_ = (*one.rows, *one.columns)
    box = _unfolded(one, scope) if one.unfolded else slice_of(one.element, open_, scope)
    return b.Transpose(box) if one.turned else box


def _unfolded(one: Matrix, scope: PrintContext) -> Box:
    fixed = [z for z in one.element.index if z not in (*one.rows, *one.columns)]
    return b.call(b.Name("unfold", upright=True), _at(parse(one.element.tensor.name), fixed, scope))


def _at(name: b.Name, letters: Sequence[Symbol], scope: PrintContext) -> Box:
    return b.Access(name, tuple(lay(z, scope) for z in letters)) if letters else name


def _meaning(one: WindowProduct, scope: PrintContext) -> Line:
    """``unfold(x[n])[c,u,i] = x[n, c, i+u−p]``, or ``fold(M)[c,a] = Σ_u M[c, u, a−u+p]``"""
    if one.folded:
        letters = (*one.left.rows, *one.left.columns)
        head = b.call(b.Name("fold", upright=True), parse(one.made.tensor.name))
    else:
        (spread,) = (m for m in one.factors if m.unfolded)
        head = _unfolded(spread, scope)
        letters = tuple(z for z in one.made.index if z in (*spread.rows, *spread.columns))
    scope = replace(scope, taken=frozenset(z.name for z in letters))
    place = b.Fence("square", b.joined([lay(z, scope) for z in letters], b.COMMA))
    return row(head, place, b.Op("=", "rel"), lay(one.says.rhs, scope)), OUTSIDE


__all__ = ["window_lines", "window_notes"]
