"""Tests without a jump between them, and tables that hold what a digit is multiplied by."""

import numpy as np
import pytest
from numba import njit

from codegen.loops.nodes import Choose, If, Let, Loop, Parallel
from codegen.loops.roles import scalars, walk
from codegen.passes import at_once
from codegen.passes.sampling import two_taps
from codegen.pipeline import compile_program
from codegen.program.whole_numbers import between
from codegen.verification.quick import standing
from derive.expr import Acc, FloorDiv, Index, Modulo, Tensor, ge
from derive.gradients import gradients
from derive.layers import bilinear_upsample2d, max_pool2d, max_pool3d
from derive.notation import sizes
from generated.runtime import inside

N, M = sizes("N M")
i = Index("i")
T = Tensor("t", (M,), (i,), "integer")
FAR = 1 << 60


@pytest.mark.parametrize("at", [-FAR, -1, 0, 1, 4, 5, 6, FAR])
@pytest.mark.parametrize("extent", [0, 1, 5])
def test_one_comparison_tells_both_ends(at, extent):
    compiled = njit(lambda a, n: inside(a, n))
    assert compiled(at, extent) == inside(at, extent) == (0 <= at < extent)


def test_both_ends_of_a_range_belong_together():
    low, high, other = ge(i - 2), ge(N + 1 - i), ge(T[i])
    assert between([low, other, high]) == ([(i - 2, N)], [other])
    assert between([low, other]) == ([], [low, other])
    assert between([ge(i), ge(M - 1 - T[i] - i)]) == ([], [ge(i), ge(M - 1 - T[i] - i)])


def of(layer, gradient="x"):
    return compile_program(next(p for t, p in gradients(layer).vjp.items() if t.name == gradient), layer)


def conditions_of(kernel):
    return [n for n in walk(kernel.body) if isinstance(n, If)]


@pytest.mark.parametrize("layer", [max_pool2d, bilinear_upsample2d], ids=lambda one: one.name)
def test_tests_in_front_of_a_statement_are_made_at_once(layer):
    found = conditions_of(of(layer))
    assert found and all(n.at_once for n in found if len(n.conds) > 1)


def test_a_test_that_reads_what_another_allows_waits_for_it():
    kernel = of(max_pool2d)
    (one, *_) = conditions_of(kernel)
    beside = ge(Acc(T, i))  # t has M elements, of i nothing is known but by the tests
    waits = If((ge(M - 1 - i), ge(i), beside), one.body)
    free = If((ge(M - 1 - i), ge(i)), one.body)
    given = kernel.__class__("k", (T,), (), (M, i), (waits, free))
    changed = at_once(given, max_pool2d)
    assert [n.at_once for n in conditions_of(changed)] == [False, True]


def test_digits_stand_in_tables_with_what_they_are_multiplied_by():
    (small,) = of(max_pool2d).body  # before it, a table of all places
    named = [n.value for n in walk(small.otherwise) if isinstance(n, Let)]
    (table, *_) = [n for n in walk(small.otherwise) if isinstance(n, Loop)]
    (filled,) = table.body
    assert filled.value.has(FloorDiv, Modulo)
    assert {str(f) for f in filled.value.free_symbols} & {"d_h", "d_w"}
    assert any(isinstance(value, Acc) and value.tensor == filled.target.tensor for value in named)


def test_no_digit_of_a_window_with_three_axes_is_divided_out():
    kernel = of(max_pool3d)
    (few,) = [n for n in kernel.body if isinstance(n, Choose)]
    inside_loops = [
        e for box in few.then if isinstance(box, Parallel) for n in walk(box.body) for e in scalars(n)
    ]
    assert not any(q.has(Acc) for e in inside_loops for q in e.atoms(FloorDiv, Modulo))


@pytest.mark.parametrize("window", [(2, 2, 2), (3, 2, 1), (2, 3, 4), (9, 8, 7)])
def test_winners_of_windows_with_three_axes(window):
    torch = pytest.importorskip("torch")
    module = standing(max_pool3d)
    options = {"kernel": window, "stride": 2, "padding": tuple(k // 2 for k in window)}
    x = np.random.default_rng(0).standard_normal((2, 3, 9, 10, 11))
    given = torch.tensor(x, requires_grad=True)
    want = torch.nn.functional.max_pool3d(given, window, 2, options["padding"])
    (y, _), kept = module.forward(x, save=True, **options)
    dy = np.random.default_rng(1).standard_normal(y.shape)
    want.backward(torch.tensor(dy))
    assert np.array_equal(y, want.detach().numpy())
    assert np.allclose(module.vjp_x(dy, x, residuals=kept, **options), given.grad.numpy())


@pytest.mark.parametrize("dilation", [1, 2, 3])
@pytest.mark.parametrize(
    ("kernel", "stride", "padding"), [(2, 2, 0), (3, 2, 1), (3, 1, 1), (4, 3, 2), (17, 1, 8)]
)
def test_winners_of_windows_get_all_there_is(kernel, stride, padding, dilation):
    torch = pytest.importorskip("torch")
    import generated.max_pool2d as module

    options = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    side = dilation * (kernel - 1) + 3
    x = np.random.default_rng(0).standard_normal((2, 3, side, side + 2))
    given = torch.tensor(x, requires_grad=True)
    want = torch.nn.functional.max_pool2d(given, kernel, stride, padding, dilation)
    (y, _), kept = module.forward(x, save=True, **options)
    dy = np.random.default_rng(1).standard_normal(y.shape)
    want.backward(torch.tensor(dy))
    assert np.array_equal(y, want.detach().numpy())
    assert np.allclose(module.vjp_x(dy, x, residuals=kept, **options), given.grad.numpy())


def test_loops_over_more_than_two_taps_stay():
    kernel = of(max_pool2d)
    assert two_taps(kernel, max_pool2d) == kernel
