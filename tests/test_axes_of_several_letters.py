"""Indices that count together on one axis: one where they always do, an axis each where they do not."""

import pytest

from derive.api import gradient
from derive.api.settings import specialised, textbook
from derive.arrays.mixed_axes import axes_apart, digits
from derive.explain.reading.joined_letters import joined_letters
from derive.layers import LAYERS
from derive.notation import define, index, sizes, tensor, total

N, G, C, K = sizes("N G C K")
n, g, c, k, j = index("n", N), index("g", G), index("c", C), index("k", K), index("j", G * C)
X, Y, W = tensor("x", n, j), tensor("dy", n, j), tensor("w", j, k)
B = tensor("db", j)


def result(shown: str) -> str:
    return shown.split("Result")[1].split("where")[0]


@pytest.mark.parametrize(
    ("name", "wrt", "said"),
    [
        ("group_norm", "beta", "dβ[k] =   Σ   dy[n,k,h,w]"),
        ("group_norm", "gamma", "dγ[k] =   Σ   dy[n,k,h,w] · x̂[n,k,h,w]"),
        ("depthwise_conv2d", "b", "db[m] =   Σ   dy[n,m,i,j]"),
    ],
)
def test_what_counts_together_everywhere_is_one_index(name, wrt, said):
    shown = gradient(name, wrt).text(steps=True)
    assert said in result(shown) and "One index" in shown and "einsum" in shown


def test_a_shuffle_is_an_einsum_over_the_letters():
    shown = " ".join(gradient("pixel_shuffle", "x").text(steps=False).split())
    said = "with c·r² + a·r + b, h·r + a and w·r + b as one axis for each letter"
    assert f'dx = einsum("nchawb->ncabhw", dy), {said}' in shown
    assert "as two axes each" in gradient("channel_shuffle", "x").text(steps=False)


def test_what_stands_alone_somewhere_keeps_its_index():
    both = g * C + c
    one = define(B[both], total(Y[n, both] * X[n, both], over=n))
    made = joined_letters(one)
    assert made.lhs.index[0].name.startswith("j") and made.free[0][2] == G * C - 1
    assert len(made.free) == 1 and made.tensor is one.tensor
    alone = tensor("v", c)
    assert joined_letters(define(B[both], total(Y[n, both] * alone[c], over=n))) is None


def test_only_all_numbers_of_an_axis_each_once_are_taken_apart():
    spans = {z: (z, 0, e - 1) for z, e in ((g, G), (c, C))}
    assert digits(g * C + c, G * C, spans) == (g, c)
    assert digits(c * G + g, G * C, spans) == (c, g)
    for at, extent in ((g * C + c + 1, G * C), (g * K + c, G * C), (g + c, G * C), (g * C + c, G * C + 1)):
        assert digits(at, extent, spans) is None
    assert digits(g * C + c, G * C, spans | {c: (c, 1, C - 1)}) is None
    assert digits(g * C + c, G * C, spans | {c: (c, 0, C)}) is None


def test_an_array_has_the_same_axes_wherever_it_is_read():
    both = g * C + c
    body = W[both, k] * X[n, both]
    made, said = axes_apart(define(tensor("y", n, g, k)[n, g, k], total(body, over=c)))
    assert said == {both: (g, c)} and {len(a.index) for a in made.expr.atoms(type(X[n, j]))} == {3}
    other = define(tensor("y", n, g, k)[n, g, k], total(body * X[n, 0], over=c))
    assert axes_apart(other) is None
    assert axes_apart(define(B[j], total(Y[n, j], over=n))) is None


def test_what_is_done_element_by_element_is_no_einsum():
    shown = gradient("bce_with_logits_loss_each", "t").text(steps=False)
    assert "dt = −dloss ⊙ x" in shown and "einsum" not in shown


def test_a_size_in_the_range_of_a_sum_is_said():
    shown = gradient("circular_pad1d", "x").text(steps=False)
    assert "⌊(OL − 1 − p_l)/L⌋" in shown and "OL = L + p_l + p_r" in shown
    assert "OH =" not in gradient("avg_pool2d", "x").text(steps=False)


def test_a_count_that_is_a_size_stands_as_that_size():
    layer = LAYERS["avg_pool1d"]
    shown = gradient(specialised(layer, {}, textbook(layer, {})), "x").text(steps=False)
    assert "⎩ K   otherwise" in shown and "count_i[" not in shown
