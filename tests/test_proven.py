"""What a module says is proved of its kernels, and what is not: as data and in its header."""

import ast

import pytest

from codegen.pipeline import compile_plan
from codegen.source import plan
from codegen.source.proven import Guarantees
from codegen.verification.quick import standing
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor, total

N, K = sizes("N K")
n, k = index("n", N), index("k", K)
X, W, Y = tensor("x", n, k), tensor("w", k), tensor("y", n)
FREE = Layer("free_sum", [define(Y[n], total(X[n, k] * W[k], over=k))], wrt=(X, W))


def claims_of(layer):
    kernels = compile_plan(plan(layer, gradients(layer)))
    return kernels, Guarantees.of(kernels, {"contract", "parts"}, {})


def test_places_and_parallel_loops_are_counted():
    kernels, claims = claims_of(FREE)
    text = str(kernels)
    assert claims.parallel == text.count("Parallel(") > 0
    assert claims.accesses >= len(FREE.inputs) + len(FREE.outputs)


def test_what_is_not_proved_is_listed():
    _, claims = claims_of(FREE)
    assert claims.spec()["not proved"]["routines"] == ["contract"]  # the other only decides
    assert "hand-written loops of contract" in " ".join(claims.lines())


@pytest.mark.parametrize("name", ("max_unpool2d", "gelu"))
def test_the_header_says_what_the_data_say(name):
    module = standing(LAYERS[name])
    spec = module.SPEC
    told = " ".join(module.__doc__.split())
    assert f"at all {spec['proved']['in bounds']} places" in told
    for one in spec["not proved"]["integers in range"]:
        assert f"{one} (tested in each call)" in told
    assert ast.literal_eval(repr(spec)) == spec


def test_labels_are_tested_in_the_call_that_brings_them():
    module = standing(LAYERS["max_unpool2d"])
    assert module.SPEC["not proved"]["integers in range"] == ["0 <= switch < KH * KW"]
