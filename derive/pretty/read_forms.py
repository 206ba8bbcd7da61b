"""What a page says otherwise than a kernel computes it: laws, each an equality for every value.

−a · (b − c)                          = a · (c − b)
−a · sign(b − c)                      = a · sign(c − b)
a · (−b − c)                          = −a · (b + c)
Σ_{u=0}^{K−1} [u ≤ e] 1               = max(0, min(K, e + 1))       whole numbers
a eᵘ / (1 + eᵘ)                       = a / (1 + e⁻ᵘ)
a [u > c] + a [u ≤ c, u < −c]         = a [|u| > c]                 c ≥ 0
[c] F + [not c] G                     = F if c, else G              also three cases, one of them 0
[max(u, 0) < K, u ≥ 0]                = [u < K, u ≥ 0]
[c] (F if c, else G)                  = [c] F
[u = i, 0 ≤ u < N]                    = [u = i]                     0 ≤ i < N
[u/N > 0]                             = [u > 0]                     N a size
[u > 0] − [u < 0]                     = sign(u),  sign(u)² = [u ≠ 0]
⌊2 u/(2 v)⌋                           = ⌊u/v⌋
1 + u² ((2 + a) u − 3 − a)            = (2 + a) u³ − (3 + a) u² + 1
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

from sympy import Abs, Add, Expr, Max, Min, Mul, Poly, Pow, S, exp, igcd, preorder_traversal, sign

from derive.expr import (
    Acc,
    Binder,
    Cond,
    FloorDiv,
    Index,
    Iverson,
    Reduce,
    Where,
    found_in,
    ge,
    gt,
    ne,
    negation,
    rebuild,
    replace_in_scope,
)
from derive.expr.expansion import expand
from derive.pretty.read_cases import bracketed, is_asked, turned, two_cases


def read_form(e: Expr, free: Sequence[Binder] = ()) -> Expr:
    """``e`` without a minus before a difference, and with numbers of places instead of sums of ones.

    ``free``: the ranges of the letters of the formula.
    """
    e = _of_values(_within_bounds(_shorter(_by_powers(_plain_sums(e))), free))
    counts = {one: made for one in found_in(e, Reduce) if (made := _counted(one)) is not None}
    made = replace_in_scope(e, counts)
    made = turned(_larger(made) if counts else made)
    return _by_options(_everywhere(made)) if made.has(exp, sign, Iverson) else made


def read_conditions(e: Expr) -> Expr:
    """``e`` with its conditions alone as they are read: ``x > y`` for ``(q − 1) (y − x) > q (y − x)``."""
    return _of_values(e)


def _plain_sums(e: Expr) -> Expr:
    """``a (−b − c)`` as ``−a (b + c)``."""
    made = {one: _plain_sum(one) for one in found_in(e, Mul)}
    made = {one: said for one, said in made.items() if said != one}
    return replace_in_scope(e, made) if made else e


def _plain_sum(e: Expr) -> Expr:
    factors = Mul.make_args(e)
    turned = [f for f in factors if isinstance(f, Add) and f.has(Acc) and _is_below(f)]
    return Mul(S.NegativeOne ** len(turned), *(-f if f in turned else f for f in factors))


def _by_powers(e: Expr) -> Expr:
    """A polynomial that is computed from within, as ``1 + u² (2 u − 3)``, by the powers of its element."""
    made: dict[Expr, Expr] = {}
    for one in found_in(e, Add):
        read = found_in(one, Acc)
        if len(read) == 1 and one.is_polynomial(*read) and any(map(_holds_sum, _factors_of(one, read[0]))):
            terms = Poly(one, *read).terms()
            if terms[0][0][0] > 2 and not any(found_in(c, Index) for _, c in terms):
                made[one] = Add(*(_minus_before(c) * read[0] ** k for (k,), c in terms))
    return replace_in_scope(e, made) if made else e


def _factors_of(one: Add, u: Expr) -> list[Expr]:
    return [f for t in one.args for f in Mul.make_args(t) if f != t and f.has(u)]


def _minus_before(c: Expr) -> Expr:
    return Mul(-1, -c, evaluate=False) if c.could_extract_minus_sign() else c


def _is_below(f: Add) -> bool:
    """Whether each term carries a minus that no difference in it could take."""
    return all(t.as_coeff_Mul()[0].is_negative and not any(map(_holds_sum, Mul.make_args(t))) for t in f.args)


def _holds_sum(f: Expr) -> bool:
    return isinstance(f, Add) or (isinstance(f, Pow) and isinstance(f.base, Add))


def _shorter(e: Expr) -> Expr:
    """``⌊2 u/(2 v)⌋`` as ``⌊u/v⌋``."""
    made: dict[Expr, Expr] = {}
    for one in found_in(e, FloorDiv):
        (over, u), (under, v) = (a.primitive() for a in one.args)
        shared = igcd(over, under) if over.is_Integer and under.is_Integer else 1
        if shared > 1:
            made[one] = FloorDiv(over / shared * u, under / shared * v)
    return replace_in_scope(e, made) if made else e


def _within_bounds(e: Expr, free: Sequence[Binder]) -> Expr:
    """What conditions choose between that hold beside it, as the one of both: ``max(u, 0)`` where u ≥ 0."""
    made: dict[Expr, Expr] = {}
    for one in found_in(e, Iverson):
        kept = _known_choices(_unsaid(one.args, free))
        made |= {one: Iverson(*kept)} if kept != one.args else {}
    for r in found_in(e, Reduce):
        kept = _known_choices(_unsaid(r.guards, free))
        made |= {r: Reduce(r.op, r.body, r.binders, kept)} if kept != r.guards else {}
    return replace_in_scope(e, made) if made else e


def _unsaid(conds: tuple[Any, ...], free: Sequence[Binder]) -> tuple[Any, ...]:
    """Without ``0 ≤ u < N`` where ``u = i`` is asked, whose range that is."""
    implied: set[Expr] = set()
    for cond in (c for c in conds if isinstance(c, Cond) and c.kind == "eq" and found_in(c, Acc)):
        for z, lo, hi in (b for b in free if cond.of.coeff(b[0]) in (1, -1)):
            value = expand(z - cond.of / cond.of.coeff(z))
            implied |= {expand(value - lo), expand(hi - value)}
    return tuple(c for c in conds if not (isinstance(c, Cond) and c.kind == "ge" and expand(c.of) in implied))


def _known_choices(conds: tuple[Any, ...]) -> tuple[Any, ...]:
    plain = {c for c in conds if isinstance(c, Cond) and not c.has(Where)}
    chosen = {w: w.args[1] for c in conds if c.has(Where) for w in found_in(c, Where) if {*w.conds} <= plain}
    return tuple(replace_in_scope(c, chosen) if c not in plain else c for c in conds) if chosen else conds


def _of_values(e: Expr) -> Expr:
    """``u/N > 0`` and ``4 u/5 > 0`` as ``u > 0``, where N is a size; ``a u > (a − 1) u`` as ``u > 0``."""
    made: dict[Expr, Expr] = {}
    for cond in found_in(e, Cond):
        if cond.kind not in ("ge", "gt") or not found_in(cond.of, Acc, Reduce):
            continue
        of = cond.of / Mul(*(f for f in Mul.make_args(cond.of) if _is_size(f)))
        apart = expand(of)
        shorter = len(Add.make_args(apart)) <= len(Add.make_args(of)) and apart.count_ops() < of.count_ops()
        of = apart if shorter else of
        share, rest = of.primitive()
        of = rest if share.q != 1 and not rest.is_integer else of
        made |= {cond: (ge if cond.kind == "ge" else gt)(of)} if of != cond.of else {}
    return replace_in_scope(e, made) if made else e


def _is_size(f: Expr) -> bool:
    """A positive whole number of the layer, or its inverse."""
    base = f.base if isinstance(f, Pow) else f
    return bool(base.is_integer and base.is_positive) and not found_in(base, Acc, Index)


def _beside_brackets(e: Expr) -> Expr:
    """``[c] (F if c, else G)`` as ``[c] F``."""
    factors = Mul.make_args(e)
    held = {c for f in factors if isinstance(f, Iverson) for c in f.args}
    plain = [f for f in factors if not isinstance(f, Iverson)]
    chosen = {w: w.args[1] for f in plain for w in found_in(f, Where) if held and {*w.conds} <= held}
    made = [f for f in factors if f not in plain] + [replace_in_scope(f, chosen) for f in plain]
    return _one_power(made) if chosen else e


def _one_power(factors: Sequence[Expr]) -> Expr:
    """``y · y^(1 − p)`` as ``y^(2 − p)``, which SymPy leaves apart."""
    powers: dict[Expr, Expr] = {}
    for f in factors:
        base, power = f.as_base_exp() if isinstance(f, Pow | Acc) else (f, S.One)
        powers[base] = powers.get(base, S.Zero) + power
    return Mul(*(b if p == 1 else b**p for b, p in powers.items()))


def _even(e: Expr) -> Expr:
    """``a sign(u)²`` as ``a [u ≠ 0]``."""
    twice = [f for f in Mul.make_args(e) if isinstance(f, Pow) and isinstance(f.base, sign) and f.exp == 2]
    return e / Mul(*twice) * Iverson(*(ne(f.base.args[0]) for f in twice)) if twice else e


def _signs(e: Expr) -> Expr:
    """``a [u > 0] − a [u < 0]`` as ``a sign(u)``."""
    for first, second in permutations(Add.make_args(e), 2):
        (a, above), (b, beneath) = map(bracketed, (first, second))
        if a != -b or len(above) != 1 or len(beneath) != 1 or a.could_extract_minus_sign():
            continue
        if above[0].kind == beneath[0].kind == "gt" and expand(above[0].of + beneath[0].of) == 0:
            rest = (t for t in Add.make_args(e) if t not in (first, second))
            return Add(*rest, a * sign(above[0].of))
    return e


def _everywhere(e: Any) -> Any:
    """The laws of a term, innermost first."""
    if not isinstance(e, Expr) or isinstance(e, Acc) or not e.has(exp, sign, Iverson):
        return e
    made = [_everywhere(a) for a in e.args]
    e = e if made == list(e.args) else rebuild(e, made)
    if isinstance(e, Mul):
        return _odd(_reciprocal(_even(_beside_brackets(e))))
    if not isinstance(e, Add):
        return e
    made = two_cases(_signs(_magnitude(e)))
    return made if made == e else _everywhere(made)


def _odd(e: Expr) -> Expr:
    """``−a sign(b − c)`` as ``a sign(c − b)``, also where the sign stands in the one sum."""
    number, rest = e.as_coeff_Mul()
    signs = [f for f in Mul.make_args(rest) if isinstance(f, sign) and isinstance(f.args[0], Add)]
    sums = [f for f in Mul.make_args(rest) if isinstance(f, Reduce) and f.op == "sum"]
    if number.is_negative and not signs and len(sums) == 1:
        (one,) = sums
        body = _odd(-one.body)
        if body != -one.body:
            return e / one * -1 * Reduce("sum", body, one.binders, one.guards)
    if not number.is_negative or len(signs) != 1:
        return e
    (one,) = signs
    return Mul(-number, sign(-one.args[0]), *(f for f in Mul.make_args(rest) if f != one))


def _reciprocal(e: Expr) -> Expr:
    """``a eᵘ/(1 + eᵘ)`` as ``a/(1 + e⁻ᵘ)``."""
    factors = Mul.make_args(e)
    for one in (f for f in factors if isinstance(f, exp)):
        below = 1 / (1 + one)
        if below in factors:
            kept = (f for f in factors if f not in (one, below))
            return Mul(*kept, 1 / (1 + exp(-one.args[0])))
    return e


def _magnitude(e: Expr) -> Expr:
    """Two terms of one value, the one far above 0 and the other far below, as one."""
    for first, second in permutations(Add.make_args(e), 2):
        (a, above), (b, beneath) = map(bracketed, (first, second))
        if a != b or len(above) != 1 or len(beneath) != 1:
            continue
        far = expand(-(above[0].of + beneath[0].of) / 2)
        strict = above[0].kind == beneath[0].kind == "gt"
        if strict and far.is_nonnegative and not far.has(Acc):
            size = Abs(expand(above[0].of + far))
            rest = (t for t in Add.make_args(e) if t not in (first, second))
            return Add(*rest, a * Iverson(gt(size - far)))
    return e


def _by_options(e: Expr) -> Expr:
    """A choice that the options make, said once where several brackets repeat it."""
    brackets = [f for f in preorder_traversal(e) if isinstance(f, Iverson)]
    conds = [c for f in brackets for c in f.args if isinstance(c, Cond) and is_asked(c)]
    if len(brackets) < 2 or isinstance(e, Where):
        return e
    for cond in dict.fromkeys(c for c in conds if not found_in(c, Acc, Index)):
        other = negation(cond)
        among = [f for f in brackets if f in (Iverson(cond), Iverson(other))]
        if len(among) == len(brackets):
            holds = {Iverson(cond): S.One, Iverson(other): S.Zero}
            fails = {Iverson(cond): S.Zero, Iverson(other): S.One}
            return Where((cond,), e.xreplace(holds), e.xreplace(fails))
    return e


def _larger(e: Expr) -> Expr:
    """A whole number where it is at least another, else that one: the larger of the two."""
    if not isinstance(e, Where) or len(e.conds) != 1 or e.conds[0].kind != "ge":
        return e
    value, other = e.args[1:]
    whole = value.is_integer and other.is_integer
    return Max(value, other) if whole and expand(e.conds[0].of - value + other) == 0 else e


def _counted(one: Reduce) -> Expr | None:
    """How many letters are below a bound; None where more is summed or asked."""
    if one.op != "sum" or one.body != 1 or len(one.binders) != 1 or len(one.guards) != 1:
        return None
    (z, lo, hi), (guard,) = one.binders[0], one.guards
    if lo != 0 or not isinstance(guard, Cond) or guard.kind != "ge" or guard.of.coeff(z) != -1:
        return None
    bound = expand(guard.of + z)
    return None if bound.has(z) else Max(S.Zero, Min(hi + 1, bound + 1))


__all__ = ["read_conditions", "read_form"]
