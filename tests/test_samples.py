"""Points at which a claim is false refute it; they are sizes that the layer admits."""

from codegen.loops.place import bounds_of
from codegen.loops.samples import admitted
from derive.layers import LAYERS
from derive.notation import Layer, define, ge, index, sizes, tensor


def test_points_meet_the_definitions_and_the_requirements():
    layer = LAYERS["max_pool2d"]
    points = admitted(layer)
    assert points and points == admitted(layer)
    for point in points:
        for name, definition in layer.sizes.items():
            assert definition.xreplace(dict(point)).doit() == point[name] > 0
        assert all(c.of.xreplace(dict(point)) >= 0 for c, _ in layer.requires)


def test_a_layer_that_no_draw_meets_has_no_points():
    (N,) = sizes("N")
    n = index("n", N)
    x, y = tensor("x", n), tensor("y", n)
    layer = Layer("large", [define(y[n], x[n])], wrt=(x,), requires=((ge(N - 1000), "large"),))
    assert admitted(layer) == ()
    assert bounds_of(layer).nonnegative(N - 1000), "what is required is still known"


def test_a_false_claim_is_refuted_without_a_search():
    layer = LAYERS["conv2d"]
    bounds = bounds_of(layer)
    (h, kh) = (next(s for s in layer.inputs[k].shape if str(s) == name) for k, name in ((0, "H"), (1, "KH")))
    assert bounds._refuted(h - 5) and not bounds._refuted(kh - 1)
    assert not bounds.nonnegative(h - 5) and bounds.nonnegative(kh - 1)
