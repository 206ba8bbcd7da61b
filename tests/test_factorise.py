"""Sums in stages, tables, folded arrays, running sums: fewer operations, and the same numbers."""

import pytest
from sympy import Pow, S

from codegen.apps.user_models import USER_MODELS
from codegen.loops.nodes import Loop, Product
from codegen.loops.recurrence import runs
from codegen.loops.roles import walk
from codegen.loops.schedule import Assumed
from codegen.lowering.lower import lower
from codegen.pipeline import compile_layer
from codegen.program.computable import computable
from codegen.program.factorise.effective import arguments, forms
from codegen.program.name_sums import name_sums
from derive.expr import Acc, Reduce, ge
from derive.gradients import gradients
from derive.notation import (
    Layer,
    cos,
    define,
    exp,
    floor_div,
    index,
    modulo,
    pi,
    reflect,
    sizes,
    tensor,
    total,
)
from tests.unseen import cumulative_sum

N, L, K = sizes("N L K")
n, i, j, u, v = index("n", N), index("i", L), index("j", L), index("u", K), index("v", K)
out = index("o", L - K + 1)
across = index("q", L - K + 1)
X, IMAGE = tensor("x", n, i), tensor("image", n, i, j)
A, B = tensor("a", u), tensor("b", v)


def made(layer, program=None):
    """The definitions as they are computed, by name."""
    return {d.tensor.name: d for d in computable(program or layer.program, layer).defs}


def filtered():
    y = tensor("y", n, out, across)
    body = A[u] * B[v] * IMAGE[n, out + u, across + v]
    return Layer("l", [define(y[n, out, across], total(body, over=(u, v)))], wrt=(IMAGE, A, B))


def test_a_separable_filter_is_two_sums_of_one_index():
    defs = made(filtered())
    assert len(defs) == 2
    assert all(len(r.binders) == 1 for d in defs.values() for r in d.expr.atoms(Reduce))


@pytest.mark.parametrize("name", ["image", "a", "b"])
def test_its_gradients_are_in_stages_too(name):
    layer = filtered()
    (program,) = (p for t, p in gradients(layer).vjp.items() if t.name == name)
    first, last = made(layer, program).values()
    assert len(first.expr.binders) == 1 and first.tensor in last.reads


def test_weights_that_are_one_exponential_separate_too():
    y = tensor("y", n, out, across)
    body = exp(-(u**2) - v**2) * IMAGE[n, out + u, across + v] * B[u]
    layer = Layer("l", [define(y[n, out, across], total(body, over=(u, v)))], wrt=(IMAGE, B))
    assert all(len(r.binders) == 1 for d in made(layer).values() for r in d.expr.atoms(Reduce))


def test_what_does_not_pay_is_left():
    w, y = tensor("w", u, v), tensor("y", n, out, across)
    body = w[u, v] * IMAGE[n, out + u, across + v]
    layer = Layer("l", [define(y[n, out, across], total(body, over=(u, v)))], wrt=(IMAGE, w))
    assert list(made(layer)) == ["y"]


def test_letters_that_only_stand_together_are_one_argument():
    free = [(n, S.Zero, N - 1), (out, S.Zero, L - K), (u, S.Zero, K - 1)]
    found = arguments(IMAGE[n, out + u, 0], free, (), Assumed(filtered()).number)
    assert {str(a.place): (a.first, a.last) for a in found} == {"o + u": (0, L - 1), "n": (0, N - 1)}


def test_letters_that_stand_apart_are_not():
    free = [(out, S.Zero, L - K), (u, S.Zero, K - 1)]
    found = arguments(A[u] * X[0, out + u], free, (), Assumed(filtered()).number)
    assert {str(a.place) for a in found} == {"o", "u"}
    assert set(forms(A[2 * u] * X[0, out * u], {out, u})) == {2 * u, out, u}


def test_the_conditions_around_bound_an_argument():
    free = [(i, S.Zero, L - 1), (u, S.Zero, K - 1)]
    within = (ge(i + u - 1), ge(L - i - u))
    (found,) = arguments(X[0, i + u - 1], free, within, Assumed(filtered()).number)
    assert (found.first, found.last, found.guards) == (1, L, ())


def test_the_conditions_inside_bound_it_with_a_guard():
    inner = Reduce("sum", X[0, i - u + v], [(v, 0, K - 1)], [ge(i - u + v), ge(3 - i + u - v)])
    (found,) = arguments(inner, [(i, S.Zero, L - 1), (u, S.Zero, K - 1)], (), Assumed(filtered()).number)
    assert found.last == 3 and found.guards == (ge(3 - i + u),)


def test_cosines_are_a_table():
    y = tensor("y", n, j)
    layer = Layer("l", [define(y[n, j], total(X[n, i] * cos(pi * i * j / L), over=i))], wrt=(X,))
    table, result = made(layer).values()
    assert table.expr == cos(pi * i * j / L) and not result.expr.has(cos)


def test_what_leaves_the_innermost_loop_by_itself_is_none():
    y = tensor("y", n, j)
    layer = Layer("l", [define(y[n, j], exp(X[n, 0]) * IMAGE[n, 0, j])], wrt=(X, IMAGE))
    assert list(made(layer)) == ["y"]


