"""No call reaches memory that is not its own: integers are checked at the door, residuals know their call."""

import copy
import importlib
import math
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from codegen.module.load import load
from codegen.module.render import files
from codegen.source.names import PARTS
from codegen.verification import Verdict, rungs, verify
from codegen.verification.quick import standing
from derive.layers import LAYERS
from derive.notation import (
    Layer,
    define,
    ge,
    index,
    integers,
    larger,
    largest,
    largest_at,
    oo,
    sizes,
    tensor,
    total,
)  # fmt: skip
from generated import (
    adaptive_max_pool2d,
    conv2d,
    cross_entropy,
    leaky_relu,
    max_pool2d,
    mixed_pool2d,
    nearest_upsample2d,
)
from tests import hostile

LOOP: list[object] = []
LOOP.append(LOOP)
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
    _, switch = standing(LAYERS["max_pool2d"]).forward(x, padding=(0, 2, 0, 0))
    assert (switch[0, 0, 2] == -1).all()
    tangent = standing(LAYERS["max_pool2d"]).jvp(x, x_dot=np.ones_like(x), padding=(0, 2, 0, 0))
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


def test_a_choice_among_values_has_a_place_whatever_they_are():
    """max(x, 0) is a value at every index: only a branch of -oo leaves an element out."""
    assert winner(largest_at(larger(x[n, c], 0), over=c)).aux[0].sign == "nonnegative"
    module = load(winner(largest_at(larger(x[n, c], 0), over=c)))
    given = np.array([[-1.0, -2.0], [1.0, 2.0]])
    assert module.forward(given)[0].tolist() == [-1.0, 2.0]


@pytest.mark.parametrize("some", [{}, {"when": ge(index("m", N) - n)}], ids=["always", "may be nobody"])
def test_a_mask_that_reads_where_the_winner_stands_stays_inside(some):
    """dw and dv share dy where Σ_k w z > 0 at the winner; winners are no place where nobody took part."""
    m, k, o = index("m", N), index("k", sizes("K")[0]), index("o", sizes("O")[0])
    z, w, v, u = tensor("z", n, k), tensor("w", o, k), tensor("v", o, k), tensor("u", n, o)
    score = larger(total(w[o, k] * z[m, k] + v[o, k] * z[n, k], over=k), 0)
    layer = Layer("heard", [define(u[n, o], largest(score, over=m, **some))], wrt=(z, w, v))
    reports = verify([layer], examples=2, checks=rungs("exact", "finite_field"))
    assert [one.verdict for one in reports] == [Verdict.PASS] * len(reports)


def test_a_place_on_an_empty_axis_is_refused():
    """Nothing is the largest of nothing, and x[n, -1] is no element."""
    module = load(winner(largest_at(x[n, c], over=c)))
    with pytest.raises(ValueError, match=r"at has no place to name: .* is empty, C = 0"):
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


# -- arrays that are none, too large, or somebody's


def refused(call, *said, error=(TypeError, ValueError)):
    with pytest.raises(error) as caught:
        call()
    for words in said:
        assert words in str(caught.value)


IMAGES = np.zeros((1, 2, 4, 4))
W = np.zeros((3, 2, 3, 3))


@pytest.mark.parametrize(("x", "said"), [
    ([[1.0], [1.0, 2.0]], "x must be an array, got list"),
    (np.ma.masked_array(IMAGES, mask=IMAGES == 0), "x is a masked array"),
    (np.broadcast_to(0.0, (1, 2, 2**20, 2**35)), "x must"),
    (np.broadcast_to(0.0, (1, 2, 2**50, 3)), "H = 1125899906842624, expected at most"),
    (IMAGES.astype(IMAGES.dtype.newbyteorder("S")), "x holds"),
    (IMAGES.astype("f2"), "x holds float16, expected one of"), ("x", "x holds"), (None, "x is missing"),
], ids=["ragged", "masked", "wide", "far", "swapped", "half", "text", "none"])  # fmt: skip
def test_what_is_no_image_is_refused_by_name(x, said):
    if said == "x must":  # it fits no memory, and nothing has tried to copy it
        return refused(lambda: conv2d.forward(x, W), "conv2d: ", "takes", error=MemoryError)
    return refused(lambda: conv2d.forward(x, W), "conv2d: ", said)


