"""Integer data with an exempt number: it may lie outside of the classes, and nothing is read through it."""

import numpy as np
import pytest

from codegen.array_code import source
from codegen.loops.legality import Illegal
from codegen.module.load import load
from codegen.pipeline import compile_layer
from derive import pretty
from derive.layers import LAYERS
from derive.notation import (
    Layer,
    bracket,
    define,
    ge,
    index,
    integers,
    ne,
    option,
    sizes,
    tensor,
    where,
)
from derive.proof import Ranges, implied
from derive.simplify.sum_rules import prune

N, C = sizes("N C")
n, c = index("n", N), index("c", C)
left_out = option("left_out", "skipped", default=-7)
(skipped,) = left_out
T = integers("t", n, below=C, exempt=skipped)
X, Y = tensor("x", n, c), tensor("y", n)


def picked(value):
    return Layer(
        "picked", [define(Y[n], value)], wrt=(X,), inputs=(X, T), options=(left_out,), summary="-", source="-"
    )


GUARDED = {
    "bracket": bracket(ne(T[n] - skipped)) * X[n, T[n]],
    "bracket, turned": bracket(ne(skipped, T[n])) * X[n, T[n]],
    "where": where(ne(T[n], skipped), X[n, T[n]], 0),
}


@pytest.mark.parametrize("value", GUARDED.values(), ids=GUARDED)
def test_a_number_outside_of_the_classes_reads_nothing(value):
    kernels = load(picked(value))
    x, t = np.arange(1.0, 13).reshape(4, 3), np.array([2, -7, 0, -7])
    assert kernels.forward(x, t).tolist() == [3, 0, 7, 0]
    dx = kernels.vjp_x(np.ones(4), x, t)
    assert np.argwhere(dx).tolist() == [[0, 2], [2, 0]] and dx.sum() == 2
    assert kernels.forward(x, np.array([2, 9, 0, 9]), left_out=9).tolist() == [3, 0, 7, 0]
    assert kernels.forward(x, np.array([2, 1, 0, 1]), left_out=1).tolist() == [3, 0, 7, 0]


def test_any_other_number_outside_is_refused():
    kernels = load(picked(GUARDED["where"]))
    for bad in (-1, 3, -8):
        with pytest.raises(ValueError, match=rf"t holds {bad}, expected integers in 0 \.\. 2, or -7"):
            kernels.forward(np.ones((3, 3)), np.array([0, -7, bad]))


def test_a_read_that_no_condition_guards_is_refused():
    with pytest.raises(Illegal, match="cannot prove"):
        compile_layer(picked(X[n, T[n]]))
    with pytest.raises(Illegal, match="cannot prove"):
        compile_layer(picked(bracket(ne(T[n] - skipped - 1)) * X[n, T[n]]))


def test_what_a_condition_says_of_a_datum():
    apart = ne(T[n], skipped)
    assert set(implied(apart)) == {T[n], C - 1 - T[n]}
    plain = integers("s", n, below=C)
    assert not [*implied(ne(plain[n], skipped))] and not [*implied(ne(T[n], skipped + 1))]
    known = Ranges([(n, 0, N - 1)])
    assert not known.nonnegative(T[n]) and not known.nonnegative(C - 1 - T[n])
    assert known.within((), implied(apart)).nonnegative(C - 1 - T[n])


def test_a_fixed_option_keeps_what_is_exempt():
    fixed = picked(GUARDED["where"]).specialise({skipped: -3})
    kernels = load(fixed)
    assert kernels.forward(np.ones((2, 3)), np.array([-3, 1])).tolist() == [0, 1]
    with pytest.raises(ValueError, match="or -3"):
        kernels.forward(np.ones((2, 3)), np.array([-7, 1]))


def test_a_tensor_is_made_of_its_parts():
    for t in (T, Y):
        assert t.func(*t.args) is t


def test_the_page_and_the_module_say_so():
    value = GUARDED["where"]
    assert "0 ≤ t[n] < C or t[n] = skipped" in pretty.layer(picked(value))
    kernels = load(picked(value))
    assert kernels.SPEC["inputs"][1]["exempt"] == "skipped"
    assert kernels.SPEC["not proved"]["integers in range"] == ["0 <= t < C or t = skipped"]


def test_a_guard_does_not_prove_itself():
    """t ≠ −3 says 0 <= t, of which t ≠ −3 would follow."""
    t = integers("t", n, below=C, exempt=-3)
    guard = ne(t[n], -3)
    known = Ranges([(n, 0, N - 1)])
    assert prune((guard,), known) == (guard,)
    assert prune((guard, ge(t[n]), ge(C - 1 - t[n])), known) == (guard,)


def test_array_code_reads_nothing_outside():
    space: dict = {}
    exec(source(LAYERS["nll_loss_each"], (), forward=True), space)
    x, t, w = np.arange(1.0, 7).reshape(2, 3), np.array([-100, 1]), np.ones(3)
    assert space["nll_loss_each_forward"](x, t, w).tolist() == [0, -5]
