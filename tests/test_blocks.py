"""Contractions in blocks give what plain loops give, bit for bit on whole numbers, for blocks of any size."""

import itertools
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from numba import njit

from codegen.loops.nodes import Parallel, Product, Turn
from codegen.loops.roles import walk
from codegen.module.load import rendered
from codegen.pipeline import compile_program
from codegen.verification.callables.uncompiled import uncompiled
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor, total
from generated import vectors
from generated.registers import ALIKE, PANEL, TILES
from generated.vectors import contract, copy, hadamard, padded, rowblock, turn

RNG = np.random.default_rng(0)
BLOCKS = [
    {"high": 2, "wide": 2, "deep": 2},
    {"high": 5, "wide": 3, "deep": 4},
    {"high": 3, "wide": 64, "deep": 7},
    {},
]


def whole(*shape, dtype=np.float32):
    return RNG.integers(-3, 4, shape).astype(dtype)


# -- what the kernels share


@pytest.fixture(scope="module")
def compiled():
    @njit(error_model="numpy")
    def product(c, a, row_at, left_at, b, start, right_at, rows, cols, first, end, deep):
        contract(c, (1, 2), c.shape[1], a, row_at, left_at, b, start, right_at, rows, cols, first, end, deep)

    @njit(error_model="numpy")
    def alike(c, a, row_at, left_at, b, start, right_at, rows, cols, first, end, deep):
        hadamard(c, (1, 2), c.shape[1], a, row_at, left_at, b, start, right_at, rows, cols, first, end, deep)

    @njit(error_model="numpy")
    def turned(target, source, start, rows, cols):
        turn(target, (1, 1), target.shape[1], source, start, source.shape[1], 1, rows, cols)

    @njit(error_model="numpy")
    def thinned(target, source, rows, cols):
        turn(target, (1, 1), target.shape[1], source, 1, source.shape[1], 2, rows, cols)

    @njit(error_model="numpy")
    def copied(target, source, step, count):
        copy(target, (1,), source, (2,), step, count)

    return types.SimpleNamespace(product=product, alike=alike, turned=turned, thinned=thinned, copied=copied)


def sides(rows, cols, depth, dtype):
    """Rows and columns of larger arrays, in an order of their own."""
    a, b = whole(rows + 2, depth + 3, dtype=dtype), whole(depth + 2, cols + 5, dtype=dtype)
    p, k, m = (RNG.permutation(n + more)[:n] for n, more in ((rows, 2), (depth, 3), (depth, 2)))
    return a, p * (depth + 3), k, b, m * (cols + 5), a[p][:, k] @ b[m, 3 : 3 + cols]


EDGES = sorted({1, 2, *(h + d for h in TILES.values() for d in (-1, 0, 1))})
WIDTHS = [1, 7, 15, 16, 17, 16 * PANEL - 1, 16 * PANEL, 16 * PANEL + 5, 3 * 16 + 2]


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_a_product_of_every_height_and_width(compiled, dtype):
    for rows, cols in itertools.product(EDGES, WIDTHS):
        a, row_at, left_at, b, right_at, expected = sides(rows, cols, 9, dtype)
        c = np.full((rows + 2, cols + 4), 7, dtype)
        compiled.product(c, a, row_at, left_at, b, 3, right_at, rows, cols, 0, 9, 4)
        assert (c[1:-1, 2:-2] == expected).all(), (rows, cols)
        c[1:-1, 2:-2] = 7
        assert (c == 7).all(), f"{rows} × {cols}: something beside the block is written"


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_products_element_by_element_of_every_height_and_width(compiled, dtype):
    heights = sorted({1, *(k * h + d for h in ALIKE for k in (1, 2) for d in (-1, 0, 1))} - {0})
    for rows, cols in itertools.product(heights, [1, 7, 8, 15, 16, 17, 31, 32, 33, 64 + 5]):
        a, b = whole(rows + 2, 12, cols + 5, dtype=dtype), whole(11, cols + 5, dtype=dtype)
        p, k, m = RNG.permutation(rows + 2)[:rows], RNG.permutation(12)[:9], RNG.permutation(11)[:9]
        expected = (a[p][:, k] * b[m])[:, :, 3 : 3 + cols].sum(1)
        c = np.full((rows + 2, cols + 4), 7, dtype)
        tables = p * 12 * (cols + 5), k * (cols + 5), m * (cols + 5)
        compiled.alike(c, a, *tables[:2], b, 3, tables[2], rows, cols, 0, 4, 3)
        compiled.alike(c, a, *tables[:2], b, 3, tables[2], rows, cols, 4, 9, 3)
        assert (c[1:-1, 2:-2] == expected).all(), (rows, cols)
        c[1:-1, 2:-2] = 7
        assert (c == 7).all(), f"{rows} × {cols}: something beside the block is written"


