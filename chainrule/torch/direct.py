"""The short way of a call: from plain tensors in memory to the kernel, past PyTorch's dispatcher.

What the dispatcher is for (traces, modes, transforms, other memory) is looked for first; where any of it is
there, the call goes its way as an operator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import _C
from torch.autograd import forward_ad


class Direct(torch.autograd.Function):
    """A forward on plain tensors in memory, with nobody between it and its kernel: see ``undisturbed``."""

    @staticmethod
    def forward(ctx: Any, rule: Any, *given: Any) -> Any:
        own, count = rule.own, rule.count
        o, rest = own.operation, given[count:]
        named = own.named(rest)
        found = own.values(given[:count], named)
        ctx.rule, ctx.rest, ctx.named = rule, rest, named
        ctx.set_materialize_grads(False)
        if type(found) is not tuple:  # one result, and nothing beside it
            ctx.shapes = (found.shape,)
            ctx.save_for_backward(*given[:count], *[found for _ in rule.saved_at])
            return found
        results, returned = found, found[: len(o.returned)]
        ctx.shapes = [one.shape for one in returned]
        ctx.save_for_backward(*given[:count], *[results[k] for k in rule.saved_at])
        if len(returned) > len(o.outputs):
            ctx.mark_non_differentiable(*returned[len(o.outputs) :])
        return returned if len(returned) > 1 else returned[0]

    @staticmethod
    def backward(ctx: Any, *cotangents: Any) -> Any:
        rule, needed, kept = ctx.rule, ctx.needs_input_grad, ctx.saved_tensors
        found: list[Any] = [None] * len(needed)
        if _alone(cotangents, kept):
            places, names = rule.own.asked(needed[1:])
            made = rule.own.gradients(cotangents[: rule.own.counts[1]], kept, ctx.named, names)
            for place, one in zip(places, made):  # noqa: B905 (the same length; asking costs)
                found[1 + place] = torch.from_numpy(one)
            return tuple(found)
        for k, one in rule.backward(ctx, kept, cotangents, needed[1:]).items():
            found[1 + k] = one
        return tuple(found)


def _alone(cotangents: Sequence[Any], kept: Sequence[Any]) -> bool:
    """Whether gradients are their kernels: every cotangent is there and nobody asks for a second order."""
    if torch.is_grad_enabled():
        return False
    for one in cotangents:
        if one is None:
            return False
    return undisturbed((*cotangents, *kept))


directly = super(torch.autograd.Function, Direct).apply
PLAIN = (torch.Tensor, torch.nn.Parameter)


def undisturbed(tensors: Iterable[Any]) -> bool:
    """Whether an operator on these is its kernel: no program is traced, no mode and no transform watches."""
    if (
        torch.compiler.is_compiling()
        or _C._are_functorch_transforms_active()
        or _C._len_torch_dispatch_stack()
        or _C._len_torch_function_stack()
        or _C._get_tracing_state() is not None
        or forward_ad._current_level >= 0
        or torch.autograd._profiler_enabled()
    ):
        return False
    for t in tensors:  # noqa: SIM110 (a generator takes as long as all that was asked before)
        if t is not None and not (type(t) in PLAIN and t.is_cpu):
            return False
    return True


__all__ = ["directly", "undisturbed"]
