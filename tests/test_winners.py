"""Winners: their gradient is added where they stand, the digits of their place are looked up."""

import numpy as np
import pytest

from codegen.loops.nodes import Accumulate, Choose, If, Parallel, Store
from codegen.loops.roles import makes, walk
from codegen.passes.tabulate import FEW
from codegen.pipeline import compile_program
from derive.expr import FloorDiv, Index, Modulo, substitute
from derive.gradients import gradients
from derive.layers import LAYERS
from generated import max_pool1d, max_pool2d
from generated.memory import beyond
from tests import oracle

POOLS = ("max_pool2d", "max_pool3d", "adaptive_max_pool2d")


def kernel_of(name, program):
    g = gradients(LAYERS[name])
    return compile_program(g.forward if program == "forward" else g.vjp[g.layer.wrt[0]], LAYERS[name])


def without_places(name):
    """The loops for pictures that are too large for a table of all places."""
    body = kernel_of(name, "vjp").body
    return body[0].otherwise if isinstance(body[0], Choose) and not body[0].by else body


@pytest.mark.parametrize("name", POOLS)
def test_a_gradient_is_added_to_its_winner_in_parallel(name):
    body = without_places(name)
    every = [n for n in walk(body) if isinstance(n, Parallel)]
    letters = {tuple(r.index.name.rstrip("'") for r in n.ranges) for n in every}
    assert letters == {("n'c",)}
    adds = [a for n in every for a in walk(n.body) if isinstance(a, Accumulate)]
    assert {a.target.tensor.name for a in adds} == {"dx"} and len(adds) >= len(every)


def test_one_digit_is_the_place_itself():
    """A window over one axis: its winner is named by its tap alone."""
    adds = [a for a in walk(kernel_of("max_pool1d", "vjp").body) if isinstance(a, Accumulate)]
    assert adds and not any(a.value.has(FloorDiv, Modulo) or a.target.has(FloorDiv, Modulo) for a in adds)
    assert {a.target.tensor.name for a in adds} <= {"dx", "dx_rows"}


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "dilation"), [(2, 2, 0, 1), (3, 1, 1, 1), (3, 2, 1, 2)]
)
def test_rows_of_winners_are_right(kernel, stride, padding, dilation):
    x = np.random.default_rng(kernel).integers(-3, 4, (2, 3, 17)).astype(float)
    options = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    y, switch = max_pool1d.forward(x, **options)
    dy = np.arange(1.0, y.size + 1).reshape(y.shape)
    wanted = np.zeros_like(x)
    for at in np.ndindex(*y.shape):
        wanted[at[0], at[1], stride * at[2] + dilation * switch[at] - padding] += dy[at]
    np.testing.assert_array_equal(max_pool1d.vjp_x(dy, x, **options), wanted)


def test_digits_of_a_small_window_are_looked_up():
    (choice,) = without_places("max_pool2d")
    names = {t.name for n in walk(choice.then) for t in makes(n)}
    assert names == {"switch_mod_KW", "switch_by_KW", "switch_place"}
    assert not [t for n in walk(choice.otherwise) for t in makes(n)]


def test_what_a_table_holds_lies_in_its_range():
    """Of no window and of every tap: proofs take the range of a table for granted."""
    (choice,) = without_places("max_pool2d")
    tables = [t for n in walk(choice.then) for t in makes(n)]
    stores = {n.target.tensor: n for n in walk(choice.then) if isinstance(n, Store) and n.value != 0}
    sizes = {"KH": 3, "KW": 4, "W": 17, "d_h": 2, "d_w": 5}
    for table in tables:
        value, text = Index("switch"), stores[table].value
        given = {s: sizes[s.name] for s in (text.free_symbols | table.bound.free_symbols) - {value}}
        held = [substitute(text, {**given, value: k}) for k in range(12)]
        assert min(held) == 0 and max(held) == substitute(table.bound, given) - 1


def test_digits_of_a_place_in_a_picture_are_the_place():
    body = kernel_of("adaptive_max_pool2d", "vjp").body
    assert not any(isinstance(n, Choose) for n in walk(body))
    (add,) = [n for n in walk(body) if isinstance(n, Accumulate)]
    assert not add.target.atoms(FloorDiv, Modulo) and len(add.target.index) == 2


def test_inside_of_a_picture_nothing_is_tested_but_whether_there_is_a_winner():
    (choice,) = without_places("max_pool2d")
    tests = [len(n.conds) for n in walk(choice.then) if isinstance(n, If)]
    assert min(tests) == 1 and tests.count(1) == 1
    assert all(len(n.conds) > 1 for n in walk(choice.otherwise) if isinstance(n, If))


AROUND = [
    {"kernel": 3, "stride": 2, "padding": 1},
    {"kernel": (2, 5), "stride": (3, 1), "padding": (1, 4)},
    {"kernel": 4, "stride": 1, "padding": 3, "dilation": (2, 1)},
    {"kernel": 5, "stride": 7, "padding": 2},
    {"kernel": (1, 2), "stride": 1},
]


