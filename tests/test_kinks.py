"""On a kink the declared slope, within units in the last place of it the slope of one side: on any layer."""

from types import SimpleNamespace

import numpy as np
import pytest

from codegen.verification import Verdict, case_of, draw, reproduce, rungs, verify
from codegen.verification.quick import standing
from codegen.verification.rungs.kinks.aimed import aimed, deciding, distances
from codegen.verification.rungs.kinks.one_sided import stepped
from derive.layers import LAYERS
from derive.notation import Layer, define, hat, index, sizes, tensor, total, where

N, D, L = sizes("N D L")
n, d, q = index("n", N), index("d", D), index("q", L)
X, W, Y = tensor("x", n, d), tensor("w", d), tensor("y", n)


def gated():
    """A branch decided by a sum that rounds."""
    z = total(X[n, d] * W[d], over=d) / 3
    return Layer("gated", [define(Y[n], where(z > 0, 2 * z, -z))], wrt=(X, W))


def sampled():
    """A line read at n + t."""
    x, t = tensor("x", q), tensor("t", n)
    return Layer("sampled", [define(Y[n], total(hat(q, n + t[n]) * x[q], over=q))], wrt=(x, t))


def gate(slope):
    def forward(x, w):
        z = (x @ w) / x.dtype.type(3)
        return np.where(z > 0, 2 * z, -z)

    def pulled(dy, x, w):
        z = (x @ w) / x.dtype.type(3)
        return (dy * slope(z)).astype(x.dtype) / x.dtype.type(3)

    return SimpleNamespace(
        forward=forward,
        vjp_x=lambda dy, x, w: pulled(dy, x, w)[:, None] * w,
        vjp_w=lambda dy, x, w: pulled(dy, x, w) @ x,
    )


def sides(z):
    return np.where(z > 0, 2.0, -1.0)


def middle(z):
    """Within some units in the last place of 0 neither slope."""
    return np.where(np.abs(z) < 16 * np.finfo(z.dtype).eps, 0.5, sides(z))


def read(x, at):
    inside = (at >= 0) & (at < len(x))
    return np.where(inside, x[np.clip(at, 0, len(x) - 1)], 0)


def sampler(cell_of_slope):
    def place(t):
        return np.arange(len(t)).astype(t.dtype) + t

    def forward(x, t):
        at = place(t)
        below = np.floor(at)
        k = below.astype(int)
        return read(x, k) * (1 - (at - below)) + read(x, k + 1) * (at - below)

    def vjp_t(dy, x, t):
        k = cell_of_slope(t)
        return dy * (read(x, k + 1) - read(x, k))

    return SimpleNamespace(forward=forward, vjp_t=vjp_t, vjp_x=None)


def one_position(t):
    return np.floor(np.arange(len(t)).astype(t.dtype) + t).astype(int)


def test_kinks_of_a_sum_that_rounds():
    checks = rungs("kinks")
    for report in verify([gated()], module_for=lambda _: gate(sides), checks=checks):
        assert report.verdict is Verdict.PASS, report.failures
    for report in verify([gated()], module_for=lambda _: gate(middle), checks=checks):
        assert report.verdict is Verdict.FAIL


def verdict_by(name, layer, module):
    found = {r.gradient: r for r in verify([layer], module_for=lambda _: module, checks=rungs("kinks"))}
    return found[name]


def test_value_and_slope_have_one_position():
    right = verdict_by("t", sampled(), sampler(one_position))
    assert right.verdict is Verdict.PASS, right.failures


def test_a_whole_position_that_is_exact_has_the_slope_from_the_right():

    def from_the_left(t):
        return np.ceil(np.arange(len(t)).astype(t.dtype) + t).astype(int) - 1

    assert verdict_by("t", sampled(), sampler(from_the_left)).verdict is Verdict.FAIL


