"""How the operators are differentiated: by each other, and by those of the derived gradients.

Let F be the forward of a layer, V(u, x) its gradients given cotangents u, T(x, ẋ) its tangents, and let
V_i, T_i belong to the layer that computes the gradient towards x_i (derived anew).  Then

    the gradient of F is V, its tangent T;
    the gradient of V along v is Σ_i V_i(v_i; u, x), its tangent T_i(u, x; u̇, ẋ) for each i;
    the gradient of T along u is V(u, x) towards ẋ and Σ_i V_i(ẋ_i; u, x) towards x,

because ⟨u, T(x, ẋ)⟩ = Σ_i ⟨V_i-layer(u, x), ẋ_i⟩.  V_i and T_i are operators of the same kind: every
order is there.  What a forward saved is a function of x and takes no gradient of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import Any

import torch
from torch import _C
from torch._functorch.utils import enable_single_level_autograd_function
from torch.autograd import forward_ad
from torch.autograd.forward_ad import _is_fwd_grad_enabled, _set_fwd_grad_enabled

from chainrule.calls import Operation
from chainrule.torch.direct import directly, undisturbed
from chainrule.torch.operators import NAMESPACE, Operators

FIRST = 3
"""Arguments of ``Recorded`` before those of the operator."""


class Recorded(torch.autograd.Function):
    """The call of an operator, differentiable by its rule."""

    @staticmethod
    def forward(keyset: Any, rule: Any, level: Any, *given: Any) -> Any:
        with level:
            found = rule.below(keyset & _C._after_autograd_keyset, given)
        return tuple(found) if isinstance(found, list) else found

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Any) -> None:
        _, ctx.rule, ctx.level, *given = inputs
        ctx.set_materialize_grads(False)
        ctx.rest = given[ctx.rule.count :]
        ctx.rule.remember(ctx, given[: ctx.rule.count], output if type(output) is tuple else (output,))

    @staticmethod
    def backward(ctx: Any, *cotangents: Any) -> Any:
        none = (None,) * (FIRST + ctx.rule.count + len(ctx.rest))
        if all(one is None for one in cotangents):
            return none
        made = ctx.rule.backward(ctx, ctx.saved_tensors, cotangents, ctx.needs_input_grad[FIRST:])
        return (*none[:FIRST], *(made.get(k) for k in range(ctx.rule.count + len(ctx.rest))))

    @staticmethod
    def jvp(ctx: Any, *tangents: Any) -> Any:
        with ctx.level:
            found = ctx.rule.jvp(ctx, ctx.level.primal(ctx.saved_tensors), tangents[FIRST:])
        return found if len(found) > 1 else found[0]


_apply = super(torch.autograd.Function, Recorded).apply
"""Without the detour over functorch, which has been taken where an operator comes here."""


class Below:
    """Nothing is recorded below the innermost level of automatic differentiation."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: Any) -> None: ...

    def primal(self, tensors: Sequence[Any]) -> Sequence[Any]:
        return tensors


class Within(Below):
    """A level of functorch: those below it record what they did before, PyTorch would have them sleep."""

    def __init__(self) -> None:
        self.modes = torch.is_grad_enabled(), _is_fwd_grad_enabled()
        self.entered: list[ExitStack] = []

    def __enter__(self) -> None:
        stack = ExitStack()
        stack.enter_context(torch.set_grad_enabled(self.modes[0]))
        stack.enter_context(_set_fwd_grad_enabled(self.modes[1]))
        self.entered.append(stack)

    def __exit__(self, *_: Any) -> None:
        self.entered.pop().close()

    def primal(self, tensors: Sequence[Any]) -> Sequence[Any]:
        """Tensors without their tangents of this level, which are told beside them."""
        return [t if t is None else forward_ad.unpack_dual(t, level=0).primal for t in tensors]


BELOW = Below()


