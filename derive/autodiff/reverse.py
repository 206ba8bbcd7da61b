"""The adjoint of a forward: for each tensor, its cotangent as a gather over the cotangents of its readers.

The VJP of an access ``x[f(z)]`` in ``y[l(z)] = body(z)`` is a scatter over the same iteration space,
``dx[f(z)] += dy[l(z)] · ∂body/∂x[f(z)]``.  ``derive.autodiff.inversion`` turns it into a sum for each
element of ``dx``; the Kronecker brackets are how that prints, not how it is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sympy import Expr, S, Symbol, floor

from derive.autodiff.canonicalise import Canonical
from derive.autodiff.chain_rule import record
from derive.autodiff.cotangents import Cotangent, Piece, cotangent_of
from derive.autodiff.invariance import cancels
from derive.autodiff.inversion.gather import Inverse
from derive.autodiff.inversion.transpose import Terms, over_quotients, transposed
from derive.autodiff.scatter import Contribution, contributions, left_side_letters
from derive.expr import Acc, Iverson, Reduce, Tensor, accesses, bound_indices, eq, substitute, tensors
from derive.model.layer import Def
from derive.proof import Ranges
from derive.simplify.normal_form import Normaliser
from derive.simplify.sum_rules import kronecker, read_digits
from derive.steps import Trace

UNLIKE = "the contributions of its readers have left sides of different form"
NO_INVERSE = "the place has no inverse that the rules can write"
SEARCHED = "a sum for each element would find its few terms by testing all of them"


class Adjoint:
    """The cotangents of a layer's tensors, each found on demand."""

    def __init__(self, model: Canonical, mode: str = "free") -> None:
        self.layer, self.switch, self.facts = model.layer, model.switch, model.facts
        self.mode = mode
        self.normal = Normaliser(model.counts)
        self._found: dict[Tensor, Cotangent | None] = {}
        self._shown: dict[Tensor, Cotangent | None] = {}
        self._cancelled: dict[Tensor, bool] = {}

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
        """The cotangent of ``tensor``, or None where no output depends on it, or none changes with it."""
        if tensor not in self._found:
            self._found[tensor] = None if self.cancels(tensor) else self._derive(tensor)
        return self._found[tensor]

    def cancels(self, tensor: Tensor) -> bool:
        """Whether it is an extreme of which the outputs are proved to be independent."""
        if tensor not in self._cancelled:
            self._cancelled[tensor] = cancels(tensor, self.layer.forward, self.layer.outputs)
        return self._cancelled[tensor]

    def shown(self, tensor: Tensor) -> Cotangent | None:
        """The cotangent as it is printed: a sum for each element, ``dx[a] = Σ_z [f(z) = a] g(z)``.

        A kernel may add where it belongs instead; on paper a sum over a bracket of data is like any other.
        """
        found = self.cotangent(tensor)
        if found is None or all(p.inverse is not None for p in found.pieces):
            return found
        if tensor not in self._shown:
            self._shown[tensor] = self._derive(tensor, searching=True)
        return self._shown[tensor]

    def _derive(self, tensor: Tensor, searching: bool = False) -> Cotangent | None:
        sources = self._all_contributions(tensor, plain=False)
        name = cotangent_of(tensor)
        given = None
        if tensor in self.layer.outputs:
            given, name = Acc(name, *name.axes), name.rename(name.name + "_total")
        if not sources and given is None:
            return None
        return self._assemble(tensor, name, given, sources, searching)

    def source(self, name: Tensor) -> Contribution | None:
        """The one contribution of which the cotangent called ``name`` is the inverse, and nothing else."""
        for found in self._found.values():
            if found is not None and found.definition.tensor == name and len(found.pieces) == 1:
                (piece,) = found.pieces
                return piece.source if len(found.defs) == 1 and piece.inverse is not None else None
        return None

    # -- contributions -----------------------------------------------------------------------------

    def _all_contributions(self, tensor: Tensor, plain: bool) -> list[Contribution]:
        found: list[Contribution] = []
        for reader in self._active_readers(tensor):
            seed = self.seed(reader.tensor)
            if seed is not None:
                letters = set(tensor.axes) if plain else left_side_letters(reader, tensor, self.facts)
                found += contributions(reader, tensor, seed, letters, self.switch)
        return found

    # -- assembly ----------------------------------------------------------------------------------

    def _assemble(
        self,
        tensor: Tensor,
        name: Tensor,
        given: Expr | None,
        sources: Sequence[Contribution],
        searching: bool,
    ) -> Cotangent:
        """``searching``: a sum for each element also where it would have to look for its few terms."""
        pieces = [self._piece(c, name, False, searching) for c in sources]
        trace = Trace()
        gathers = [p for p in pieces if not p.definition.scatter]
        forms = {(p.definition.lhs, p.definition.free) for p in gathers}
        if len(forms) > 1 or (forms and (given is not None or len(gathers) < len(pieces))):
            if any(tuple(lhs.index) != tuple(tensor.axes) for lhs, _ in forms):
                trace.chose(f"left side of {name.name}", "the letters of its axes", UNLIKE)
            plain = self._all_contributions(tensor, plain=True)
            pieces = [self._piece(c, name, True, searching) for c in plain]
        defs = tuple(self._sum(name, given, pieces))
        record(trace, tensor, given, defs, pieces)
        for piece in (p for p in pieces if p.inverse is None):
            place = Acc(tensor, *piece.source.index)
            trace.chose(f"gradient through {place}", "added where it belongs (scatter)", piece.reason)
        return Cotangent(tensor, defs, tuple(pieces), trace)

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

    def _piece(self, c: Contribution, name: Tensor, plain: bool, searching: bool) -> Piece:
        names = {*c.factor.free_symbols, *bound_indices(c.factor)}
        guards = tuple(g for g in c.guards if g not in c.implied) if searching else c.guards
        terms = Terms(c.index, c.space, guards, c.factor)
        terms = over_quotients(terms, c.reader.indices, {*names, *name.axes})
        avoid = {*names, *terms.factor.free_symbols}
        summed = {z for z, _, _ in c.binders}
        found = transposed(terms, name, summed, mode=self.mode, plain=plain, facts=self.facts, avoid=avoid)
        if found is None and searching:
            return self._looked_through(c, name)
        if found is None or (not searching and _better_scattered(found.inverse)):
            return Piece(c, None, self._scatter(c, name), NO_INVERSE if found is None else SEARCHED)
        ranges = Ranges(found.inverse.free, self.facts)
        made = Def(Acc(name, *found.inverse.lhs), found.inverse.free, self.normal(found.sum, ranges))
        return Piece(c, found.inverse, made, by=self.normal.rules(found.sum, ranges))

    def _looked_through(self, c: Contribution, name: Tensor) -> Piece:
        """``dx[a] = Σ_z [f(z) = a] g(z)``: letters of the place are those of the left side."""
        solved: dict[Symbol, Expr] = {}
        guards = list(c.guards)
        letters = {z for z, _, _ in c.space}
        for at, letter in zip(c.index, name.axes, strict=True):
            if at.is_Symbol and at in letters and at not in solved:
                solved[at] = letter
            else:
                guards.append(eq(at - letter))
        free = tuple((z, S.Zero, extent - 1) for z, extent in zip(name.axes, name.shape, strict=True))
        binders = tuple(b for b in c.space if b[0] not in solved)
        inverse = Inverse(name.axes, free, binders, tuple(guards), solved)
        body, conds = substitute(c.factor, solved), [substitute(g, solved) for g in guards]
        total, ranges = Reduce("sum", body, binders, conds), Ranges(free, self.facts)
        made = Def(Acc(name, *name.axes), free, self.normal(total, ranges))
        return Piece(c, inverse, made, by=self.normal.rules(total, ranges))

    def _scatter(self, c: Contribution, name: Tensor) -> Def:
        """``dx[f(z)] += Σ ...``: indices on which neither the place nor a guard hangs are summed inside."""
        terms = self._named_by_data(self._winner(c))
        needed: set[Symbol] = set().union(*(at.free_symbols for at in terms.index))
        for guard in terms.guards:
            needed |= guard.free_symbols
        for z, lo, hi in reversed(terms.space):
            if z in needed:
                needed |= lo.free_symbols | hi.free_symbols
        free = tuple(b for b in terms.space if b[0] in needed)
        inner = tuple(b for b in terms.space if b[0] not in needed)
        expr = Reduce("sum", Iverson(*terms.guards) * terms.factor, inner)
        ranges = Ranges(free, self.facts)
        place = (self.normal(at, ranges) for at in terms.index)
        return Def(Acc(name, *place), free, self.normal(expr, ranges), scatter=True)

    def _winner(self, c: Contribution) -> Terms:
        """The place of a winner read off its switch ``t``: ``dx[t // W, t % W]``, no search for it."""
        terms = Terms(c.index, c.space, c.guards, c.factor)
        found = read_digits(c.binders, list(c.guards), Ranges(c.reader.free, self.facts))
        if found is None:
            return terms
        values, binders, guards = found
        kept = [substitute(g, values) for g in guards if g not in c.implied]
        return terms.moved(values, c.reader.free + binders, kept)

    def _named_by_data(self, terms: Terms) -> Terms:
        """Letters of the space that data give are no loops: ``dx[s[e]] += dy[t[e]]`` for every e alone."""
        while (found := kronecker(terms.space, terms.guards)) is not None:
            values, space, guards = found
            terms = terms.moved(values, space, [substitute(g, values) for g in guards])
        return terms


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
    bare = guard.subs(dict.fromkeys(data, S.Zero)).free_symbols if data else set()
    return any(a.free_symbols & left for a in data) and not bare & left


__all__ = ["Adjoint", "Contribution", "Cotangent", "Piece", "cotangent_of"]
