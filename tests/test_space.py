"""Sizes of space are known by where they stand, whatever they are called."""

from codegen.apps.draw import picture_sizes
from derive.exact.shape import symbols_of
from derive.exact.space import followed, window_extents
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor, total

B, S, P, Q, F, G = sizes("B S P Q F G")


def correlation():
    """A convolution in letters that say nothing: ``P`` by ``Q`` pixels, ``F`` by ``G`` taps."""
    b, s, f, g = index("b", B), index("s", S), index("f", F), index("g", G)
    i, j = index("i", P - F + 1), index("j", Q - G + 1)
    x, w = tensor("x", b, s, index("p", P), index("q", Q)), tensor("w", s, f, g)
    y = tensor("y", b, i, j)
    product = x[b, s, i + f, j + g] * w[s, f, g]
    return Layer("correlation", [define(y[b, i, j], total(product, over=(s, f, g)))], wrt=(x, w))


def test_windows_are_read_off_the_index_maps():
    assert window_extents(correlation()) == {F, G}
    for name in ("conv2d", "max_pool2d", "conv_transpose2d", "deform_conv2d", "depthwise_conv2d"):
        assert {s.name for s in window_extents(LAYERS[name])} == {"KH", "KW"}
    assert not window_extents(LAYERS["dense"]) and not window_extents(LAYERS["batch_norm"])


def test_a_width_follows_its_height():
    assert followed(correlation(), correlation().inputs[0]) == {Q: P, G: F}
    found = symbols_of(correlation(), {P: 5, F: 3})
    assert (found[Q], found[G], found[B], found[S]) == (5, 3, 1, 1)
    assert symbols_of(correlation(), {P: 5, F: 3, Q: 7})[Q] == 7


def test_pictures_show_windows_of_three_whatever_they_are_called():
    found = picture_sizes(correlation(), {})
    assert (found[P], found[Q], found[F], found[G]) == (7, 7, 3, 3)
