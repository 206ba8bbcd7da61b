"""Operators for PyTorch's dispatcher: of tensors in memory, of fake ones, over batches, with gradients."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import torch

from chainrule.calls import Operation
from chainrule.torch.batches import batched
from chainrule.torch.derivatives import Differentiated, OfForward, OfGradients, OfTangents
from chainrule.torch.operators import NAMESPACE, Operators

LIBRARY = torch.library.Library(NAMESPACE, "FRAGMENT")
ELSEWHERE = ("CUDA", "MPS", "XPU", "HPU", "MTIA")


def elsewhere(name: str) -> Callable[..., Any]:
    def refuse(*_: Any) -> Any:
        raise NotImplementedError(
            f"{NAMESPACE}::{name}: the kernels run on the processor; move the tensors there with .cpu()"
        )

    return refuse


@cache
def operators(operation: Operation) -> Operators:
    """Registers the operators of ``operation``, once in a process."""
    made = Operators(operation)
    n, outputs, saved, wrt = made.counts
    kernels = (made.run_forward, made.run_vjp, made.run_jvp)
    fakes = (made.fake_forward, made.fake_vjp, made.fake_jvp)
    rules = (OfForward, OfGradients, OfTangents)
    counts = (n, outputs + n + saved, n + wrt + saved)
    made_rules: list[Differentiated] = []
    for (name, schema), kernel, fake, rule, count in zip(
        made.schemas(), kernels, fakes, rules, counts, strict=True
    ):
        register(name, schema, kernel, fake, count, operation.pointwise)
        made_rules.append(rule(made, name, count, kernel, operators))
        LIBRARY.impl(name, made_rules[-1].recorded, "Autograd", with_keyset=True)
    made.resolve(made_rules[0].called)
    return made


def register(
    name: str, schema: str, kernel: Callable[..., Any], fake: Callable[..., Any], count: int, whole: bool
) -> None:
    """An operator whose first ``count`` arguments are tensors."""
    qualified = f"{NAMESPACE}::{name}"
    LIBRARY.define(name + schema)
    LIBRARY.impl(name, kernel, "CPU")
    for device in ELSEWHERE:
        LIBRARY.impl(name, elsewhere(name), device)
    torch.library.register_fake(qualified, fake, lib=LIBRARY)
    overload = getattr(getattr(torch.ops, NAMESPACE), name).default
    torch.library.register_vmap(qualified, batched(overload, count, whole), lib=LIBRARY)


__all__ = ["operators"]
