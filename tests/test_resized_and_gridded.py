"""Resizing, grids and regions beside PyTorch, and the mechanisms that they stand on."""

import importlib

import numpy as np
import pytest

from codegen.loops.legality.declared import check_declared
from codegen.loops.legality.faults import Illegal
from codegen.module.load import load
from codegen.program.inline_factor import inline
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import Bounded, plain
from derive.api.settings import hint, textbook
from derive.layers import LAYERS
from derive.notation import (
    Layer,
    define,
    floor,
    floor_div,
    hat,
    index,
    integers,
    larger,
    option,
    sizes,
    smaller,
    tensor,
    total,
)
from tests.sampling_oracle import FORWARDS

N, C, L, P = sizes("N C L P")
n, c, l, p = index("n", N), index("c", C), index("l", L), index("p", P)
X, AT, Y = tensor("x", n, c, l), tensor("at", n, p), tensor("y", n, c, p)
RESIZED = {
    "nearest_resize1d": ("nearest", {"exact": 0}),
    "nearest_resize2d": ("nearest", {"exact": 0}),
    "nearest_resize3d": ("nearest-exact", {"exact": 1}),
    "linear_upsample1d": ("linear", {"align_corners": 0}),
    "bilinear_upsample2d": ("bilinear", {}),
    "trilinear_upsample3d": ("trilinear", {"align_corners": 1}),
    "bicubic_upsample2d": ("bicubic", {"align_corners": 0}),
}
SIZES = ((1, 3, 2), (7, 4, 9))
GRIDDED = (
    "grid_sample2d",
    "grid_sample2d_nearest",
    "grid_sample2d_bicubic",
    "grid_sample3d",
    "grid_sample3d_nearest",
)


def agrees(layer, arrays, options, theirs, wrt):
    """Values and gradients beside PyTorch's."""
    torch = pytest.importorskip("torch")
    kernels = importlib.import_module(f"generated.{layer}")
    given = {k: torch.tensor(v, requires_grad=k in wrt) for k, v in arrays.items()}
    y, wanted = kernels.forward(*arrays.values(), **options), theirs(torch, given)
    assert np.allclose(y, wanted.detach().numpy(), atol=1e-12)
    dy = np.random.default_rng(5).standard_normal(y.shape)
    each = torch.autograd.grad(wanted, [given[k] for k in wrt], torch.tensor(dy))
    for k, g in zip(wrt, each, strict=True):
        assert np.allclose(
            getattr(kernels, f"vjp_{k}")(dy, *arrays.values(), **options), g.numpy(), atol=1e-10
        )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("layer", RESIZED)
def test_any_size(layer, size):
    """Whole factors or none, grown or shrunk."""
    mode, options = RESIZED[layer]
    rank = int(layer[-2])
    x = np.random.default_rng(1).standard_normal((2, 3, 5, 4, 3)[: 2 + rank])
    corners = {"align_corners": bool(options.get("align_corners", 0))} if "nearest" not in mode else {}
    size = size[:rank]

    def theirs(torch, given):
        return torch.nn.functional.interpolate(given["x"], size=size, mode=mode, **corners)

    agrees(layer, {"x": x}, {"size": size, **options}, theirs, ["x"])


@pytest.mark.parametrize("factor", [1.7, 0.6])
@pytest.mark.parametrize("layer", ["linear_upsample1d", "bilinear_upsample2d", "bicubic_upsample2d"])
def test_a_factor_that_gives_no_whole_size(layer, factor):
    """Then the factor says where pixels lie, not the two sizes."""
    mode, rank = RESIZED[layer][0], int(layer[-2])
    x = np.random.default_rng(1).standard_normal((2, 3, 5, 4)[: 2 + rank])
    size = tuple(int(m * factor) for m in x.shape[2:])

    def theirs(torch, given):
        return torch.nn.functional.interpolate(
            given["x"], scale_factor=factor, mode=mode, align_corners=False
        )

    agrees(layer, {"x": x}, {"size": size, "step": 1 / factor}, theirs, ["x"])


