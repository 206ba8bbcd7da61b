"""Structures of models as users write them: each grows as the best way of writing it does."""

import numpy as np
import pytest

from codegen.loops.recurrence import runs
from codegen.loops.schedule import either_row
from codegen.module.load import rendered
from codegen.module.render import write
from codegen.program import computable
from codegen.source import plan
from codegen.verification.callables.uncompiled import uncompiled
from derive.expr import Reduce, tensors
from derive.gradients import gradients
from derive.notation import (
    Layer,
    cos,
    define,
    eq,
    exp,
    index,
    integers,
    larger,
    largest,
    log,
    product,
    sin,
    sizes,
    tensor,
    total,
    where,
)

N, D, E, V, W = sizes("N D E V W")
n, d, e, v = index("n", N), index("d", D), index("e", E), index("v", V)
Z = tensor("z", v, d)


def programs(layer):
    return {name: computable(one, layer) for name, one in plan(layer, gradients(layer)).programs.items()}


def kernels(layer, folder):
    write(rendered(layer), folder)
    return uncompiled(layer.name, folder)


def by_edges():
    x, t, s = tensor("x", v, d), integers("t", e, below=V), integers("s", e, below=V)
    y = tensor("y", v, d)
    body = total(x[s[e], d], over=e, when=eq(t[e], v)) / (1 + total(1, over=e, when=eq(t[e], v)))
    return Layer("by_edges", [define(y[v, d], body)], wrt=(x,))


def test_what_data_place_is_added_where_they_say(tmp_path):
    layer = by_edges()
    defs = programs(layer)["_forward"].defs
    assert [one.scatter for one in defs] == [True, True, False]
    assert all({V} & {hi + 1 for _, _, hi in one.free} == set() for one in defs[:2])
    rng = np.random.default_rng(0)
    x, t, s = rng.normal(size=(4, 3)), np.array([0, 2, 2, 3, 0]), np.array([1, 1, 3, 0, 2])
    found = kernels(layer, tmp_path).forward(x, t, s)
    expected = [x[s[t == k]].sum(0) / (1 + (t == k).sum()) for k in range(4)]
    assert np.allclose(found, expected)


def test_a_sum_in_a_condition_of_a_scatter_is_an_array(tmp_path):
    """The largest message of each node that has one: a model that could not be emitted."""
    a, t, y = tensor("a", e, d), integers("t", e, below=V), tensor("y", v, d)
    some = total(1, over=e, when=eq(t[e], v)) > 0
    body = where(some, largest(a[e, d], over=e, when=eq(t[e], v)), Z[v, d])
    layer = Layer("largest_by_edges", [define(y[v, d], body)], wrt=(a,))
    rng = np.random.default_rng(0)
    x, at = rng.normal(size=(5, 3)), np.array([0, 2, 2, 3, 0])
    module = kernels(layer, tmp_path)
    z = np.zeros((4, 3))
    found, saved = module.forward(x, at, z, save=True)
    assert np.allclose(found[:2], [x[[0, 4]].max(0), np.zeros(3)])
    (da,) = module.vjp(z + 1, x, at, z, residuals=saved)
    assert np.array_equal(da, [[x[k, c] == x[at == at[k], c].max() for c in range(3)] for k in range(5)])


def test_a_product_that_runs_takes_one_factor_each():
    y, x, j = tensor("y", n, d), tensor("x", n, d), index("j", D)
    for word in (product, largest):
        layer = Layer("running", [define(y[n, d], word(x[n, j], over=(j, 0, d)))], wrt=(x,))
        assert all(runs(one) for one in programs(layer)["_forward"].defs)


