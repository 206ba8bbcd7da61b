"""The adjoint of a forward: for each tensor, its cotangent as a gather over the cotangents of its readers.

The VJP of an access ``x[f(z)]`` in ``y[l(z)] = body(z)`` is a scatter over the same iteration space,
``dx[f(z)] += dy[l(z)] · ∂body/∂x[f(z)]``.  ``derive.invert`` turns it into a sum for each element of ``dx``;
the Kronecker brackets are how that prints, not how it is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sympy import Add, Expr, S, Symbol, expand, floor

from derive.bounds import Ranges, exact_division_facts, size_facts
from derive.calculus import partials
from derive.expr import (
    Acc,
    Binder,
    Index,
    Iverson,
    Reduce,
    Tensor,
    Where,
    accesses,
    conjunction,
    eq,
    fresh,
    ne,
    negation,
    rename_binders,
    substitute,
    tensors,
)
from derive.invert import Inverse, invert, keeps_left_side
from derive.layer import Def, Layer, ModelError
from derive.normal import Normaliser, canonical


@dataclass(frozen=True)
class Contribution:
    """``target[index] += seed · factor`` for all ``free`` (the reader's indices) and ``binders``."""

    reader: Def
    index: tuple[Expr, ...]
    binders: tuple[Binder, ...]
    guards: tuple[object, ...]
    factor: Expr

    @property
    def space(self) -> tuple[Binder, ...]:
        return self.reader.free + self.binders


@dataclass(frozen=True)
class Piece:
    """A contribution in its final form; ``inverse`` is None where it stayed a scatter."""

    source: Contribution
    inverse: Inverse | None
    definition: Def


@dataclass(frozen=True)
class Cotangent:
    """The cotangent of one tensor: the definitions that compute it (the last is it) and where they came from."""

    tensor: Tensor
    defs: tuple[Def, ...]
    pieces: tuple[Piece, ...]

    @property
    def definition(self) -> Def:
        return self.defs[-1]


def cotangent_of(tensor: Tensor) -> Tensor:
    """``dy`` of ``y``: the same shape, real, any sign."""
    return tensor.rename("d" + tensor.name, kind="real", sign="", bound=0)


def layer_facts(layer: Layer) -> list[Expr]:
    """What is known to be non-negative from the sizes and requirements of a layer."""
    return size_facts(layer.sizes) + exact_division_facts([c for c, _ in layer.requires], layer.sizes)


def tidied(layer: Layer) -> Layer:
    """The same forward with brackets turned into guards, and definitions for what a backward reads again.

    A max or min inside an expression gets a name, so that its switch can have one; so does a sum inside
    a function or beside another factor, because the derivative of what surrounds it needs its value.
    """
    facts, normal = layer_facts(layer), Normaliser()
    defs: list[Def] = []
    taken = {t.name for t in (*layer.inputs, *(d.tensor for d in layer.forward))}
    for one in layer.forward:
        expr = normal(one.expr, Ranges(one.free, facts))
        lifted, expr = _lift(replace(one, expr=expr), taken)
        defs += [*lifted, replace(one, expr=expr)]
    return replace(layer, forward=tuple(defs))


def _lift(one: Def, taken: set[str]) -> tuple[list[Def], Expr]:
    """``y = f(Σ ...)`` becomes ``s = Σ ...; y = f(s)``."""
    expr, lifted = one.expr, []
    while True:
        inner = [(r, outer) for r, outer in _reduces(expr, one.free) if _wants_name(r, expr, one)]
        if not inner:
            return lifted, expr
        reduce, outer = inner[-1]
        access = _named(reduce, outer, one, taken)
        lifted.append(Def(access, tuple(b for b in outer if b[0] in access.index), reduce))
        expr = substitute(expr, {reduce: access})


def _wants_name(reduce: Reduce, expr: Expr, one: Def) -> bool:
    if reduce == expr:
        return False
    if reduce.op in ("max", "min"):
        return True
    outer_indices = set(one.indices)
    if reduce.op not in ("sum", "prod") or any(z not in outer_indices for z in reduce.free_symbols if isinstance(z, Index)):
        return False
    return not _linear_in(expr, reduce) and bool(reduce.atoms(Acc))


def _linear_in(expr: Expr, reduce: Reduce) -> bool:
    """Whether ``expr`` is a sum of terms of which those with ``reduce`` are constant multiples of it."""
    for term in Add.make_args(expr):
        if term.has(reduce) and (term / reduce).atoms(Acc, Reduce, Where):
            return False
    return True


def _named(reduce: Reduce, outer: tuple[Binder, ...], one: Def, taken: set[str]) -> Acc:
    used = [b for b in outer if b[0] in reduce.free_symbols]
    letters = tuple(b[0] for b in used)
    extents = tuple(expand(hi + 1) for _, _, hi in used)
    if any(lo != 0 or e.free_symbols & set(letters) for (_, lo, _), e in zip(used, extents, strict=True)):
        raise ModelError(
            f"{one.tensor.name}: the {reduce.op} inside a sum with index-dependent bounds needs a definition of its own"
        )
    stem = f"{one.tensor.name}_{reduce.op}"
    name = next(n for n in (stem, *(f"{stem}{k}" for k in range(2, 1000))) if n not in taken)
    taken.add(name)
    sign = "positive" if reduce.is_positive else ("nonnegative" if reduce.is_nonnegative else "")
    return Acc(Tensor(name, extents, letters, sign=sign), *letters)


def _reduces(expr: Expr, outer: tuple[Binder, ...]) -> list[tuple[Reduce, tuple[Binder, ...]]]:
    """All reductions with the binders around them, outermost first."""
    found: list[tuple[Reduce, tuple[Binder, ...]]] = []
    if isinstance(expr, Reduce):
        found.append((expr, outer))
        found += _reduces(expr.body, outer + expr.binders)
    elif isinstance(expr, Expr) and not isinstance(expr, Acc):
        for arg in expr.args:
            found += _reduces(arg, outer) if isinstance(arg, Expr) else []
    return found


def flat_position(reduce: Reduce) -> Expr:
    """The number that an arg-max over these binders returns for the element at the binders' values."""
    if len(reduce.binders) == 1:
        return reduce.binders[0][0]
    place, stride = S.Zero, S.One
    for z, lo, hi in reversed(reduce.binders):
        if lo != 0 or hi.free_symbols & reduce.bound:
            raise ModelError(f"an arg-max over several indices needs ranges from 0, got {z} from {lo} to {hi}")
        place, stride = place + z * stride, expand(stride * (hi + 1))
    return place


def with_switches(layer: Layer) -> tuple[Layer, dict[Tensor, Tensor]]:
    """Add, for each max or min, the integer tensor that says who won, unless the model already has it."""
    defs: list[Def] = []
    switch: dict[Tensor, Tensor] = {}
    named: dict[Expr, Def] = {}
    for one in layer.forward:
        if isinstance(one.expr, Reduce) and one.expr.op in ("argmax", "argmin"):
            named[canonical(one.expr)] = one
        if isinstance(one.expr, Reduce) and one.expr.op in ("max", "min"):
            who = Reduce("arg" + one.expr.op, one.expr.body, one.expr.binders, one.expr.guards)
            known = named.get(canonical(who))
            if known is not None and known.lhs.index == one.lhs.index:
                switch[one.tensor] = known.tensor
            else:
                bound = S.One
                for _, _, hi in one.expr.binders:
                    bound *= hi + 1
                bound = S.Zero if bound.free_symbols & set(one.indices) else expand(bound)
                tensor = one.tensor.rename(one.tensor.name + "_at", kind="integer", sign="", bound=bound)
                switch[one.tensor] = tensor
                defs.append(Def(Acc(tensor, *one.lhs.index), one.free, who))
        defs.append(one)
    return replace(layer, forward=tuple(defs)), switch


class Adjoint:
    """The cotangents of a layer's tensors, each found on demand."""

    def __init__(self, layer: Layer, mode: str = "free") -> None:
        self.layer, self.switch = with_switches(tidied(layer))
        self.mode = mode
        self.facts = layer_facts(layer)
        self.normal = Normaliser(_counts(layer))
        self._found: dict[Tensor, Cotangent | None] = {}

    def seed(self, tensor: Tensor) -> Tensor | None:
        """The tensor that holds the cotangent of ``tensor`` inside formulas; None where it is zero."""
        own = cotangent_of(tensor)
        if tensor not in self.layer.outputs:
            return own if self.cotangent(tensor) else None
        if any(tensor in tensors(d.expr) for d in self._active_readers(tensor)):
            return self.cotangent(tensor).definition.tensor  # type: ignore[union-attr]
        return own

    def _active_readers(self, tensor: Tensor) -> list[Def]:
        return [d for d in self.layer.forward if tensor in tensors(d.expr) and self._reaches_output(d.tensor)]

    def _reaches_output(self, tensor: Tensor) -> bool:
        if tensor.kind != "real":
            return False
        return tensor in self.layer.outputs or any(
            self._reaches_output(d.tensor) for d in self.layer.forward if tensor in tensors(d.expr)
        )

    def cotangent(self, tensor: Tensor) -> Cotangent | None:
        """The cotangent of ``tensor``, or None where no output depends on it."""
        if tensor not in self._found:
            self._found[tensor] = self._derive(tensor)
        return self._found[tensor]

    def _derive(self, tensor: Tensor) -> Cotangent | None:
        sources = self._all_contributions(tensor, plain=False)
        name = cotangent_of(tensor)
        given = None
        if tensor in self.layer.outputs:
            given, name = Acc(name, *name.axes), name.rename(name.name + "_total")
        if not sources and given is None:
            return None
        return self._assemble(tensor, name, given, sources)

    # -- contributions -----------------------------------------------------------------------------

    def _all_contributions(self, tensor: Tensor, plain: bool) -> list[Contribution]:
        found: list[Contribution] = []
        for reader in self._active_readers(tensor):
            seed = self.seed(reader.tensor)
            if seed is not None:
                letters = set(tensor.axes) if plain else self._letters(reader, tensor)
                found += self._contributions(reader, tensor, seed, letters)
        return found

    def _letters(self, reader: Def, tensor: Tensor) -> set[Symbol]:
        """The axis letters that the left side will use: those whose index is no exact mixed radix."""
        letters = set(tensor.axes)
        for access, space in _places(reader.expr, tensor, reader.free):
            for letter, f, extent in zip(tensor.axes, access.index, tensor.shape, strict=True):
                if keeps_left_side(f, extent, space, self.facts):
                    letters.discard(letter)
        return letters

    def _contributions(
        self, reader: Def, tensor: Tensor, seed: Tensor, letters: set[Symbol]
    ) -> list[Contribution]:
        reader = _avoid(reader, letters)
        found: list[Contribution] = []
        avoid = {*reader.indices, *letters}

        def pull(e: Expr, factor: Expr, binders: tuple[Binder, ...], guards: tuple[object, ...]) -> None:
            if isinstance(e, Acc):
                if e.tensor == tensor:
                    found.append(Contribution(reader, e.index, binders, conjunction(guards), factor))
            elif tensor not in tensors(e) or factor == 0:
                return
            elif isinstance(e, Where):
                pull(e.args[1], factor, binders, (*guards, *e.conds))
                for k, cond in enumerate(e.conds):
                    pull(e.args[2], factor, binders, (*guards, *e.conds[:k], negation(cond)))
            elif isinstance(e, Reduce):
                e = _fresh_binders(e, avoid | {z for z, _, _ in binders})
                inner, more = self._reduction_rule(e, reader)
                pull(e.body, factor * inner, binders + e.binders, (*guards, *e.guards, *more))
            else:
                for argument, slope in partials(e):
                    pull(argument, factor * slope, binders, guards)

        pull(reader.expr, Acc(seed, *reader.lhs.index), (), ())
        return found

    def _reduction_rule(self, e: Reduce, reader: Def) -> tuple[Expr, tuple[object, ...]]:
        """What multiplies the derivative of the body, and when: sum, product, extreme."""
        if e.op == "sum":
            return S.One, ()
        if e.op == "prod":
            if len(e.binders) != 1:
                raise ModelError(f"{reader.tensor.name}: a product over several indices: nest one product per index")
            ((z, lo, hi),) = e.binders
            other = fresh(z, {*e.free_symbols, z, *reader.indices})
            rest = Reduce("prod", e.body, [(z, lo, hi)], [*e.guards, ne(z - other)])
            return _swap(rest, z, other), ()
        if e.op in ("max", "min"):
            who = Acc(self.switch[reader.tensor], *reader.lhs.index)
            return S.One, (eq(who - flat_position(e)),)
        return S.Zero, ()

    # -- assembly ----------------------------------------------------------------------------------

    def _assemble(
        self, tensor: Tensor, name: Tensor, given: Expr | None, sources: Sequence[Contribution]
    ) -> Cotangent:
        pieces = [self._piece(c, name, self.mode, False) for c in sources]
        gathers = [p for p in pieces if not p.definition.scatter]
        forms = {(p.definition.lhs, p.definition.free) for p in gathers}
        if len(forms) > 1 or (forms and (given is not None or len(gathers) < len(pieces))):
            mode = self.mode if self.mode != "residue" else "free"
            pieces = [self._piece(c, name, mode, True) for c in self._all_contributions(tensor, plain=True)]
        return Cotangent(tensor, tuple(self._sum(name, given, pieces)), tuple(pieces))

    def _sum(self, name: Tensor, given: Expr | None, pieces: Sequence[Piece]) -> Iterable[Def]:
        gathers = [p.definition for p in pieces if not p.definition.scatter]
        scatters = [p.definition for p in pieces if p.definition.scatter]
        if len(scatters) == 1 and not gathers and given is None:
            return scatters
        parts: list[Def] = []
        for k, one in enumerate(scatters, 1):
            partial = name.rename(f"{name.name}_{k}")
            parts.append(replace(one, lhs=Acc(partial, *one.lhs.index)))
        if gathers:
            lhs, free = gathers[0].lhs, gathers[0].free
        else:
            lhs = Acc(name, *name.axes)
            free = tuple((z, S.Zero, e - 1) for z, e in zip(name.axes, name.shape, strict=True))
        total = sum((d.expr for d in gathers), S.Zero)
        total += sum((Acc(d.tensor, *lhs.index) for d in parts), S.Zero)
        if given is not None:
            total += given
        total = self.normal(total, Ranges(free, self.facts))
        return [*parts, Def(lhs, free, total)]

    def _piece(self, c: Contribution, name: Tensor, mode: str, plain: bool) -> Piece:
        inverse = invert(
            c.index,
            name,
            c.space,
            c.reader.indices,
            c.guards,
            mode=mode,
            plain=plain,
            facts=self.facts,
            avoid={*c.factor.free_symbols, *_bound(c.factor)},
        )
        if inverse is None or _better_scattered(inverse):
            return Piece(c, None, self._scatter(c, name))
        body = substitute(c.factor, inverse.solved)
        expr = Reduce("sum", body, inverse.binders, inverse.guards)
        expr = self.normal(expr, Ranges(inverse.free, self.facts))
        return Piece(c, inverse, Def(Acc(name, *inverse.lhs), inverse.free, expr))

    def _scatter(self, c: Contribution, name: Tensor) -> Def:
        """``dx[f(z)] += Σ ...``: indices on which neither the place nor a guard hangs are summed inside."""
        needed: set[Symbol] = set().union(*(at.free_symbols for at in c.index))
        for guard in c.guards:
            needed |= guard.free_symbols  # type: ignore[attr-defined]
        for z, lo, hi in reversed(c.space):
            if z in needed:
                needed |= lo.free_symbols | hi.free_symbols
        free = tuple(b for b in c.space if b[0] in needed)
        inner = tuple(b for b in c.space if b[0] not in needed)
        expr = Reduce("sum", Iverson(*c.guards) * c.factor, inner)
        expr = self.normal(expr, Ranges(free, self.facts))
        return Def(Acc(name, *c.index), free, expr, scatter=True)


def _better_scattered(inverse: Inverse) -> bool:
    """A sum that finds its few terms by testing a computed position would visit far too many."""
    left = {z for z, _, _ in inverse.binders}
    here = {z for z, _, _ in inverse.free}
    for guard in inverse.guards:
        symbols = guard.free_symbols
        hidden = any(f.free_symbols & left for f in guard.atoms(floor))
        if hidden and symbols & here:
            return True
        if guard.kind == "eq" and symbols & here and _looked_up(guard, left):
            return True
    return False


def _looked_up(guard: Expr, left: set[Symbol]) -> bool:
    """``t[n] = a`` with ``n`` still to be summed, and no summed index in the equation itself (a window)."""
    data = [a for a in accesses(guard) if a.tensor.kind == "integer"]
    bare = guard.subs({a: S.Zero for a in data}).free_symbols if data else set()  # type: ignore[attr-defined]
    return any(a.free_symbols & left for a in data) and not bare & left


def _avoid(reader: Def, letters: set[Symbol]) -> Def:
    """Rename the reader's own indices that carry a letter of the target's left side."""
    names = {z.name for z in letters}
    mapping: dict[Symbol, Symbol] = {}
    taken = {*reader.indices, *letters, *reader.expr.free_symbols, *_bound(reader.expr)}
    for z in reader.indices:
        if z.name in names:
            mapping[z] = fresh(z, {*taken, *mapping.values()})
    if not mapping:
        return reader
    free = tuple((mapping.get(z, z), substitute(lo, mapping), substitute(hi, mapping)) for z, lo, hi in reader.free)
    lhs = Acc(reader.tensor, *(substitute(at, mapping) for at in reader.lhs.index))
    return Def(lhs, free, substitute(reader.expr, mapping), reader.scatter)


def _places(expr: Expr, tensor: Tensor, space: tuple[Binder, ...]) -> list[tuple[Acc, tuple[Binder, ...]]]:
    """Every access to ``tensor`` with the indices around it."""
    if isinstance(expr, Acc):
        return [(expr, space)] if expr.tensor == tensor else []
    if isinstance(expr, Reduce):
        return _places(expr.body, tensor, space + expr.binders)
    return [p for a in expr.args if isinstance(a, Expr) for p in _places(a, tensor, space)]


def _bound(expr: Expr) -> set[Symbol]:
    return {z for r in expr.atoms(Reduce) for z in r.bound}


def _fresh_binders(e: Reduce, avoid: set[Symbol]) -> Reduce:
    names: dict[Symbol, Symbol] = {}
    taken = avoid | e.free_symbols | e.bound
    forbidden = {s.name for s in avoid}
    for z in e.bound:
        if z.name in forbidden:
            names[z] = fresh(z, taken | set(names.values()))
    return rename_binders(e, names)


def _swap(rest: Reduce, z: Symbol, other: Symbol) -> Expr:
    """Π over ``other`` instead of ``z``, leaving ``z`` free: the product without its z-th factor."""
    ((_, lo, hi),) = rest.binders
    body = substitute(rest.body, {z: other})
    guards = [g if g.has(z) and g.has(other) else substitute(g, {z: other}) for g in rest.guards]
    return Reduce("prod", body, [(other, lo, hi)], guards)


def _counts(layer: Layer) -> dict[Expr, Symbol]:
    return {expand(value): name for name, value in layer.sizes.items()}


__all__ = ["Adjoint", "Contribution", "Cotangent", "Piece", "cotangent_of", "tidied", "with_switches"]
