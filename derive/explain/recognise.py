"""Seeing a known shape in a derived sum: flipped filters and cross-correlations.

A sum ``Σ A[.., α f + β z - π, ..] · F[.., z, ..]`` over ``z`` is a cross-correlation of ``A`` with the
filter ``F``: stride α, dilation β, padding π.  With ``F[.., K-1-z, ..]`` the filter is rotated by 180°.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, Mul, S, Symbol

from derive.explain.logistic import in_values
from derive.expr import (
    Acc,
    FloorDiv,
    Iverson,
    Reduce,
    Tensor,
    accesses,
    divides,
    fresh,
    ge,
    sizes_in,
    substitute,
)
from derive.expr.conditions import multiple_of
from derive.expr.expansion import expand
from derive.expr.order import ordered
from derive.model.layer import Def
from derive.pretty import equation, expression
from derive.steps import Equation, Step


@dataclass(frozen=True)
class Recognised:
    definition: Def
    steps: tuple[Step, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class WindowAxis:
    """One axis of a correlation: position = stride·free + dilation·summed − padding, over ``zeros``."""

    summed: Symbol
    stride: Expr
    dilation: Expr
    padding: Expr
    flipped: bool
    zeros: Expr


def recognise(one: Def, facts: Sequence[Expr] = (), forward: Sequence[Def] = ()) -> Recognised:
    """Flip indices that run backwards and name the correlation, where the definition is one.

    A slope that ``forward`` lets write in its value (σ' = σ (1 − σ)) is named as that.
    """
    said = in_values(one, forward)
    if said is not None:
        law = "the cases of a value, solved for their exponentials: the slope in the value itself"
        return Recognised(one, (Step("recognise", law, (said,)),), (equation(said),))
    steps: list[Step] = []
    flipped = flip(one)
    if flipped != one:
        law = "a sum may run backwards: u → K−1−u"
        steps.append(Step("flip", law, (Equation.of(flipped),)))
        one = flipped
    shifted = shift(one)
    if shifted != one:
        steps.append(Step("shift", "a sum may start elsewhere: a → i + u − p", (Equation.of(shifted),)))
        one = shifted
    found = correlation(one)
    if found is None:
        return Recognised(one, tuple(steps), ())
    image, kernel, axes = found
    masks = _masks(one, image, kernel)
    if masks is None:
        return Recognised(one, tuple(steps), ())
    sentence = _sentence(one, image, kernel, axes, masks)
    equations = _upsampled(one, image, axes) if any(a.zeros != 1 for a in axes) else (Equation.of(one),)
    law = "Σ_z A[α f + β z − π] F[z] is the cross-correlation of A with F: stride α, dilation β, padding π"
    steps.append(Step("recognise", law, equations, notes=(sentence,)))
    return Recognised(one, tuple(steps), (sentence,))


def flip(one: Def) -> Def:
    """Run a summed index backwards where it stands with a minus sign in one access and plainly in another."""
    expr = one.expr
    for reduce in ordered(r for r in expr.atoms(Reduce) if r.op == "sum"):
        mapping = {z: hi - z for z, lo, hi in reduce.binders if lo == 0 and _runs_backwards(reduce, z, hi)}
        if mapping:
            body = substitute(reduce.body, mapping)
            guards = [substitute(g, mapping) for g in reduce.guards]
            expr = substitute(expr, {reduce: Reduce("sum", body, reduce.binders, guards)})
    return replace(one, expr=expr)


def _runs_backwards(reduce: Reduce, z: Symbol, hi: Expr) -> bool:
    """Whether one access goes down with ``z``, another is at ``z`` itself, and no range hangs on it."""
    places = [at for access in reduce.body.atoms(Acc) for at in access.index if at.has(z)]
    down = any(_quotient(at)[0].coeff(z).is_negative for at in places)
    plain = any(at in (z, hi - z) for at in places)
    tied = any(z in (a.free_symbols | b.free_symbols) for _, a, b in reduce.binders)
    return down and plain and not tied and not hi.free_symbols & reduce.bound


def shift(one: Def) -> Def:
    """Run a sum over the operand that the result moves against: ``A[z - f] F[z] = A[i] F[i + f]``."""
    expr, free = one.expr, {at for at in one.lhs.index if at.is_Symbol}
    for reduce in ordered(expr.atoms(Reduce)):
        factors = Mul.make_args(reduce.body)
        if reduce.op != "sum" or len(factors) != 2 or not all(isinstance(f, Acc) for f in factors):
            continue
        moved = reduce
        for z, _, _ in reduce.binders:
            for against, other in (factors, factors[::-1]):
                moved = _shifted(moved, z, against, other, free) or moved
        expr = substitute(expr, {reduce: moved})
    return replace(one, expr=expr)


def _shifted(reduce: Reduce, z: Symbol, against: Acc, other: Acc, free: set[Symbol]) -> Reduce | None:
    span = next((b for b in reduce.binders if b[0] == z), None)
    for letter, extent, at in zip(against.tensor.axes, against.tensor.shape, against.index, strict=True):
        rest = expand(at - z)
        slopes = [rest.coeff(f) for f in free & rest.free_symbols]
        bound = rest.free_symbols & reduce.bound
        if span is None or z not in other.index or bound or len(slopes) != 1 or not slopes[0].is_negative:
            continue
        inside = (ge(at), ge(extent - 1 - at))
        kept = [g for g in reduce.guards if g not in inside]
        if any(z in g.free_symbols for g in kept):
            continue
        i = fresh(letter, {*reduce.free_symbols, *(reduce.bound - {z}), *free})
        place = expand(i - rest)
        binders = [(i, S.Zero, extent - 1) if b[0] == z else b for b in reduce.binders]
        guards = [*kept, ge(place - span[1]), ge(span[2] - place)]
        made = Reduce("sum", substitute(reduce.body, {z: place}), binders, guards)
        return made if isinstance(made, Reduce) else None
    return None


def _quotient(at: Expr) -> tuple[Expr, Expr]:
    """``n`` and ``d`` of a position ``⌊n/d⌋``; whole numbers that have left the division come back."""
    quotients = at.atoms(FloorDiv)
    if len(quotients) != 1 or at.coeff(quotient := quotients.pop()) != 1:
        return at, S.One
    n, d = quotient.args
    return expand(n + d * (at - quotient)), d


def _position(at: Expr, guards: Sequence[Any]) -> tuple[Expr, Expr]:
    """``n`` and ``s`` where ``n/s`` is whole by a condition: an element between ``s - 1`` zeros."""
    n, d = _quotient(at)
    whole = (g for g in guards if g.kind == "divides" and g.divisor == d)
    return (n, d) if d != 1 and any(multiple_of(expand(g.of - n), d) for g in whole) else (at, S.One)


def correlation(one: Def) -> tuple[Acc, Acc, tuple[WindowAxis, ...]] | None:
    """The two operands and the window axes, if the definition is a correlation of two tensors."""
    sums = [f for f in Mul.make_args(one.expr) if isinstance(f, Reduce) and f.op == "sum"]
    if len(sums) != 1:
        return None
    reduce = sums[0]
    factors = Mul.make_args(reduce.body)
    if len(factors) != 2 or not all(isinstance(f, Acc) for f in factors):
        return None
    free = {at for at in one.lhs.index if at.is_Symbol}
    for image, kernel in (factors, factors[::-1]):
        axes = _window_axes(image, kernel, reduce, free)
        if axes:
            return image, kernel, axes
    return None


def _window_axes(image: Acc, kernel: Acc, reduce: Reduce, free: set[Symbol]) -> tuple[WindowAxis, ...]:
    last = {z: hi for z, _, hi in reduce.binders}
    axes = []
    for at in image.index:
        inner, zeros = _position(at, reduce.guards)
        moving = [z for z in inner.free_symbols if z in last]
        fixed = [z for z in inner.free_symbols if z in free]
        if not moving or not fixed or at in kernel.index:
            continue
        if len(moving) != 1 or len(fixed) != 1:
            return ()
        (z,), (f,) = moving, fixed
        plain, backwards = z in kernel.index, expand(last[z] - z) in kernel.index
        if not (plain or backwards):
            return ()
        stride, dilation = inner.coeff(f), inner.coeff(z)
        padding = expand(stride * f + dilation * z - inner)
        if not (stride.is_positive and dilation.is_positive) or padding.free_symbols & {f, z}:
            return ()
        axes.append(WindowAxis(z, stride, dilation, padding, backwards, zeros))
    return tuple(axes)


def _masks(one: Def, image: Acc, kernel: Acc) -> dict[Acc, str] | None:
    """Operand -> the values whose sign lets its elements take part; None where a condition is on neither."""
    (reduce,) = (f for f in Mul.make_args(one.expr) if isinstance(f, Reduce) and f.op == "sum")
    names: dict[Acc, list[str]] = {image: [], kernel: []}
    for mask in dict.fromkeys(a for g in reduce.guards for a in accesses(g)):
        of = [operand for operand in names if operand.index == mask.index]
        if not of:
            return None
        names[of[0]].append(mask.tensor.name)
    return {operand: f" masked by {', '.join(by)}" if by else "" for operand, by in names.items()}


def _sentence(
    one: Def, image: Acc, kernel: Acc, axes: tuple[WindowAxis, ...], masks: Mapping[Acc, str]
) -> str:
    sizes = sizes_in((one.lhs, one.expr), one.free)

    def spelt(values: Iterable[Expr]) -> str:
        return ", ".join(expression(v, sizes=sizes) for v in values)

    rotated = all(a.flipped for a in axes)
    filt = (f"rot180({kernel.tensor.name})" if rotated else kernel.tensor.name) + masks[kernel]
    source = image.tensor.name + masks[image]
    if any(a.zeros != 1 for a in axes):
        gaps = spelt(expand(a.zeros - 1) for a in axes)
        source = f"zero-upsampled {source} ({gaps} zeros between neighbours)"
    full = "full " if rotated else ""
    parts = []
    for name, values, default in (
        ("stride", [a.stride for a in axes], 1),
        ("dilation", [a.dilation for a in axes], 1),
        ("padding", [a.padding for a in axes], 0),
    ):
        if any(v != default for v in values):
            parts.append(f"{name} ({spelt(values)})")
    tail = f": {', '.join(parts)}" if parts else ""
    return f"{one.tensor.name} = {full}cross-correlation of {source} with {filt}{tail}"


def _upsampled(one: Def, image: Acc, axes: tuple[WindowAxis, ...]) -> tuple[Equation, ...]:
    """The same sum over the zero-upsampled image, and what that image is."""
    reduce = next(f for f in Mul.make_args(one.expr) if isinstance(f, Reduce))
    numerators, zeros = zip(*(_position(at, reduce.guards) for at in image.index), strict=True)
    shape = [expand(s * (e - 1) + 1) for s, e in zip(zeros, image.tensor.shape, strict=True)]
    wide = Tensor(image.tensor.name + "_up", shape, image.tensor.axes)
    guards = [g for g in reduce.guards if g.kind != "divides"]
    body = Acc(wide, *numerators) * (reduce.body / image)
    result = substitute(one.expr, {reduce: Reduce("sum", body, reduce.binders, guards)})
    letters = wide.axes
    conds = [divides(s, letter) for s, letter in zip(zeros, letters, strict=True)]
    quotients = [FloorDiv(letter, s) for s, letter in zip(zeros, letters, strict=True)]
    free = tuple((z, S.Zero, e - 1) for z, e in zip(letters, shape, strict=True))
    spread = Equation(Acc(wide, *letters), Iverson(*conds) * Acc(image.tensor, *quotients), free)
    return Equation(one.lhs, result, one.free), spread