@pytest.mark.parametrize("deep", [1, 2, 3, 5, 6, 100])
def test_a_sum_in_blocks_of_its_terms(compiled, deep):
    a, row_at, left_at, b, right_at, expected = sides(7, 20, 6, np.float32)
    c = np.full((9, 24), np.nan, np.float32)
    compiled.product(c, a, row_at, left_at, b, 3, right_at, 7, 20, 0, 4, deep)
    compiled.product(c, a, row_at, left_at, b, 3, right_at, 7, 20, 4, 6, deep)
    assert (c[1:-1, 2:-2] == expected).all()


def test_a_sum_of_nothing_is_zero(compiled):
    a, row_at, left_at, b, right_at, _ = sides(7, 20, 6, np.float32)
    c = np.full((9, 24), np.nan, np.float32)
    compiled.product(c, a, row_at, left_at, b, 3, right_at, 7, 20, 0, 0, 4)
    assert (c[1:-1, 2:-2] == 0).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_turning_round_every_size(compiled, dtype):
    for rows, cols in itertools.product((0, 1, 3, 8, 15, 16, 17, 40), repeat=2):
        source, target = whole(rows + 1, cols + 3, dtype=dtype), np.full((cols + 2, rows + 3), 9, dtype)
        compiled.turned(target, source, 2, rows, cols)
        expected = np.full_like(target, 9)
        expected[1 : 1 + cols, 1 : 1 + rows] = source[:rows, 2 : 2 + cols].T
        assert (target == expected).all(), (rows, cols)


def test_turning_round_every_second_column(compiled):
    source, target = whole(17, 24), np.full((13, 20), 9, np.float32)
    compiled.thinned(target, source, 17, 11)
    assert (target[1:12, 1:18] == source[:, 1::2][:, :11].T).all()
    target[1:12, 1:18] = 9
    assert (target == 9).all()


def test_scratch_memory_that_no_machine_has_is_refused_in_words():
    """A system may promise more than it has; who uses it is ended without a word."""
    with pytest.raises(MemoryError, match=r"what a kernel computes on the way takes .* GiB .*this machine: "):
        vectors.scratch((2**20, 2**20), np.float64)


def test_scratch_memory_is_nobody_elses():
    one, other = vectors.scratch((30, 40), np.float32), vectors.scratch((500,), np.float64)
    assert one.shape == (30, 40) and other.shape == (500,) and not np.shares_memory(one, other)
    at = one.ctypes.data
    rest = one[1:]
    del one
    assert not np.shares_memory(vectors.scratch((30, 40), np.float32), rest), "a part of it is still in use"
    del rest
    assert vectors.scratch((30, 40), np.float32).ctypes.data == at, "memory is used again"


