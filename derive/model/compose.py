"""A layer inside a layer: its definitions over other tensors, sizes and options.

>>> from derive.layers.linear import dense
>>> from derive.layers.activations import relu
>>> from derive.notation import Layer, index, sizes, tensor
>>> N, D, H = sizes("N D H")
>>> n, d, h = index("n", N), index("d", D), index("h", H)
>>> X, W, B = tensor("x", n, d), tensor("w", h, d), tensor("b", h)
>>> A, Y = tensor("a", n, h), tensor("y", n, h)
>>> block = Layer("block", [apply(dense, A, x=X, w=W, b=B), apply(relu, Y, x=A)], wrt=(X, W, B))
>>> print(block.forward[1])
y[n, h] = (a[n, h] if a[n, h] > 0 else 0)   for n=0..N - 1, h=0..H - 1
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Expr, S, Symbol, sympify

from derive.expr import Acc, Index, Tensor, accesses, eq, substitute
from derive.expr.expansion import expand
from derive.model.definitions import Applied, Def, ModelError, Option
from derive.model.layer import Layer
from derive.model.spoken import About


def apply(layer: Layer, into: Tensor | Mapping[str, Tensor], **given: Any) -> Applied:
    """The definitions of ``layer`` with its inputs and options given by name, its output in ``into``.

    ``into``   the tensor that receives the output, or a mapping from output names where there are several
    ``given``  a tensor of the outer model for each input (those with a default may be left out), and
               numbers, symbols, tuples of them or an outer ``Option`` for the options

    An elementwise layer (one axis everywhere) takes tensors of any rank.  Raises ``ModelError`` naming
    the input whose shape does not fit.
    """
    outputs = into if isinstance(into, Mapping) else {layer.outputs[0].name: into}
    names = {t.name for t in layer.inputs} | {o.name for o in layer.options}
    for name in given:
        if name not in names:
            raise ModelError(
                f"{layer.name}: has no input or option {name!r}; it has {', '.join(sorted(names))}"
            )
    options = _option_values(layer, given)
    layer = layer.specialise({k: v for k, v in options.items() if v.is_number})
    symbolic = {k: v for k, v in options.items() if not v.is_number}
    actual = {t: given[t.name] for t in layer.inputs if t.name in given}
    missing = [t.name for t in layer.inputs if t not in actual and t not in layer.defaults]
    if missing:
        raise ModelError(f"{layer.name}: the input {missing[0]} is not given")
    actual |= {t: outputs[t.name] for t in (*layer.outputs, *layer.aux) if t.name in outputs}
    if is_elementwise(layer):
        return Applied(tuple(_spread(layer, actual)), {}, layer.requires, _said_of(layer, actual))
    return _placed(layer, actual, next(iter(outputs.values())).name, symbolic)


def is_elementwise(layer: Layer) -> bool:
    """Whether every tensor has the same single axis and each element its own place: shapes do not matter."""
    tensors = [*layer.inputs, *(d.tensor for d in layer.forward)]
    alike = all(len(t.shape) == 1 and t.shape == tensors[0].shape for t in tensors)
    return alike and all(one.pointwise for one in layer.forward)


def _option_values(layer: Layer, given: Mapping[str, Any]) -> dict[Symbol, Expr]:
    values: dict[Symbol, Expr] = {}
    for option in layer.options:
        chosen = given.get(option.name, option.default)
        if chosen is None:
            raise ModelError(f"{layer.name}: the option {option.name} is not given")
        values |= dict(zip(option.symbols, broadcast(option, chosen), strict=True))
    return values


def broadcast(option: Option, chosen: Any) -> list[Expr]:
    """One value per symbol: a scalar for all, a shorter tuple repeated in runs, nested pairs flattened."""
    flat = list(_leaves(chosen.symbols if isinstance(chosen, Option) else chosen))
    count = len(option.symbols)
    if not flat or count % len(flat):
        raise ModelError(f"option {option.name}: expected 1 to {count} values, got {len(flat)}")
    return [sympify(v) for v in flat for _ in range(count // len(flat))]


def _leaves(chosen: Any) -> Sequence[Any]:
    if isinstance(chosen, tuple | list):
        return [leaf for one in chosen for leaf in _leaves(one)]
    return [chosen]


def _placed(
    layer: Layer, actual: dict[Tensor, Tensor], prefix: str, options: Mapping[Symbol, Expr]
) -> Applied:
    sizes = _unify(layer, actual, options)
    mapping: dict[Any, Any] = dict(sizes)
    for one in layer.forward:
        if one.tensor not in actual:
            inner = substitute(one.tensor, sizes)
            actual[one.tensor] = inner.rename(f"{prefix}_{one.tensor.name}")
    mapping |= actual
    defs = []
    for one in layer.forward:
        constants = {a: layer.defaults[a.tensor] for a in accesses(one.expr) if a.tensor not in actual}
        one = replace(one, expr=substitute(one.expr, constants))
        free = tuple((z, substitute(lo, mapping), substitute(hi, mapping)) for z, lo, hi in one.free)
        lhs, expr = substitute(one.lhs, mapping), substitute(one.expr, mapping)
        defs.append(replace(one, lhs=lhs, free=free, expr=expr))
    derived = {sizes.get(k, k): substitute(v, sizes) for k, v in layer.sizes.items()}
    known: set[Any] = set().union(*(actual[t].free_symbols for t in layer.inputs if t in actual))
    named = {k: v for k, v in derived.items() if isinstance(k, Symbol) and k not in known and k != v}
    requires = tuple((substitute(c, sizes), message) for c, message in layer.requires)
    requires += tuple(_declared(layer, k, v) for k, v in derived.items() if k not in named and expand(k - v))
    return Applied(tuple(defs), named, requires, _said_of(layer, actual))


def _said_of(layer: Layer, actual: Mapping[Tensor, Tensor]) -> tuple[str, ...]:
    """The conventions, spoken of the tensors that were given: ``at a1 = 0`` for ``at x = 0``."""
    names = {t.name: actual[t].name for t in layer.inputs if t in actual}
    spoken = re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")(?= [=<>≤≥] |\[)")
    texts = ((text, spoken.sub(lambda m: names[m[0]], text)) for text in layer.conventions)
    return tuple(
        About(said, *(actual.get(t, t) for t in text.of)) if isinstance(text, About) else said
        for text, said in texts
    )


def _declared(layer: Layer, declared: Expr, derived: Expr) -> tuple[Any, str]:
    """The condition that an extent given in the outer model is the one that the layer derives."""
    if eq(declared - derived) == S.false:
        raise ModelError(f"{layer.name}: its output has extent {derived}, the tensor given has {declared}")
    return eq(declared - derived), f"{layer.name}: its output has extent {derived}, not {declared}"


def _unify(
    layer: Layer, actual: Mapping[Tensor, Tensor], options: Mapping[Symbol, Expr]
) -> dict[Symbol, Expr]:
    """The sizes of ``layer`` in terms of the outer model's, read off the shapes."""
    sizes: dict[Symbol, Expr] = dict(options)
    pending: list[tuple[Tensor, Expr, Expr]] = []
    for formal, outer in actual.items():
        if len(formal.shape) != len(outer.shape):
            raise ModelError(
                f"{layer.name}: {formal.name} has {len(formal.shape)} axes, "
                f"{outer.name} has {len(outer.shape)}"
            )
        pending += [(formal, f, o) for f, o in zip(formal.shape, outer.shape, strict=True)]
    for formal, f, o in sorted(pending, key=lambda p: not p[1].is_Symbol):
        f = expand(substitute(f, sizes))
        unknown = [s for s in f.free_symbols if s not in sizes and s in _own_sizes(layer)]
        if expand(f - o) == 0:
            continue
        if len(unknown) == 1 and f.coeff(unknown[0]) != 0 and not f.subs(unknown[0], 0):
            value = expand(o / f.coeff(unknown[0]))
            if not value.as_numer_denom()[1].free_symbols:
                sizes[unknown[0]] = value
                continue
        raise ModelError(f"{layer.name}: {formal.name} needs extent {f}, {actual[formal].name} has {o}")
    return sizes


def _own_sizes(layer: Layer) -> set[Any]:
    shapes: set[Any] = set().union(*(t.free_symbols for t in (*layer.inputs, *layer.outputs, *layer.aux)))
    return shapes | set(layer.sizes)


def _spread(layer: Layer, actual: dict[Tensor, Tensor]) -> Sequence[Def]:
    """An elementwise layer over the axes of the tensors it is given."""
    model = next(iter(actual.values()))
    axes: tuple[Index, ...] = tuple(Index(z.name, e) for z, e in zip(model.axes, model.shape, strict=True))
    free = tuple((z, S.Zero, z.extent - 1) for z in axes)
    defs = []
    for one in layer.forward:
        own = actual.get(one.tensor) or Tensor(f"{model.name}_{one.tensor.name}", model.shape, axes)
        actual[one.tensor] = own
        reads = {a: Acc(actual[a.tensor], *axes) for a in accesses(one.expr) if a.tensor in actual}
        reads |= {a: layer.defaults[a.tensor] for a in accesses(one.expr) if a.tensor not in actual}
        defs.append(replace(one, lhs=Acc(own, *axes), free=free, expr=substitute(one.expr, reads)))
    return defs
