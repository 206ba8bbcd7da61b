"""A call like one before is not solved again, and an unlike one never takes its sizes."""

import numpy as np
import pytest

from codegen.verification.quick import standing
from derive.layers import LAYERS
from generated import runtime

X, W = np.ones((1, 2, 5, 5)), np.ones((3, 2, 3, 3))


@pytest.fixture
def conv2d():
    module = standing(LAYERS["conv2d"])
    module._LAYER._solved.clear()
    module._LAYER._plans.clear()
    return module


def test_a_call_like_one_before_is_not_solved_again(conv2d, monkeypatch):
    first = conv2d.forward(X, W, padding=(1, 2), stride=2)
    monkeypatch.setattr(type(conv2d._LAYER), "_solve", lambda *_: pytest.fail("solved again"))
    assert (conv2d.forward(X, W, padding=(1, 2), stride=2) == first).all()


def test_shapes_and_options_that_differ_have_sizes_of_their_own(conv2d):
    assert conv2d.forward(X, W).shape == (1, 3, 3, 3)
    assert conv2d.forward(X[:, :, :4], W).shape == (1, 3, 2, 3)
    assert conv2d.forward(X, W, stride=2).shape == (1, 3, 2, 2)
    assert conv2d.forward(X, W, padding=[1, 0]).shape == (1, 3, 5, 3)


def test_what_is_refused_is_refused_again_and_again(conv2d):
    assert conv2d.forward(X, W, stride=(1, 1)).shape == (1, 3, 3, 3)
    for _ in range(2):
        with pytest.raises(TypeError, match="stride must be an integer, got True"):
            conv2d.forward(X, W, stride=(True, 1))
        with pytest.raises(TypeError, match=r"stride must be an integer, got 1.0"):
            conv2d.forward(X, W, stride=(1.0, 1))


def test_the_sizes_of_a_call_are_its_own(conv2d):
    call = conv2d._LAYER.bind(
        {"x": X, "w": W, "b": None}, {"stride": 1, "padding": 0, "dilation": 1, "groups": 1}
    )
    call.sizes["OH"] = 99
    assert call.extent("y") == (1, 3, 3, 3)
    assert conv2d.forward(X, W).shape == (1, 3, 3, 3)


def test_a_call_like_one_before_is_not_checked_again(conv2d, monkeypatch):
    first = conv2d.forward(X, W)
    monkeypatch.setattr(type(conv2d._LAYER), "_checked", lambda *_: pytest.fail("checked again"))
    assert (conv2d.forward(X, W) == first).all()


@pytest.mark.parametrize(
    "unlike",
    [
        X.astype("f4"),
        X.astype(">f8"),
        X.astype(int),
        X.tolist(),
        np.ones((1, 2, 5, 6))[..., :5],
        np.asfortranarray(X),
        np.broadcast_to(1.0, X.shape),
        np.frombuffer(bytes(8 * X.size + 1), np.uint8)[1:].view(float).reshape(X.shape),
        X.view(type("Kind", (np.ndarray,), {})),
        np.ma.masked_array(X, X > 0),
        X[0],
        None,
    ],
)
def test_what_is_not_as_kernels_read_it_is_looked_at_as_if_nothing_came_before(conv2d, unlike):
    def said():
        try:
            return conv2d.forward(unlike, W).tolist()
        except (TypeError, ValueError) as error:
            return str(error)

    before = said()
    conv2d.forward(X, W)
    assert said() == before


def test_residuals_of_a_call_alike_are_taken_and_those_of_another_are_not():
    module, x = standing(LAYERS["batch_norm"]), np.random.default_rng(0).standard_normal((2, 3, 4, 5))
    scale, shift = np.ones(3), np.zeros(3)
    y, saved = module.forward(x, scale, shift, save=True)
    for like in (x, x.copy(), x.tolist()):
        assert (
            module.vjp_x(y[0], like, scale, shift, residuals=saved) == module.vjp_x(y[0], x, scale, shift)
        ).all()
    with pytest.raises(ValueError, match=r"another call: epsilon = 1e-05 there, 0\.5 here"):
        module.vjp_x(y[0], x, scale, shift, residuals=saved, eps=0.5)


def test_memory_for_sizes_is_bounded(conv2d, monkeypatch):
    monkeypatch.setattr(runtime, "REMEMBERED", 4)
    before = vars(type(conv2d._LAYER))["_sizes"].__globals__
    monkeypatch.setitem(before, "REMEMBERED", 4)
    for extra in range(9):
        conv2d.forward(X, W, padding=extra)
        assert len(conv2d._LAYER._solved) <= 4
        assert len(conv2d._LAYER._plans) <= 4


@pytest.mark.parametrize(
    ("one", "other"), [(1, True), (1, 1.0), (0.0, -0.0), ((1, 1), (True, 1)), ((1,), 1), ("a", "b")]
)
def test_marks_tell_values_apart(one, other):
    assert runtime.mark(one) == runtime.mark(one)
    assert runtime.mark(one) is None or runtime.mark(one) != runtime.mark(other)


@pytest.mark.parametrize("unknown", [[1, 2], np.int64(1), None, (1, [2])])
def test_what_cannot_be_told_apart_has_no_mark(unknown):
    assert runtime.mark(unknown) is None


def test_what_a_kernel_takes_beside_arrays_is_found_once(conv2d, monkeypatch):
    first = conv2d.forward(X, W)
    monkeypatch.setattr(runtime.Call, "_numbers", lambda *_: pytest.fail("found again"))
    assert (conv2d.forward(X, W) == first).all()


def test_a_kernel_with_nothing_to_write_is_not_called_again_either(conv2d, monkeypatch):
    monkeypatch.setattr(conv2d, "_forward", lambda *_: pytest.fail("called"))
    for _ in range(2):
        assert conv2d.forward(X[:0], W).shape == (0, 3, 3, 3)


def test_a_cotangent_as_kernels_read_it_is_taken_as_it_is_and_any_other_is_checked(conv2d):
    dy = np.ones((1, 3, 3, 3))
    call = conv2d._LAYER.bind(
        {"x": X, "w": W, "b": None}, {"stride": 1, "padding": 0, "dilation": 1, "groups": 1}
    )
    call.add("dy", "y", dy)
    assert call.arrays["dy"] is dy
    with pytest.raises(ValueError, match="dy has shape"):
        call.add("dy", "y", dy[:, :2])
    with pytest.raises(TypeError, match="dy is float32"):
        call.add("dy", "y", dy.astype(np.float32))
    call.add("dy", "y", dy[:, :, ::-1])
    assert call.arrays["dy"].flags.c_contiguous
