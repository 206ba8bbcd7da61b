"""What a sum adds to its neighbour times a factor takes one step for each result, however it is written."""

import numpy as np

from codegen.loops.recurrence import runs
from codegen.module.load import rendered
from codegen.module.render import write
from codegen.program import computable
from codegen.program.factorise.degrees import degrees
from codegen.source import plan
from codegen.verification.callables.uncompiled import uncompiled
from derive.expr import Reduce
from derive.gradients import gradients
from derive.notation import Layer, define, index, product, sizes, tensor, total

N, L, C, D = sizes("N L C D")
n, i, j, c, d = index("n", N), index("i", L), index("j", L), index("c", C), index("d", D)


def programs(layer):
    return {name: computable(one, layer) for name, one in plan(layer, gradients(layer)).programs.items()}


def kernels(layer, folder):
    write(rendered(layer), folder)
    return uncompiled(layer.name, folder)


def cumulative():
    x, y = tensor("x", n, i), tensor("y", n, i)
    return Layer("cumulative", [define(y[n, i], product(x[n, j], over=(j, 0, i)))], wrt=(x,))


def test_the_gradient_of_a_cumulative_product_runs(tmp_path):
    before, behind, dx = programs(cumulative())["_vjp_x"].defs
    assert runs(before) and runs(behind) and not dx.expr.has(Reduce)
    assert not runs(before).own and runs(behind).decay.has(before.expr.body.func)
    x, dy = np.random.default_rng(0).normal(size=(2, 3, 6))
    x[0, 2] = x[1, 0] = x[2, 1] = x[2, 4] = 0  # quotients by elements would not do
    (dx,) = kernels(cumulative(), tmp_path).vjp(dy, x)
    for k in range(6):
        dot = np.cumprod(np.where(np.arange(6) == k, 1, x), 1) * (np.arange(6) >= k)
        assert np.allclose(dx[:, k], (dot * dy).sum(1))


def fading():
    """Attention without a softmax that forgets: each step back counts ``a`` times less."""
    a = tensor("a", n, sign="positive")
    q, k, v, y = tensor("q", n, i, d), tensor("k", n, j, d), tensor("v", n, j, c), tensor("y", n, i, c)
    terms = a[n] ** (i - j) * q[n, i, d] * k[n, j, d] * v[n, j, c]
    return Layer("fading", [define(y[n, i, c], total(terms, over=(d, (j, 0, i))))], wrt=(q, k, v))


def test_what_fades_is_linear_in_the_length():
    for name, made in programs(fading()).items():
        assert any(map(runs, made.defs)) or name == "_jvp"
        for one in made.defs if name != "_jvp" else ():
            assert degrees(hi + 1 for _, _, hi in one.free)[L] < 2
            inner = [r for r in one.expr.atoms(Reduce) if not runs(one)]
            assert all(degrees(hi - lo + 1 for _, lo, hi in r.binders)[L] == 0 for r in inner)


def test_what_fades_gives_what_the_whole_matrix_gives(tmp_path):
    rng = np.random.default_rng(0)
    q, k = rng.normal(size=(2, 2, 7, 9))
    v, dy = rng.normal(size=(2, 2, 7, 8))
    a = np.array([0.5, 1.25])
    module = kernels(fading(), tmp_path)
    steps = np.arange(7)[:, None] - np.arange(7)
    kept = np.tril(a[:, None, None] ** steps)
    args = {"a": a, "q": q, "k": k, "v": v}
    given = [args[t.name] for t in fading().inputs]
    assert np.allclose(module.forward(*given), (q @ k.transpose(0, 2, 1) * kept) @ v)
    dq, dk, dv = module.vjp(dy, *given)
    slope = dy @ v.transpose(0, 2, 1) * kept
    assert np.allclose(dq, slope @ k) and np.allclose(dk, slope.transpose(0, 2, 1) @ q)
    assert np.allclose(dv, (q @ k.transpose(0, 2, 1) * kept).transpose(0, 2, 1) @ dy)


def test_a_power_of_another_distance_does_not_run():
    """Twice as far at each step, but from a place of its own: no result is a multiple of its neighbour."""
    a, x, y = tensor("a", n, sign="positive"), tensor("x", n, i), tensor("y", n, i)
    layer = Layer("far", [define(y[n, i], total(a[n] ** (i * j) * x[n, j], over=(j, 0, i)))], wrt=(x,))
    assert not any(map(runs, programs(layer)["_forward"].defs))
