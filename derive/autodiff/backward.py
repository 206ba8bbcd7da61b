"""The backward pass of a layer: its cotangents, derived and simplified in the order of the pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sympy import S, cos, erf, erfc, exp, log, sin, tanh

from derive.autodiff.canonicalise import Canonical
from derive.autodiff.inversion.residue_classes import Phased, phased
from derive.autodiff.inversion.winners import by_winner
from derive.autodiff.reverse import Adjoint, cotangent_of
from derive.expr import Acc, Reduce, Tensor, tensors
from derive.model.layer import Def, Layer, Program
from derive.simplify.search import Simplified, Simplifier

COSTLY = (exp, log, sin, cos, tanh, erf, erfc)
"""Functions that take longer than the element of an array takes to be read."""


class Backward:
    """The cotangents of a layer, each derived once; every program and every told derivation reads them.

    ``mode``: "free" (textbook) or "unit" (no congruence).  ``split`` has the form over residue classes, that
    is compiled, of what the textbook form says.
    """

    def __init__(self, model: Canonical, mode: str = "free") -> None:
        self.source, self.layer, self.facts = model.source, model.layer, model.facts
        self.adjoint = Adjoint(model, mode)
        self.simplify = Simplifier(self.layer, self.facts, model.counts)
        self._done: dict[Tensor, tuple[Simplified, ...]] = {}
        self._split: dict[Def, Phased] = {}
        self._shown: dict[Tensor, tuple[Simplified, ...]] = {}
        self.known: dict[Tensor, Def] = {}

    def simplified(self, tensor: Tensor) -> tuple[Simplified, ...]:
        """The definitions of the cotangent of ``tensor`` in their best form, the cotangent itself last."""
        if tensor not in self._done:
            for reader in reversed(self.layer.forward):
                if tensor in tensors(reader.expr) and reader.tensor.kind == "real":
                    self.simplified(reader.tensor)
            found = self.adjoint.cotangent(tensor)
            made = []
            for one in found.defs if found else ():
                made.append(self._simplest(one, self.known))
                self.known[one.tensor] = made[-1].definition
            self._done[tensor] = tuple(made)
        return self._done[tensor]

    def shown(self, tensor: Tensor) -> tuple[Simplified, ...]:
        """The same as it is printed: no scatter where its place has an inverse."""
        simplified = self.simplified(tensor)
        found = self.adjoint.shown(tensor)
        if found is None or found is self.adjoint.cotangent(tensor):
            return simplified
        if tensor not in self._shown:
            self._shown[tensor] = tuple(self._simplest(one, self._printed(tensor)) for one in found.defs)
        return self._shown[tensor]

    def _simplest(self, one: Def, known: Mapping[Tensor, Def]) -> Simplified:
        """The best form of ``one``; to add 0 to places is to add nothing anywhere."""
        made = self.simplify(one, known, self._read_once())
        if one.scatter and made.definition.expr == 0:
            return replace(made, definition=_nothing(one.tensor))
        return made

    def _printed(self, tensor: Tensor) -> dict[Tensor, Def]:
        """The cotangents of the readers of ``tensor`` and of theirs, as they are printed."""
        made = dict(self.known)
        for reader in self.layer.forward:
            if tensor in tensors(reader.expr) and reader.tensor.kind == "real":
                made |= self._printed(reader.tensor)
                made |= {s.definition.tensor: s.definition for s in self.shown(reader.tensor)}
        return made

    def printed(self, tensor: Tensor, order: Iterable[Tensor]) -> Program:
        """The program of the gradient towards ``tensor``, each cotangent of ``order`` as it is printed."""
        program = self.program([tensor], f"vjp_{tensor.name}")
        known = {d.tensor: d for d in program.defs}
        for value in order:
            known |= {s.definition.tensor: s.definition for s in self.shown(value)}
        return self._around([known[program.defs[-1].tensor]], known, program.name)

    def naming(self, order: Sequence[Tensor]) -> dict[Tensor, tuple[Simplified, ...]]:
        """The cotangents of ``order`` as they are printed, over those in which several ways meet or part.

        Empty where no inner one is such.
        """
        found = {value: one for value in order if (one := self.adjoint.shown(value)) is not None}
        last = found[order[-1]].definition.expr if order[-1] in found else None
        inner = (found[value] for value in order[:-1] if value in found)
        reads = Counter(t for one in found.values() for t in {*one.definition.reads})
        names = {
            one.definition.tensor
            for one in inner
            if one.definition.lhs != last and (one.meets or reads[one.definition.tensor] > 1)
        }
        made: dict[Tensor, tuple[Simplified, ...]] = {}
        known: dict[Tensor, Def] = {}
        for value, one in found.items() if names else ():
            made[value] = tuple(self._simplest(d, known) for d in one.defs)
            known |= {
                s.definition.tensor: s.definition for s in made[value] if s.definition.tensor not in names
            }
        return made

    def program_of(self, cotangents: Mapping[Tensor, Sequence[Simplified]], name: str) -> Program:
        """The program of the last of the cotangents, with all that it needs."""
        known = {s.definition.tensor: s.definition for made in cotangents.values() for s in made}
        return self._around([list(known.values())[-1]], known, name)

    def _read_once(self) -> set[Tensor]:
        """Cotangents of values that are computed from a single other value: only that one's needs them."""
        once = set()
        for one in self.layer.forward:
            moving = [t for t in tensors(one.expr) if t.kind == "real"]
            if len(moving) == 1:
                once.add(cotangent_of(one.tensor))
        return once

    def program(self, targets: Iterable[Tensor], name: str) -> Program:
        """The definitions that compute the cotangents of ``targets``, with all they need, in order."""
        targets = list(targets)
        for target in targets:
            self.simplified(target)
        return self._around([self.gradient(t) for t in targets], self.known, name)

    def _around(self, wanted: Sequence[Def], known: Mapping[Tensor, Def], name: str) -> Program:
        """The program of the definitions ``wanted``, with all that they need; ``known``: cotangents."""
        forward = {d.tensor: d for d in self.layer.forward if not is_residual(d, self.layer)}
        kept: dict[Tensor, Def] = {}
        for one in wanted:
            _need(one, forward | dict(known), kept)
        read = {t for d in kept.values() for t in d.reads}
        residuals = [d.tensor for d in self.layer.forward if d.tensor in read and d.tensor not in kept]
        inputs = (*(cotangent_of(t) for t in self.layer.outputs), *self.layer.inputs, *residuals)
        return Program(name, inputs, tuple(kept.values()), tuple(d.tensor for d in wanted))

    def after_forward(self, program: Program) -> tuple[Def, ...]:
        """The forward, then what ``program`` adds: a value of both stands where the forward has it."""
        made = {d.tensor for d in self.layer.forward}
        return (*self.layer.forward, *(d for d in program.defs if d.tensor not in made))

    def gradient(self, tensor: Tensor) -> Def:
        """The final definition of the cotangent; a gradient that is zero everywhere is written out."""
        found = self.simplified(tensor)
        return found[-1].definition if found else _nothing(cotangent_of(tensor))

    def split(self, one: Def) -> Phased:
        """``one`` in the form that is compiled, derived once: by its winners, or over residue classes."""
        if one not in self._split:
            source = self.adjoint.source(one.tensor)
            found = by_winner(one, source, self.facts) if source else None
            self._split[one] = found or phased(one, self.facts)
        return self._split[one]

    def over_classes(self, program: Program) -> Program:
        """The program in the form that is compiled."""
        return replace(program, defs=tuple(self.split(d).definition for d in program.defs))