@pytest.mark.parametrize("options", AROUND, ids=str)
@pytest.mark.parametrize("shape", [(7, 7), (7, 19), (9, 8), (16, 33)])
def test_each_place_gets_its_gradient_in_the_middle_and_at_every_edge(options, shape):
    """Any tap may have won, also one outside of the picture, and none: as said, one after the other."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2, 3, *shape))
    y, switch = max_pool2d.forward(x, **options)
    kernel, stride, padding, dilation = (
        np.broadcast_to(options.get(k, d), 2)
        for k, d in (("kernel", 2), ("stride", 2), ("padding", 0), ("dilation", 1))
    )
    switch = rng.integers(-1, kernel.prod(), switch.shape)
    dy, want = rng.standard_normal(y.shape), np.zeros_like(x)
    for n, c, i, j in np.ndindex(*y.shape):
        tap = np.array(divmod(switch[n, c, i, j], kernel[1]))
        a, b = stride * (i, j) + dilation * tap - padding
        if switch[n, c, i, j] >= 0 and 0 <= a < shape[0] and 0 <= b < shape[1]:
            want[n, c, a, b] += dy[n, c, i, j]
    found = max_pool2d.vjp_x(dy, x, residuals=(switch,), **options)
    np.testing.assert_allclose(found, want, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("size", [1, 7, 64, 2**16 + 3])
def test_one_integer_out_of_range_is_seen_wherever_it_stands(size):
    for place in {0, size // 2, size - 1}:
        for wrong in (-2, 4, np.iinfo(np.int64).min, np.iinfo(np.int64).max):
            given = np.full(size, 3)
            given[0] = -1
            assert not beyond(given, -1, 3)
            given[place] = wrong
            assert beyond(given, -1, 3)
    assert not beyond(np.zeros((3, 0), np.int64), 0, 0)


def data(n, c, h, w, dtype, seed=3):
    """Few values, so that there are ties, and some that are no numbers of their own."""
    rng = np.random.default_rng(seed)
    x = rng.integers(-3, 4, (n, c, h, w)).astype(dtype)
    x[rng.random(x.shape) < 0.05] = -np.inf
    return x


CASES = [
    {"kernel": (2, 2), "stride": (2, 2), "padding": (0, 0, 0, 0), "dilation": (1, 1)},
    {"kernel": (3, 3), "stride": (2, 2), "padding": (1, 1, 1, 1), "dilation": (1, 1)},
    {"kernel": (3, 2), "stride": (1, 3), "padding": (0, 2, 3, 1), "dilation": (2, 1)},
    {"kernel": (17, 16), "stride": (5, 4), "padding": (8, 9, 3, 7), "dilation": (1, 1)},
    {"kernel": (16, 16), "stride": (7, 3), "padding": (0, 0, 0, 0), "dilation": (1, 1)},
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("options", CASES, ids=lambda o: "x".join(map(str, o["kernel"])))
@pytest.mark.parametrize("width", [16, 19, 33])
def test_max_pooling_on_both_sides_of_the_table(options, width, dtype):
    x = data(2, 3, 18, width, dtype)
    y, switch = oracle.max_pool2d(x, **options)
    found, places = max_pool2d.forward(x, **options)
    assert np.array_equal(found, y) and np.array_equal(places, switch)
    dy = np.arange(1, y.size + 1, dtype=dtype).reshape(y.shape)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*y.shape):
        if switch[n, c, i, j] >= 0:
            u, v = divmod(switch[n, c, i, j], options["kernel"][1])
            row = i * options["stride"][0] + u * options["dilation"][0] - options["padding"][0]
            dx[n, c, row, j * options["stride"][1] + v * options["dilation"][1] - options["padding"][2]] += (
                dy[n, c, i, j]
            )
    assert np.array_equal(max_pool2d.vjp_x(dy, x, **options), dx)
    assert (options["kernel"][0] * options["kernel"][1] > FEW) == (options["kernel"] == (17, 16))


def test_a_nan_wins_from_where_it_stands_first():
    x = np.array([[[[1.0, np.nan, 3.0, np.nan]]]])
    y, switch = max_pool2d.forward(x, kernel=(1, 4), stride=1)
    assert np.isnan(y).all() and switch.tolist() == [[[[1]]]]
    y, switch = max_pool2d.forward(x, kernel=(1, 2), stride=(1, 2))
    assert np.isnan(y).all() and switch.tolist() == [[[[1, 1]]]]


def test_a_switch_that_points_out_of_the_picture_adds_nothing():
    """A caller may say so: every tap of a window is a legal number, not every tap lies in the picture."""
    x, dy = np.zeros((1, 2, 3, 3)), np.ones((1, 2, 2, 2))
    saved = max_pool2d.Residuals(np.zeros((1, 2, 2, 2), np.int64))
    assert max_pool2d.vjp_x(dy, x, residuals=saved, padding=1)[0, :, :, :].sum() == 2
