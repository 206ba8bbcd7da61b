"""An extreme and its place are found in one scan, also where other definitions share the loops around."""

import numpy as np
import pytest

import codegen
from codegen.loops.nodes import Accumulate, Best
from codegen.loops.roles import walk
from codegen.lowering.lower import lower
from derive.notation import Layer, define, ge, index, integers, largest, largest_at, sizes, tensor

N, M, P = sizes("N M P")
n, a, b, k = index("n", N), index("a", M), index("b", P), index("k", 2)
X, Y, MOST = tensor("x", n, a, b), tensor("y", n), tensor("most", n, k)
AT = integers("at", n, k, below=M * P)


def halves():
    """The largest element of two halves, and of the two the sum."""
    when = (ge(2 * a - k * M + 1), ge(M * (k + 1) - 1 - 2 * a))
    given = {"over": (a, b), "when": when}
    defs = [
        define(AT[n, k], largest_at(X[n, a, b], **given)),
        define(MOST[n, k], largest(X[n, a, b], **given)),
        define(Y[n], MOST[n, 0] + MOST[n, 1]),
    ]
    return Layer("l", defs, outputs=(Y,), wrt=(X,), aux=(AT,))


def test_no_second_scan_looks_for_the_extreme():
    kernel = lower(halves().program, halves())
    nodes = [n for n in walk(kernel.body) if isinstance(n, Best | Accumulate)]
    assert [type(n) for n in nodes] == [Best]


@pytest.mark.parametrize("shape", [(1, 2, 1), (3, 7, 5), (2, 9, 17)], ids=str)
@pytest.mark.parametrize("special", [None, np.nan, -np.inf], ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_first_of_equal_ones_wins_and_nan_before_all(shape, special, dtype):
    rng = np.random.default_rng(0)
    x = rng.integers(0, 4, shape).astype(dtype)
    if special is not None:
        x[:, : (shape[1] + 1) // 2] = -np.inf
        x[0, 0, shape[2] // 2 :] = special
    y, at = codegen.compile(halves()).forward(x)
    boxes = [slice(h * shape[1] // 2, -(-(h + 1) * shape[1] // 2)) for h in range(2)]
    parts = [x[:, box].reshape(shape[0], -1) for box in boxes]
    places = np.stack([p.argmax(1) + box.start * shape[2] for p, box in zip(parts, boxes, strict=True)], 1)
    assert np.array_equal(at, places)
    np.testing.assert_array_equal(y, sum(p.max(1) for p in parts))
