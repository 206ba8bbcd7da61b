"""A layer as a function of JAX's arrays: what a caller writes, turned into the arguments of a primitive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp

from chainrule import calls
from chainrule.jax.primitives import primitives
from chainrule.written import complete, signature

if TYPE_CHECKING:
    from derive.api.lookup import LayerLike

FULL = frozenset(map(jnp.dtype, ("float32", "float64")))
HALF = frozenset(map(jnp.dtype, ("float16", "bfloat16")))


class JaxFunction:
    """A layer on JAX's arrays, called like the forward of its kernels: ``conv2d(x, w, b, stride=2)``.

    Inputs come in the order of ``SPEC``, or by name; those with a default may be left out or ``None``.
    Options are Python's numbers, not arrays: shapes depend on them.  Results are the outputs, then what
    comes with them: one array or a tuple.  float16 and bfloat16 are computed in float32, and the results
    are rounded to the type to which the inputs promote.
    """

    def __init__(self, operation: calls.Operation) -> None:
        self.operation = operation
        self.primitives = primitives(operation)

    @property
    def spec(self) -> Mapping[str, Any]:
        """The inputs, outputs and options of the layer as data."""
        return self.operation.spec

    def __call__(self, *inputs: Any, **given: Any) -> Any:
        arrays = self._arrays(inputs, given)
        options = complete(self.operation, given)
        to = self._common(arrays)
        if to is not None:
            wide = jnp.promote_types(to, jnp.float32)
            whole = self.operation.integers
            arrays = {n: a if n in whole else a.astype(wide) for n, a in arrays.items()}
        else:
            self._alike(arrays)
        frozen = tuple(options.items())
        found = self.primitives.forward.bind(*arrays.values(), names=(*arrays,), options=frozen)
        found = found[: len(self.operation.returned)]
        if to is not None:
            found = [a.astype(to) if jnp.issubdtype(a.dtype, jnp.floating) else a for a in found]
        return tuple(found) if len(found) > 1 else found[0]

    def _arrays(self, inputs: Sequence[Any], given: dict[str, Any]) -> dict[str, Any]:
        """The inputs that are there, by name."""
        names = self.operation.inputs
        if len(inputs) > len(names):
            raise TypeError(f"{self._said()}: takes {len(names)} inputs, got {len(inputs)}")
        named = {name: given.pop(name, None) for name in names[len(inputs) :]}
        named = dict(zip(names, inputs, strict=False)) | named
        for name, one in named.items():
            if one is None and name not in self.operation.optional:
                raise TypeError(f"{self._said()}: {name} is missing; it has no default")
        return {name: self._array(name, one) for name, one in named.items() if one is not None}

    def _array(self, name: str, one: Any) -> Any:
        try:
            found = one if isinstance(one, jax.Array) else jnp.asarray(one)
        except (TypeError, ValueError) as error:
            raise TypeError(f"{self._said()}: {name} must be an array, got {type(one).__name__}") from error
        if name in self.operation.integers:
            if not jnp.issubdtype(found.dtype, jnp.integer):
                raise TypeError(f"{self._said()}: {name} holds {found.dtype}, expected integers")
        elif found.dtype not in FULL and found.dtype not in HALF:
            raise TypeError(f"{self._said()}: {name} holds {found.dtype}, expected a floating type")
        return found

    def _common(self, arrays: Mapping[str, Any]) -> Any:
        """The type of results where kernels have none for it."""
        kinds = [a.dtype for name, a in arrays.items() if name not in self.operation.integers]
        for kind in kinds:
            if kind in HALF:
                return jnp.result_type(*kinds)
        return None

    def _alike(self, arrays: Mapping[str, Any]) -> None:
        """All real inputs have one type."""
        first = None
        for name, one in arrays.items():
            if name in self.operation.integers:
                continue
            first = first or (name, one.dtype)
            if one.dtype != first[1]:
                said = f"{name} is {one.dtype} but {first[0]} is {first[1]}"
                raise TypeError(f"{self._said()}: {said}; all real arrays of a call share one dtype")

    def _said(self) -> str:
        return str(self.spec["name"])

    def __reduce__(self) -> Any:
        """A copy, here or in another process, is the function of the same layer."""
        return JaxFunction, (self.operation,)

    def __repr__(self) -> str:
        return f"<chainrule.jax.function {signature(self.operation)}>"


def function(layer: LayerLike, /) -> JaxFunction:
    """A layer as a function of JAX's arrays, made from the ``SPEC`` of its kernels.

    ``layer``  the name of one in the catalogue, a layer, or the path of a Python file that defines one

    The gradient is the derived one, so are tangents and second orders (the first call that needs these
    derives and compiles them).  Works under ``jit``, ``grad``, ``vjp``, ``jvp``, ``linearize``, ``hessian``;
    ``vmap`` calls an elementwise layer once and any other one for each element of the batch.  The kernels
    run on the processor, on XLA's own memory where it speaks a version of its interface that is known here,
    else through ``jax.pure_callback``.

    Raises ``ArgumentError`` for what means no layer; a call raises ``TypeError`` and ``ValueError`` naming
    layer and argument.

    >>> import jax, chainrule
    >>> dense = chainrule.jax.function("dense")
    >>> x, w = jax.numpy.ones((2, 3)), jax.numpy.ones((4, 3))
    >>> jax.jit(jax.grad(lambda w: dense(x, w).sum()))(w)[0].tolist()
    [2.0, 2.0, 2.0]
    """
    return JaxFunction(calls.operation(layer))


__all__ = ["JaxFunction", "function"]
