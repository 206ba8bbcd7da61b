"""Sums of models as users write them that are products of matrices, if one looks: each is taken as one."""

import numpy as np
import pytest

from codegen.contraction import chosen
from codegen.loops.nodes import Product
from codegen.loops.roles import walk
from codegen.loops.schedule import Assumed
from codegen.module.load import rendered
from codegen.module.render import write
from codegen.pipeline import compile_program
from codegen.program import computable, group
from codegen.source import plan
from codegen.verification.callables.uncompiled import uncompiled
from derive.expr import Iverson, Reduce
from derive.gradients import gradients
from derive.notation import Layer, define, index, ne, sizes, tensor, total

N, C, D, E, H, K, O, P = sizes("N C D E H K O P")
n, c, d, e, h, k, o, p = (
    index("n", N), index("c", C), index("d", D), index("e", D), index("h", H), index("k", K),
    index("o", O), index("p", P),
)  # fmt: skip
X, Y = tensor("x", n, k), tensor("y", n, o)


def programs(layer):
    return {name: computable(one, layer) for name, one in plan(layer, gradients(layer)).programs.items()}


def kernels(layer, folder):
    write(rendered(layer), folder)
    return uncompiled(layer.name, folder)


def modulated():
    """Each channel times a product of matrices and another one added: conditions on features."""
    x, z, y = tensor("x", n, c, h), tensor("z", n, d), tensor("y", n, c, h)
    g, b = tensor("g", c, d), tensor("b", c, d)
    scale, shift = (total(w[c, d] * z[n, d], over=d) for w in (g, b))
    return Layer("modulated", [define(y[n, c, h], x[n, c, h] * (1 + scale) + shift)], wrt=(x, z, g, b))


def test_a_product_that_a_plane_reads_is_not_taken_for_each_pixel(tmp_path):
    layer = modulated()
    assumed = Assumed(layer)
    found = group(programs(layer)["_forward"], assumed, lambda g: not isinstance(chosen(g, assumed), str))
    ways = [way for one in found if not isinstance(some := chosen(one, assumed), str) for way in some]
    assert ways and all(str(z) != "h" for way in ways for z, _, _ in way.c.batch)
    rng = np.random.default_rng(0)
    x, z = rng.normal(size=(5, 9, 3)), rng.normal(size=(5, 4))
    g, b = rng.normal(size=(2, 9, 4))
    found = kernels(layer, tmp_path).forward(x, z, g, b)
    assert np.allclose(found, x * (1 + z @ g.T)[..., None] + (z @ b.T)[..., None])


def polynomial():
    w = tensor("w", o, k, p)
    return Layer("polynomial", [define(Y[n, o], total(w[o, k, p] * X[n, k] ** p, over=(k, p)))], wrt=(X, w))


def test_powers_of_an_element_are_computed_once_for_all_that_read_them(tmp_path):
    layer = polynomial()
    made = programs(layer)
    table, y = made["_forward"].defs
    assert table.expr == X[n, k] ** p and not y.expr.has(X)
    assert table.lhs.index == (n, k, p)  # as the weights have them: a product over both as one
    (x, w) = (np.random.default_rng(0).normal(size=s) for s in ((4, 3), (5, 3, 4)))
    module = kernels(layer, tmp_path)
    assert np.allclose(module.forward(x, w), np.einsum("okp,nkp->no", w, x[..., None] ** np.arange(4)))
    (dx, dw) = module.vjp(np.ones((4, 5)), x, w)
    assert np.allclose(dw, (x[..., None] ** np.arange(4)).sum(0))
    slope = np.arange(1, 4) * x[..., None] ** np.arange(3)
    assert np.allclose(dx, (slope * w.sum(0)[:, 1:]).sum(-1))


def test_a_sum_without_its_first_term_starts_at_the_second():
    (stage, dx) = programs(polynomial())["_vjp_x"].defs
    assert all(not r.guards for one in (stage, dx) for r in one.expr.atoms(Reduce))
    assert " ".join(str(z) for z, _, _ in stage.free) == "n k p"


def apart():
    """The squares of what two features have in common, those of a feature with itself aside."""
    x, y, s = tensor("x", n, d), tensor("y", n, d), tensor("s", d, e)
    others = total(s[d, e] * x[n, e], over=e, when=ne(d, e))
    return Layer("apart", [define(y[n, d], others)], wrt=(x, s))


def decorrelated():
    """What the gradient of a loss of correlations reads: one formula on the diagonal, another beside it."""
    x, z, s, y = tensor("x", n, d), tensor("z", n, d), tensor("s", d, e), tensor("y")
    shared = total(x[n, d] * z[n, e], over=n)
    own = total((s[d, d] - 1) ** 2, over=d)
    loss = define(y[()], own + total(s[d, e] ** 2, over=(d, e), when=ne(d, e)))
    return Layer("decorrelated", [define(s[d, e], shared), loss], wrt=(x, z))


@pytest.mark.parametrize("make, name", ((apart, "_forward"), (decorrelated, "_vjp_x")))
def test_a_matrix_of_which_indices_choose_elements_is_an_array(make, name):
    """The condition stays with the sum: a product in blocks asks for finite numbers before it drops it."""
    layer = make()
    program = plan(layer, gradients(layer)).programs[name]
    *before, last = computable(program, layer).defs
    assert not last.expr.has(Iverson) and {d.tensor for d in before} & set(last.reads)
    assert any(isinstance(node, Product) for node in walk(compile_program(program, layer).body))


def test_what_is_beside_a_diagonal_gives_what_it_gave(tmp_path):
    rng = np.random.default_rng(0)
    x, s = rng.normal(size=(6, 5)), rng.normal(size=(5, 5))
    assert np.allclose(kernels(apart(), tmp_path).forward(x, s), x @ (s - np.diag(np.diag(s))).T)
    z = rng.normal(size=(6, 5))
    module = kernels(decorrelated(), tmp_path)
    loss, saved = module.forward(x, z, save=True)
    both = x.T @ z
    beside = both - np.diag(np.diag(both))
    assert np.allclose(loss, ((np.diag(both) - 1) ** 2).sum() + (beside**2).sum())
    slope = 2 * beside + 2 * np.diag(np.diag(both) - 1)
    dx, dz = module.vjp(np.ones(()), x, z, residuals=saved)
    assert np.allclose(dx, z @ slope.T) and np.allclose(dz, x @ slope)


def test_a_condition_on_few_elements_stays_where_it_is():
    """A sum that reads each element once gains nothing by another array of them."""
    s, y = tensor("s", d, e), tensor("y", d)
    layer = Layer("rows", [define(y[d], total(s[d, e] * s[e, d], over=e, when=ne(d, e)))], wrt=(s,))
    assert len(programs(layer)["_forward"].defs) == 1
