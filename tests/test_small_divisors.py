"""Division by what may be small: a quotient's derivative has a square below, which is 0 long before it."""

import numpy as np
import pytest

from codegen.module.load import rendered
from codegen.module.render import write
from codegen.verification.callables.uncompiled import uncompiled
from derive.notation import Layer, define, index, sizes, tensor

(N,) = sizes("N")
n = index("n", N)
A, B, Y = tensor("a", n), tensor("b", n), tensor("y", n)
RATIO = Layer("ratio", [define(Y[n], A[n] / B[n])], wrt=(A, B))


@pytest.mark.parametrize("size", [1e-30, 1e30])
def test_the_slope_of_a_quotient_of_small_and_of_large_numbers(size, tmp_path):
    """d(a/b)/db = −a/b²: at a = b it is −1/b, though b² is 0 or infinite in float32."""
    write(rendered(RATIO), tmp_path)
    ratio = uncompiled("ratio", tmp_path)
    a = np.array([size], np.float32)
    one = np.ones(1, np.float32)
    _, db = ratio.vjp(one, a, a)
    assert np.allclose(db * a, -1)
    assert np.allclose(ratio.jvp(a, a, a_dot=a), 1) and np.allclose(ratio.jvp(a, a, b_dot=one) * a, -1)
