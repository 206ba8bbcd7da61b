"""Three primitives of JAX for each layer: its forward F, its gradients V, its tangents T.

F is differentiated forwards by T, which is linear in the tangents; T transposed is V, linear in the
cotangents, and V transposed is T again.  What V and T depend on besides is differentiated by the layers
of the derived gradients (see ``chainrule.calls``): T along x is Σ_i of the second derivatives along ẋ_i.
Over a batch, elementwise layers are computed at once, others one element after the other (``lax.map``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property, partial
from typing import Any

import jax
import numpy as np
from jax.extend.core import Primitive
from jax.interpreters import ad, batching, mlir

from chainrule.calls import Operation
from chainrule.jax.call_frames import Run, foreign, foreign_call

Rule = Callable[..., Any]
Places = list[int | None]
"""Of arrays in a call; ``None`` of those that are not there."""
STATIC = ("names", "options", "wrt")
"""Parameters of the primitives that are no arrays."""


class Primitives:
    """The primitives of ``operation``.

    Arguments are arrays, in the order of names that a static parameter gives: inputs that were left out,
    tangents and cotangents that vanish are not there.  ``options`` are pairs of a name and a value.
    """

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        name = f"chainrule_{operation.name}"
        self.forward = made(name, self.run_forward, self.told_forward, self.forward_jvp, operation)
        self.vjp = made(f"{name}_vjp", self.run_vjp, self.told_vjp, self.vjp_jvp, operation)
        self.jvp = made(f"{name}_jvp", self.run_jvp, self.told_jvp, self.jvp_jvp, operation)
        ad.primitive_transposes[self.vjp] = self.vjp_transposed
        ad.primitive_transposes[self.jvp] = self.jvp_transposed

    # -- kernels on arrays in memory: a function for each place in a program, all that it can know known

    def run_forward(self, *, names: Any, options: Any) -> Run:
        o, plain = self.operation, dict(options)
        inputs, *_ = self.found(names)

        def run(*arrays: Any, out: Sequence[Any] = ()) -> Sequence[Any]:
            fit = [None if name in o.integers else one for name, one in zip(o.results, out, strict=False)]
            return o.forward(picked(arrays, inputs), plain, fit)

        return run

    def run_vjp(self, *, names: Any, options: Any, wrt: Any) -> Run:
        o, plain = self.operation, dict(options)
        inputs, residuals, cotangents, _ = self.found(names)

        def run(*arrays: Any, out: Sequence[Any] = ()) -> Sequence[Any]:
            u, x, saved = (picked(arrays, at) for at in (cotangents, inputs, residuals))
            return o.vjp(u, x, saved, plain, wrt, out)

        return run

    def run_jvp(self, *, names: Any, options: Any) -> Run:
        o, plain = self.operation, dict(options)
        inputs, residuals, _, moved = self.found(names)

        def run(*arrays: Any, out: Sequence[Any] = ()) -> Sequence[Any]:
            dots, x, saved = (picked(arrays, at) for at in (moved, inputs, residuals))
            return o.jvp(dots, x, saved, plain)

        return run

    def found(self, names: Sequence[str]) -> list[Places]:
        """Where inputs, saved values, cotangents and tangents are in a call with arrays of ``names``."""
        o, at = self.operation, {name: k for k, name in enumerate(names)}
        groups = (o.inputs, map(kept, o.residuals), self.cotangents, map(dotted, o.wrt))
        return [[at.get(name) for name in group] for group in groups]

    @cached_property
    def cotangents(self) -> tuple[str, ...]:
        return tuple(f"d{name}" for name in self.operation.outputs)

    # -- what is known of the results before

    def shapes(self, avals: Sequence[Any], names: Sequence[str], options: Any) -> dict[str, Any]:
        o, pairs = self.operation, zip(names, avals, strict=True)
        given = {name: tuple(one.shape) for name, one in pairs if name in o.inputs}
        return o.shapes(given, dict(options))

    def told_forward(self, *avals: Any, names: Any, options: Any) -> list[Any]:
        o, kind = self.operation, self.real(avals, names)
        shapes = self.shapes(avals, names, options)
        whole = jax.dtypes.canonicalize_dtype(np.int64)
        kinds = {name: whole if name in o.integers else kind for name in o.results}
        return [jax.core.ShapedArray(shapes[name], kinds[name]) for name in o.results]

    def told_vjp(self, *avals: Any, names: Any, options: Any, wrt: Any) -> list[Any]:
        given = dict(zip(names, avals, strict=True))
        return [jax.core.ShapedArray(given[name].shape, given[name].dtype) for name in wrt]

    def told_jvp(self, *avals: Any, names: Any, options: Any) -> list[Any]:
        shapes, kind = self.shapes(avals, names, options), self.real(avals, names)
        return [jax.core.ShapedArray(shapes[name], kind) for name in self.operation.outputs]

    def real(self, avals: Sequence[Any], names: Sequence[str]) -> Any:
        o = self.operation
        real = {*o.inputs} - o.integers
        return next(one.dtype for name, one in zip(names, avals, strict=True) if name in real)

    # -- derivatives

    def bound(self, primitive: Any, given: dict[str, Any], options: Any, **more: Any) -> list[Any]:
        """A primitive of those arrays that are there."""
        there = {name: one for name, one in given.items() if present(one)}
        found: list[Any] = primitive.bind(*there.values(), names=(*there,), options=options, **more)
        return found

    def forward_jvp(self, primals: Any, tangents: Any, *, names: Any, options: Any) -> Any:
        o, given = self.operation, dict(zip(names, primals, strict=True))
        values = self.bound(self.forward, given, options)
        results = dict(zip(o.results, values, strict=True))
        moved = dict(zip(names, tangents, strict=True))
        dots = {dotted(name): moved.get(name) for name in o.wrt}
        found: dict[str, Any] = {}
        if any(map(present, dots.values())):
            saved = {kept(name): results[name] for name in o.residuals}
            made = self.bound(self.jvp, {**given, **dots, **saved}, options)
            found = dict(zip(o.outputs, made, strict=True))
        return values, [found[n] if n in found else zero(v) for n, v in results.items()]

    def jvp_transposed(self, cotangents: Any, *given: Any, names: Any, options: Any) -> list[Any]:
        """⟨u, T(x, ẋ)⟩ = ⟨V(u, x), ẋ⟩."""
        o = self.operation
        known = dict(zip(names, given, strict=True))
        moved = [name for name in o.wrt if ad.is_undefined_primal(known.get(dotted(name)))]
        seeds = dict(zip(self.cotangents, map(ad.instantiate_zeros, cotangents), strict=True))
        rest = {n: one for n, one in known.items() if not ad.is_undefined_primal(one)}
        rest = {n: one for n, one in rest.items() if n not in map(dotted, o.wrt)}
        made = self.bound(self.vjp, {**seeds, **rest}, options, wrt=tuple(moved))
        found = dict(zip(map(dotted, moved), made, strict=True))
        return [found.get(name) for name in names]

    def vjp_transposed(self, along: Any, *given: Any, names: Any, options: Any, wrt: Any) -> list[Any]:
        """⟨V(u, x), v⟩ = ⟨u, T(x, v)⟩."""
        known = dict(zip(names, given, strict=True))
        dots = {dotted(name): one for name, one in zip(wrt, along, strict=True)}
        rest = {n: one for n, one in known.items() if n not in self.cotangents}
        made = self.bound(self.jvp, {**rest, **dots}, options)
        found = dict(zip(self.cotangents, made, strict=True))
        return [found[n] if ad.is_undefined_primal(known[n]) else None for n in names]

    def vjp_jvp(self, primals: Any, tangents: Any, *, names: Any, options: Any, wrt: Any) -> Any:
        """Along cotangents V itself; along inputs the tangents of the derived layers."""
        given, moved = dict(zip(names, primals, strict=True)), dict(zip(names, tangents, strict=True))
        values = self.bound(self.vjp, given, options, wrt=wrt)
        linear = {name: moved[name] for name in self.cotangents if present(moved.get(name))}
        terms: list[list[Any]] = []
        if linear:
            like = {name: jax.numpy.zeros_like(given[name]) for name in self.cotangents}
            rest = {n: one for n, one in given.items() if n not in self.cotangents}
            terms.append(self.bound(self.vjp, {**like, **linear, **rest}, options, wrt=wrt))
        inner = {n: moved[n] for n in self.operation.wrt if present(moved.get(n))}
        if inner:
            terms.append([self.derived(name).along(given, inner, options) for name in wrt])
        return values, added(terms, values)

    def jvp_jvp(self, primals: Any, tangents: Any, *, names: Any, options: Any) -> Any:
        """Along tangents T itself; along inputs the second derivatives, each output's by itself."""
        o = self.operation
        given, moved = dict(zip(names, primals, strict=True)), dict(zip(names, tangents, strict=True))
        values = self.bound(self.jvp, given, options)
        dots = {dotted(name): moved.get(dotted(name)) for name in o.wrt}
        terms: list[list[Any]] = []
        if any(map(present, dots.values())):
            rest = {n: one for n, one in given.items() if n not in dots}
            terms.append(self.bound(self.jvp, {**rest, **dots}, options))
        inner = {n: moved[n] for n in o.wrt if present(moved.get(n))}
        if inner:
            seeds = {u: jax.numpy.zeros_like(v) for u, v in zip(self.cotangents, values, strict=True)}
            plain = {n: one for n, one in given.items() if n in o.inputs} | seeds
            for name in o.wrt:
                if present(given.get(dotted(name))):
                    terms.append(self.twice(name, given[dotted(name)], plain, inner, options))
        return values, added(terms, values)

    def derived(self, name: str) -> Primitives:
        return primitives(self.operation.gradient(name))

    def twice(self, name: str, dot: Any, plain: Any, inner: Any, options: Any) -> list[Any]:
        """The tangent of T's term of one input: T is the gradient of ⟨V_i(u, x), ẋ_i⟩ towards u."""
        once = self.derived(name)
        given = {**plain, f"d{once.operation.outputs[0]}": dot}
        return [once.derived(u).along(given, inner, options) for u in self.cotangents]

    def along(self, given: Any, moved: Any, options: Any) -> Any:
        """The tangent of this layer's one output where some of its inputs move."""
        o = self.operation
        inputs = {name: given[name] for name in o.inputs if name in given}
        dots = {dotted(name): one for name, one in moved.items() if name in o.wrt}
        given_options = dict(options)
        own = tuple((n, given_options.get(n, default)) for n, default in o.options.items())
        (found,) = self.bound(self.jvp, {**inputs, **dots}, own)
        return found


