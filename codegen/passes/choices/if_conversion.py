"""If-conversion: the two arms of a choice on data become values, and the choice becomes a select.

A branch inside a loop keeps it from being vectorised, and what only one arm evaluates is evaluated twice once
there is none.  So, in front of the statement,

*calls*      what both arms call, each of its own argument, is called once, of the argument chosen:
             ``f(a) if c else f(b) = f(a if c else b)``, and of ``|v|`` for ``v`` and ``-v``;
*divisors*   what both arms divide by stands outside of the choice;
*elements*   what an arm reads is read in any case, where that is legal.

J. R. Allen, K. Kennedy, C. Porterfield, J. Warren, "Conversion of control dependence to data dependence",
POPL 1983.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from sympy import Abs, Basic, Expr, Mul, Pow, cancel, exp

from codegen.loops.legality import readable
from codegen.loops.nodes import Kernel
from codegen.loops.place import Place
from codegen.passes.cse import costly
from codegen.passes.in_front import Named, in_front
from codegen.passes.naming import real_stem
from codegen.program.inline_factor import rewrite
from codegen.program.unordered import decides
from codegen.program.whole_numbers import is_integer
from derive.expr import Acc, Cond, Tensor, Where, substitute
from derive.model.layer import Layer

Conds = tuple[Cond, ...]


def merge_arms(kernel: Kernel, layer: Layer) -> Kernel:
    """Calls and divisors that the arms of a choice have in common."""
    return in_front(kernel, layer, _merged)


def if_convert(kernel: Kernel, layer: Layer) -> Kernel:
    """What the arms of a choice read is read in front of it."""
    return in_front(kernel, layer, _read)


def _merged(value: Expr, place: Place) -> Named | None:
    for conds in dict.fromkeys(w.conds for w in choices(value)):
        pair = _pair(value, conds)
        if pair is None:
            continue
        called = _chosen(conds, *pair)
        if readable(called, place):
            stem = f"{type(called).__name__.lower()}_here"
            return Named(called, stem, lambda name, c=conds, p=pair: _with(value, c, p, name))  # type: ignore[misc]
    return None


def choices(e: Any) -> Iterator[Where]:
    """The real choices on data, innermost first."""
    if not isinstance(e, Basic) or isinstance(e, Tensor | Acc):
        return
    for part in e.args:
        yield from choices(part)
    if isinstance(e, Where) and not is_integer(e) and all(map(decides, e.conds)):
        yield e


def _pair(value: Expr, conds: Conds) -> tuple[Expr, Expr] | None:
    """A call that only the first arms have, and one of the same function that only the others have."""
    mine = [w for w in choices(value) if w.conds == conds]
    first, second = ({c for w in mine for c in _calls(w.args[k])} for k in (1, 2))
    pairs = [(a, b) for a, b in product(first - second, second - first) if type(a) is type(b)]
    return min((p for p in pairs if not isinstance(p[0], Pow)), key=_order, default=None)


def _order(pair: tuple[Expr, Expr]) -> tuple[Any, ...]:
    """Opposite arguments first, and those with the least factor."""
    (a,), (b,) = (call.args for call in pair)
    return a != -b, abs(a.as_coeff_Mul()[0]), str(a), str(b)


def _calls(e: Any) -> Iterator[Expr]:
    """What an arm calls whatever other conditions say."""
    if not isinstance(e, Basic) or isinstance(e, Tensor | Acc | Where):
        return
    if costly(e):
        yield e
    for part in e.args:
        yield from _calls(part)


def _chosen(conds: Conds, a: Expr, b: Expr) -> Expr:
    """The one call for both: of ``-|v|`` where the arguments are ``-v`` and ``v``, split at 0."""
    (first,), (second,) = a.args, b.args
    if len(conds) == 1 and first == -second and conds[0].kind in ("ge", "gt"):
        times = cancel(first / conds[0].of)
        if not times.has(Acc):
            return a.func(times * Abs(conds[0].of))
    return a.func(Where(conds, first, second))


def _with(value: Expr, conds: Conds, pair: tuple[Expr, Expr], name: Expr) -> Expr:
    """Each arm by the name of its call; what remains in common stands outside."""

    def change(e: Any) -> Any:
        if not isinstance(e, Where) or e.conds != conds:
            return e
        arms = [substitute(arm, _powers(call, name)) for arm, call in zip(e.args[1:], pair, strict=True)]
        return undivided(Where(conds, *arms))

    made: Expr = rewrite(value, change)
    return made


def _powers(call: Expr, name: Expr) -> dict[Expr, Expr]:
    """What the name stands for: e^u, and with it e^2u, e^3u, e^4u."""
    if not isinstance(call, exp):
        return {call: name}
    return {exp(n * call.args[0]): name**n for n in range(1, 5)}


def undivided(e: Expr) -> Expr:
    """A choice of quotients is a quotient of choices; a divisor that both arms have is not chosen."""
    if not isinstance(e, Where):
        return e
    first, second = (
        [f for f in Mul.make_args(arm) if isinstance(f, Pow) and f.exp.is_Integer and f.exp < 0]
        for arm in e.args[1:]
    )
    pairs = [(f, f) for f in first if f in second]
    if not pairs and len(first) == len(second) == 1 and first[0].exp == second[0].exp:
        pairs = [(first[0], second[0])]
    if not pairs or all(f.is_number for pair in pairs for f in pair):
        return e
    arms = [
        Mul(*(f for f in Mul.make_args(arm) if f not in taken))
        for arm, taken in zip(e.args[1:], zip(*pairs, strict=True), strict=True)
    ]
    below = [Pow(Where(e.conds, a.base, b.base), a.exp) for a, b in pairs]
    return Mul(Where(e.conds, *arms), *below)


def _read(value: Expr, place: Place) -> Named | None:
    """An element that an arm reads, real and legal to read in any case."""
    for choice in choices(value):
        for arm in choice.args[1:]:
            for a in sorted(arm.atoms(Acc), key=str):
                if a.tensor.kind == "real" and readable(a, place):
                    return Named(a, real_stem(a), lambda name, a=a: _named(value, a, name))  # type: ignore[misc]
    return None


def _named(value: Expr, a: Acc, name: Expr) -> Expr:
    made: Expr = substitute(value, {a: name})
    return made


__all__ = ["Conds", "choices", "if_convert", "merge_arms", "undivided"]
