"""Sums that become contractions: ranges as boxes with conditions, several added up, one after the other."""

import re

import numpy as np
import pytest

from codegen.contraction.addends import addends_apart
from codegen.contraction.relaxed import boxed
from codegen.loops.nodes import Choose, Loop, Product, Split, Store
from codegen.loops.roles import walk
from codegen.lowering.lower import lower
from codegen.module.load import load, rendered
from codegen.pipeline import compile_program
from derive.expr import Reduce
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, bracket, define, eq, index, integers, ne, sizes, tensor, total
from generated.vectors import always_blocks

N, K, M = sizes("N K M")
n, k, m = index("n", N), index("k", K), index("m", M)
A, B, C, D = tensor("a", n, k), tensor("b", k, m), tensor("c", n, k), tensor("d", k, m)
Y, E = tensor("y", n, m), tensor("e", m)


def products(program, layer):
    return sum(isinstance(node, Product) for node in walk(compile_program(program, layer).body))


def test_a_range_that_depends_on_a_result_index_is_a_box_with_a_condition():
    layer = LAYERS["causal_conv1d"]
    (one,) = gradients(layer).vjp[layer.wrt[1]].defs
    (reduce,) = one.expr.atoms(Reduce)
    made, box = boxed(one, reduce)
    letters = set(one.indices) | reduce.bound
    assert any(lo.free_symbols & letters for _, lo, _ in reduce.binders)
    assert not any((lo.free_symbols | hi.free_symbols) & letters for _, lo, hi in box.binders)
    assert len(box.guards) == len(reduce.guards) + 1 and made.expr == box
    assert products(gradients(layer).vjp[layer.wrt[1]], layer)


def test_a_range_whose_extreme_is_not_known_stays():
    layer = Layer("l", [define(Y[n, m], total(A[n, k] * B[k, m], over=k))], wrt=(A,))
    (one,) = layer.program.defs
    (reduce,) = one.expr.atoms(Reduce)
    assert boxed(one, reduce) == (one, reduce)
    odd = Reduce("sum", reduce.body, ((reduce.binders[0][0], n * n, K - 1),), ())
    assert boxed(one, odd) == (one, odd)


@pytest.mark.parametrize(
    "value",
    [
        total(A[n, k] * B[k, m], over=k) + total(C[n, k] * D[k, m], over=k),
        total(A[n, k] * B[k, m] + C[n, k] * D[k, m], over=k),
    ],
    ids=["two sums", "a sum of two products"],
)
def test_contractions_that_are_added_run_one_after_the_other(value):
    layer = Layer("two_products", [define(Y[n, m], value)], wrt=(A, B, C, D))
    assert products(layer.program, layer) == 2
    module, r = load(layer), np.random.default_rng(0)
    a, c = (r.integers(-9, 9, (13, 21)).astype("f4") for _ in "ac")
    b, d = (r.integers(-9, 9, (21, 37)).astype("f4") for _ in "bd")
    with always_blocks():
        assert (module.forward(a, b, c, d) == a @ b + c @ d).all()


def test_what_is_added_besides_goes_with_the_first_contraction():
    """It then looks like one product with what is added to it, as other functions of a module have it."""
    expr = total(A[n, k] * B[k, m], over=k) + total(C[n, k] * D[k, m], over=k) + E[m]
    layer = Layer("two_products_and_more", [define(Y[n, m], expr)], wrt=(A, B, C, D, E))
    first, last = addends_apart(layer.program, lambda g: True, set()).defs
    assert first.expr.has(E) and not last.expr.has(E) and last.expr.has(first.tensor)


def test_the_tangents_of_a_product_run_its_kernels():
    """ẏ = (w ẋ + ḃ) + ẇ x: the first part is the forward of other arrays."""
    text = "".join(text for name, text in rendered(LAYERS["conv1d"]).items() if name.startswith("conv1d"))
    launched = re.findall(r"launch\((\w+)", text[text.index("def _jvp(") :])
    assert {"_forward_blocks2", "_forward_plain"} <= set(launched)


def test_a_term_that_is_no_contraction_keeps_them_together():
    layer = Layer("l", [define(Y[n, m], total(A[n, k], over=k) + total(C[n, k] * D[k, m], over=k))], wrt=(A,))
    assert addends_apart(layer.program, lambda g: g.defs[0].expr.has(D), set()) == layer.program


T = integers("t", n, below=K)
LESS_ONE = total((A[n, k] - bracket(eq(T[n], k))) * B[k, m], over=k)


@pytest.mark.parametrize("rows, depth, cols", [(1, 1, 1), (4, 4, 8), (5, 7, 9), (33, 18, 50)])
def test_a_bracket_in_a_difference_belongs_to_its_factor(rows, depth, cols):
    """The gradient of a cross-entropy: what was predicted, less one where the class is."""
    layer = Layer("less_one", [define(Y[n, m], LESS_ONE)], wrt=(A, B))
    assert products(layer.program, layer) == 1
    module, r = load(layer), np.random.default_rng(0)
    a, b, t = r.standard_normal((rows, depth)), r.standard_normal((depth, cols)), r.integers(0, depth, rows)
    left = a - np.eye(depth)[t]
    dy = r.standard_normal((rows, cols))
    with always_blocks():
        np.testing.assert_allclose(module.forward(a, b, t), left @ b, atol=1e-12)
        np.testing.assert_allclose(module.vjp_b(dy, a, b, t), left.T @ dy, atol=1e-11)


def test_a_bracket_that_is_a_factor_leaves_terms_out():
    layer = Layer(
        "some", [define(Y[n, m], total(bracket(ne(T[n], k)) * A[n, k] * B[k, m], over=k))], wrt=(A,)
    )
    assert products(layer.program, layer) == 0


def test_a_line_of_results_is_looked_up_once_for_all_columns():
    """Short lines are many: which image and which row one belongs to is not asked for each channel."""
    layer = LAYERS["conv_transpose2d"]
    lines = [
        n
        for n in walk(lower(gradients(layer).forward, layer, blocks=True).body)
        if isinstance(n, Split) and str(n.flat).startswith("line")
    ]
    columns = [m for n in lines for m in walk(n.body) if isinstance(m, Loop) and m.range.index.name == "o"]
    assert any(isinstance(s, Store) and s.target.tensor.name == "y" for m in columns for s in walk(m.body))


def test_few_columns_are_the_rows_of_the_other_way():
    """dx[n,d,k] = Σ_o dy[n,o] w[o,d,k+1] with four k for each d: d and k are rows together, n the columns."""
    N, D, O, K = sizes("N D O K")
    n_, d_, o_, k_ = index("n", N), index("d", D), index("o", O), index("k", K)
    x, w, y = tensor("x", n_, d_), tensor("w", o_, d_, k_), tensor("y", n_, o_)
    powers = total(w[o_, d_, k_] * x[n_, d_] ** k_, over=(d_, k_))
    layer = Layer("powers", [define(y[n_, o_], powers)], wrt=(x, w))
    kernel = compile_program(gradients(layer).vjp[x], layer)
    (blocks,) = (node for node in walk(kernel.body) if isinstance(node, Choose) and node.by == "blocks")
    (ways,) = (node for node in walk(blocks.then) if isinstance(node, Choose) and node.by == "either")
    few = {N: 64, D: 64, O: 64, K: 5}
    assert not any(c.of.subs(few) < 0 for c in blocks.conds), "four powers of each number are many rows"
    assert any(c.of.subs(few) < 0 for c in ways.conds), "but no columns of the first way"