class Differentiated:
    """How one operator is differentiated; its first ``count`` arguments are tensors."""

    def __init__(
        self,
        own: Operators,
        name: str,
        count: int,
        kernel: Callable[..., Any],
        registered: Callable[[Operation], Operators],
    ) -> None:
        self.own, self.name, self.count, self.kernel, self.registered = own, name, count, kernel, registered
        o = own.operation
        self.saved_at = [o.results.index(one) for one in o.residuals]
        self.wrt_at = [o.inputs.index(one) for one in o.wrt]
        self.overload = getattr(getattr(torch.ops, NAMESPACE), name).default

    def called(self, *given: Any) -> Any:
        """The operator as a caller of the layer has it, without a detour over the dispatcher where it may."""
        tensors = given[: self.count]
        if not undisturbed(tensors):
            return self.own.forward(*given)
        if self.watched(given):
            return directly(self, *given)
        return self.kernel(*given)

    def recorded(self, keyset: Any, *given: Any) -> Any:
        """The operator at the level of automatic differentiation."""
        if _C._are_functorch_transforms_active():
            with enable_single_level_autograd_function():
                return self.told(_apply(keyset, self, Within(), *given))
        if not self.watched(given):
            return self.below(keyset & _C._after_autograd_keyset, given)
        return self.told(_apply(keyset, self, BELOW, *given))

    def watched(self, given: Sequence[Any]) -> bool:
        """Whether anybody may ask for a derivative."""
        if forward_ad._current_level >= 0:
            return True
        if torch.is_grad_enabled():
            for t in given[: self.count]:  # no generator: see ``undisturbed``
                if t is not None and t.requires_grad:
                    return True
        return False

    def below(self, keyset: Any, given: Sequence[Any]) -> Any:
        """The operator without its derivatives; on plain tensors in memory without a detour."""
        if keyset.highestPriorityTypeId() == _C.DispatchKey.CPU:
            return self.kernel(*given)
        with _C._AutoDispatchBelowAutograd():
            return self.overload.redispatch(keyset, *given)

    def told(self, found: Any) -> Any:
        """Results as the signature has them."""
        return list(found)

    def remember(self, ctx: Any, tensors: Sequence[Any], results: Sequence[Any]) -> None:
        """Keep the arguments."""
        ctx.shapes = [one.shape for one in results]
        ctx.save_for_backward(*tensors)
        ctx.save_for_forward(*tensors)

    # -- what rules share

    def second(
        self, number: int, along: Any, before: Sequence[Any], options: Sequence[Any], wanted: Sequence[str]
    ) -> dict[str, Any]:
        """The gradients along ``along`` of the gradient towards input ``number``, by name."""
        again = self.derived(number)
        o = again.operation
        chosen = [name for name in wanted if name in o.wrt]
        none = (None,) * len(o.residuals)
        numbers = [o.wrt.index(name) for name in chosen]
        plain = self.options_for(again, options)
        return dict(zip(chosen, again.vjp(along, *before, *none, *plain, numbers), strict=True))

    def derived(self, number: int) -> Operators:
        o = self.own.operation
        return self.registered(o.gradient(o.wrt[number]))

    def options_for(self, again: Operators, options: Sequence[Any]) -> list[Any]:
        """Options by name; of an algorithm there may be no choice."""
        given = dict(zip(self.own.operation.options, options, strict=True))
        return [given.get(name, default) for name, default in again.operation.options.items()]


class OfForward(Differentiated):
    """F: gradients are V, tangents are T."""

    def told(self, found: Any) -> Any:
        return found

    def remember(self, ctx: Any, tensors: Sequence[Any], results: Sequence[Any]) -> None:
        o = self.own.operation
        saved = [results[k] for k in self.saved_at]
        ctx.mark_non_differentiable(*results[len(o.outputs) :])
        super().remember(ctx, (*tensors, *saved), results)

    def backward(self, ctx: Any, kept: Any, cotangents: Any, needed: Any) -> dict[int, Any]:
        o = self.own.operation
        wrt = [k for k, place in enumerate(self.wrt_at) if needed[place]]
        seeds = cotangents[: len(o.outputs)]
        if not wrt or all(one is None for one in seeds):
            return {}
        seeds = filled(seeds, ctx.shapes, cotangents)
        alone = not torch.is_grad_enabled() and undisturbed((*seeds, *kept))
        made = (self.own.run_vjp if alone else self.own.vjp)(*seeds, *kept, *ctx.rest, wrt)
        return {self.wrt_at[k]: one for k, one in zip(wrt, made, strict=True)}

    def jvp(self, ctx: Any, kept: Any, tangents: Any) -> tuple[Any, ...]:
        o = self.own.operation
        inputs, saved = kept[: self.count], kept[self.count :]
        dots = [tangents[o.inputs.index(name)] for name in o.wrt]
        made = self.own.jvp(*inputs, *dots, *saved, *ctx.rest)
        return (*made, *(None,) * (len(o.results) - len(o.outputs)))