def test_a_folded_row_is_laid_down_once():
    y = tensor("y", n, i)
    layer = Layer("l", [define(y[n, i], total(A[u] * X[n, modulo(i + u, L)], over=u))], wrt=(X, A))
    laid, *_, result = computable(layer.program, layer).defs
    assert all(a.index[-1] == i + u for a in result.expr.atoms(Acc) if a.tensor == laid.tensor)


def test_a_constant_in_an_index_folds_nothing():
    y = tensor("y", n, i)
    body = X[n, floor_div(K, 2)] * A[u]
    layer = Layer("l", [define(y[n, i], total(body, over=u))], wrt=(X, A))
    assert "y_laid" not in made(layer)


def test_a_cumulative_sum_is_one_loop():
    layer = cumulative_sum()
    loops = [node for node in walk(lower(layer.program, layer).body) if isinstance(node, Loop)]
    assert len(loops) == 1


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("own", [False, True])
def test_running_sums_run_both_ways(backwards, own):
    other = 0 if own else 1
    first, last = (i + other, L - 1) if backwards else (0, i - other)
    one = define(tensor("y", n, i)[n, i], total(X[n, j], over=(j, first, last)))
    found = runs(one)
    assert (found.forwards, found.own) == (not backwards, own)


def test_what_runs_keeps_the_neighbours_of_what_it_reads():
    """Of Σ_{j < d} v[j, f] x[n, j] the neighbours are those of v, wherever n comes in."""
    (machine,) = (m.layer for m in USER_MODELS if m.layer.name == "factorisation_machine")
    (program,) = (p for t, p in gradients(machine).vjp.items() if t.name == "v")
    stages = made(machine, program)
    axes = [[str(z) for z in d.lhs.index] for name, d in stages.items() if name.startswith("dv_sum")]
    assert axes == [["d", "n", "f"]] * 2


def test_terms_that_know_the_end_do_not_run():
    assert runs(define(tensor("y", n, i)[n, i], total(X[n, j] * (i - j), over=(j, 0, i)))) is None


def legal(layer):
    """The kernels of a layer, each proved; the definitions of its forward as they are computed."""
    compile_layer(layer)
    return made(layer)


def test_a_stage_reads_nothing_where_the_conditions_around_it_fail():
    y, w = tensor("y", n, i), tensor("w", u, n)
    at = i + u - 1
    body = w[u, n] * A[u] * B[v] * IMAGE[n, at, v]
    inside = total(body, over=(u, v), when=ge(at) & ge(L - 1 - at))
    few = ((ge(L - K), "no more taps than columns"),)
    legal(Layer("l", [define(y[n, i], inside)], wrt=(IMAGE, w, A, B), requires=few))


def test_a_table_reads_nothing_there_either():
    y, w = tensor("y", n, i, j), tensor("w", u, j)
    at = i + u - 1
    body = exp(X[n, at]) * w[u, j]
    layer = Layer("l", [define(y[n, i, j], total(body, over=u, when=ge(at) & ge(L - 1 - at)))], wrt=(X, w))
    (_, (_, first, last)) = legal(layer)["y_table"].free
    assert (first, last) == (0, L - 1)


def test_nor_does_a_product():
    keys, y = tensor("keys", index("m", L), j), tensor("y", n, i)
    at = i + u - 1
    inner = total(IMAGE[n, i, j] * keys[at, j], over=j)
    layer = Layer(
        "l",
        [define(y[n, i], total(inner**2 * A[u], over=u, when=ge(at) & ge(L - 1 - at)))],
        wrt=(IMAGE, keys, A),
    )
    legal(layer)


def test_products_inside_a_formula_are_formed_before_it():
    left, right, y = tensor("left", n, i), tensor("right", i, j), tensor("y", n)
    inner = total(left[n, i] * right[i, j], over=i)
    layer = Layer("l", [define(y[n], total(inner**2, over=j))], wrt=(left, right))
    first, last = made(layer).values()
    assert first.indices == (n, j) and last.expr.has(Reduce) and first.tensor in last.reads


def test_products_side_by_side_too():
    left, right, other = tensor("left", n, i), tensor("right", i, j), tensor("other", i, j)
    y = tensor("y", n, j)
    sums = [total(left[n, i] * m[i, j], over=i) for m in (right, other)]
    layer = Layer("l", [define(y[n, j], sums[0] / (1 + exp(-sums[1])))], wrt=(left, right, other))
    assert len(made(layer)) == 3


def test_a_scatter_by_a_folded_index_adds_sums():
    layer = next(one.layer for one in USER_MODELS if one.layer.name == "reflected_conv")
    (program,) = (p for t, p in gradients(layer).vjp.items() if t.name == "x")
    sums, spread = made(layer, program).values()
    assert not sums.scatter and spread.scatter and not spread.expr.has(Reduce)
    assert len(sums.expr.binders) == 3