def test_no_room_is_kept_for_a_few_bytes():
    """The allocator hands them out sooner than a lock is taken and rooms are looked through."""
    before = len(vectors._rooms)
    few = [vectors.scratch(size, np.int64) for size in (1, 5, (2, 3), vectors.SMALL // 8)]
    assert [one.shape for one in few] == [(1,), (5,), (2, 3), (vectors.SMALL // 8,)]
    assert not any(np.shares_memory(a, b) for a, b in itertools.combinations(few, 2))
    assert len(vectors._rooms) == before


def test_scratch_memory_that_is_kept_has_a_limit():
    arrays = [vectors.scratch((vectors.ROOM // 3,), np.uint8) for _ in range(5)]
    assert all(not np.shares_memory(a, b) for a, b in itertools.combinations(arrays, 2))
    assert sum(len(room) for _, room in vectors._rooms) <= vectors.ROOM
    assert len(vectors.scratch((vectors.ROOM + 1,), np.uint8)) == vectors.ROOM + 1


def test_a_copy_of_every_step_and_count(compiled):
    for step, count in itertools.product((1, 2, 3), (0, 1, 7, 8, 16, 19)):
        source, target = whole(80), np.full(30, 9, np.float32)
        compiled.copied(target, source, step, count)
        assert (target[1 : 1 + count] == source[2::step][:count]).all()
        assert (target[1 + count :] == 9).all() and target[0] == 9


@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 3, 4)])
@pytest.mark.parametrize("first", [-2, 0, 1])
@pytest.mark.parametrize("more", [-2, 0, 3])
def test_a_margin_of_zeros(shape, first, more):
    source, sizes_ = whole(*shape), tuple(n + more if n + more > 0 else 1 for n in shape)
    made = padded(source, (first,) * len(shape), sizes_)
    expected = np.zeros(sizes_, np.float32)
    for z in np.ndindex(sizes_):
        at = tuple(k + first for k in z)
        if all(0 <= k < n for k, n in zip(at, shape, strict=True)):
            expected[z] = source[at]
    assert (made == expected).all() and (made is source) == (first == 0 and sizes_ == shape)


def test_parts_are_enough_for_the_threads_and_never_empty():
    assert rowblock(1, 1) == 24 and rowblock(10**6, 10**6) == vectors.HIGH
    parts = [rowblock(rows, others) for rows in range(1, 900, 7) for others in (1, 3, 50)]
    assert min(parts) >= 1 and max(parts) <= vectors.HIGH


# -- the kernels

FOLDER = Path(vectors.__file__).parent
CASES = [
    ("conv2d", [(2, 3, 5, 4), (9, 3, 3, 2), (9,)], {"padding": (2, 1)}),
    (
        "conv2d",
        [(1, 8, 7, 8), (16, 4, 3, 2), (16,)],
        {"padding": 1, "stride": (3, 2), "dilation": (2, 1), "groups": 2},
    ),
    ("conv2d", [(2, 5, 3, 3), (9, 5, 1, 1), (9,)], {}),
    ("conv1d", [(2, 9, 7), (8, 9, 3), (8,)], {"padding": 4, "dilation": 2}),
    ("conv_transpose1d", [(2, 9, 5), (9, 8, 4), (8,)], {"stride": 2, "padding": 1}),
    ("dense", [(5, 7), (9, 7), (9,)], {}),
    ("dense", [(9, 7), (5, 7), (5,)], {}),
    ("pointwise_conv2d", [(2, 5, 3, 4), (9, 5), (9,)], {}),
]


def results(module, arguments, options):
    """The forward and every gradient."""
    y = module.forward(*arguments, **options)
    dy = np.random.default_rng(1).integers(-3, 4, y.shape).astype(y.dtype)
    return y, *module.vjp(dy, *arguments, **options)


def homes(module):
    """The modules of its package in which kernels ask for a way."""
    return [
        m
        for m in map(sys.modules.get, sorted(sys.modules))
        if getattr(m, "__package__", "") == module.__package__
    ]


@pytest.mark.parametrize(("name", "shapes", "options"), CASES)
def test_blocks_of_every_size_give_what_plain_loops_give(name, shapes, options, monkeypatch):
    arguments = [whole(*shape) for shape in shapes]
    every_block_gives_what_plain_loops_give(uncompiled(name, FOLDER), arguments, options, monkeypatch)


def every_block_gives_what_plain_loops_give(module, arguments, options, monkeypatch):
    answers = {"blocks": False, "either": True}
    for home, word in itertools.product(homes(module), answers):
        if hasattr(home, word):
            monkeypatch.setattr(home, word, lambda worth, word=word: answers[word])
    expected = results(module, arguments, options)
    answers["blocks"] = True
    for answers["either"], blocks in itertools.product((True, False), BLOCKS):
        with sys.modules[f"{module.__package__}.vectors"].always_blocks(**blocks):
            found = results(module, arguments, options)
        assert all((a == b).all() for a, b in zip(found, expected, strict=True)), (answers, blocks)


def read(name, *which):
    """How the contractions of a layer read their sides, by their programs."""
    layer = LAYERS[name]
    g = gradients(layer)
    programs = {"y": g.forward, **{t.name: p for t, p in g.vjp.items()}}
    kernels = {word: compile_program(programs[word], layer) for word in which}
    return {word: sides_of(k) for word, k in kernels.items()}


def sides_of(kernel):
    found = (d.choice.split("; rows read ")[1:] for d in kernel.decisions)
    return next(filter(None, found))


N, C, O, P = sizes("N C O P")
n, c, o, p, u = index("n", N), index("c", C), index("o", O), index("p", P), index("u", 7)
X, W, Y = tensor("x", n, c, p), tensor("w", o, c), tensor("y", n, o, p)
COPY, THERE, ONCE = "in a copy with margins", "where they lie", "packed once"


def test_a_convolution_copies_no_tap():
    """The side with the window is read in a copy with margins, the other one is packed once."""
    assert read("conv2d", "y", "x", "w") == {key: [f"{COPY}, columns {ONCE}"] for key in "yxw"}
    assert read("conv_transpose1d", "y", "x", "w") == {key: [f"{COPY}, columns {ONCE}"] for key in "yxw"}


def test_what_is_packed_is_read_once_through():
    """The weights of dx: all columns of a term's outer index before the next one, as they lie in memory."""
    programs = {t.name: p for t, p in gradients(LAYERS["conv2d"]).vjp.items()}
    made = compile_program(programs["x"], LAYERS["conv2d"])
    boxes = [
        n
        for n in walk(made.body)
        if isinstance(n, Parallel) and any(isinstance(m, Turn) for m in walk(n.body))
    ]
    packing = next(n for n in boxes if not any(isinstance(m, Product) for m in walk(n.body)))
    assert [str(r.index) for r in packing.ranges] == ["g", "o", "col_part2"]


def test_what_lies_in_rows_is_not_copied():
    found = read("dense", "y", "x", "w")
    assert found["x"] == found["w"] == [f"{THERE}, columns {THERE}"]
    assert len(found["y"]) == 2 and all(ONCE in way for way in found["y"]), "the shorter side is packed"
    plane = Layer("l", [define(Y[n, o, p], total(W[o, c] * X[n, c, p], over=c))], wrt=(X, W))
    assert sides_of(compile_program(plane.program, plane))[0].startswith(f"{THERE}, columns {THERE}")


def test_a_margin_much_larger_than_the_array_is_not_copied(monkeypatch):
    """Such a convolution is computed by plain loops, which leave out what lies beside the image."""
    module, (x, w) = uncompiled("conv2d", FOLDER), (whole(1, 8, 1, 2), whole(8, 8, 201, 2))

    def refuse(source, start, shape):
        raise AssertionError(f"a copy of {shape} for {source.shape}")

    for home in homes(module):
        if hasattr(home, "padded"):
            monkeypatch.setattr(home, "padded", refuse)
    y = module.forward(x, w, padding=(100, 0), stride=1)
    assert (y[0, :, 0, 0] == np.einsum("cv,ocv->o", x[0, :, 0], w[:, :, 100])).all()
    module.vjp_x(y, x, w, padding=(100, 0)), module.vjp_w(y, x, w, padding=(100, 0))


LONG, MASK, V = tensor("x", n, c, index("s", P + 6)), tensor("m", n, c, p), tensor("v", o, c, u)
MASKED = Layer(
    "masked",
    [define(Y[n, o, p], total(V[o, c, u] * LONG[n, c, p + u] * MASK[n, c, p], over=(c, u)))],
    wrt=(LONG, V, MASK),
)


def test_what_is_no_element_of_an_array_is_packed_in_blocks(tmp_path, monkeypatch):
    assert sides_of(compile_program(MASKED.program, MASKED)) == [f"{THERE}, columns packed in blocks"]
    for name, text in rendered(MASKED).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    arguments = [whole(2, 3, 13), whole(5, 3, 7), whole(2, 3, 7)]
    every_block_gives_what_plain_loops_give(uncompiled("masked", tmp_path), arguments, {}, monkeypatch)


LINE, TAPS, EACH = tensor("x", n, index("s", P + 6), c), tensor("w", u, c), tensor("y", n, p, c)
LAST = Layer(
    "channels_last",
    [define(EACH[n, p, c], total(LINE[n, p + u, c] * TAPS[u, c], over=u))],
    wrt=(LINE, TAPS),
)


def test_an_index_of_both_sides_and_of_the_result_is_taken_element_by_element(tmp_path, monkeypatch):
    """Forward, for the image (with a margin) and for the taps."""
    made = {word: compile_program(p, LAST) for word, p in gradients(LAST).vjp.items()}
    for kernel in (compile_program(LAST.program, LAST), *made.values()):
        assert any("columns c of both sides" in d.choice for d in kernel.decisions)
    for name, text in rendered(LAST).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert "hadamard(y_matrix, " in " ".join(rendered(LAST).values()), "results go where they belong"
    arguments = [whole(2, 11, 9), whole(7, 9)]
    every_block_gives_what_plain_loops_give(uncompiled("channels_last", tmp_path), arguments, {}, monkeypatch)