class OfGradients(Differentiated):
    """V: by the layers of the derived gradients, which read cotangents and inputs alike."""

    def backward(self, ctx: Any, kept: Any, cotangents: Any, needed: Any) -> dict[int, Any]:
        *options, wrt = ctx.rest
        before, names = self.read(kept)
        wanted = [name for name, need in zip(names, needed, strict=False) if need]
        found: list[dict[str, Any]] = []
        if wanted:
            pairs = [(k, v) for k, v in zip(wrt, cotangents, strict=True) if v is not None]
            found = [self.second(k, v, before, options, wanted) for k, v in pairs]
        return {names.index(name): one for name, one in added(found).items()}

    def jvp(self, ctx: Any, kept: Any, tangents: Any) -> tuple[Any, ...]:
        *options, wrt = ctx.rest
        before, names = self.read(kept)
        given = dict(zip(names, tangents, strict=False))
        made: list[Any] = []
        for number in wrt:
            again = self.derived(number)
            o = again.operation
            dots = [given[name] for name in o.wrt]
            none = (None,) * len(o.residuals)
            made += again.jvp(*before, *dots, *none, *self.options_for(again, options))
        return tuple(made)

    def read(self, kept: Any) -> tuple[Sequence[Any], list[str]]:
        """Cotangents and inputs, with their names as inputs of the derived layers."""
        o = self.own.operation
        names = [*(f"d{name}" for name in o.outputs), *o.inputs]
        return kept[: len(names)], names


class OfTangents(Differentiated):
    """T: linear in the tangents, whose transposed map is V."""

    def backward(self, ctx: Any, kept: Any, cotangents: Any, needed: Any) -> dict[int, Any]:
        o = self.own.operation
        inputs, dots, saved, _ = self.own.parts_of_jvp(kept)
        seeds = filled(cotangents, ctx.shapes, cotangents)
        found: dict[int, Any] = {}
        linear = [k for k in range(len(o.wrt)) if needed[len(o.inputs) + k]]
        if linear:
            made = self.own.vjp(*seeds, *inputs, *saved, *ctx.rest, linear)
            found = {len(o.inputs) + k: one for k, one in zip(linear, made, strict=True)}
        wanted = [name for name, need in zip(o.inputs, needed, strict=False) if need]
        if wanted:
            along = [(k, dot) for k, dot in enumerate(dots) if dot is not None]
            terms = [self.second(k, dot, [*seeds, *inputs], ctx.rest, wanted) for k, dot in along]
            found |= {o.inputs.index(name): one for name, one in added(terms).items()}
        return found

    def jvp(self, ctx: Any, kept: Any, tangents: Any) -> tuple[Any, ...]:
        raise NotImplementedError(
            f"{NAMESPACE}::{self.name}: forward mode over forward mode is not there; take forward "
            "over reverse mode (torch.func.hessian, or jacfwd of jacrev)"
        )


def filled(cotangents: Sequence[Any], shapes: Sequence[Any], known: Sequence[Any]) -> Sequence[Any]:
    """Zeros where an output has no cotangent; some output has one."""
    if len(cotangents) == 1 and cotangents[0] is not None:
        return cotangents
    like = next(one for one in known if one is not None)
    pairs = zip(cotangents, shapes, strict=False)
    return [like.new_zeros(shape) if one is None else one for one, shape in pairs]


def added(terms: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The sum of each name's terms."""
    total: dict[str, Any] = {}
    for term in terms:
        for name, one in term.items():
            total[name] = total[name] + one if name in total else one
    return total


__all__ = ["OfForward", "OfGradients", "OfTangents"]