def picked(arrays: Sequence[Any], places: Places) -> list[Any]:
    return [None if k is None else arrays[k] for k in places]


def dotted(name: str) -> str:
    return f"{name}_dot"


def kept(name: str) -> str:
    return f"saved_{name}"


def present(one: Any) -> bool:
    """Whether there is an array, and not nothing or zeros of which JAX knows."""
    return one is not None and type(one) is not ad.Zero


def zero(one: Any) -> Any:
    """The tangent of what does not move."""
    return ad.Zero(jax.typeof(one).to_tangent_aval())


def added(terms: Iterable[Sequence[Any]], values: Sequence[Any]) -> list[Any]:
    """The sum of terms for each value; zeros where there is none."""
    groups = list(zip(*terms, strict=True))
    return [sum(g[1:], start=g[0]) for g in groups] if groups else [zero(one) for one in values]


def made(name: str, run: Callable[..., Run], told: Rule, jvp: Rule, operation: Operation) -> Any:
    """A primitive with several results: its kernels are called wherever it is compiled."""
    primitive = Primitive(name)
    primitive.multiple_results = True
    primitive.def_abstract_eval(told)

    def called(*arrays: Any, **static: Any) -> Any:
        results = [jax.ShapeDtypeStruct(one.shape, one.dtype) for one in told(*arrays, **static)]
        kernels = run(**static)
        if foreign():
            return foreign_call(f"{name} {sorted(static.items())}", kernels, results, arrays)
        return called_back(kernels, results, arrays)

    primitive.def_impl(jax.jit(called, static_argnames=STATIC))
    mlir.register_lowering(primitive, mlir.lower_fun(called, multiple_results=True))
    ad.primitive_jvps[primitive] = jvp
    batching.primitive_batchers[primitive] = partial(batch, primitive, operation.pointwise)
    return primitive


