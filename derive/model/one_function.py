"""Cases that are one function: ``1/(1 + e^-x)`` where x >= 0 and ``e^x/(1 + e^x)`` elsewhere.

A model distinguishes them so that nothing overflows; on a page they are one formula.  That they agree is
proved: with a letter for each exponential the difference is a quotient of polynomials, and it is zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sympy import Add, Dummy, Expr, Mul, cancel, exp, log, preorder_traversal, together
from sympy.codegen.cfunctions import log1p
from sympy.core.function import Function

from derive.expr import Acc, Cond, Iverson, Reduce, Where, negation
from derive.expr.expansion import expand


@lru_cache(maxsize=1024)
def one_function(a: Expr, b: Expr) -> bool:
    """Whether ``a`` and ``b``, made of exponentials of the same data and logarithms of them, are equal."""
    if not (a.has(exp) and b.has(exp)):
        return False
    difference = _without_logarithms(a - b)
    quotient = None if difference is None else _lettered(difference)
    return quotient is not None and cancel(together(quotient)) == 0


def _without_logarithms(difference: Expr) -> Expr | None:
    """Zero where ``difference`` is: c log u + r vanishes where u e^(r/c) is 1."""
    terms = {t: _logarithm(t) for t in Add.make_args(difference.expand(log=False, power_exp=False))}
    found = {t: one for t, one in terms.items() if one is not None}
    if not found:
        return difference
    rest = Add(*(t for t in terms if t not in found))
    scale = next(iter(found.values()))[0]
    powers = {u: cancel(c / scale) for c, u in found.values()}
    if len(powers) < len(found) or not all(n.is_Integer and u.is_positive for u, n in powers.items()):
        return None
    return Mul(*(u**n for u, n in powers.items())) * exp(expand(rest / scale)) - 1


def _logarithm(term: Expr) -> tuple[Expr, Expr] | None:
    """``c log u`` as ``(c, u)``."""
    factors = Mul.make_args(term)
    for f in factors:
        if isinstance(f, log | log1p):
            return Mul(*(g for g in factors if g != f)), f.args[0] + (1 if isinstance(f, log1p) else 0)
    return None


def _lettered(e: Expr) -> Expr | None:
    """``e`` with a letter for each exponential; None where an exponent is no whole multiple of another."""
    exponents = {p: expand(p.args[0]) for p in e.atoms(exp)}
    for base in sorted(exponents.values(), key=lambda x: (x.could_extract_minus_sign(), str(x))):
        times = {p: cancel(x / base) for p, x in exponents.items()}
        if all(n.is_Integer for n in times.values()):
            break
    else:
        return None
    letter = Dummy()
    e = e.xreplace({p: letter**n for p, n in times.items()})
    opaque = (n for n in preorder_traversal(e) if isinstance(n, Acc | Reduce | Function | Where | Iverson))
    return e.xreplace({n: Dummy() for n in opaque})


def told_once(e: Expr) -> Expr:
    """``e`` with its cases that are one function as one."""
    if not e.has(Where, Iverson):
        return e
    e = e.func(*(told_once(a) if isinstance(a, Expr) else a for a in e.args)) if e.args else e
    if isinstance(e, Where) and is_one_function(e):
        return _plainer(e.args[1], e.args[2])
    return paired(e) if isinstance(e, Add) else e


def other_cases(e: Expr) -> Iterator[tuple[Expr, Cond, Expr]]:
    """What ``told_once`` leaves unsaid: which part, where it is computed in another form, and in which."""
    for node in preorder_traversal(e):
        if isinstance(node, Where) and is_one_function(node):
            cond, (a, b) = node.conds[0], node.args[1:]
            yield (a, negation(cond), b) if _plainer(a, b) == a else (b, cond, a)


def _plainer(a: Expr, b: Expr) -> Expr:
    """The shorter one, whatever is in the exponents; else the first."""

    def length(e: Expr) -> int:
        return 1 if isinstance(e, exp | Acc) else 1 + sum(map(length, e.args))

    return b if length(b) < length(a) else a


def is_one_function(e: Where) -> bool:
    """Whether its cases agree everywhere."""
    return len(e.conds) == 1 and one_function(e.args[1], e.args[2])


def paired(e: Add) -> Expr:
    """``[c] a + [not c] b`` is ``a``, where they are one function."""
    conds = (c for t in e.args for f in _brackets(t) for c in f.args)
    for cond in dict.fromkeys(c for c in conds if isinstance(c, Cond) and c.kind == "ge"):
        where, elsewhere = ([t for t in e.args if _under(t, c)] for c in (cond, negation(cond)))
        a = Add(*(_without(t, cond) for t in where))
        if elsewhere and _same(a, Add(*(_without(t, negation(cond)) for t in elsewhere))):
            rest = Add(*(t for t in e.args if t not in (*where, *elsewhere)), a)
            return paired(rest) if isinstance(rest, Add) else rest
    return e


def _brackets(term: Expr) -> list[Iverson]:
    return [f for f in Mul.make_args(term) if isinstance(f, Iverson)]


def _under(term: Expr, cond: Cond) -> bool:
    return any(cond in f.args for f in _brackets(term))


def _without(term: Expr, cond: Cond) -> Expr:
    """``term`` with ``cond`` left out of its bracket."""
    brackets = _brackets(term)
    kept = (Iverson(*(c for c in f.args if c != cond)) for f in brackets)
    return Mul(*kept, *(f for f in Mul.make_args(term) if f not in brackets))


def _same(a: Expr, b: Expr) -> bool:
    return a == b or one_function(a, b)
