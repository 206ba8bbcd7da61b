"""PyTorch has many of the catalogue's layers: its forward and its gradients agree with the models."""

import warnings

import numpy as np
import pytest

from codegen.verify.numbers import plain
from derive.layers.catalogue import CATALOGUE
from tests.catalogue_torch import FORWARDS
from tests.test_catalogue_models import drawn, gradient

torch = pytest.importorskip("torch")

# PyTorch's optimiser has no derivative: only its forward is compared.
FORWARD_ONLY = {"sgd_step"}
KNOWN = [layer for layer in CATALOGUE if layer.name in FORWARDS]


def test_the_table_names_layers_of_the_catalogue():
    assert len(KNOWN) == len(FORWARDS)


@pytest.mark.parametrize("layer", KNOWN, ids=lambda layer: layer.name)
def test_pytorch_agrees(layer):
    seen = []

    @drawn(layer, 12)
    def compare(case):
        given = {k: torch.tensor(v) for k, v in case.arrays.items()}
        for tensor in layer.wrt:
            given[tensor.name].requires_grad_()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTorch remarks on the padding of even kernels
            y = FORWARDS[layer.name](torch, given, case.options)
        if y is None:
            return
        output = layer.outputs[0]
        made = plain(case.forward[output.name]).reshape(case.shape(output))
        np.testing.assert_allclose(made, y.detach().numpy(), rtol=1e-11, atol=1e-11)
        seen.append(1)
        if layer.name in FORWARD_ONLY or case.unstable:
            return
        u = torch.tensor(case.cotangents()[output.name])
        torch.where(torch.isfinite(y), y * u, torch.zeros((), dtype=y.dtype)).sum().backward()
        for tensor in layer.wrt:
            wanted = given[tensor.name].grad
            if wanted is not None:
                found = gradient(case, tensor, "residue")
                np.testing.assert_allclose(found, wanted.numpy(), rtol=1e-10, atol=1e-10, err_msg=tensor.name)

    compare()
    assert seen, "no case could be compared"
