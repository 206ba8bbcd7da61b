"""Sums at places that data name: each addition carries what rounding takes."""

import math

import numpy as np

from codegen.module.load import load
from codegen.pipeline import compile_layer
from derive.layers import LAYERS
from derive.notation import Layer, define, index, integers, sizes, tensor, total

N, C = sizes("N C")
n, c = index("n", N), index("c", C)


def weighted():
    """y = Σ_n w[t[n]] x[n]: its gradient adds x[n] up for each class."""
    x, w, t, y = tensor("x", n), tensor("w", c), integers("t", n, below=C), tensor("y")
    return Layer("weighted_total", [define(y[()], total(w[t[n]] * x[n], over=n))], wrt=(w,), inputs=(x, w, t))


def test_a_long_sum_into_one_class_loses_nothing_but_its_last_rounding():
    rng, count = np.random.default_rng(0), 200_000
    x, t = rng.random(count, np.float32), np.zeros(count, np.int64)
    t[::7] = 2
    w = np.ones(3, np.float32)
    found = load(weighted()).vjp_w(np.array(1, np.float32), x, w, t)
    for k in range(3):
        wanted = math.fsum(x[t == k].astype(float))
        assert abs(float(found[k]) - wanted) <= 2 * np.spacing(np.float32(wanted))


def test_rows_that_data_name_are_added_to_as_they_are():
    """Each step of the loop along a row has a place of its own; a second table would double what moves."""
    assert not any("carried(" in text for text in compile_layer(LAYERS["embedding"]).values())