def called_back(kernels: Run, results: Sequence[Any], arrays: Sequence[Any]) -> Any:
    """By way of JAX's arrays, where XLA does not call ``call_frames``."""

    def as_numpy(*given: Any) -> list[Any]:
        found = kernels(*map(np.asarray, given))
        return [np.asarray(a, r.dtype) for a, r in zip(found, results, strict=True)]

    return jax.pure_callback(as_numpy, results, *arrays, vmap_method="sequential")


def batch(primitive: Any, whole: bool, arrays: Sequence[Any], dims: Sequence[Any], **static: Any) -> Any:
    """One more axis in front: at once where axes do not matter, else one element after the other."""
    pairs = list(zip(arrays, dims, strict=True))
    size = next(one.shape[axis] for one, axis in pairs if axis is not None)
    front = [one if axis is None else jax.numpy.moveaxis(one, axis, 0) for one, axis in pairs]
    if whole:
        wide = [
            jax.numpy.broadcast_to(one, (size, *one.shape)) if axis is None else one
            for one, axis in zip(front, dims, strict=True)
        ]
        found = primitive.bind(*wide, **static)
    else:
        moving = [one for one, axis in zip(front, dims, strict=True) if axis is not None]

        def each(here: Sequence[Any]) -> Any:
            left = iter(here)
            given = [one if axis is None else next(left) for one, axis in zip(front, dims, strict=True)]
            return primitive.bind(*given, **static)

        found = jax.lax.map(each, moving)
    return found, [0] * len(found)


@cache
def primitives(operation: Operation) -> Primitives:
    """The primitives of ``operation``, made once in a process."""
    return Primitives(operation)


__all__ = ["Primitives", "primitives"]
