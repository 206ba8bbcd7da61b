"""No call reaches memory that is not its own: integers are checked at the door, residuals know their call."""

import copy
import importlib
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest

from codegen.module.load import load
from codegen.module.render import files
from derive.layers import LAYERS
from derive.notation import Layer, define, ge, index, integers, largest_at, oo, sizes, tensor, total
from generated import adaptive_max_pool2d, cross_entropy, leaky_relu, max_pool2d, mixed_pool2d
from tests import hostile

IMAGE, LARGER = np.zeros((1, 2, 4, 4)), np.zeros((1, 2, 64, 64))
DY = np.ones((1, 2, 2, 2))


def attacked(switches, *arguments):
    """What the hostile calls found, in a process of its own: a kernel that runs wild takes only that one."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile", *arguments], env={**os.environ, **switches},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr[-2000:]


def test_hostile_integers_are_refused_or_harmless_in_every_layer():
    """Interpreted, every index beyond an array is an error: nothing has to be compiled for that."""
    assert attacked({"NUMBA_DISABLE_JIT": "1"}, "3") == (0, "", "")


@pytest.mark.deep
@pytest.mark.parametrize("name", hostile.through_integers())
def test_hostile_integers_are_refused_or_harmless_in_compiled_kernels(name, tmp_path):
    switches = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    assert attacked(switches, "10", name) == (0, "", "")


def bound(module, *inputs, **options):
    names = [one["name"] for one in module.SPEC["inputs"]]
    defaults = {one["name"]: one["default"] for one in module.SPEC["options"]}
    return module._LAYER.bind(dict(zip(names, inputs, strict=True)), defaults | options)


def saved(module, x, value=-1, **options):
    """Residuals as a forward of ``module`` saves them, without running one."""
    call = bound(module, x, **options)
    for one in module.SPEC["residuals"]:
        call.new(one["name"], one["name"])
        call.arrays[one["name"]][...] = value
    return call.save(module.Residuals, [one["name"] for one in module.SPEC["residuals"]])


STRANGERS = [
    (adaptive_max_pool2d, saved(adaptive_max_pool2d, LARGER, bins=2), {"bins": 2}, "H = 64 there, 4 here"),
    (max_pool2d, saved(max_pool2d, LARGER, kernel=34, stride=30), {}, "KH = 34 there, 2 here"),
    (max_pool2d, saved(max_pool2d, IMAGE, padding=(0, 1, 0, 1)), {}, "p_b = 1 there, 0 here"),
    (max_pool2d, saved(max_pool2d, IMAGE.astype("f4")), {}, "dtype = float32 there, float64 here"),
    (max_pool2d, saved(adaptive_max_pool2d, IMAGE, bins=2), {}, "layer = adaptive_max_pool2d there"),
]


@pytest.mark.parametrize(("module", "residuals", "options", "said"), STRANGERS, ids=lambda v: str(v)[:20])
def test_residuals_of_another_call_are_refused_though_their_shapes_fit(module, residuals, options, said):
    for function in (module.vjp_x, module.vjp):
        with pytest.raises(ValueError, match=f"residuals belong to another call: .*{said}"):
            function(DY, IMAGE, residuals=residuals, **options)
    with pytest.raises(ValueError, match="residuals belong to another call"):
        module.jvp(IMAGE, residuals=residuals, **options)


def test_residuals_without_a_call_are_still_checked():
    """A caller may rebuild them as tuples of any kind; what they hold is looked at in every call."""
    far = np.full((1, 2, 2, 2), 16)
    for residuals in ((far,), adaptive_max_pool2d.Residuals(far)):
        with pytest.raises(ValueError, match=r"y_at holds 16, expected integers in -1 .. 15"):
            adaptive_max_pool2d.vjp_x(DY, IMAGE, residuals=residuals, bins=2)
    for wrong in (far, [far], (far, far), ()):
        with pytest.raises(TypeError, match=r"residuals must be what forward\(..., save=True\) returns last"):
            adaptive_max_pool2d.vjp_x(DY, IMAGE, residuals=wrong, bins=2)


def test_residuals_that_were_written_to_are_checked_again():
    residuals = saved(adaptive_max_pool2d, IMAGE, bins=2)
    residuals.y_at[0, 0, 0, 0] = np.iinfo(np.int64).min
    with pytest.raises(ValueError, match="y_at holds -9223372036854775808"):
        adaptive_max_pool2d.vjp_x(DY, IMAGE, residuals=residuals, bins=2)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda r: pickle.loads(pickle.dumps(r))])
def test_residuals_keep_their_call_when_copied(again):
    residuals = again(saved(adaptive_max_pool2d, LARGER, bins=2))
    with pytest.raises(ValueError, match="H = 64 there, 4 here"):
        adaptive_max_pool2d.vjp_x(DY, IMAGE, residuals=residuals, bins=2)


def test_an_option_that_is_not_a_number_does_not_make_a_stranger():
    module, slope = leaky_relu, {"slope": float("nan")}
    saved_there = bound(module, IMAGE, **slope).save(module.Residuals, ())
    bound(module, IMAGE, **slope).recall(saved_there, module.forward, ())


def test_every_integer_of_the_catalogue_has_ends():
    """The ends are data of the module: what a kernel reads through is below ``below``, from 0 or from -1."""
    for name in hostile.through_integers():
        module = importlib.import_module(f"generated.{name}")
        for one in hostile.integers(module, "inputs", "aux", "residuals"):
            assert one["below"] and one["low"] in (0, -1)
            assert one["name"] in module._LAYER.below


def test_an_input_of_integers_has_no_value_for_none():
    residual = next(one for one in mixed_pool2d.SPEC["residuals"] if one["kind"] == "integer")
    assert residual["low"] == -1
    assert hostile.integers(cross_entropy, "inputs")[0]["low"] == 0


# -- nothing to choose from


def test_a_window_without_any_pixel_has_no_tangent():
    """Its switch is -1, which is no tap: the tangent is 0, as the gradient is."""
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    _, switch = load(LAYERS["max_pool2d"]).forward(x, padding=(0, 2, 0, 0))
    assert (switch[0, 0, 2] == -1).all()
    tangent = load(LAYERS["max_pool2d"]).jvp(x, x_dot=np.ones_like(x), padding=(0, 2, 0, 0))
    assert tangent[0, 0].tolist() == [[1, 1], [1, 1], [0, 0]]


N, C = sizes("N C")
n, c = index("n", N), index("c", C)
x, y, at = tensor("x", n, c), tensor("y", n), integers("at", n, below=C)


def winner(best):
    return Layer("winner", [define(at[n], best), define(y[n], x[n, at[n]])], wrt=(x,), aux=(at,))


@pytest.mark.parametrize("best", [
    largest_at(x[n, c], over=c, when=ge(c - n)), largest_at(x.at(n, c - 1, outside=-oo), over=c),
    largest_at(x[n, c], over=(c, 1, C - 1)),
], ids=["guard", "border", "range"])  # fmt: skip
def test_a_place_that_may_be_none_is_not_read_through(best):
    layer = winner(best)
    assert layer.aux[0].sign == "" and layer.aux[0] == layer.forward[0].tensor
    with pytest.raises(ValueError, match=r"cannot prove at\[n\] >= 0"):
        files(layer)


def test_a_place_on_an_empty_axis_is_refused():
    """Nothing is the largest of nothing, and x[n, -1] is no element."""
    module = load(winner(largest_at(x[n, c], over=c)))
    with pytest.raises(ValueError, match="at has no place to name: the axis that it looks at is empty"):
        module.forward(np.zeros((3, 0)))
    assert bound(module, np.zeros((0, 3))).extent("at") == (0,)


# -- empty outputs

EMPTY = [
    ("conv1d", {"x": (1, 1, 2), "w": (1, 1, 3)}, {}, "OL"),
    ("conv2d", {"x": (1, 1, 2, 2), "w": (1, 1, 3, 3)}, {}, "OH"),
    ("conv2d", {"x": (1, 1, 4, 4), "w": (1, 1, 3, 3)}, {"dilation": 2}, "OH"),
    ("conv2d", {"x": (1, 1, 4, 4), "w": (1, 1, 3, 3)}, {"dilation": (1, 2), "stride": 7}, "OW"),
    ("conv3d", {"x": (1, 1, 5, 5, 2), "w": (1, 1, 3, 3, 3)}, {}, "OW"),
    ("max_pool1d", {"x": (1, 1, 2)}, {"kernel": 3}, "OL"),
    ("max_pool2d", {"x": (1, 1, 2, 2)}, {"kernel": 3}, "OH"),
    ("avg_pool2d", {"x": (1, 1, 2, 2)}, {"kernel": 3, "stride": 1}, "OH"),
    ("l2_pool2d", {"x": (1, 1, 2, 2)}, {"kernel": 3, "stride": 5}, "OH"),
    ("conv_transpose2d", {"x": (1, 1, 1, 1), "w": (1, 1, 2, 2)}, {"padding": 1}, "OH"),
]


@pytest.mark.parametrize(("name", "shapes", "options", "size"), EMPTY, ids=lambda v: str(v))
def test_an_output_without_any_pixel_is_refused(name, shapes, options, size):
    module = importlib.import_module(f"generated.{name}")
    arrays = {k: np.zeros(shape) for k, shape in shapes.items()}
    with pytest.raises(ValueError, match=f"empty output: {size} = "):
        module.forward(**arrays, **options)


@pytest.mark.parametrize(("name", "shape", "made"), [
    ("max_pool2d", (0, 3, 4, 4), (0, 3, 2, 2)), ("max_pool2d", (2, 0, 4, 4), (2, 0, 2, 2)),
    ("l2_pool2d", (0, 3, 4, 4), (0, 3, 2, 2)),
])  # fmt: skip
def test_an_axis_that_is_empty_on_purpose_stays_allowed(name, shape, made):
    module = importlib.import_module(f"generated.{name}")
    assert bound(module, np.zeros(shape)).extent("y") == made


def test_an_extent_that_no_size_names_is_looked_at_too():
    L, K = sizes("L K")
    i, u = index("i", L - K + 1), index("u", K)
    x, w, y = tensor("x", index("a", L)), tensor("w", u), tensor("y", i)
    module = load(Layer("unnamed", [define(y[i], total(x[i + u] * w[u], over=u))], wrt=(x, w)))
    for taps in (5, 6):
        with pytest.raises(ValueError, match=rf"empty output: y has shape \({5 - taps},\)"):
            module.forward(np.zeros(4), np.zeros(taps))
