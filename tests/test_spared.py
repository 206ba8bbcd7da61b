"""The bytes that fused definitions do not move, counted in symbols."""

import pytest

from codegen.cli.verbs.explaining import explanation
from codegen.pipeline import compile_plan
from codegen.source import TILED, plan
from codegen.source.spared import spared
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, exp, index, sizes, tensor

N, C = sizes("N C")
n, c = index("n", N), index("c", C)
x, h, y = (tensor(name, n, c) for name in "xhy")


def layer(*forward):
    return Layer(name="parts", forward=list(forward), wrt=(x,))


def saved(one, name="_forward"):
    made = plan(one, gradients(one))
    return spared(made.textbook[name], compile_plan(made)[name])


def test_what_two_fused_parts_hand_on_is_neither_written_nor_read():
    found = saved(layer(define(h[n, c], exp(x[n, c])), define(y[n, c], h[n, c] * (h[n, c] + 1))))
    assert [t.name for t in found.tensors] == ["h"]
    assert found.real == 2 * N * C and found.whole == 0
    assert (found.bytes(4), found.bytes(8)) == (8 * N * C, 16 * N * C)


def test_each_reader_would_read_it_again():
    g = tensor("g", n, c)
    parts = define(h[n, c], exp(x[n, c])), define(g[n, c], h[n, c] + 1), define(y[n, c], h[n, c] * g[n, c])
    found = saved(layer(*parts))
    assert {t.name for t in found.tensors} == {"h", "g"}
    assert found.real == N * C * (1 + 2) + N * C * (1 + 1)


def test_what_is_given_and_what_results_are_moved():
    found = saved(layer(define(y[n, c], exp(x[n, c]))))
    assert found.tensors == () and found.bytes(4) == 0


def test_an_array_that_a_kernel_makes_is_moved():
    """The logarithm of a softmax keeps the sum of each row for its gradient, in an array of its own."""
    found = saved(LAYERS["log_softmax"])
    assert not {"m", "s"} & {t.name for t in found.tensors}


@pytest.mark.parametrize("name", ["conv_batch_norm_relu", "tcn_block", "dense_cross_entropy"])
def test_every_kernel_of_a_fused_block_moves_no_more_than_its_parts(name):
    made = plan(LAYERS[name], gradients(LAYERS[name]))
    held = compile_plan(made)
    for kernel, loops in held.items():
        found = spared(made.textbook[kernel.removesuffix(TILED)], loops)
        assert all(t.name not in {a.name for a in loops.arrays} for t in found.tensors)
        assert found.bytes(4).is_nonnegative


def test_the_bytes_are_printed():
    said = explanation(LAYERS["dense_cross_entropy"])
    assert "_forward: the memory\n    loss_p\n      4·K·N bytes in float32, 8·K·N in float64" in said