@pytest.mark.parametrize("padding", [0, 1, 2])
@pytest.mark.parametrize("aligned", [0, 1])
@pytest.mark.parametrize("layer", GRIDDED)
def test_grids_that_reach_outside(layer, aligned, padding):
    rank, rng = int(layer.split("d")[1][-1]), np.random.default_rng(3)
    x = rng.standard_normal((2, 3, 4, 5, 3)[: 2 + rank])
    grid = rng.uniform(-2.7, 2.7, (*(2, 3, 4, 5)[: 1 + rank], rank))
    mode = {"nearest": "nearest", "bicubic": "bicubic"}.get(layer.split("_")[-1], "bilinear")
    said = ("zeros", "border", "reflection")[padding]

    def theirs(torch, given):
        return torch.nn.functional.grid_sample(given["x"], given["grid"], mode, said, bool(aligned))

    options = {"align_corners": aligned, "padding": padding}
    agrees(layer, {"x": x, "grid": grid}, options, theirs, ["x"] if mode == "nearest" else ["x", "grid"])


@pytest.mark.parametrize("aligned", [0, 1])
@pytest.mark.filterwarnings("ignore:Since version 1.3.0")
@pytest.mark.parametrize("size", [(3, 4), (1, 1), (2, 3, 4), (1, 1, 5)])
def test_grids_of_affine_maps(size, aligned):
    theta = np.random.default_rng(4).standard_normal((2, len(size), len(size) + 1))

    def theirs(torch, given):
        return torch.nn.functional.affine_grid(given["theta"], (2, 1, *size), bool(aligned))

    options = {"size": size, "align_corners": aligned}
    agrees(f"affine_grid{len(size)}d", {"theta": theta}, options, theirs, ["theta"])


@pytest.mark.parametrize("aligned", [0, 1])
@pytest.mark.parametrize("samples", [1, 2, 3])
def test_regions(samples, aligned):
    """Boxes inside, outside, upside down."""
    import generated.roi_align as kernels

    rng = np.random.default_rng(6)
    x, image = rng.standard_normal((2, 3, 5, 7)), np.array([0, 1, 1, 0])
    boxes = np.array([[0.5, 1, 4, 4.5], [-6, -6, 12, 9], [3, 3, 1, 1], [20, 20, 30, 30]])
    boxes += rng.uniform(-0.3, 0.3, boxes.shape)
    o = {"size": (2, 3), "sampling_ratio": samples, "spatial_scale": 0.8, "aligned": aligned}
    y = kernels.forward(x, boxes, image, **o)
    assert np.allclose(y, FORWARDS["roi_align"](x, boxes, image, **o))
    u, step = rng.standard_normal(boxes.shape), 1e-6
    dy = rng.standard_normal(y.shape)
    slope = [kernels.forward(x, boxes + s * u, image, **o) for s in (step, -step)]
    wanted = ((slope[0] - slope[1]) / (2 * step) * dy).sum()
    assert np.isclose((kernels.vjp_boxes(dy, x, boxes, image, **o) * u).sum(), wanted, rtol=1e-6)
    assert np.isclose((kernels.vjp_x(dy, x, boxes, image, **o) * x).sum(), (dy * y).sum())


@pytest.mark.parametrize("name", ["row", "acc", "best", "part"])
def test_an_array_of_the_model_keeps_its_name_for_itself(name):
    """Sums of channels run in a row of their own beside an array that the model calls so."""
    place = tensor(name, n, p)
    read = total(hat(l, place[n, p]) * X[n, c, l], over=l)
    moved = define(place[n, p], larger(0, smaller(AT[n, p] * AT[n, p] - 1, L - 1)))
    layer = Layer("sampled", [moved, define(Y[n, c, p], read)], wrt=(X, AT))
    rng = np.random.default_rng(0)
    x, at = rng.standard_normal((2, 5, 3)), rng.uniform(-2, 2, (2, 4))
    places = np.clip(at * at - 1, 0, 2)
    weights = np.maximum(0, 1 - np.abs(places[..., None] - np.arange(3)))
    assert np.allclose(load(layer).forward(x, at), np.einsum("ncl,npl->ncp", x, weights))