def _nothing(tensor: Tensor) -> Def:
    """An array of zeros, written out."""
    free = tuple((z, S.Zero, e - 1) for z, e in zip(tensor.axes, tensor.shape, strict=True))
    return Def(Acc(tensor, *tensor.axes), free, S.Zero)


def _need(one: Def, own: Mapping[Tensor, Def], kept: dict[Tensor, Def]) -> None:
    """Keep ``one`` after what it reads; ``own``: what a program computes for itself, not what is saved."""
    for read in one.reads:
        if read in own and read not in kept and read != one.tensor:
            _need(own[read], own, kept)
    kept[one.tensor] = one


def is_residual(one: Def, layer: Layer) -> bool:
    """A forward value that is worth saving: it contains a reduction, or is a result that exists anyway.

    Such a result is read in place of what it is computed of where it takes a function of each element, which
    costs more than reading does; a layer without any reduction computes it anew and saves nothing.
    """
    return _reduces(one) or (
        one.tensor in layer.outputs and _is_costly(one) and any(map(_reduces, layer.forward))
    )


def _reduces(one: Def) -> bool:
    return bool(one.expr.has(Reduce))


def _is_costly(one: Def) -> bool:
    """Whether each element is an elementary function of something of its own."""
    letters = {z for z, _, _ in one.free}
    return any(letters <= f.free_symbols for f in one.expr.atoms(*COSTLY))


__all__ = ["Backward", "is_residual"]
