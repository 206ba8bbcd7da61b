"""A gradient as a layer of its own: derived again, it gives the second order."""

from __future__ import annotations

from dataclasses import replace

from derive.autodiff.backward import Backward
from derive.autodiff.canonicalise import canonicalise
from derive.autodiff.reverse import cotangent_of
from derive.autodiff.share import without_dead
from derive.expr import Acc, Tensor
from derive.model.layer import Layer, Program


def derived_layer(layer: Layer, tensor: Tensor) -> Layer:
    """The gradient towards ``tensor`` as a layer of its own: derive it again for second order.

    Its inputs are the cotangents and the inputs of ``layer``; its output ``grad_x`` is the gradient
    (``grad_grad_x`` where ``layer`` is such a layer itself).
    """
    backward = Backward(canonicalise(layer), "unit")
    program = _renamed(backward.program([tensor], f"vjp_{tensor.name}"), f"grad_{tensor.name}", layer)
    whole = without_dead(Program("", layer.inputs, backward.after_forward(program), program.outputs))
    aside = _aside(whole, backward, layer)
    cotangents = tuple(cotangent_of(t) for t in layer.outputs)
    return Layer(
        name=f"{layer.name}_vjp_{tensor.name}",
        forward=tuple(d.substitute(aside) for d in whole.defs),
        wrt=cotangents + layer.wrt,
        inputs=cotangents + layer.inputs,
        outputs=program.outputs,
        options=layer.options,
        sizes=layer.sizes,
        defaults=layer.defaults,
        requires=layer.requires,
        summary=_words(layer, tensor, program.outputs[0]),
        conventions=layer.conventions,
    )


def _words(layer: Layer, tensor: Tensor, made: Tensor) -> str:
    """What the new names mean."""
    what = f"gradient of {layer.name} towards {tensor.name}"
    return f"{what}, derived again; {made.name} is that gradient, {cotangent_of(made).name} its cotangent"


def _renamed(program: Program, name: str, layer: Layer) -> Program:
    """The program with its gradient called ``name``, or that where it is free."""
    named = program.outputs[0].rename(_free_name(name, layer))
    last = program.defs[-1]
    last = replace(last, lhs=Acc(named, *last.lhs.index))
    return replace(program, defs=(*program.defs[:-1], last), outputs=(named,))


def _free_name(name: str, layer: Layer) -> str:
    """``name``, or ``grad_`` before it once more where a gradient of an earlier derivation has it."""
    taken = {t.name for t in layer.inputs} | {cotangent_of(t).name for t in layer.outputs}
    while name in taken or f"d{name}" in taken:
        name = f"grad_{name}"
    return name


def _aside(program: Program, backward: Backward, layer: Layer) -> dict[Tensor, Tensor]:
    """Other names for inner values whose own cotangents would meet a name that is taken."""
    given = {cotangent_of(t).name for t in layer.outputs}
    aside: dict[Tensor, Tensor] = {}
    for inner in (d.tensor for d in program.defs if d.tensor not in program.outputs):
        if inner in backward.known:
            aside[inner] = inner.rename(f"grad_{inner.name.removeprefix('d')}")
        elif f"d{inner.name}" in given:
            aside[inner] = inner.rename(f"{inner.name}1")
    return aside
