"""Links of the chain rule: the derivative of one function of data left out, or taken for another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from sympy import Expr, Function

from codegen.check.suspects.jacobian_columns import TOP, through
from codegen.check.suspects.suspect import Suspect
from codegen.verification import EvaluationError, Evaluator
from codegen.verification.interpreter.numbers import Array, Dual, bounded, plain
from derive import pretty
from derive.expr import Acc, Reduce, Tensor
from derive.gradients import Gradients
from derive.model.layer import Def, Program

POINTS = (-1.75, -0.5, 0.375, 1.25)
"""Where a derivative is compared with those that have a name."""
RATES: dict[str, Callable[[Expr], Expr]] = {
    "{f}": lambda f: f,
    "1 − {f}": lambda f: 1 - f,
    "1": lambda f: f**0,
}
"""What the derivative of f is taken for."""
KNOWN: dict[str, Callable[[Array], Array]] = {
    "{f}·(1 − {f})": lambda f: f * (1 - f),
    "1 − {f}²": lambda f: 1 - f**2,
}
"""What it may be in truth, in terms of f."""


def suspects(tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """Each function of data in the forward with another derivative at the same value."""
    for k, one in enumerate(found.forward.defs):
        for name, e in _functions(one):
            u, before, right = _argument(e), _before(e), _right(one, e)
            for said, rate in RATES.items():
                yield _of(
                    tensor, found, k, e, before + rate(before) * (u - _before(u)), _named(name, right, said)
                )
            yield _of(
                tensor, found, k, e, before, f"with {name} taken for a constant: its derivative left out"
            )


def _of(tensor: Tensor, found: Gradients, k: int, old: Expr, new: Expr, named: str) -> Suspect:
    defs = list(found.forward.defs)
    defs[k] = replace(defs[k], expr=defs[k].expr.xreplace({old: new}))
    program = replace(found.forward, defs=tuple(defs))
    return Suspect(named, through(program, found, tensor), program=program)


def _functions(one: Def) -> Iterator[tuple[str, Expr]]:
    """What a definition computes of one element alone, by its name; then functions inside it."""
    inside = [
        e for e in one.expr.atoms(Function) if len(e.args) == 1 and _plain(e) and not isinstance(e, Acc)
    ]
    if len(one.expr.atoms(Acc)) == 1 and _plain(one.expr) and not isinstance(one.expr, Acc):
        yield one.tensor.name, one.expr
        return
    yield from ((pretty.expression(e), e) for e in sorted(inside, key=str))


def _plain(e: Expr) -> bool:
    """A function of data that are read where they are, all in sight."""
    reads = e.atoms(Acc)
    return bool(reads) and not e.has(Reduce) and all(a.tensor.kind != "integer" for a in reads)


def _argument(e: Expr) -> Expr:
    """What a function is of: the element that it reads, or all in its brackets."""
    reads = e.atoms(Acc)
    return next(iter(reads)) if len(reads) == 1 else e.args[0]


def _before(e: Expr) -> Expr:
    """The same value, as a constant."""
    made: Expr = e.xreplace({a: _constant(a) for a in e.atoms(Acc)})
    return made


def _constant(a: Acc) -> Acc:
    return Acc(Tensor(f"{a.tensor.name}{TOP}", a.tensor.shape, a.tensor.axes), *a.index)


def _named(name: str, right: str, said: str) -> str:
    instead = f", not {right.format(f=name)}" if right else ""
    return f"with the derivative of {name} taken for {said.format(f=name)}{instead}"


def _right(one: Def, e: Expr) -> str:
    """The true derivative, where it has a name."""
    a = min(e.atoms(Acc), key=str)
    alone = e if len(e.atoms(Acc)) == 1 else e.func(a)
    program = Program("", (a.tensor,), (replace(one, expr=alone),), (one.tensor,))
    extents = {s for t in (a.tensor, one.tensor) for extent in t.shape for s in extent.free_symbols}
    x = np.resize(POINTS, (len(POINTS),) * len(a.tensor.shape))
    moved = {a.tensor.name: Dual(bounded(x), bounded(np.ones((*x.shape, 1))))}
    try:
        made = Evaluator.at_sizes(dict.fromkeys(extents, len(POINTS)), moved).run(program)[one.tensor.name]
        f, rate = plain(made.value), plain(made.tangent)[..., 0]
    except (ArithmeticError, EvaluationError, LookupError, TypeError, ValueError):
        return ""  # it hangs on more than that element
    return next((said for said, of in KNOWN.items() if np.allclose(rate, of(f))), "")


__all__ = ["suspects"]
