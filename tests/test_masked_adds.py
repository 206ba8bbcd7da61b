"""Where a datum says whether a term counts, the term or zero is added; what need not exist is not read."""

import numpy as np
import pytest

import codegen
from codegen.loops.nodes import Accumulate, If
from codegen.loops.roles import walk
from codegen.pipeline import compile_program
from derive.expr import Where
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, eq, index, integers, sizes, tensor, total
from generated import max_unpool2d, num_threads
from generated.threads import smallest_ranges

N, M = sizes("N M")
n, m = index("n", N), index("m", M)
X, Y = tensor("x", n, m), tensor("y", m)
S = integers("s", n, m, below=N)


def chosen():
    """The sum of the elements that name themselves."""
    body = total(X[n, m], over=n, when=(eq(S[n, m] - n),))
    return Layer("l", [define(Y[m], body)], wrt=(X,))


def adds(kernel):
    """Of the additions to arrays those that choose, and those under a condition."""
    tested = [a for n in walk(kernel.body) if isinstance(n, If) for a in n.body if isinstance(a, Accumulate)]
    masked = [a for a in walk(kernel.body) if isinstance(a, Accumulate) and a.value.has(Where)]
    return masked, tested


def test_no_jump_hangs_on_a_datum():
    masked, tested = adds(compile_program(chosen().program, chosen()))
    assert len(masked) == 1 and not tested


def test_what_may_lie_outside_is_tested_first():
    layer = LAYERS["max_unpool2d"]
    masked, tested = adds(compile_program(gradients(layer).forward, layer))
    assert masked and tested


@pytest.mark.parametrize("shape", [(1, 1), (3, 17), (5, 64), (2, 1027)], ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_others_add_nothing_whatever_they_are(shape, dtype):
    module, rng = codegen.compile(chosen()), np.random.default_rng(0)
    x, s = rng.standard_normal(shape).astype(dtype), rng.integers(0, shape[0], shape)
    own = s == np.arange(shape[0])[:, None]
    x[~own] = np.nan
    near = 1e-6 if dtype == "float32" else 1e-14
    found = module.forward(x, s)
    np.testing.assert_allclose(found, np.where(own, x, 0).sum(0), rtol=near, atol=near)
    with smallest_ranges(), num_threads(3):
        assert np.array_equal(module.forward(x, s), found)


WINDOWS = [
    {"kernel": 2, "stride": 2},
    {"kernel": 2, "stride": 3, "padding": 1},
    {"kernel": 3, "stride": 2, "padding": 1},
    {"kernel": (3, 2), "stride": (4, 1), "dilation": (3, 2)},
]


@pytest.mark.parametrize("options", WINDOWS, ids=str)
@pytest.mark.parametrize("shape", [(1, 1, 4, 5), (2, 3, 7, 9), (1, 2, 5, 33)], ids=str)
def test_each_value_goes_where_its_switch_says(shape, options):
    rng = np.random.default_rng(0)
    k, s, d, q = (
        np.broadcast_to({"dilation": 1, "padding": 0, **options}[name], 2)
        for name in ("kernel", "stride", "dilation", "padding")
    )
    x, switch = rng.standard_normal(shape), rng.integers(0, np.prod(k), shape)
    y = max_unpool2d.forward(x, switch, **options)
    want = np.zeros(y.shape)
    for at in np.ndindex(*shape):
        u, v = divmod(switch[at], k[1])
        a, b = at[2] * s[0] + u * d[0] - q[0], at[3] * s[1] + v * d[1] - q[1]
        if 0 <= a < y.shape[2] and 0 <= b < y.shape[3]:
            want[at[0], at[1], a, b] += x[at]
    np.testing.assert_allclose(y, want, rtol=1e-14, atol=1e-14)
