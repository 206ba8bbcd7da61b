"""Lines over whole arrays as boxes: ``dx = dy w``, ``dwᵀ``, ``⊙``, ``diag(v)``, and ``einsum`` in words.

In goes a claim (``derive.arrays``); its letters are gone where an axis is open: ``x[n]`` is what is left of
``x[n,k]``, ``x[n,:,i]`` where an axis in the middle is open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial, singledispatch
from string import ascii_letters
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, S, Symbol

from derive.arrays import array_claims
from derive.arrays.mixed_axes import axes_apart
from derive.arrays.terms import (
    ArrayLine,
    Diagonal,
    Einsum,
    Elementwise,
    MatrixProduct,
    Ones,
    RankOne,
    Slice,
    Update,
)
from derive.expr import Acc, Iverson, Tensor, substitute
from derive.expr.order import ordered
from derive.pretty.read_forms import read_conditions, read_form
from derive.pretty.remarks import Line, Note, scope_for
from derive.pretty.tree import boxes as b
from derive.pretty.tree.boxes import Box, row
from derive.pretty.tree.identifiers import parse
from derive.pretty.tree.term_order import signed
from derive.pretty.tree.typeset import PrintContext, lay
from derive.pretty.whole_arrays.axes_said import as_one_axis, several_axes
from derive.steps import Derivation, Equation

ONE = b.Name("1", upright=True)
HADAMARD = b.Op("⊙", "rel")
COLON = Symbol(":")


def array_notes(derived: Derivation) -> list[Note]:
    """The result over whole arrays, where it is proved to be that; what is recognised is not said twice."""
    page = derived.page[-1]
    said = replace(page, expr=read_conditions(page.expr))
    forms = (replace(page, expr=read_form(page.expr)), said, page, derived.result)
    one = next((d for d in forms if array_claims(d, derived.layer.sizes).lines), derived.result)
    several: tuple[Expr, ...] = ()
    split = None if array_claims(one, derived.layer.sizes).lines else axes_apart(page)
    if split is not None:
        one, several = split[0], tuple(split[1])
    claims, result = array_claims(one, derived.layer.sizes), Equation.of(one)
    scope = scope_for([result])
    names = {z.name for z, _, _ in result.free}
    aliases = {r[0]: scope.rename(r, names - {r[0].name}) for r in result.free}
    scope = replace(scope, aliases=aliases)
    found = {"matrices": None if derived.recognised else claims.matrices, "einsum": claims.contraction}
    more = several_axes(several, scope)
    return [Note(label, ((*array_line(x, scope), *more),)) for label, x in found.items() if x is not None]


def array_line(line: ArrayLine, scope: PrintContext) -> Line:
    """The line as running text with formulas in it."""
    if all(isinstance(t, Einsum) for t in line.terms):
        return _contracted(line, scope)
    left = line.left
    match line.terms:
        case (Update() as one,):
            box, more = _update(one, scope), as_one_axis(one.letters, scope)
            left_box = slice_of(left.element, one.letters, scope)
        case (Elementwise() as one,):
            box, more, left_box = _elementwise(one, scope), "", slice_of(left.element, one.letters, scope)
        case _:
            box, more, left_box = _sum(line.terms, scope), "", _factor(left, scope)
    return (row(left_box, b.Op("=", "rel"), box), more) if more else (row(left_box, b.Op("=", "rel"), box),)


# -- einsum


def subscripts(one: Einsum) -> str:
    """``no,ok->nk``: the letters themselves, for a name that is longer the first letter that is free."""
    letters = list(dict.fromkeys([*(z for a in one.operands for z in a.index), *one.kept]))
    own = [z.name for z in letters]
    free = [x for x in ascii_letters if x not in own]
    names = {z: z.name if z.name in ascii_letters and len(z.name) == 1 else free.pop(0) for z in letters}
    read = ("".join(names[z] for z in a.index) for a in one.operands)
    return f"{','.join(read)}->{''.join(names[z] for z in one.kept)}"


def _contracted(line: ArrayLine, scope: PrintContext) -> Line:
    out: list[str | Box] = [row(parse(line.left.element.tensor.name), b.Op("=", "rel"))]
    for place, term in enumerate(line.terms):
        assert isinstance(term, Einsum)
        negative, front = signed(term.front)
        out.append((" − " if negative else " + ") if place else ("−" if negative else ""))
        if front != 1:
            out += [lay_front(front, scope), " · "]
        out.append(f'einsum("{subscripts(term)}", ')
        for k, one in enumerate(term.operands):
            out += [", "] if k else []
            out.append(parse(one.tensor.name))
        out.append(")")
    return tuple(x for x in out if x != "")


# -- slices


def slice_of(element: Acc, open_: Sequence[Symbol], scope: PrintContext) -> Box:
    """The array over its open axes, at the letters of the others."""
    name = parse(element.tensor.name)
    places = [k for k, at in enumerate(element.index) if at in open_]
    fixed = [k for k in range(len(element.index)) if k not in places]
    if not fixed:
        return name
    last = fixed[-1] + 1
    at = tuple(b.Words(":") if k in places else lay(element.index[k], scope) for k in range(last))
    return b.Access(name, at)


def _factor(one: Slice | Ones, scope: PrintContext) -> Box:
    open_ = [z for z in (one.row, one.column) if z is not None]
    if isinstance(one, Ones):
        return ONE if one.column is None else b.Transpose(ONE)
    box = slice_of(one.element, open_, scope)
    return b.Transpose(box) if one.turned else box


def lay_front(front: Expr, scope: PrintContext) -> Box:
    box = lay(front, scope)
    return b.Fence("paren", box) if b.is_sum(box) else box


# -- terms


@singledispatch
def _term(one: Any, scope: PrintContext) -> Box:
    raise TypeError(f"no rule to write {type(one).__name__}")


@_term.register
def _(one: MatrixProduct, scope: PrintContext) -> Box:
    over = [lay(z, scope) for z in one.outside]
    big = [b.Big("Σ", b.joined(over, b.COMMA))] if over else []
    factors = [_factor(f, scope) for f in one.operands]
    return row(*big, b.joined(factors, b.BESIDE))


@_term.register
def _(one: Diagonal, scope: PrintContext) -> Box:
    letters = {z for a in one.vector for z in a.index}
    inner = b.joined([slice_of(a, tuple(letters), scope) for a in one.vector], HADAMARD)
    diag, matrix = _diag(inner), _factor(one.matrix, scope)
    return b.joined([matrix, diag] if one.behind else [diag, matrix], b.BESIDE)


def _diag(inner: Box) -> Box:
    return b.call(b.Name("diag", upright=True), inner)


def _sum(terms: Sequence[Any], scope: PrintContext) -> Box:
    plain = sorted(terms, key=lambda t: any(isinstance(f, Ones) for f in getattr(t, "operands", ())))
    return _signed_sum([(t.front, partial(_term, t, scope)) for t in plain], scope)


def _signed_sum(parts: Sequence[tuple[Expr, Callable[[], Box]]], scope: PrintContext) -> Box:
    """``a A − b B``: the terms with their numbers in front, a minus as such."""
    out: list[Box] = []
    for place, (front, made) in enumerate(sorted(parts, key=lambda p: signed(p[0])[0])):
        negative, size = signed(front)
        if place:
            out.append(b.MINUS if negative else b.PLUS)
        elif negative:
            out.append(b.NEGATIVE)
        out.append(row(lay_front(size, scope), b.BESIDE, made()) if size != 1 else made())
    return row(*out)


# -- updates of rank one


def _update(one: Update, scope: PrintContext) -> Box:
    scalar, over = _apart(one.diagonal, one.letters)
    parts: list[tuple[Expr, Callable[[], Box]]] = [(scalar, lambda: _identity(over, one.letters, scope))]
    parts += [(r.scale, partial(_outer, r, one.letters, scope)) for r in one.updates]
    matrix = b.Fence("paren", _signed_sum(parts, scope))
    vector = _hadamard(one.vector, one.letters, scope)
    vector = b.Fence("paren", vector) if len(one.vector) > 1 else vector
    front = [lay_front(one.front, scope)] if one.front != 1 else []
    return b.joined([*front, matrix, vector], b.BESIDE)


def _apart(e: Expr, letters: Sequence[Symbol]) -> tuple[Expr, list[Acc]]:
    factors = Mul.make_args(e)
    over = [f for f in factors if isinstance(f, Acc) and f.free_symbols & set(letters)]
    return Mul(*(f for f in factors if f not in over)), over


def _identity(over: Sequence[Acc], letters: Sequence[Symbol], scope: PrintContext) -> Box:
    return _diag(_hadamard(over, letters, scope)) if over else b.Name("I")


def _outer(one: RankOne, letters: Sequence[Symbol], scope: PrintContext) -> Box:
    sides = [_hadamard(v, letters, scope) for v in (one.u, one.w)]
    u, w = (b.Fence("paren", s) if len(v) > 1 else s for s, v in zip(sides, (one.u, one.w), strict=True))
    return row(u, b.BESIDE, b.Transpose(w))


def _hadamard(arrays: Sequence[Acc], letters: Sequence[Symbol], scope: PrintContext) -> Box:
    return b.joined([slice_of(a, letters, scope) for a in arrays], HADAMARD) if arrays else ONE


# -- element by element


def _elementwise(one: Elementwise, scope: PrintContext) -> Box:
    """Products of arrays with ⊙, all else as in the formula of an element."""
    return _each(one.formula, one.letters, scope)


def _each(e: Expr, letters: Sequence[Symbol], scope: PrintContext) -> Box:
    if not e.free_symbols & set(letters):
        return lay(e, scope)
    match e:
        case Acc():
            return slice_of(e, letters, scope)
        case Add():
            parts = [_numbered(t, letters, scope) for t in ordered(e.args)]
            return _signed_sum(parts, scope)
        case Mul() | Pow():
            return _product(e, letters, scope)
        case Iverson():
            return lay(_stripped(e, letters), scope)
    raise TypeError(f"no rule to write {type(e).__name__} element by element")


def _numbered(e: Expr, letters: Sequence[Symbol], scope: PrintContext) -> tuple[Expr, Callable[[], Box]]:
    scalars = [f for f in Mul.make_args(e) if not f.free_symbols & set(letters)]
    rest = Mul(*(f for f in Mul.make_args(e) if f not in scalars))
    if rest == 1:
        sign = S.NegativeOne if signed(e)[0] else S.One
        return sign, lambda: lay(sign * e, scope)
    return Mul(*scalars), lambda: _factor_of(rest, letters, scope)


def _factor_of(e: Expr, letters: Sequence[Symbol], scope: PrintContext) -> Box:
    """What a scalar stands before: a sum in brackets."""
    box = _each(e, letters, scope)
    return b.Fence("paren", box) if isinstance(e, Add) else box


def _product(e: Expr, letters: Sequence[Symbol], scope: PrintContext) -> Box:
    front: list[Expr] = []
    arrays: list[Box] = []
    for f in ordered(Mul.make_args(e)):
        times = int(f.exp) if isinstance(f, Pow) and isinstance(f.exp, Integer) else 1
        base = f.base if isinstance(f, Pow) and times > 1 else f
        if not base.free_symbols & set(letters):
            front.append(f)
            continue
        box = _each(base, letters, scope)
        arrays += [b.Fence("paren", box) if b.is_sum(box) and isinstance(base, Add) else box] * times
    arrays.sort(key=lambda x: isinstance(x, b.Fence))
    product = b.joined(arrays, HADAMARD)
    negative, size = signed(Mul(*front))
    sign = [b.NEGATIVE] if negative else []
    return row(*sign, *([lay_front(size, scope), b.BESIDE] if size != 1 else []), product)


def _stripped(e: Any, letters: Sequence[Symbol]) -> Any:
    """The formula with open axes for their letters: gone at the end of an array, else a colon."""
    return substitute(e, {a: _opened(a, letters) for a in e.atoms(Acc)})


def _opened(a: Acc, letters: Sequence[Symbol]) -> Acc:
    fixed = [k for k, at in enumerate(a.index) if at not in letters]
    kept = range(fixed[-1] + 1 if fixed else 0)
    t = a.tensor
    made = Tensor(t.name, [t.shape[k] for k in kept], [t.axes[k] for k in kept], t.kind, t.sign)
    return Acc(made, *(a.index[k] if k in fixed else COLON for k in kept))


__all__ = ["array_line", "array_notes", "lay_front", "slice_of", "subscripts"]
