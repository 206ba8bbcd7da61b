"""What several gradients need is computed by a kernel of its own, once."""

import numpy as np
import pytest

from codegen.module.load import load
from codegen.module.render import files
from codegen.program.grouping import Grouped
from codegen.program.shared import formed_stages, needed, staged
from codegen.source.plan import plan
from derive.expr import Reduce
from derive.gradients import gradients
from derive.layers import conv2d, deform_conv2d, dense
from derive.notation import Layer, define, gt, index, sizes, tensor, total, where

N, K, H, O = sizes("N K H O")
n, k, h, o = index("n", N), index("k", K), index("h", H), index("o", O)
X, V, W = tensor("x", n, k), tensor("v", h, k), tensor("w", o, h)
Z, Y = tensor("z", n, h), tensor("y", n, o)
Y2, S2 = tensor("y", n, k), tensor("s", k)
CHAIN = Layer(
    "chain",
    [
        define(Z[n, h], total(V[h, k] * X[n, k], over=k)),
        define(Y[n, o], total(W[o, h] * Z[n, h], over=h)),
    ],
    wrt=(X, V, W),
)


def test_the_cotangent_between_two_sums_is_a_stage():
    g = gradients(CHAIN)
    stages, vjp = staged(g.vjp)
    assert [p.outputs[0].name for p in stages] == ["dz"]
    assert [d.tensor.name for d in vjp[X].defs] == ["dx"] and vjp[X].inputs[-1].name == "dz"
    assert needed(stages, [vjp[V]]) == stages
    assert needed(stages, [vjp[W]]) == ()


def test_a_layer_of_one_sum_has_no_stage():
    assert plan(dense, gradients(dense)).stages == ()


def test_the_module_computes_the_stage_once_for_all_gradients():
    text = "".join(files(CHAIN).values())
    assert text.count("def _shared_dz(") == 1
    together = text[text.index("def vjp(") : text.index("def jvp(")]
    assert together.count("_shared_dz") == 1 and "def _vjp(" not in text


def test_staged_gradients_are_right():
    rng = np.random.default_rng(0)
    x, v, w, dy = (rng.normal(size=s) for s in ((3, 4), (5, 4), (2, 5), (3, 2)))
    made = load(CHAIN)
    found = made.vjp(dy, x, v, w)
    assert np.allclose(found.x, dy @ w @ v) and np.allclose(found.v, (dy @ w).T @ x)
    assert np.allclose(found.w, dy.T @ (x @ v.T))
    assert np.allclose(made.vjp_v(dy, x, v, w), found.v) and np.allclose(made.vjp_x(dy, x, v, w), found.x)


BENT = Layer(
    "bent",
    [
        define(Z[n, h], total(V[h, k] * X[n, k], over=k)),
        define(tensor("y", n, h)[n, h], where(gt(Z[n, h], 0), Z[n, h], 0)),
    ],
    wrt=(X, V),
)


def test_what_a_mask_keeps_of_a_cotangent_is_a_stage_of_both_products():
    stages, vjp = staged(gradients(BENT).vjp)
    ((kept,),) = (p.outputs for p in stages)
    assert kept.name == "dy_kept"
    for program in vjp.values():
        (one,) = program.defs
        assert kept in one.reads and not any(r.guards for r in one.expr.atoms(Reduce))


def test_a_sum_that_is_no_product_has_no_mask():
    """Its one pass over memory asks the condition as it goes."""
    one = Layer("slopes", [define(Y2[n, k], where(gt(X[n, k], 0), X[n, k], S2[k] * X[n, k]))], wrt=(X, S2))
    assert staged(gradients(one).vjp)[0] == ()


@pytest.mark.parametrize("rows", [1, 5, 33])
def test_masked_gradients_are_right_where_a_nan_is_compared_too(rows):
    rng = np.random.default_rng(0)
    x, v, dy = (rng.normal(size=s) for s in ((rows, 19), (37, 19), (rows, 37)))
    made = load(BENT)
    dz = np.where(x @ v.T > 0, dy, 0)
    found = made.vjp(dy, x, v)
    assert np.allclose(found.x, dz @ v) and np.allclose(found.v, dz.T @ x)
    assert np.array_equal(made.vjp_x(dy, x, v), found.x)
    x[0, 0] = np.nan
    assert np.isnan(made.vjp(dy, x, v).x[0]).all() and not np.isnan(made.vjp(dy, x, v).x[1:]).any()


def test_a_product_that_gradients_form_by_different_ways_is_a_stage():
    """dx reads w^T dy by group and channel, doffset and dmask by offset group: one array, formed once."""
    made = plan(deform_conv2d, gradients(deform_conv2d))
    (stage,) = made.stages
    (given,) = stage.outputs
    assert {t.name for t in stage.definition(given).reads} == {"dy", "w"}
    readers = {t.name for t, p in made.vjp.items() if given in p.inputs}
    assert readers == {"x", "offset", "mask"}
    for program in (p for t, p in made.vjp.items() if t.name in readers):
        assert all(given in program.inputs and "dy" not in {t.name for t in d.reads} for d in program.defs)


def test_two_gradients_without_a_product_in_common_stay_as_they_are():
    vjp = gradients(conv2d).vjp
    assert formed_stages((), vjp, conv2d) == ((), vjp)


def test_what_is_marked_as_one_value_is_not_marked_again():
    once = Grouped(n + k)
    assert Grouped(once) == once
