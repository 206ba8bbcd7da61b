"""Functions of PyTorch and JAX, differentiated by their own frameworks: their backward is what is checked."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from codegen.check.foreign import Call, Runs, Values
from codegen.check.parameters import Kind, Meant, Of, Roles, roles_of, spellings
from derive.api.arguments import ArgumentError
from derive.model.layer import Layer

FRAMEWORKS = ("numpy", "torch", "jax")


def framework_of(function: Any) -> str:
    """Whose arrays a function takes: by what it is, else by the modules that it names."""
    torch = sys.modules.get("torch")
    if torch is not None and (
        isinstance(function, torch.nn.Module)
        or (isinstance(function, type) and issubclass(function, (torch.nn.Module, torch.autograd.Function)))
    ):
        return "torch"
    if type(function).__module__.partition(".")[0] in ("jax", "jaxlib"):
        return "jax"
    function = inspect.unwrap(function) if callable(function) else function
    code, space = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    named = {_home(space.get(name)) for name in code.co_names} if code else set()
    return next((name for name in ("torch", "jax") if name in named), "numpy")


def _home(value: Any) -> str:
    """The distribution that a global of a function comes from."""
    if inspect.ismodule(value):
        return value.__name__.partition(".")[0]
    kind = value if isinstance(value, type) else type(value)
    bases = {base.__module__.partition(".")[0] for base in kind.__mro__}
    return next((name for name in ("torch", "jax") if name in bases), "")


def torch_side(function: Any, layer: Layer) -> Runs:
    """A ``Function``, a ``Module`` or a function of tensors, through autograd in double precision."""
    import torch

    if _is_a(function, torch.autograd.Function):
        skip = 0 if function.setup_context is not torch.autograd.Function.setup_context else 1
        roles = roles_of(function.forward, layer, skip)
        return _torch(_positional(function.apply, roles), roles, {})
    if _is_a(function, torch.nn.Module):
        function = _instance(function)
    if isinstance(function, torch.nn.Module):
        called = _functional(function)
        roles = roles_of(called, layer)
        shapes = {
            roles.taken[k].name: tuple(v.shape) for k, v in function.named_parameters() if k in roles.taken
        }
        return _torch(called, roles, _attributes(function, layer))._replace(shapes=shapes)
    roles = roles_of(function, layer)
    if roles.kind is Kind.backward:
        return Runs(roles, _one_thread(_as_it_is(function, roles, torch.from_numpy)), None, {})
    return _torch(function, roles, {})


def _as_it_is(function: Callable[..., Any], roles: Roles, into: Callable[[Any], Any]) -> Call:
    """A backward that is written out, not left to the framework: called with its arrays."""

    def run(values: Values, wanted: Sequence[str]) -> Any:
        made = roles.call(function, {r: into(v) if _is_array(v) else v for r, v in values.items()})
        if isinstance(made, Mapping):
            return {name: _as_numpy(one) for name, one in made.items()}
        return tuple(map(_as_numpy, made)) if isinstance(made, tuple | list) else _as_numpy(made)

    return run


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def _as_numpy(one: Any) -> Any:
    if one is None:
        return None
    return np.asarray(one.detach() if hasattr(one, "detach") else one)


def _is_a(function: Any, kind: Any) -> bool:
    return isinstance(function, type) and issubclass(function, kind)


def _instance(kind: Any) -> Any:
    try:
        return kind()
    except TypeError as error:
        raise ArgumentError(
            "function", f"{kind.__name__} cannot be made without arguments ({error}): give an instance"
        ) from None


def _positional(apply: Callable[..., Any], roles: Roles) -> Callable[..., Any]:
    """``apply`` takes no keywords: every parameter gets its value or its default."""
    order = tuple(roles.taken)

    def called(*given: Any, **named: Any) -> Any:
        values = dict(zip(order, given, strict=False)) | named
        return apply(*(values.get(name, roles.defaults.get(name)) for name in order))

    return called


def _functional(module: Any) -> Callable[..., Any]:
    """A module as a function of its inputs and its parameters."""
    from torch.func import functional_call

    forward = inspect.signature(module.forward)
    own = {name for name, _ in module.named_parameters()}
    keyword = inspect.Parameter.KEYWORD_ONLY

    def called(*given: Any, **named: Any) -> Any:
        weights = {name: value for name, value in named.items() if name in own}
        rest = {name: value for name, value in named.items() if name not in own}
        return functional_call(module, weights, given, rest)

    parameters = [*forward.parameters.values(), *(inspect.Parameter(name, keyword) for name in sorted(own))]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return called


def _attributes(module: Any, layer: Layer) -> dict[str, Any]:
    """The options that a module was made with; ``None`` for an axis that keeps its length."""
    found: dict[str, Any] = {}
    for option in layer.options:
        own = (getattr(module, name, None) for name in spellings(option, layer))
        given = [value for value in own if isinstance(value, int | float | tuple)]
        if given:
            found[option.name] = given[0]
    return found


def _torch(function: Callable[..., Any], roles: Roles, options: Mapping[str, Any]) -> Runs:
    import torch

    def tensors(values: Values, wanted: Sequence[str]) -> dict[Meant, Any]:
        made = {}
        for role, value in values.items():
            made[role] = torch.from_numpy(value) if isinstance(value, np.ndarray) else value
            if role.of is Of.input and role.name in wanted:
                made[role].requires_grad_()
        return made

    @_one_thread
    def backward(values: Values, wanted: Sequence[str]) -> Any:
        given = tensors(values, wanted)
        inputs = {role: t for role, t in given.items() if role.of is not Of.cotangent}
        made = roles.call(function, inputs)
        outputs = [one for one in (made if isinstance(made, tuple | list) else (made,)) if one.requires_grad]
        upstream = [t for role, t in given.items() if role.of is Of.cotangent]
        asked = [given[Meant(Of.input, name)] for name in wanted if Meant(Of.input, name) in given]
        found = torch.autograd.grad(outputs, asked, upstream[: len(outputs)], allow_unused=True)
        zero = [torch.zeros_like(a) if g is None else g for a, g in zip(asked, found, strict=True)]
        return dict(zip(wanted, (g.detach().numpy() for g in zero), strict=False))

    @_one_thread
    def forward(values: Values, wanted: Sequence[str]) -> Any:
        made = roles.call(function, tensors(values, ()))
        outputs = made if isinstance(made, tuple | list) else (made,)
        return tuple(one.detach().numpy() for one in outputs)

    return Runs(roles, backward, forward, options)


def _one_thread(run: Call) -> Call:
    """Cases are small: threads of PyTorch would only wait for each other."""
    import torch

    def alone(values: Values, wanted: Sequence[str]) -> Any:
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return run(values, wanted)
        finally:
            torch.set_num_threads(before)

    return alone


def jax_side(function: Any, layer: Layer) -> Runs:
    """A function of JAX arrays, through ``jax.vjp`` in double precision."""
    import jax

    roles = roles_of(function, layer)
    if roles.kind is Kind.backward:
        written = _as_it_is(function, roles, jax.numpy.asarray)
        return Runs(roles, lambda values, wanted: _in_double(jax, written, values, wanted), None, {})

    def of(values: Values, chosen: Mapping[Meant, Any]) -> Any:
        return roles.call(function, {**values, **chosen})

    def backward(values: Values, wanted: Sequence[str]) -> Any:
        with _double(jax):
            given = {r: jax.numpy.asarray(v) if isinstance(v, np.ndarray) else v for r, v in values.items()}
            rest = {role: value for role, value in given.items() if role.of is not Of.cotangent}
            chosen = {name: rest[Meant(Of.input, name)] for name in wanted if Meant(Of.input, name) in rest}
            named = lambda c: of(rest, {Meant(Of.input, name): one for name, one in c.items()})  # noqa: E731
            made, pull = jax.vjp(named, chosen)
            upstream = [v for role, v in given.items() if role.of is Of.cotangent]
            (found,) = pull(type(made)(upstream) if isinstance(made, tuple | list) else upstream[0])
            return {name: np.asarray(one) for name, one in found.items()}

    def forward(values: Values, wanted: Sequence[str]) -> Any:
        with _double(jax):
            made = of(values, {})
            outputs = made if isinstance(made, tuple | list) else (made,)
            return tuple(np.asarray(one) for one in outputs)

    return Runs(roles, backward, forward, {})


def _in_double(jax: Any, run: Call, values: Values, wanted: Sequence[str]) -> Any:
    with _double(jax):
        return run(values, wanted)


def _double(jax: Any) -> Any:
    """Double precision for a while; older releases had the switch in another place."""
    return jax.enable_x64(True) if hasattr(jax, "enable_x64") else jax.experimental.enable_x64()


__all__ = ["FRAMEWORKS", "framework_of", "jax_side", "torch_side"]
