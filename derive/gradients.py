"""Everything that is derived from a forward, in four stages, each derived once:

    canonicalise   Layer → Canonical           guards for brackets, names for what is read again, switches
    reverse        Canonical → cotangents      chain rule, calculus, index maps inverted; steps recorded
    simplify       cotangents → definitions    in the form an expert would write; steps recorded
    share          definitions → Programs      one per gradient, one for all, saved values, tangents

The textbook form is what is told; the form over residue classes, that is compiled, follows from it.

>>> from derive.layers import LAYERS
>>> g = gradients(LAYERS["dense"])
>>> print(g.vjp[g.layer.wrt[0]].defs[-1])
dx[n, k] = sum(dy[n, o]*w[o, k] for o=0..O - 1)   for n=0..N - 1, k=0..K - 1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from derive.autodiff.backward import Backward
from derive.autodiff.canonicalise import canonicalise
from derive.autodiff.forward import forward_mode
from derive.autodiff.inversion.gather import MODES
from derive.autodiff.second_order import derived_layer
from derive.autodiff.share import forward_with, residuals_of, with_forward
from derive.explain.told import told
from derive.expr import StopGradient, Tensor, without_stops
from derive.model.layer import Layer, Program
from derive.steps import Derivation


@dataclass(frozen=True)
class Gradients:
    """A layer with all that is derived from it, as programs for the generator."""

    layer: Layer
    forward: Program
    residuals: tuple[Tensor, ...]
    vjp: Mapping[Tensor, Program]
    vjp_all: Program
    jvp: Program
    tangents: Program
    """``jvp`` in its textbook form."""
    backward: Backward

    @cached_property
    def derivations(self) -> dict[Tensor, Derivation]:
        """The told derivation of each gradient, to its textbook form."""
        return {t: told(self.backward, t) for t in self.layer.wrt}

    @cached_property
    def compilations(self) -> dict[Tensor, Derivation]:
        """The same, told on to the form that is compiled, with the choices on the way."""
        return {t: told(self.backward, t, compiled=True) for t in self.layer.wrt}


def gradients(layer: Layer, mode: str = "residue") -> Gradients:
    """Derive every gradient of ``layer``; ``mode`` is how strided index maps are inverted.

    ``mode``: "free" (textbook), "unit" (no congruence left) or "residue" (over residue classes).
    """
    model = canonicalise(layer)
    backward = Backward(model, _inversion(mode))
    textbook = {t: backward.program([t], f"vjp_{t.name}") for t in layer.wrt}
    together = backward.program(layer.wrt, "vjp")
    residuals = residuals_of(model.layer, [*textbook.values(), together])
    tangents = with_forward(forward_mode(model), model.layer.forward, residuals)
    form = backward.over_classes if mode == "residue" else _as_it_is
    vjp = {t: form(program) for t, program in textbook.items()}
    forward = form(forward_with(residuals, model))
    vjp = {t: _values(program) for t, program in vjp.items()}
    programs = map(_values, (forward, form(together), form(tangents), tangents))
    forward, together, computed, tangents = programs
    return Gradients(layer, forward, residuals, vjp, together, computed, tangents, backward)


def _values(program: Program) -> Program:
    """What is computed: that a derivative stops somewhere is no matter of values."""
    if not any(one.expr.has(StopGradient) for one in program.defs):
        return program
    return replace(program, defs=tuple(replace(one, expr=without_stops(one.expr)) for one in program.defs))


def _inversion(mode: str) -> str:
    """How index maps are inverted; residue classes start from the textbook form."""
    if mode not in MODES:
        raise ValueError(f"mode: expected one of {', '.join(MODES)}, got {mode!r}")
    return "unit" if mode == "unit" else "free"


def _as_it_is(program: Program) -> Program:
    return program


def derive_vjp(layer: Layer, tensor: Tensor, mode: str = "free") -> Derivation:
    """Derive the gradient towards one input, with the steps told.

    ``mode``: "free" (textbook), "unit" or "residue" (no congruence left).  Raises ``ModelError`` where
    ``tensor`` is no differentiable input.
    """
    (one,) = derivations(layer, [tensor], mode)
    return one


def derivations(layer: Layer, tensors: Iterable[Tensor], mode: str = "free") -> Iterator[Derivation]:
    """The derivations towards several inputs, one after the other; what they share is derived once."""
    backward = Backward(canonicalise(layer), _inversion(mode))
    for tensor in tensors:
        yield told(backward, tensor, compiled=mode == "residue")


def derive_jvp(layer: Layer) -> Program:
    """The tangents of the outputs as definitions over the tangents of the inputs."""
    model = canonicalise(layer)
    return with_forward(forward_mode(model), model.layer.forward, ())


__all__ = ["Backward", "Gradients", "derivations", "derive_jvp", "derive_vjp", "derived_layer", "gradients"]
