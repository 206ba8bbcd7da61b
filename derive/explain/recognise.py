"""Seeing a known shape in a derived sum: cross-correlations, and slopes in the value itself.

What is seen is read into a ``CrossCorrelation``; that gives the sum once more, from the one definition of
cross-correlation.  Only where the two are proved equal is anything said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sympy import Expr, Mul, S, Symbol

from derive.arrays.plain_product import of_factors
from derive.explain.correlation import Correlated, CrossCorrelation, WindowAxis
from derive.explain.diagonal_less_outer import LAW as PRODUCT
from derive.explain.diagonal_less_outer import diagonal_less_outer
from derive.explain.logistic import in_values
from derive.explain.said import spelt
from derive.explain.turned import flip, shift
from derive.expr import Acc, Index, Reduce, accesses
from derive.expr.conditions import multiple_of
from derive.expr.expansion import expand
from derive.expr.integers import quotient
from derive.model.layer import Def
from derive.pretty import equation
from derive.proof.same_sum import same_sum
from derive.steps import Equation, Recognition, Step

LAW = "Σ_z A[α f + β z − π] F[z] is the cross-correlation of A with F: stride α, dilation β, padding π"


@dataclass(frozen=True)
class Recognised:
    """The definition as it is printed, the steps to it, and what is claimed of it."""

    definition: Def
    steps: tuple[Step, ...]
    claims: tuple[Recognition, ...]


def recognise(
    one: Def,
    facts: Sequence[Expr] = (),
    forward: Sequence[Def] = (),
    sizes: Mapping[Symbol, Expr] | None = None,
) -> Recognised:
    """Flip and shift indices where that shows a correlation, and name it.

    A slope that ``forward`` lets write in its value (σ' = σ (1 − σ)) is named as that.  ``sizes``: the
    definitions of derived sizes.
    """
    said = in_values(one, forward)
    if said is not None:
        law = "the cases of a value, solved for their exponentials: the slope in the value itself"
        claimed = Recognition(equation(said), said, said, equation)
        return Recognised(one, (Step("recognise", law, (said,)),), (claimed,))
    product = diagonal_less_outer(one, facts)
    if product is not None:
        step = Step("recognise", PRODUCT, (Equation.of(one),), notes=(product.says,))
        return Recognised(one, (step,), (product,))
    turned = flip(one)
    moved = shift(turned)
    found = correlation(moved, facts)
    if found is None:
        return Recognised(one, (), ())
    steps = []
    if turned != one:
        steps.append(Step("flip", "a sum may run backwards: u → K−1−u", (Equation.of(turned),)))
    if moved != turned:
        steps.append(Step("shift", "a sum may start elsewhere: a → i + u − p", (Equation.of(moved),)))
    spell = partial(spelt, sizes=sizes or {})
    claim = Recognition(spell(found), found.equation, found, spell)
    shown = found.upsampled or (Equation.of(moved),)
    return Recognised(moved, (*steps, Step("recognise", LAW, shown, notes=(claim.says,))), (claim,))


def correlation(one: Def, facts: Sequence[Expr] = ()) -> CrossCorrelation | None:
    """The definition as a correlation of two tensors, where it is proved to be one."""
    parts = None if one.scatter else of_factors(one.expr)
    if parts is None:
        return None
    front, reduce = parts
    factors = Mul.make_args(reduce.body)
    if len(factors) != 2 or not all(isinstance(f, Acc) for f in factors):
        return None
    for image, kernel in (factors, factors[::-1]):
        found = _read(one, front, reduce, image, kernel)
        if found is not None and same_sum(reduce, found.sum, one.free, facts):
            return found
    return None


def _read(one: Def, front: Expr, reduce: Reduce, image: Acc, kernel: Acc) -> CrossCorrelation | None:
    """What the sum would be, were it a correlation of ``image`` with ``kernel``."""
    axes = _window_axes(image, kernel, reduce, {at for at in one.lhs.index if at.is_Symbol})
    taps = {a.tap for a in axes}
    summed = tuple(b for b in reduce.binders if b[0] not in taps)
    if not axes or not _apart(one, image, kernel, axes, summed):
        return None
    masks = _masks(reduce, image, kernel)
    if masks is None:
        return None
    return CrossCorrelation(
        one.lhs, one.free, front, Correlated(image, masks[0]), Correlated(kernel, masks[1]), axes, summed
    )


def _window_axes(image: Acc, kernel: Acc, reduce: Reduce, free: set[Symbol]) -> tuple[WindowAxis, ...]:
    axes = []
    for k, at in enumerate(image.index):
        inner, zeros = _position(at, reduce.guards)
        moving, fixed = inner.free_symbols & reduce.bound, inner.free_symbols & free
        if not moving or not fixed or at in kernel.index:
            continue
        axis = _axis(k, inner, zeros, moving, fixed, kernel)
        if axis is None:
            return ()
        axes.append(axis)
    return tuple(axes)


def _axis(
    k: int, inner: Expr, zeros: Expr, moving: set[Any], fixed: set[Any], kernel: Acc
) -> WindowAxis | None:
    """α f + β z − π with whole α, β >= 1 that are made of sizes and options alone, as is π."""
    if len(moving) != 1 or len(fixed) != 1:
        return None
    (z,), (f,) = moving, fixed
    taps = [n for n, at in enumerate(kernel.index) if at.has(z)]
    if len(taps) != 1:
        return None
    backwards = kernel.index[taps[0]] != z
    stride, dilation = inner.coeff(f), inner.coeff(z)
    padding = expand(stride * f + dilation * z - inner)
    made_of = stride.free_symbols | dilation.free_symbols | padding.free_symbols
    if not (stride.is_positive and dilation.is_positive) or any(isinstance(s, Index) for s in made_of):
        return None
    if accesses(padding) or {f, z} & made_of:
        return None
    return WindowAxis(k, taps[0], f, z, stride, dilation, padding, backwards, zeros)


def _apart(
    one: Def, image: Acc, kernel: Acc, axes: Sequence[WindowAxis], summed: Sequence[tuple[Any, ...]]
) -> bool:
    """Whether the letters of the windows stand on their own axes alone, and what is summed runs in full."""
    letters = [z for a in axes for z in (a.along, a.tap)]
    others = [at for k, at in enumerate(image.index) if k not in {a.image for a in axes}]
    others += [at for k, at in enumerate(kernel.index) if k not in {a.kernel for a in axes}]
    others += [at for at in one.lhs.index if at not in letters]
    used = {z for e in others for z in e.free_symbols}
    plain = not any(isinstance(z, Index) for _, lo, hi in summed for z in lo.free_symbols | hi.free_symbols)
    return plain and len(set(letters)) == len(letters) and not used & set(letters)


def _position(at: Expr, guards: Sequence[Any]) -> tuple[Expr, Expr]:
    """``n`` and ``s`` where ``n/s`` is whole by a condition: an element between ``s - 1`` zeros."""
    n, d = quotient(at)
    whole = (g for g in guards if g.kind == "divides" and g.divisor == d)
    return (n, d) if d != 1 and any(multiple_of(expand(g.of - n), d) for g in whole) else (at, S.One)


def _masks(reduce: Reduce, image: Acc, kernel: Acc) -> tuple[tuple[Any, ...], tuple[Any, ...]] | None:
    """The conditions on values at the place of the image, and of the kernel; None where one is on neither."""
    found: tuple[list[Any], list[Any]] = ([], [])
    for one in reduce.guards:
        read = accesses(one)
        if not read:
            continue
        of = [k for k, operand in enumerate((image, kernel)) if all(a.index == operand.index for a in read)]
        alone = one.free_symbols <= set().union(*(a.free_symbols for a in read))
        if not of or not alone:
            return None
        found[of[0]].append(one)
    return tuple(found[0]), tuple(found[1])


__all__ = ["Recognised", "correlation", "flip", "recognise", "shift"]
