"""In which order a person writes the terms of a sum and the factors of a product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from sympy import Add, Basic, Expr, Mul, S, Symbol, degree

from derive.expr import Acc, Hat, HatSlope, Index, Iverson, Reduce, Tensor, Where, found_in
from derive.pretty.tree.identifiers import parse

Key = Callable[[Any], Any]
Sizes = frozenset[Symbol]


class Kinds(Protocol):
    """What the order depends on: cotangents, which of them come from outside, bound letters, sizes."""

    @property
    def cotangents(self) -> frozenset[str]: ...

    @property
    def seeds(self) -> frozenset[str]: ...

    @property
    def bound(self) -> frozenset[Symbol]: ...

    @property
    def sizes(self) -> frozenset[Symbol]: ...

    @property
    def legend(self) -> dict[str, tuple[Expr, Expr]]: ...


@lru_cache(maxsize=1 << 14)
def spelling(expr: Basic) -> str:
    """A stable key for sorting; SymPy's printer is slow, so each expression is spelt once."""
    return str(expr)


@dataclass(frozen=True)
class Spelled:
    """The last word on an order: ``expr`` as it is spelt, which is asked only where all else is equal."""

    expr: Any

    def __lt__(self, other: Spelled) -> bool:
        return spelling(self.expr) < spelling(other.expr)


def terms(expr: Expr) -> tuple[Expr, ...]:
    """The summands, unordered."""
    return tuple(expr.args) if isinstance(expr, Add) else (expr,)


def factors(expr: Expr) -> tuple[Expr, ...]:
    """The factors, unordered."""
    return tuple(expr.args) if isinstance(expr, Mul) else (expr,)


def signed(term: Expr) -> tuple[bool, Expr]:
    """Whether the term carries a minus, and the term without it."""
    coefficient = term.as_coeff_Mul()[0]
    negative = bool(coefficient.is_negative)
    return negative, (-term if negative else term)


def is_position(expr: Expr) -> bool:
    """Whether ``expr`` is integer arithmetic, as in an index, rather than a value."""
    return not found_in(expr, Reduce) and bool(expr.is_integer)


def rank(expr: Expr) -> int:
    """The largest number of axes along which an element in ``expr`` moves."""
    return max((_axes(a) for a in found_in(expr, Acc)), default=0)


def _letters(access: Acc) -> set[Index]:
    return {z for at in access.index for z in found_in(at, Index)}


def _axes(access: Acc) -> int:
    return sum(1 for at in access.index if found_in(at, Index))


def weight(expr: Expr) -> int:
    """How much there is to read."""
    parts = expr.index if isinstance(expr, Acc) else expr.args
    return 1 + sum(weight(a) for a in parts if isinstance(a, Basic) and not isinstance(a, Tensor))


def ordered_terms(expr: Expr, scope: Kinds) -> list[tuple[bool, Expr]]:
    """The summands with their signs, in reading order: never a minus first where it can be avoided."""
    if is_position(expr):
        return _places([expr], scope)
    offsets = [t for t in terms(expr) if _is_offset(t)]
    values = _one_turned([signed(t) for t in terms(expr) if t not in offsets])
    values = _by_degree(values) or sorted(values, key=lambda p: _value_key(*p))
    if not offsets:
        return values
    numbers = [p for p in values if not p[1].has(Acc, Reduce)]
    return _places([*offsets, *(-t if negative else t for negative, t in numbers)], scope) + [
        p for p in values if p not in numbers
    ]


def _by_degree(parts: list[tuple[bool, Expr]]) -> list[tuple[bool, Expr]] | None:
    """``3 x² − 10 x + 8``: a polynomial in one element that begins with a plus; None for another sum."""
    elements = {a for _, t in parts for a in found_in(t, Acc)}
    if len(parts) < 3 or len(elements) != 1 or not all(t.is_polynomial(*elements) for _, t in parts):
        return None
    ordered = sorted(parts, key=lambda p: -degree(p[1], *elements))
    return None if ordered[0][0] or degree(ordered[0][1], *elements) < 2 else ordered


def _one_turned(parts: list[tuple[bool, Expr]]) -> list[tuple[bool, Expr]]:
    """``−t − p (y − 1)`` as ``p (1 − y) − t``: where all carry a minus, one difference is read backwards."""
    if len(parts) < 2 or not all(negative for negative, _ in parts):
        return parts
    for place, (_, term) in enumerate(parts):
        for factor in factors(term):
            if isinstance(factor, Add) and _less_a_number(factor):
                turned = Mul(*(f for f in factors(term) if f != factor), -factor, evaluate=False)
                return [*parts[:place], (False, turned), *parts[place + 1 :]]
    return parts


