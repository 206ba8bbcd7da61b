"""The models that a user writes give what PyTorch's composition of operations gives, forward and backward.

The kernels run as the Python that they are, at small odd sizes: every index is looked at.  Those with
exponentials, which are machine instructions, run compiled.
"""

import numpy as np
import pytest
from sympy import exp

from codegen.apps.benchmark.workloads import Workload, arrays
from codegen.apps.user_models import USER_MODELS
from codegen.module.load import load, rendered
from codegen.module.render import write
from codegen.pipeline import compile_plan
from codegen.source import plan
from codegen.verification.callables.uncompiled import uncompiled
from derive.gradients import gradients

torch = pytest.importorskip("torch")


def kernels(layer, folder):
    if any(d.expr.has(exp) for d in layer.forward):
        return load(layer)
    write(rendered(layer), folder)
    return uncompiled(layer.name, folder)


@pytest.mark.parametrize("one", USER_MODELS, ids=lambda one: one.layer.name)
def test_no_limit_of_a_proof_decides_about_a_schedule(one):
    """Counts of several letters, as in H - K + 1 + 2 p, stay names where a product of them is bounded."""
    kernels = compile_plan(plan(one.layer, gradients(one.layer)))
    said = [
        d for kernel in kernels.values() for d in kernel.decisions if d.choice == "no contraction in blocks"
    ]
    assert not [str(d.reason) for d in said if "the search reached its limit" in d.reason]


@pytest.mark.parametrize("one", USER_MODELS, ids=lambda one: one.layer.name)
def test_values_and_gradients(one, tmp_path):
    module = kernels(one.layer, tmp_path)
    given = arrays(one.layer, Workload("small", one.small, one.options), "float64")
    inputs = [given[entry["name"]] for entry in module.SPEC["inputs"]]
    wanted = [t.name for t in one.layer.wrt]
    theirs = {name: torch.tensor(a, requires_grad=name in wanted) for name, a in given.items()}
    expected = one.peer(torch, theirs)
    result, residuals = module.forward(*inputs, **one.options, save=True)
    assert np.allclose(result, expected.detach().numpy(), rtol=1e-9, atol=1e-9)
    dy = np.random.default_rng(1).normal(size=result.shape)
    found = module.vjp(dy, *inputs, residuals=residuals, **one.options)
    gradients = torch.autograd.grad(expected, [theirs[name] for name in wanted], torch.tensor(dy))
    for name, ours, other in zip(wanted, found, gradients, strict=True):
        assert np.allclose(ours, other.numpy(), rtol=1e-8, atol=1e-8), name