def test_a_sum_that_is_read_again_and_again_is_not_formed_anew():
    """The margin of a circular convolution's gradient is laid down once, not for each tap."""
    layer = next(one.layer for one in USER_MODELS if one.layer.name == "circular_conv")
    (program,) = (p for t, p in gradients(layer).vjp.items() if t.name == "x")
    kernel = lower(program, layer, blocks=True)
    assert any(isinstance(node, Product) for node in walk(kernel.body))
    told = [d.choice for d in kernel.decisions if d.one.tensor.name == "dx"]
    assert any("; depth o, u, v;" in text for text in told)


@pytest.mark.parametrize("fold", [modulo, reflect])
def test_a_folded_row_is_laid_down_in_pieces(fold):
    """The margins fold, the middle is a copy."""
    o = index("o", L + 5 - K)
    y = tensor("y", n, o)
    layer = Layer("l", [define(y[n, o], total(A[u] * X[n, fold(o + u - 2, L)], over=u))], wrt=(X, A),
                  requires=((ge(L - 3), "room"), (ge(L - K), "taps")))  # fmt: skip
    kinds = [d.expr for d in legal_program(layer) if d.tensor.name == "y_laid"]
    (z,) = {s for e in kinds for s in e.free_symbols if str(s) == "o_u"}
    assert [e.index[-1] == z - 2 for e in kinds] == [True, False, False]


def test_a_row_whose_middle_may_be_empty_stays_whole():
    y = tensor("y", n, i)
    layer = Layer("l", [define(y[n, i], total(A[u] * X[n, modulo(i + 2 * u - K, L)], over=u))], wrt=(X, A))
    assert [d.tensor.name for d in legal_program(layer)].count("y_laid") == 1


def legal_program(layer):
    compile_layer(layer)
    return computable(layer.program, layer).defs


@pytest.mark.parametrize("inner", ["d", "e"])
def test_of_sums_that_cost_alike_the_one_that_the_model_has_comes_first(inner):
    """Σ_e p Σ_d w x and Σ_d x Σ_e p w: which stage is small hangs on sizes that nobody has said."""
    e, d, o = (index(z, size) for z, size in zip("edo", sizes("E D O"), strict=True))
    p, x, w, y = tensor("p", n, e), tensor("x", n, d), tensor("w", e, o, d), tensor("y", n, o)
    nested = {
        "d": total(p[n, e] * total(w[e, o, d] * x[n, d], over=d), over=e),
        "e": total(x[n, d] * total(w[e, o, d] * p[n, e], over=e), over=d),
    }
    layer = Layer("mixture", [define(y[n, o], nested[inner])], wrt=(p, x, w))
    first, _ = made(layer).values()
    (reduce,) = first.expr.atoms(Reduce)
    assert {str(z) for z in reduce.bound} == {inner}


def exchanged():
    """Messages between all pairs: y[i,o] = Σ_j Σ_k μ[o,k] exp(−|f_i − f_j|²) q[j,k]."""
    d, o, k = (index(z, size) for z, size in zip("dok", sizes("D O C"), strict=True))
    q, f, mu, y = tensor("q", n, j, k), tensor("f", n, i, d), tensor("mu", o, k), tensor("y", n, i, o)
    apart = total((f[n, i, d] - f[n, j, d]) ** 2, over=d)
    return Layer("l", [define(y[n, i, o], total(mu[o, k] * exp(-apart) * q[n, j, k], over=(j, k)))], wrt=(f,))


def test_distances_are_taken_once_whichever_way_and_by_whatever_letters():
    """|f_i − f_j|² and |f_k − f_i|² are elements of one array: what is squared has no sign."""
    layer = exchanged()
    defs = made(layer, gradients(layer).vjp[layer.wrt[0]])
    assert sum(any(p.exp == 2 for p in d.expr.atoms(Pow)) for d in defs.values()) == 1


def test_no_stage_of_a_gradient_has_more_letters_than_another_order_needs():
    """Σ_{j,o,k} dy[j,o] μ[o,k] q[i,k] K[i,j] (f_j − f_i)[d]: o and k first, no stage over n, i, d, o."""
    layer = exchanged()
    defs = made(layer, gradients(layer).vjp[layer.wrt[0]])
    assert max(len(d.free) for d in defs.values()) == 3
    assert (
        max(
            len(d.free) + max((len(r.binders) for r in d.expr.atoms(Reduce)), default=0)
            for d in defs.values()
        )
        == 4
    )


def test_the_sign_under_an_odd_power_counts():
    d = index("d", sizes("D")[0])
    f = tensor("f", n, i, d)
    apart = [total((f[n, i, d] - f[n, j, d]) ** e, over=d) for e in (2, 3)]
    back = [total((f[n, j, d] - f[n, i, d]) ** e, over=d) for e in (2, 3)]
    for power, arrays in ((0, 1), (1, 2)):
        summed = total(exp(apart[power]) * exp(2 * back[power]) * IMAGE[n, i, j] * A[u], over=(i, j, u))
        layer = Layer("l", [define(tensor("z", n)[n], summed)], wrt=(f,))
        named = [d for d in name_sums(layer.program).defs if d.expr.atoms(Pow)]
        assert len(named) == arrays