@pytest.mark.parametrize("word", (product, largest))
def test_what_runs_gives_what_it_gave(word, tmp_path):
    y, x, j = tensor("y", n, d), tensor("x", n, d), index("j", D)
    layer = Layer("running", [define(y[n, d], word(x[n, j], over=(j, 0, d)))], wrt=(x,))
    given = np.array([[1.5, 1.5, -2.0, 3.0, 3.0], [0.5, -1.0, 2.0, 2.0, 1.0]])
    module = kernels(layer, tmp_path)
    found, saved = module.forward(given, save=True)
    assert np.allclose(found, (np.cumprod if word is product else np.maximum.accumulate)(given, axis=1))
    (dx,) = module.vjp(np.ones_like(given), given, residuals=saved)
    if word is largest:  # of equal elements the first has it all
        assert np.array_equal(dx, [[3, 0, 0, 2, 0], [2, 0, 3, 0, 0]])


def test_a_running_sum_inside_a_formula_runs():
    y, x, j = tensor("y", n, d), tensor("x", n, d), index("j", D)
    layer = Layer("rest", [define(y[n, d], 1 / (2 + total(x[n, j] ** 2, over=(j, 0, d))))], wrt=(x,))
    first, _ = programs(layer)["_forward"].defs
    assert runs(first)


def test_signs_by_a_power_of_minus_one_are_printed(tmp_path):
    """A step of Haar's transform: a model that could not be printed."""
    y, a, b = tensor("y", n, index("s", 2)), index("s", 2), index("b", 2)
    x = tensor("x", n, index("q", 2))
    layer = Layer("haar_step", [define(y[n, a], total((-1) ** (a * b) * x[n, b], over=b))], wrt=(x,))
    found = kernels(layer, tmp_path).forward(np.array([[3.0, 1.0]]))
    assert np.array_equal(found, [[4.0, 2.0]])


def turned():
    """Rotary positions: cosines of the place and the channel, in each branch of a choice."""
    half, r = index("p", W), index("r", 2)
    x, y = tensor("x", n, d, index("q", 2 * W)), tensor("y", n, d, index("q", 2 * W))
    at = n * exp(-half / W)
    first = x[n, d, 2 * half] * cos(at) - x[n, d, 2 * half + 1] * sin(at)
    second = x[n, d, 2 * half] * sin(at) + x[n, d, 2 * half + 1] * cos(at)
    return Layer("turned", [define(y[n, d, 2 * half + r], where(eq(r, 0), first, second))], wrt=(x,))


def test_functions_of_indices_in_a_branch_are_tables(tmp_path):
    for name in ("_forward", "_vjp_x"):
        *tables, last = programs(turned())[name].defs
        assert not last.expr.has(cos, sin, exp)
        assert sum(one.expr.has(cos, sin) for one in tables) == 2
    x = np.random.default_rng(0).normal(size=(3, 2, 4))
    z = (x[..., ::2] + 1j * x[..., 1::2]) * np.exp(1j * np.arange(3)[:, None, None] * np.exp([0, -0.5]))
    found = kernels(turned(), tmp_path).forward(x)
    assert np.allclose(found[..., ::2] + 1j * found[..., 1::2], z)


def test_a_table_holds_nothing_that_only_a_branch_makes_a_number():
    """``log n`` is taken where ``n`` is not 0, and a cosine for one row of many saves no work."""
    w = index("w", W)
    x, y = tensor("x", n, d, w), tensor("y", n, d, w)
    for value, why in ((log(n), eq(d, 0)), (cos(1 / n), eq(d, 0)), (cos(d * w), eq(n, 0))):
        body = where(why, x[n, d, w], x[n, d, w] * value)
        layer = Layer("chosen", [define(y[n, d, w], body)], wrt=(x,))
        assert len(programs(layer)["_forward"].defs) == 1


def edges():
    """Of every neighbour what it adds, as far as it is positive; the most of all counts."""
    x, w, v = tensor("x", n, d), tensor("w", e, d), tensor("v", e, d)
    y, m = tensor("y", n, e), index("m", N)
    inner = total(w[e, d] * (x[m, d] - x[n, d]) + v[e, d] * x[n, d], over=d)
    return Layer("edges", [define(y[n, e], largest(larger(inner, 0), over=m))], wrt=(x, w, v))