def test_a_class_of_arrays_is_taken_as_an_array():
    class Own(np.ndarray):
        """Somebody's."""

    x = np.arange(32.0).reshape(1, 2, 4, 4)
    made = conv2d.forward(x.view(Own), W + 1)
    assert type(made) is np.ndarray and np.array_equal(made, conv2d.forward(x, W + 1))
    out = np.empty_like(made).view(Own)
    conv2d.forward(x, W + 1, out=out)
    assert np.array_equal(out, made)


def test_results_without_room_are_refused_before_anything_is_written():
    refused(
        lambda: nearest_upsample2d.forward(IMAGES, factor=2**30),
        "nearest_upsample2d: y with shape (1, 2, 4294967296, 4294967296) takes", "GiB in memory",
        error=MemoryError,
    )  # fmt: skip


@pytest.mark.parametrize(("options", "said"), [
    ({"stride": 2**31 - 1}, "stride must have a product of at most"), ({"stride": 2**31}, "stride must be"),
    ({"stride": (1, 10**6)}, "s_w = 1000000"), ({"stride": 10**30}, "stride must be"),
    ({"padding": 2**31 - 1, "stride": 2**31 - 1}, "stride must have a product of at most"),
    ({"stride": math.nan}, "stride must be an integer"), ({"stride": []}, "stride takes 1 to 2 numbers"),
    ({"stride": None}, "stride must be an integer"),
    ({"stride": True}, "stride must be an integer"), ({"groups": 0}, "groups must be"),
    ({"stride": np.array(1.5)}, "stride must be an integer"), ({"stride": LOOP}, "stride takes 1 to 2"),
    ({"algorithm": np.zeros(2)}, "algorithm must be"), ({"save": np.zeros(2)}, "save must be True or False"),
], ids=str)  # fmt: skip
def test_far_and_odd_options_are_refused_by_name(options, said):
    refused(lambda: conv2d.forward(IMAGES, W, **options), "conv2d: ", said)


def test_strides_are_as_long_as_the_image_at_most():
    """A stride beyond the image is one that is never taken; one in the order of it stays allowed."""
    x = np.ones((1, 1, 300, 300))
    assert bound(max_pool2d, x, kernel=300, stride=300).extent("y") == (1, 1, 1, 1)
    assert max_pool2d._LAYER.strides["stride"] == ("s_h", "s_w")
    refused(
        lambda: bound(max_pool2d, IMAGE, kernel=2**30, padding=2**30, stride=2**30),
        "kernel must have a product of",
    )


def test_a_number_too_large_for_a_float_is_refused():
    refused(lambda: leaky_relu.forward(IMAGE, slope=10**400), "leaky_relu: slope is too large for a float")


def test_memory_of_a_caller_is_a_plain_array():
    masked = np.ma.zeros((1, 3, 2, 2))
    refused(lambda: conv2d.forward(IMAGES, W, out=masked), "conv2d: out must be an array, got MaskedArray")


def test_no_row_of_filters_is_an_empty_gradient():
    """Blocks of no rows divide nothing."""
    x, w = np.ones((1, 1, 7, 9)), np.ones((0, 1, 5, 1))
    assert standing(LAYERS["conv2d"]).vjp_w(np.ones((1, 0, 3, 9)), x, w).shape == w.shape


def test_the_names_of_the_shared_files_are_those_that_are_there():
    folder = Path(importlib.import_module("generated").__file__).parent
    assert all((folder / name).is_file() for name in PARTS)
    modules = {f"{name}.py" for name in LAYERS.names}
    rest = {p.name for p in folder.glob("*.py") if "_kernels" not in p.stem} - modules
    assert rest == set(PARTS)
