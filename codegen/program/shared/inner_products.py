"""Products of matrices inside several gradients are formed once for all of them.

    dx[n,d] = Σ_k g(Σ_d' u[k,d'] x[n,d']) u[k,d]        a[n,k] = Σ_d u[k,d] x[n,d]
    du[k,d] = Σ_n g(Σ_d' u[k,d'] x[n,d']) x[n,d]        dx[n,d] = Σ_k g(a[n,k]) u[k,d]
                                                        du[k,d] = Σ_n g(a[n,k]) x[n,d]

A gradient that has such a product pulls a cotangent back through it: what it sums of two arrays alone, before
anything else comes in, is formed once in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from sympy import Expr, Mul, S, Symbol, expand

from codegen.program.inline_factor import live, rewrite
from codegen.program.name_sums import unused
from derive.expr import Acc, Binder, Index, Reduce, Tensor, substitute
from derive.expr.alpha import canonical
from derive.model.layer import Def, Program


@dataclass(frozen=True)
class InnerProduct:
    """Σ over ``binders`` of two elements, each with letters of its own: ``axes`` and their extents."""

    left: Acc
    right: Acc
    binders: tuple[Binder, ...]
    axes: tuple[tuple[Symbol, Expr], ...]

    @property
    def body(self) -> Reduce:
        made = Reduce("sum", self.left * self.right, self.binders)
        assert isinstance(made, Reduce)
        return made

    @property
    def key(self) -> Expr:
        """The same whatever the letters are called."""
        places = {z: Index(f"_at{k}") for k, (z, _) in enumerate(self.axes)}
        made = substitute(self.body, places)
        assert isinstance(made, Reduce)
        return canonical(made)

    def definition(self, name: str) -> Def:
        letters = tuple(z for z, _ in self.axes)
        made = Tensor(name, [extent for _, extent in self.axes], letters)
        free = tuple((z, S.Zero, expand(extent - 1)) for z, extent in self.axes)
        return Def(made[letters], free, self.body)

    def read(self, made: Def) -> Acc:
        return made.tensor[tuple(z for z, _ in self.axes)]


_Find = Callable[[Def, Program], dict[Reduce, InnerProduct]]


def formed_once(vjp: Mapping[Tensor, Program]) -> dict[Tensor, Program]:
    """The programs with the products that stand inside several of them as arrays of their own."""
    made = _named(vjp, vjp, _inside)
    changed = [t for t in vjp if made[t] != vjp[t]]
    return _named(made, changed, _before_others) if changed else dict(vjp)


def _named(vjp: Mapping[Tensor, Program], some: Collection[Tensor], find: _Find) -> dict[Tensor, Program]:
    """Of these programs, with what is found in two of them at least as an array in front."""
    found = {t: dict.fromkeys(p for d in vjp[t].defs for p in find(d, vjp[t]).values()) for t in some}
    times = Counter(key for mine in found.values() for key in {p.key for p in mine})
    taken = {t.name for p in vjp.values() for d in p.defs for t in (d.tensor, *d.reads)}
    taken |= {t.name for p in vjp.values() for t in (*p.inputs, *p.outputs)}
    known: dict[Expr, Def] = {}
    for p in (p for mine in found.values() for p in mine if times[p.key] > 1):
        if p.key not in known:
            known[p.key] = p.definition(unused(f"{p.left.tensor.name}_{p.right.tensor.name}", taken))
    return {t: _reading(program, known, find) if t in some else program for t, program in vjp.items()}


def _reading(program: Program, known: Mapping[Expr, Def], find: _Find) -> Program:
    defs: list[Def] = []
    for one in program.defs:
        mine = {r: p for r, p in find(one, program).items() if p.key in known}
        change = {r: _with(r, p, p.read(known[p.key])) for r, p in mine.items()}
        one = replace(one, expr=_exchanged(one.expr, change)) if change else one
        here = {d.tensor for d in defs}
        defs += [d for d in known.values() if d.tensor in one.reads and d.tensor not in here]
        defs.append(one)
    return live(replace(program, defs=tuple(defs)))


def _exchanged(e: Expr, change: Mapping[Reduce, Expr]) -> Expr:
    """The letters keep their names: what is read stands in the loops that go through them."""
    made: Expr = rewrite(
        e, lambda part: change[part] if isinstance(part, Reduce) and part in change else part
    )
    return made


def _with(r: Reduce, p: InnerProduct, named: Acc) -> Expr:
    """A sum with one of its products, over some of its letters or over all, as an element of an array."""
    rest = Mul(named, *(f for f in Mul.make_args(r.body) if f not in (p.left, p.right)))
    outer = [b for b in r.binders if b not in p.binders]
    return Reduce(r.op, rest, outer, r.guards) if outer else rest


def _inside(one: Def, program: Program) -> dict[Reduce, InnerProduct]:
    """The sums that are products and stand in another sum, in its terms or in its conditions."""
    every = sorted(one.expr.atoms(Reduce), key=str) if not one.scatter else []
    inner = {r for whole in every for e in (whole.body, *whole.guards) for r in e.atoms(Reduce)}
    some = (r for r in every if r in inner and r.op == "sum" and not r.guards)
    found = ((r, _product(list(Mul.make_args(r.body)), r.binders, program)) for r in some)
    return {r: p for r, p in found if p is not None}


def _before_others(one: Def, program: Program) -> dict[Reduce, InnerProduct]:
    """The sums of which two factors alone know a letter: the product over that letter."""
    sums = [one.expr, *one.expr.args] if not one.scatter else []
    found = dict[Reduce, InnerProduct]()
    for r in (e for e in sums if isinstance(e, Reduce) and e.op == "sum" and len(e.binders) > 1):
        ranges = {s for _, lo, hi in r.binders for s in lo.free_symbols | hi.free_symbols}
        for b in (b for b in r.binders if b[0] not in ranges):
            mine = [f for f in Mul.make_args(r.body) if b[0] in f.free_symbols]
            p = _product(mine, (b,), program)
            if p is not None and not any(b[0] in g.free_symbols for g in r.guards):
                found.setdefault(r, p)
    return found


def _product(factors: list[Expr], binders: tuple[Binder, ...], program: Program) -> InnerProduct | None:
    """Of two given arrays, read at letters alone, each with a letter that the other does not know."""
    if len(factors) != 2 or not all(_plain(f, program) for f in factors):
        return None
    order = {t: k for k, t in enumerate(program.inputs)}
    left, right = sorted((f for f in factors if isinstance(f, Acc)), key=lambda a: order[a.tensor])
    extents = _extents((left, right))
    bound = {z for z, _, _ in binders}
    every = extents is not None and all(lo == 0 and expand(hi + 1 - extents[z]) == 0 for z, lo, hi in binders)
    own = (set(left.index) - set(right.index), set(right.index) - set(left.index))
    if extents is None or not every or not all(mine - bound for mine in own):
        return None
    axes = tuple((z, extent) for z, extent in extents.items() if z not in bound)
    return InnerProduct(left, right, binders, axes)


def _plain(f: Expr, program: Program) -> bool:
    """An element of a real array that is given, at different letters."""
    given = isinstance(f, Acc) and f.tensor in program.inputs and f.tensor.kind == "real"
    return given and len({*f.index}) == len(f.index) and all(isinstance(z, Index) for z in f.index)


def _extents(reads: tuple[Acc, Acc]) -> dict[Symbol, Expr] | None:
    """How many values each letter may take, the same wherever it stands."""
    found: dict[Symbol, Expr] = {}
    for a in reads:
        for z, extent in zip(a.index, a.tensor.shape, strict=True):
            if found.setdefault(z, extent) != extent:
                return None
    return found


__all__ = ["formed_once"]
