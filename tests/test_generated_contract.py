"""The calling convention of generated modules: what goes in, what comes out, and what is refused."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numba import njit

from codegen.module.load import PARTS, RUNTIME
from codegen.module.render import render, write
from codegen.verification.quick import standing
from tests.spine import SPINE

BY_NAME = {layer.name: layer for layer in SPINE}
RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def conv2d():
    return standing(BY_NAME["conv2d"])


@pytest.fixture(scope="module")
def dense():
    return standing(BY_NAME["dense"])


def normal(*shape):
    return RNG.standard_normal(shape)


X, W, B = normal(2, 4, 7, 6), normal(6, 2, 3, 3), normal(6)


def test_spec_describes_the_module(conv2d):
    spec = conv2d.SPEC
    assert [i["name"] for i in spec["inputs"]] == ["x", "w", "b"]
    assert spec["inputs"][1]["shape"] == ["G * Og", "Cg", "KH", "KW"] and spec["inputs"][2]["default"] == 0
    assert [(o["name"], o["default"], o["minimum"]) for o in spec["options"]] == [
        ("stride", 1, 1), ("padding", 0, 0), ("dilation", 1, 1), ("groups", 1, 1),
    ]  # fmt: skip
    assert spec["gradients"] == {"x": "vjp_x", "w": "vjp_w", "b": "vjp_b"}
    assert spec["analytic"] and not spec["elementwise"]


WRONG = [
    ({"x": X[0]}, ValueError, r"x has 3 axes \(4, 7, 6\), expected 4"),
    ({"w": normal(6, 3, 3, 3)}, ValueError, r"axis 1 of w is 3, expected Cg = 2"),
    ({"groups": 3}, ValueError, r"axis 1 of x is 4, which must be .*4 does not divide by 3"),
    ({"b": normal(5)}, ValueError, r"axis 0 of b is 5, expected .* = 6"),
    ({"stride": 0}, ValueError, "stride must be at least 1, got 0"),
    ({"padding": -1}, ValueError, "padding must be at least 0, got -1"),
    ({"stride": 1.5}, TypeError, "stride must be an integer, got 1.5"),
    ({"stride": (1, 2, 3)}, ValueError, r"stride takes 1 to 2 numbers, got \(1, 2, 3\)"),
    ({"padding": 2**31}, ValueError, "padding must be -2147483647 .. 2147483647, got 2147483648: places"),
    ({"dilation": 2**70}, ValueError, "dilation must be .* got 1180591620717411303424"),
    ({"strides": 1}, TypeError, "unexpected keyword argument 'strides'"),
    ({"dilation": 4}, ValueError, "empty output: OH = .* = -1|empty output: OH"),
    ({"w": W.astype(np.float32)}, TypeError, "w is float32 but x is float64; all real arrays"),
    ({"x": np.ones(X.shape, int)}, TypeError, r"x holds int64, expected one of float32, .*astype"),
    ({"x": None}, TypeError, "x is missing"),
    (
        {"out": np.empty((2, 6, 5, 5))},
        ValueError,
        r"out has shape \(2, 6, 5, 5\), expected \(2, 6, 5, 4\) for y",
    ),
    ({"out": np.empty((2, 6, 5, 4), np.float32)}, TypeError, "out is float32, expected float64 for y"),
    ({"out": np.empty((2, 6, 5, 8))[..., ::2]}, ValueError, "out for y must be C-contiguous"),
    ({"out": [0]}, TypeError, "out must be an array, got list"),
]


@pytest.mark.parametrize(
    ("change", "error", "message"), WRONG, ids=lambda c: str(list(c)) if isinstance(c, dict) else ""
)
def test_wrong_calls_say_what_is_wrong(conv2d, change, error, message):
    arguments = {"x": X, "w": W, "b": B, "groups": 2} | change
    with pytest.raises(error, match=message) as caught:
        conv2d.forward(**arguments)
    assert "conv2d: " in str(caught.value) or "unexpected keyword argument" in str(caught.value)


def test_out_is_filled_and_returned(conv2d):
    y = conv2d.forward(X, W, B, groups=2)
    out = np.full_like(y, np.nan)
    made = conv2d.forward(X, W, B, groups=2, out=out)
    assert made.shape == out.shape and np.shares_memory(made, out)
    assert np.array_equal(out, y)
    dx = np.full_like(X, np.nan)
    conv2d.vjp_x(y, X, W, B, groups=2, out=dx)
    assert np.array_equal(dx, conv2d.vjp_x(y, X, W, B, groups=2))


def test_out_must_not_share_memory_with_an_input(dense):
    x, w = normal(3, 3), normal(3, 3)
    with pytest.raises(ValueError, match="shares memory with x"):
        dense.forward(x, w, out=x)


@pytest.mark.parametrize(
    "name", ["strided", "reversed", "transposed", "broadcast", "read_only", "unaligned", "list"]
)
def test_any_layout_of_the_input_works(dense, name):
    x, w = normal(4, 6), normal(5, 6)
    same = {
        "strided": lambda a: np.repeat(a, 2, axis=1)[:, ::2],
        "reversed": lambda a: a[::-1].copy()[::-1],
        "transposed": lambda a: np.asfortranarray(a),
        "broadcast": lambda a: np.broadcast_to(a[:1], a.shape),
        "read_only": lambda a: np.frombuffer(a.tobytes()).reshape(a.shape),
        "unaligned": lambda a: np.frombuffer(b"0" + a.tobytes(), offset=1).reshape(a.shape),
        "list": lambda a: a.tolist(),
    }[name](x)
    assert np.allclose(dense.forward(same, w), np.asarray(same) @ w.T)
    assert np.allclose(dense.vjp_w(normal(4, 5) * 0 + 1, same, w), np.ones((5, 4)) @ np.asarray(same))


def test_an_empty_batch_gives_empty_outputs_and_zero_gradients(conv2d):
    x = X[:0]
    y = conv2d.forward(x, W, B, groups=2)
    assert y.shape == (0, 6, 5, 4)
    got = conv2d.vjp(y, x, W, B, groups=2)
    assert got.x.shape == x.shape and (got.w == 0).all() and (got.b == 0).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_precision_is_kept(dense, dtype):
    x, w = normal(3, 4).astype(dtype), normal(2, 4).astype(dtype)
    y = dense.forward(x, w)
    assert y.dtype == dtype and np.allclose(y, x @ w.T, rtol=1e-5)
    assert all(g.dtype == dtype for g in dense.vjp(y, x, w))


def test_integers_in_the_compiled_kernel_are_not_promoted(dense):
    """Every scalar of a float32 kernel is float32: no float64 in its typed variables."""
    dense.forward(normal(3, 4).astype("f4"), normal(2, 4).astype("f4"))
    plain = sys.modules[dense._forward.__module__]._forward_plain  # three rows are too few for blocks
    signature = next(s for s in plain.signatures if "float32" in str(s))
    fresh = njit(plain.py_func)  # what comes from the disk cache has no types to look at
    fresh.compile(signature)
    types = fresh.overloads[signature].type_annotation.typemap
    assert types and not [v for v, t in types.items() if str(t) == "float64"]


def test_labels_out_of_range_are_refused():
    loss = standing(BY_NAME["cross_entropy"])
    scores = normal(3, 4)
    for bad in (4, -1):
        with pytest.raises(ValueError, match=rf"t holds {bad}, expected integers in 0 .. 3"):
            loss.forward(scores, np.array([0, bad, 1]))
    with pytest.raises(TypeError, match="t holds float64, expected integers"):
        loss.forward(scores, np.zeros(3))
    for kind in (np.int8, np.uint8, np.int32, np.uint64):
        assert loss.forward(scores, np.array([0, 3, 1], kind)).shape == (3,)


def test_residuals_are_named_and_save_work():
    norm = standing(BY_NAME["batch_norm"])
    x, gamma, beta = normal(3, 2, 4, 4), normal(2), normal(2)
    (y, *_), saved = norm.forward(x, gamma, beta, save=True)
    assert {"mu", "var"} <= set(saved._fields)
    fresh = norm.vjp(y, x, gamma, beta)
    again = norm.vjp(y, x, gamma, beta, residuals=saved)
    assert all(np.array_equal(a, b) for a, b in zip(fresh, again, strict=True))


def test_elementwise_layers_take_any_shape():
    relu = standing(BY_NAME["relu"])
    for shape in ((), (5,), (2, 3, 4), (0, 3)):
        x = normal(*shape)
        assert np.array_equal(relu.forward(x), np.maximum(x, 0)) and relu.forward(x).shape == shape
    with pytest.raises(ValueError, match="dy has shape"):
        relu.vjp_x(normal(3), normal(2))


def test_wrong_cotangents_are_refused(dense):
    x, w = normal(3, 4), normal(2, 4)
    with pytest.raises(ValueError, match=r"dy has shape \(2, 3\), expected \(3, 2\) as y"):
        dense.vjp_x(normal(2, 3), x, w)
    with pytest.raises(TypeError, match="dy is float32, expected float64"):
        dense.vjp_x(normal(3, 2).astype("f4"), x, w)


def test_the_folder_works_when_copied_alone(tmp_path: Path):
    folder = tmp_path / "kernels"
    write(render([BY_NAME["dense"]]), folder)
    for name in PARTS:
        shutil.copy(RUNTIME / name, folder / name)
    code = (
        "import sys, numpy as np; from kernels import dense; x = np.ones((2, 3)); w = np.ones((4, 3)); "
        "y = dense.forward(x, w); assert (y == 3).all(); assert (dense.vjp_x(y, x, w) == 12).all(); "
        "print(sorted(m for m in ('sympy', 'derive', 'codegen') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