def _less_a_number(factor: Expr) -> bool:
    """``y − 1``: turned round it is ``1 − y``."""
    return {signed(t)[0] for t in terms(factor) if not t.is_number} == {False} and any(
        t.is_number and signed(t)[0] for t in terms(factor)
    )


def _is_offset(term: Expr) -> bool:
    """Arithmetic of indices that stands among values."""
    return bool(found_in(term, Index)) and is_position(term) and not term.has(Acc, Iverson)


def _places(parts: list[Expr], scope: Kinds) -> list[tuple[bool, Expr]]:
    """Index arithmetic in reading order, nested digits and reversed taps as such."""
    return _positional([signed(t) for t in terms(_regrouped(Add(*parts), scope.sizes))], scope)


def _value_key(negative: bool, term: Expr) -> tuple[Any, ...]:
    """Numbers, then what moves along most axes, sums last; after a minus the short terms first."""
    has_sum = term.has(Reduce)
    if negative:
        return True, has_sum, weight(term), 0, Spelled(term)
    number_first = 0 if term.is_Number else 1
    return False, has_sum, number_first, -rank(term), weight(term), Spelled(term)


def _positional(parts: list[tuple[bool, Expr]], scope: Kinds) -> list[tuple[bool, Expr]]:
    """``s·i + d·u − p``, ``a + p − d·u``, ``KH − 1 − u``: indices, options, sizes, numbers; minus last."""
    has_index = any(found_in(t, Index) for negative, t in parts if not negative)
    key: Key = lambda p: _position_key(p[1], scope, has_index)  # noqa: E731
    numbers = [p for p in parts if p[1].is_Number]
    others = sorted((p for p in parts if p not in numbers), key=key)
    plus = [p for p in others if not p[0]]
    minus = [p for p in others if p[0]]
    if numbers and _before_minus(numbers[0], plus, minus, scope.sizes):
        return plus + numbers + minus
    return plus + minus + numbers


def _before_minus(
    number: tuple[bool, Expr], plus: list[tuple[bool, Expr]], minus: list[tuple[bool, Expr]], sizes: Sizes
) -> bool:
    """``KH − 1 − u`` and ``1 − u``: a negative number stays with the size before it, a positive one leads."""
    negative, _ = number
    if not plus:
        return not negative
    last = plus[-1][1]
    sized = any(f in sizes for _, term in minus for f in term.free_symbols)
    return negative and not sized and (last in sizes or not found_in(last, Index))


def _position_key(term: Expr, scope: Kinds, has_index: bool) -> tuple[Any, ...]:
    indices = set(found_in(term, Index))
    if indices:
        # (a + p − u)·OW, rows times their length, stands before the place in a row
        digit = any(f.is_Add for f in term.args) and any(f in scope.sizes for f in term.args)
        kind = -1 if digit else 1 if indices & scope.bound else 0
        return kind, term in indices, -_degree(term), Spelled(term)
    sizes = [s for s in term.free_symbols if s in scope.sizes]
    size_place = 3 if has_index else 1
    return (
        (size_place if sizes else 2 if term.free_symbols else 4),
        False,
        -len(factors(term)),
        Spelled(term),
    )


def _degree(term: Expr) -> int:
    """How many letters are multiplied: ``c·r²`` before ``a·r``."""
    return sum(int(f.exp) if f.is_Pow and f.exp.is_Integer else 1 for f in factors(term))


def _regrouped(expr: Expr, sizes: Sizes) -> Expr:
    """``d·u − d·KH + d`` as ``−d·(KH − 1 − u)``, ``2·b·KW + 2·v`` as ``2·(b·KW + v)``."""
    if not isinstance(expr, Add):
        return expr
    left = list(expr.args)
    grouped: list[Expr] = []
    for term in expr.args:
        size = next((f for f in factors(term) if f in sizes), None)
        if size is None or not _reversed(term, term / size, left):
            continue
        step = term / size
        moved = [t for t in left if found_in(t, Index) and is_position(t / step)]
        left = [t for t in left if t not in (term, -step, *moved)]
        inner = Add(size, S.NegativeOne, *(t / step for t in moved))
        grouped.append(Mul(*factors(step), inner, evaluate=False))
    return Add(*_mixed_radix(left, sizes), *grouped, evaluate=False)


