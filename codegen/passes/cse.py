"""Common subexpressions: a function of data that stands twice in a statement is computed once, before it.

The compiler may not merge two calls of ``tanh``: for all it knows, a call sets an error number.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sympy import Basic, Expr, Pow, Symbol
from sympy.core.function import Function

from codegen.loops.legality import readable
from codegen.loops.nodes import Kernel
from codegen.loops.place import Place
from codegen.passes.in_front import Named, in_front
from codegen.program.inline_factor import CHEAP
from codegen.program.unordered import decides
from codegen.program.whole_numbers import is_integer
from derive.expr import Acc, Iverson, Tensor, Where, substitute
from derive.model.layer import Layer


def cse(kernel: Kernel, layer: Layer) -> Kernel:
    """Name what is costly and repeated in front of each statement."""
    return in_front(kernel, layer, _repeated)


def _repeated(value: Expr, place: Place) -> Named | None:
    """The largest costly expression that is evaluated twice, and in any case."""
    times: Counter[Expr] = Counter()
    _count(value, 1, times)
    sure = certain(value)
    fitting = [e for e, n in times.items() if n > 1 and e in sure and readable(e, place)]
    found = max(fitting, key=lambda e: (e.count_ops(), str(e)), default=None)
    if found is None:
        return None
    return Named(found, f"{type(found).__name__.lower()}_here", lambda name: substitute(value, {found: name}))


def _count(e: Any, times: int, found: Counter[Expr]) -> None:
    """How often each costly expression is evaluated, at most."""
    if not isinstance(e, Basic) or isinstance(e, Tensor | Acc):
        return
    if costly(e):
        found[e] += times
    multiplied = isinstance(e, Pow) and e.exp.is_Integer and 2 <= e.exp <= 4
    for part in e.args:
        _count(part, times * int(e.exp) if multiplied else times, found)


def certain(e: Any) -> set[Expr]:
    """What is evaluated whatever conditions on whole numbers say; a choice on data becomes a select."""
    if not isinstance(e, Basic) or isinstance(e, Tensor | Acc):
        return set()
    if isinstance(e, Where):
        of_conds = set().union(*map(certain, e.conds))
        first, second = map(certain, e.args[1:])
        return of_conds | (first | second if all(map(decides, e.conds)) else first & second)
    mine = {e} if costly(e) else set()
    if e.is_Mul and any(isinstance(f, Iverson) for f in e.args):
        return mine
    return mine.union(*map(certain, e.args))


def costly(e: Any) -> bool:
    """A function of real data, or a root; what costs no more than an addition is not worth a name."""
    if not isinstance(e, Expr) or is_integer(e) or not (e.atoms(Acc) or _values(e)):
        return False
    root = isinstance(e, Pow) and not e.exp.is_Integer
    return root or (isinstance(e, Function) and not isinstance(e, (*CHEAP, Where, Iverson, Acc)))


def _values(e: Expr) -> set[Symbol]:
    """The named real values in ``e``."""
    return {s for s in e.free_symbols if isinstance(s, Symbol) and s.is_integer is None and s.is_real}


__all__ = ["certain", "costly", "cse"]