def test_a_product_that_decides_a_choice_is_formed_before_it():
    """By the letters that its terms know, once for the largest and for its place, neighbours in rows."""
    *sums, place, value = programs(edges())["_forward"].defs
    assert [one.indices for one in sums] in ([(n, index("m", N), e), (n, e)], [(n, e), (n, index("m", N), e)])
    assert all({one.tensor for one in sums} <= {*one.reads} for one in (place, value))


def test_what_is_formed_before_a_choice_gives_what_it_gave(tmp_path):
    module = kernels(edges(), tmp_path)
    rng = np.random.default_rng(0)
    x, w, v = (rng.standard_normal(shape) for shape in ((5, 6), (9, 6), (9, 6)))
    apart = np.einsum("nmd,ed->nme", x[None] - x[:, None], w) + (x @ v.T)[:, None]
    np.testing.assert_allclose(module.forward(x, w, v), np.maximum(apart, 0).max(1), rtol=1e-12)


def two_towers():
    """The inner sums stand in the conditions and in the terms of every gradient."""
    x, u, b, w = tensor("x", n, d), tensor("u", e, d), tensor("b", e), tensor("w", v, e)
    y = tensor("y", n, v)
    inner = total(u[e, d] * x[n, d], over=d) + b[e]
    body = w[v, e] * larger(inner, 0) * exp(-inner)
    return Layer("two_towers", [define(y[n, v], total(body, over=e))], wrt=(x, u, b, w))


def test_a_product_inside_several_gradients_is_formed_once():
    made = plan(two_towers(), gradients(two_towers())).programs
    shared = [one for name, one in made.items() if name.startswith("_shared")]
    products = [{t.name for t in one.defs[-1].reads} for one in shared]
    assert {"dy", "w"} in products and {"u", "x"} in products
    for name in ("x", "u", "b", "w"):
        sums = [r for one in made[f"_vjp_{name}"].defs for r in one.expr.atoms(Reduce)]
        assert sums and not any({t.name for t in tensors(r)} >= {"u", "x"} for r in sums)


def test_what_is_formed_once_gives_the_gradients_it_gave(tmp_path):
    module = kernels(two_towers(), tmp_path)
    rng = np.random.default_rng(1)
    x, u, b, w = (rng.standard_normal(shape) for shape in ((5, 6), (7, 6), (7,), (4, 7)))
    dy = rng.standard_normal((5, 4))
    s = x @ u.T + b
    ds = (dy @ w) * np.where(s > 0, (1 - s) * np.exp(-s), 0)
    wanted = (ds @ u, ds.T @ x, ds.sum(0), dy.T @ (np.maximum(s, 0) * np.exp(-s)))
    for one, other in zip(module.vjp(dy, x, u, b, w), wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-12)


def powers():
    """Every power of every number, for a product with as many weights."""
    x, w, y = tensor("x", n, d), tensor("w", e, d, v), tensor("y", n, e)
    return Layer("powers", [define(y[n, e], total(w[e, d, v] * x[n, d] ** v, over=(d, v)))], wrt=(x, w))


def test_functions_of_an_element_and_an_index_are_taken_of_neighbours():
    """Of few indices the function is taken of a row of elements, of many of one element at a time."""
    table, product = programs(powers())["_forward"].defs
    along, row = either_row(table)
    assert (along[0], row[0]) == (d, v) and either_row(product) is None
    files = rendered(powers())
    assert "if D >= V:" in "".join(files.values())


@pytest.mark.parametrize("many", [2, 9])
def test_both_orders_give_the_same(many, tmp_path):
    module = kernels(powers(), tmp_path)
    rng = np.random.default_rng(2)
    x, w = rng.random((3, 5)) + 0.5, rng.standard_normal((4, 5, many))
    wanted = np.einsum("edv,ndv->ne", w, x[..., None] ** np.arange(many))
    np.testing.assert_allclose(module.forward(x, w), wanted, rtol=1e-12)