def _reversed(term: Expr, step: Expr, parts: list[Expr]) -> bool:
    """Whether ``step·size`` and ``−step`` are both there: taps counted from the last one."""
    return term in parts and -step in parts and bool(step.free_symbols)


def _mixed_radix(parts: list[Expr], sizes: Sizes) -> list[Expr]:
    """Horner's form of nested digits: ``b·KH·KW + u·KW + v`` as ``(b·KH + u)·KW + v``."""
    digits = [t for t in parts if found_in(t, Index)]
    for common in _common_factors(digits, sizes):
        held = digits if common.is_Integer else parts
        inner = [t / common for t in held if _divides(common, t)]
        rest = [t for t in parts if not (t in held and _divides(common, t))]
        return [*rest, Mul(common, Add(*_mixed_radix(inner, sizes), evaluate=False), evaluate=False)]
    return parts


def _common_factors(digits: list[Expr], sizes: Sizes) -> list[Expr]:
    """A number that divides three digits, else a size that divides two of which one is nested deeper."""
    numbers = sorted({t.as_coeff_Mul()[0] for t in digits}, key=spelling)
    whole = [n for n in numbers if n.is_Integer and n > 1 and _multiples(n, digits) > 2]
    if whole:
        return whole[:1]
    nested = sorted({f for t in digits for f in factors(t) if f in sizes}, key=spelling)
    best = [s for s in nested if _multiples(s, digits) > 1]
    return sorted(best, key=lambda s: (-_multiples(s, digits), spelling(s)))[:1]


def _multiples(common: Expr, digits: list[Expr]) -> int:
    return sum(_divides(common, t) for t in digits)


def _divides(common: Expr, term: Expr) -> bool:
    if common.is_Integer:
        coefficient = term.as_coeff_Mul()[0]
        return bool(coefficient.is_Integer and coefficient > 0 and coefficient % common == 0)
    return common in factors(term)


def factor_key(factor: Expr, elements: Sequence[Acc], scope: Kinds) -> tuple[Any, ...]:
    """Numbers, options, indices, sizes, per-channel values, elements, functions, brackets, sums.

    Among elements the cotangent comes first, as in the chain rule; a cotangent that is constant along
    an axis of another element stands for a sum, and goes where sums go, unless it is that of an output.
    """
    base = factor.base if factor.is_Pow else factor
    if factor.is_number:
        return (0, not factor.is_Number, not factor.is_Pow, Spelled(factor))
    if isinstance(base, Symbol):
        return (1, 1 if isinstance(base, Index) else 2 if base in scope.sizes else 0, _size_key(base, scope))
    if isinstance(base, Acc):
        return (2, *_access_key(base, elements, scope))
    if isinstance(base, Add) and not base.has(Acc, Reduce):
        return (1, 1.5, Spelled(base))
    if isinstance(base, Hat | HatSlope):
        return (1, 3, Spelled(base.args))
    late: dict[type, int] = {Iverson: 4, Add: 5, Where: 6, Reduce: 7}
    place = next((n for kind, n in late.items() if isinstance(base, kind)), 3)
    fewer = not any(a.tensor.name in scope.seeds for a in found_in(factor, Acc)) if place == 5 else False
    return (place, fewer, weight(factor), Spelled(factor))


def _size_key(size: Symbol, scope: Kinds) -> tuple[int, str]:
    """Sizes in the order of their letters: ``N H W``."""
    ends = [hi + 1 for _, hi in scope.legend.values()]
    return (ends.index(size) if size in ends else len(ends), spelling(size))


def _access_key(access: Acc, elements: Sequence[Acc], scope: Kinds) -> tuple[Any, ...]:
    name = access.tensor.name
    seed = name in scope.seeds
    cotangent = seed or name in scope.cotangents or bool(parse(name).prefix)
    letters = _letters(access)
    wider = any(_axes(other) > _axes(access) and letters <= _letters(other) for other in elements)
    within = wider and not letters & scope.bound
    if cotangent:
        return (2 if within and not seed else 1, 0, "", Spelled(access))
    along = spelling(access.index[0]) if len(access.index) == 1 and not elements else ""
    return (0 if within else 1, 1, along, Spelled(access))