@pytest.mark.parametrize("at_zero", [0.5, 1.0])
def test_the_declared_slope_holds_on_the_kink(at_zero):
    def vjp_x(dy, x):
        return (dy * np.where(x > 0, 1.0, np.where(x == 0, at_zero, 0.0))).astype(x.dtype)

    wrong = SimpleNamespace(forward=lambda x: np.maximum(x, 0), vjp_x=vjp_x)
    assert verdict_by("x", LAYERS["relu"], wrong).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    "name", ["relu", "max_pool1d", "hard_swish", pytest.param("deform_conv2d", marks=pytest.mark.deep)]
)
def test_kernels_of_the_catalogue_pass(name):
    layer = LAYERS[name]
    found = {r.gradient: r for r in verify([layer], examples=8, checks=rungs("kinks"))}
    asked = {t.name for t in layer.wrt} & {t.name for t in deciding(layer)}
    assert asked and {found[one].verdict for one in asked} == {Verdict.PASS}


def test_a_kink_is_hit():
    layer = gated()
    for case in draw(layer, 8):
        aim = aimed(case, layer.wrt[1])
        if aim is not None:
            own = np.zeros((aim.case.arrays["w"].size, 1))
            own[aim.place] = 1
            assert distances(aim.case, layer.wrt[1], own)[0] < 1e-12


def test_nothing_decides_in_a_smooth_layer():
    assert deciding(LAYERS["dense"]) == set()
    assert {t.name for t in deciding(LAYERS["deform_conv2d"])} == {"offset"}


def test_steps_are_units_in_the_last_place():
    case = case_of(LAYERS["relu"], {"M": 2}, seed=0)
    x = case.arrays["x"].astype(np.float32)
    assert stepped(x, 1, 3)[1] - x[1] == 3 * float(np.spacing(max(abs(x[1]), np.float32(0.25))))
    assert stepped(x, 1, 3)[0] == x[0]


def test_a_quotient_beside_its_pole_has_the_slope_of_its_own_point():
    """No rounding decides there whether the weights sum to zero; slopes farther away are others."""
    case = {"seed": 1, "style": "dyadic", "sizes": {"skipped": 0, "C": 3, "N": 2}}
    assert reproduce("cross_entropy_mean", "w", "kinks", **case).verdict is Verdict.PASS


STEEP = {"seed": 0, "style": "dyadic", "sizes": {"eps": 1e-12, "D": 1, "N": 1}}
"""In float32: x is 1, and up to four units in the last place below it, where log(1 − x) is steep."""


def test_a_steep_slope_beside_a_kink_is_that_of_its_own_point():
    """The slopes 2¹⁴ units away are others; the forward beside it is open, and takes no verdict away."""
    found = reproduce("bce_loss", "x", "kinks", **STEEP)
    assert found.verdict is Verdict.PASS and found.bound < 1e-4 and found.open


@pytest.mark.parametrize("factor", [0.5, 0.99, -1.0])
def test_no_other_slope_is(factor):
    kernels = standing(LAYERS["bce_loss"])

    def vjp_x(dy, x, t, **options):
        return kernels.vjp_x(dy, x, t, **options) * x.dtype.type(factor)

    wrong = SimpleNamespace(forward=kernels.forward, vjp_x=vjp_x)
    assert reproduce("bce_loss", "x", "kinks", module=wrong, **STEEP).verdict is Verdict.FAIL


def test_a_position_that_is_rounded_onto_a_kink_has_the_slope_declared_there():
    """An image of one row: a position is clamped to 0 … 0, its slope is 0 on either side, and not at 0."""
    sizes = {"OH": 1, "OW": 1, "S": 1, "sigma": 1.0, "alpha": 0, "C": 1, "H": 1, "K": 1, "N": 1, "W": 2}
    found = reproduce("roi_align", "boxes", "kinks", seed=0, style="dyadic", sizes=sizes)
    assert found.verdict is Verdict.PASS


@pytest.mark.parametrize("seed", (1, 3))
def test_data_of_a_sign_keep_to_it(seed):
    """Weights that are at least zero sum to zero where all are; an input that is left out is moved, too."""
    layer = LAYERS["cross_entropy_mean"]
    reports = verify([layer], checks=rungs("kinks"), seed=seed, examples=20)
    assert [one.verdict is Verdict.FAIL for one in reports] == [False, False]
