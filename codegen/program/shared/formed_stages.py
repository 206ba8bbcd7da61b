"""Products that gradients come to form on the way to their loops are formed once for all of them.

    dx[n,c,q] = Σ_{i,u} G(q, p[n,u,i]) · Σ_o dy[n,o,i] w[o,c,u]          t[n,c,u,i] = Σ_o dy[n,o,i] w[o,c,u]
    dp[n,u,i] = Σ_{c,q} G′(q, p[n,u,i]) · x[n,c,q] · Σ_o dy[n,o,i] w[o,c,u]

Which product comes first is known only when every sum is in stages: two gradients may reach the same one by
different ways and under different letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from sympy import Expr, Mul, Tuple

from codegen.loops.place import known_of
from codegen.program.computable import computable
from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Index, Reduce, Tensor, substitute
from derive.expr.alpha import canonical
from derive.model.layer import Def, Layer, Program

_Made = tuple[tuple[Program, ...], dict[Tensor, Program]]


def formed_stages(stages: Sequence[Program], vjp: Mapping[Tensor, Program], layer: Layer) -> _Made:
    """The stages with such products behind them, and the gradients that read these, ready for their loops."""
    ready = {t: computable(vjp[t], layer) for t in _alike(vjp)}
    found = {t: {_key(d): d for d in p.defs if _product(d, vjp[t])} for t, p in ready.items()}
    times = Counter(key for mine in found.values() for key in mine)
    made = dict(vjp)
    for key in (key for key, count in times.items() if count > 1):
        own = {t: mine[key] for t, mine in found.items() if key in mine}
        first = next(iter(own))
        stage = replace(vjp[first], defs=(own[first],), outputs=(own[first].tensor,))
        readers = {t: _reading(ready[t], one, own[first].tensor, layer) for t, one in own.items()}
        if all(readers.values()):
            stages = (*stages, replace(stage, name=f"shared_{own[first].tensor.name}"))
            ready |= (new := {t: p for t, p in readers.items() if p is not None})
            made |= new
    return tuple(stages), made


def _alike(vjp: Mapping[Tensor, Program]) -> list[Tensor]:
    """The gradients that read two arrays together with more, both of which another reads together, too."""
    pairs = {t: _pairs(p) for t, p in vjp.items()}
    times = Counter(pair for mine in pairs.values() for pair in mine)
    return [t for t, mine in pairs.items() if any(times[pair] > 1 for pair in mine)]


def _pairs(program: Program) -> set[frozenset[Tensor]]:
    """Given arrays that stand together in a sum of the program."""
    sums = [r for d in program.defs for r in d.expr.atoms(Reduce) if r.op == "sum"]
    given = {t for t in program.inputs if t.kind == "real" and len(t.shape) > 1}
    return {frozenset(p) for r in sums for p in combinations(given & {a.tensor for a in r.atoms(Acc)}, 2)}


def _product(one: Def, program: Program) -> bool:
    """Σ of two given arrays, each with a letter of its own: a product of matrices."""
    r = one.expr
    if not isinstance(r, Reduce) or r.op != "sum" or r.guards or one.tensor in program.outputs or one.scatter:
        return False
    factors = Mul.make_args(r.body)
    if len(factors) != 2 or not all(isinstance(f, Acc) and f.tensor in program.inputs for f in factors):
        return False
    left, right = (f.free_symbols - r.bound for f in factors)
    return any(isinstance(z, Index) for z in left - right) and any(isinstance(z, Index) for z in right - left)


def _key(one: Def) -> Expr:
    """What is computed and where it goes, whatever array and letters are called."""
    places = {z: Index(f"_at{k}") for k, (z, _, _) in enumerate(one.free)}
    ranges = (Tuple(lo, hi) for _, lo, hi in one.free)
    at = (substitute(e, places) for e in one.lhs.index)
    return Tuple(*ranges, *at, canonical(substitute(one.expr, places)))


def _reading(program: Program, own: Def, given: Tensor, layer: Layer) -> Program | None:
    """``program`` with ``given`` for its ``own`` array, if it then stays as it is on the way to loops."""
    known = known_of(layer)
    shapes = zip(own.tensor.shape, given.shape, strict=True)
    if not all(known.nonnegative(a - b) and known.nonnegative(b - a) for a, b in shapes):
        return None
    defs = tuple(_exchanged(d, own.tensor, given) for d in program.defs if d != own)
    made = replace(program, defs=defs, inputs=(*program.inputs, given))
    return made if computable(made, layer).defs == defs else None


def _exchanged(one: Def, own: Tensor, given: Tensor) -> Def:
    """The letters keep their names: what is read stands in the loops that go through them."""
    read = rewrite(one.expr, lambda e: given[tuple(e.index)] if isinstance(e, Acc) and e.tensor == own else e)
    return replace(one, expr=read)


__all__ = ["formed_stages"]
