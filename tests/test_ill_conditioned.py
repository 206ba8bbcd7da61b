"""Right kernels of layers that are hard to judge are not failed, and wrong ones of the same layers are."""

from itertools import permutations
from types import SimpleNamespace

import numpy as np
import pytest

from codegen.module.load import load
from codegen.verification import Verdict, attempt, case_of, rungs, verify
from codegen.verification.callables.kernels import Kernels
from codegen.verification.interpreter.doubt import close, torn, unknown
from codegen.verification.interpreter.numbers import Bounded, Dual, bounded
from codegen.verification.interpreter.precision import DOUBLE, SINGLE, counted_in
from codegen.verification.interpreter.scalars import added
from codegen.verification.moving import rounded
from codegen.verification.quick import standing
from codegen.verification.rungs import Subject
from codegen.verification.rungs.derivatives.richardson import best
from codegen.verification.summary import said
from derive.layers import LAYERS as CATALOGUE
from derive.notation import Layer, cos, define, exp, index, log, option, sizes, tensor
from tests import ill_conditioned

LAYERS = {make.__name__: make() for make in ill_conditioned.ALL}
CHECKS = rungs("forward", "formula", "dot_product", "finite_differences", "complex_step", "float32", "jvp")


SLOW = {"radial", "nearest_by_product", "nearest", "gated_at_a_sum", "naive_log_sum_exp", "focal"}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=(pytest.mark.deep,) if n in SLOW else ()) for n in LAYERS]
)
def test_a_right_layer_passes_every_rung(name):
    for report in verify([LAYERS[name]], examples=15, checks=CHECKS, module_for=standing):
        assert {c.check: c.failure for c in report.checks if c.verdict is not Verdict.PASS} == {}


def spoiled(name, gradient, change):
    """The kernels of a layer with one gradient changed."""
    kernels = standing(LAYERS[name])
    made = {n: getattr(kernels, n) for n in dir(kernels) if n.startswith(("forward", "vjp"))}
    right = made[f"vjp_{gradient}"]
    return SimpleNamespace(**(made | {f"vjp_{gradient}": lambda *a, **k: change(right(*a, **k), *a)}))


def judged(name, gradient, module, case, rung="dot_product"):
    layer = LAYERS[name]
    tensor = next(t for t in layer.wrt if t.name == gradient)
    return attempt(rungs(rung)[0], case, Subject(Kernels(module, layer), tensor))


def test_the_room_of_a_cancelling_formula_is_its_own_and_no_more():
    """dz = y (1 − y) may lose the digits that 1 − y loses, and not twenty times as many."""
    case = case_of(LAYERS["plain_logistic"], {"N": 4}, seed=406, style="wide")
    right = spoiled("plain_logistic", "z", lambda dz, dy, z: dz)
    assert judged("plain_logistic", "z", right, case).verdict is Verdict.PASS
    wrong = spoiled("plain_logistic", "z", lambda dz, dy, z: dz + 1e-13 * dy)
    assert judged("plain_logistic", "z", wrong, case).verdict is Verdict.FAIL


def test_a_wrong_element_beside_one_that_rounding_decides_fails():
    """Two codes are equally near to the first row, but for rounding; the second row is clear."""
    layer = LAYERS["nearest_by_product"]
    case = case_of(layer, {"N": 2, "M": 2, "D": 2}, seed=0)
    case.arrays["x"][...] = [[1.0, 1.0], [1.0, 0.0]]
    case.arrays["c"][...] = [[0.5, 0.25], [0.25, 0.5]]
    right = spoiled("nearest_by_product", "x", lambda dx, *rest: dx)
    found = judged("nearest_by_product", "x", right, case)
    assert found.verdict is Verdict.PASS and {one.first for one in found.open} >= {"dx[0, 0]"}
    for other in (lambda dx, *rest: dx[:, ::-1].copy(), lambda dx, *rest: dx * [[1], [1.5]]):
        assert judged("nearest_by_product", "x", spoiled("nearest_by_product", "x", other), case).verdict is (
            Verdict.FAIL
        )
    swapped = spoiled("nearest_by_product", "x", lambda dx, *rest: np.stack([dx[0][::-1], dx[1]]))
    assert judged("nearest_by_product", "x", swapped, case).verdict is Verdict.PASS, "the other code"


def test_a_value_beyond_the_range_of_float32_is_named_and_hides_nothing():
    layer = LAYERS["steep_exponent"]
    case = case_of(layer, {"N": 3}, seed=0)
    case.arrays["x"][...] = [1.0, 6.5, 2.0]
    right = spoiled("steep_exponent", "x", lambda dx, *rest: dx)
    found = judged("steep_exponent", "x", right, case, "float32")
    assert found.verdict is Verdict.PASS and any("float32" in str(one) for one in found.open), found
    wrong = spoiled("steep_exponent", "x", lambda dx, *rest: dx * np.array([1, 1, 1.01], dx.dtype))
    assert judged("steep_exponent", "x", wrong, case, "float32").verdict is Verdict.FAIL


def test_differences_with_a_step_longer_than_a_wave_are_not_believed():
    for scale in (300.0, 1000.0, 4000.0):
        found = best(lambda t, s=scale: np.sin(s * (1 + t)), 0.25, 1e-13)
        assert abs(found.value - scale * np.cos(scale)) <= found.bound, scale


def test_what_is_close_depends_on_the_precision():
    number = Bounded(np.array([1e-7]), np.array([1.0]))
    with counted_in(SINGLE):
        assert close(number).all()
    with counted_in(DOUBLE):
        assert not close(number).any()


