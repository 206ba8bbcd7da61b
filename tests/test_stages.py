"""What several gradients need is computed by a kernel of its own, once."""

import numpy as np

from codegen.module.load import load
from codegen.module.render import files
from codegen.program.shared_kernels import needed, staged
from codegen.source.plan import plan
from derive.gradients import gradients
from derive.layers import dense
from derive.notation import Layer, define, index, sizes, tensor, total

N, K, H, O = sizes("N K H O")
n, k, h, o = index("n", N), index("k", K), index("h", H), index("o", O)
X, V, W = tensor("x", n, k), tensor("v", h, k), tensor("w", o, h)
Z, Y = tensor("z", n, h), tensor("y", n, o)
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