def looked_up(value, *options):
    table = integers("table", p, below=L)
    return Layer(
        "looked_up", [define(table[p], value), define(Y[n, c, p], X[n, c, table[p]])], (X,), options=options
    )


size = option("size", "P", default=2, minimum=1)
step = option("step", "s", default=1.0, minimum=0.0, real=True)
half = option("half", "e", default=0, minimum=0, maximum=1)
free = option("half", "e", default=0, minimum=0)
(s,), (e,), (e_free,) = step, half, free


def test_a_number_cut_to_its_range_lies_there():
    """Also where the number itself is known nothing about."""
    check_declared(looked_up(smaller(larger(floor(p * s), 0), L - 1), size, step))
    with pytest.raises(Illegal, match="not proved"):
        check_declared(looked_up(larger(floor(p * s), 0), size, step))


def test_a_switch_is_at_most_its_maximum():
    check_declared(looked_up(floor_div((2 * p + e) * L, 2 * P), size, half))
    with pytest.raises(Illegal, match="not proved"):
        check_declared(looked_up(floor_div((2 * p + e_free) * L, 2 * P), size, free))


@pytest.mark.parametrize("width", [1, 3])
def test_a_sample_on_the_last_pixel_has_the_slope_from_the_right(width):
    """Behind it the border continues and nothing changes; a sample on the first of three climbs."""
    import generated.roi_align as kernels

    x = np.array([5.0, 7.0, 11.0])[:width].reshape(1, 1, 1, width)
    options = {"size": (1, 1), "sampling_ratio": 1, "spatial_scale": 1.0, "aligned": 0}
    slopes = []
    for place in (0, width - 1):
        boxes = np.array([[place - 0.5, -0.5, place - 0.5, -0.5]])
        given = x, boxes, np.array([0])
        slopes.append(kernels.vjp_boxes(np.ones((1, 1, 1, 1)), *given, **options)[0, 0])
    assert slopes == [2.0 if width > 1 else 0.0, 0.0]


@pytest.mark.parametrize(("layer", "kept"), [("grid_sample2d", "seen_row"), ("roi_align", "height")])
def test_what_is_long_is_not_written_out_twice(layer, kept):
    made = inline(LAYERS[layer].program)
    assert kept in {d.tensor.name for d in made.defs}


def test_a_floor_in_doubt_is_still_that_of_its_value():
    """The bound admits the other one."""
    A, B = tensor("a", n), tensor("b", n)
    layer = Layer("floored", [define(B[n], floor(A[n]))], wrt=(A,))
    found = Evaluator({N: 3}, {"a": Bounded(np.array([-1.0, 2.0, 2.5]), np.ones(3))}).run(layer.program)["b"]
    assert plain(found).tolist() == [-1, 2, 2] and (found.error > 0).tolist() == [True, True, False]


def test_a_pixel_beside_a_place_in_doubt_may_count_or_not():
    """At a place that rounding may move off the pixel, a NaN there is no answer that is wanted."""
    E, Q = tensor("e", l), tensor("q", n)
    B = tensor("b", n)
    layer = Layer("beside", [define(B[n], total(hat(l, Q[n]) * E[l], over=l))], wrt=(E,))
    arrays = {"e": np.array([np.nan, 1.0, 2.0]), "q": Bounded(np.array([1.0]), np.ones(1))}
    found = Evaluator({N: 1, L: 3}, arrays).run(layer.program)["b"]
    assert plain(found).tolist() == [1.0] and np.isinf(found.error).all()


def test_a_place_and_its_condition_round_one_number():
    """⌊a (b + 1)⌋ is not multiplied out in one of them: beside an infinity that would be another cell."""
    place = floor(AT[n, p] * (AT[n, p] + L) / 3)
    chosen = smaller(larger(place + 1, 0), L - 1)
    assert chosen.atoms(type(place)) == {place}


def test_pages_show_switches_as_they_are_unless_asked():
    """Of ends on both sides; 1 is the other value that is hinted at."""
    layer = LAYERS["grid_sample2d"]
    silent = textbook(layer, {})
    assert {s.name: int(v) for s, v in silent.items()} == {"alpha": 0, "beta": 0}
    assert str(hint(layer, silent)) == "alpha=1"