def test_a_choice_that_rounding_makes_admits_both():
    mask, unsure = np.array([True, True]), np.array([True, False])
    a, b = bounded(np.array([1.0, 1.0])), bounded(np.array([3.0, 3.0]))
    found = torn(mask, unsure, a, b)
    assert found.value.tolist() == [1, 1]
    assert found.error[0] * DOUBLE.unit == 2 and found.error[1] == 0
    moved = torn(mask, unsure, Dual(a, bounded(np.array([0.0, 0.0]))), Dual(b, bounded(np.array([5.0, 5.0]))))
    assert moved.tangent.error[0] * DOUBLE.unit == 5 and moved.tangent.error[1] == 0
    assert moved.reached.tolist() == [True, False]
    assert np.isinf(unknown(np.arange(2), unsure).error).tolist() == [True, False]


def test_underflow_is_an_error_of_the_smallest_number():
    with counted_in(SINGLE):
        gone = bounded(np.array([2.0**-100])) * bounded(np.array([2.0**-100]))
        back = gone * bounded(np.array([2.0**100]))
    assert back.error[0] * SINGLE.unit >= 2.0**-26, "what was lost stays lost"


def test_a_sum_is_in_doubt_in_every_order():
    """``(1 + a) - b`` loses less than ``(a - b) + 1``, which a kernel may take: the sign is open."""
    given = np.array([1.0, -0.4521532356739044, -0.547846794128418])
    terms = [Bounded(np.array([v]), np.zeros(1)) for v in given]
    with counted_in(SINGLE):
        orders = [added([terms[k] for k in order]) for order in permutations(range(3))]
        one = terms[0] + terms[1] + terms[2]
    assert len({float(found.error[0]) for found in orders}) == 1
    assert all(found.error > one.error for found in orders)
    assert all(found.error * SINGLE.unit > abs(found.value) > 0 for found in orders)


def test_what_overflows_in_float32_is_open_and_not_failed():
    """A radial function whose option may be negative grows beyond float32, beside a NaN too."""
    (extent,), gamma = sizes("N"), option("gamma", "gamma", default=0.5, real=True)
    n = index("n", extent)
    x, y = tensor("x", n), tensor("y", n)
    layer = Layer("growing", [define(y[n], exp(-gamma.symbols[0] * x[n] ** 2))], wrt=(x,), options=(gamma,))
    case = case_of(layer, {"gamma": -1.25, "N": 4}, style="wide")
    case.__dict__["arrays"] = {"x": np.array([9.0, 0.5, 1.0, 9.5])}  # e to the 101, beyond float32
    subject = Subject(Kernels(load(layer), layer), x)
    found = attempt(rungs("not_a_number")[0], case, subject)
    assert found.verdict is Verdict.PASS
    assert "its bound is not finite" in {one.reason for one in found.open}


def test_functions_of_indices_alone_are_rounded_too():
    """Far rows of a rotary embedding turn by large angles, and float32 loses their last bits."""
    length, extent = sizes("L D")
    i, p = index("i", length), index("p", extent)
    x, y = tensor("x", i, p), tensor("y", i, p)
    turned = cos(i * exp(-log(10000) * p / extent))
    layer = Layer("turned", [define(y[i, p], x[i, p] * turned)], wrt=(x,))
    case = case_of(layer, {"L": 900, "D": 3}).counted_in(SINGLE)
    at = (818, 1)
    lost = SINGLE.unit * 818 * 10000 ** (-1 / 3) * abs(case.arrays["x"][at])
    error = bounded(case.forward["y"]).error[at] * SINGLE.unit
    assert lost / 2 < error < 100 * lost
    assert attempt(
        rungs("edges")[0], case_of(layer, {"L": 900, "D": 3}), Subject(Kernels(load(layer), layer), x)
    )


def test_a_half_is_no_rounding():
    found = bounded(np.array([0.5, 0.1, 2.0**-30]))
    assert list(found.error) == [0.0, 0.1, 0.0]
    assert list(rounded(np.array([0.5, 2.0])).error) == [0.5, 2.0] and not rounded(np.array([3.0])).error


def test_weights_of_whole_positions_are_judged():
    """Bicubic weights are polynomials with halves: at whole positions they are exact."""
    layer = CATALOGUE["grid_sample2d_bicubic"]
    (x, _), checks = layer.wrt, rungs("formula")
    (report, _) = verify([layer], examples=8, checks=checks, module_for=standing)
    assert report.gradient == x.name and 2 * report.checks[0].inconclusive < report.checks[0].cases


def test_positions_of_sizes_alone_are_rounded_and_hang_no_lower_than_a_kernel_s():
    """49 · 177 / 62 is rounded once; what is read there is off by as much, times the slope of a row."""
    layer, sizes = (
        CATALOGUE["bilinear_upsample2d_aligned"],
        {"N": 1, "C": 1, "H": 178, "W": 1, "OH": 63, "OW": 1},
    )
    case = case_of(layer, sizes, style="dyadic")
    row = bounded(case.forward["row"])
    assert row.value[49] == 49 * 177 / 62 and row.error[49] == row.value[49] and row.error[62] == 0
    (x,) = case.arrays.values()
    steep = abs(x[0, 0, 140, 0] - x[0, 0, 139, 0])
    assert bounded(case.forward["rows"]).error[0, 0, 49, 0] > steep * row.error[49]


def test_a_rung_that_has_no_word_says_why():
    (report,) = verify([CATALOGUE["relu"]], examples=3, checks=rungs("symbolic"))
    assert report.verdict is Verdict.INCONCLUSIVE
    assert said(report) == "nothing was asked of it: symbolic: letters have no order"
