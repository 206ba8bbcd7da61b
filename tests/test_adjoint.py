"""Reverse mode: the calculus, kinks, switches, and every gradient in every mode against dual numbers."""

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy import S, exp, log, sign, sqrt

from codegen.verification.interpreter.evaluate import Evaluator
from derive.autodiff.canonicalise import canonicalise
from derive.autodiff.inversion.gather import MODES
from derive.autodiff.partials import partials
from derive.autodiff.reverse import Adjoint, cotangent_of
from derive.expr import HatSlope, Index, Iverson, Reduce, eq, ge, ne
from derive.gradients import derive_vjp, gradients
from derive.layers import conv2d, deform_conv2d
from derive.model.layer import ModelError, Program
from derive.notation import (
    Abs,
    Layer,
    ceil,
    cos,
    define,
    erf,
    floor,
    gt,
    hat,
    index,
    integers,
    larger,
    largest,
    largest_at,
    option,
    pi,
    product,
    sin,
    sizes,
    smaller,
    smallest,
    tanh,
    tensor,
    total,
    where,
)  # fmt: skip
from tests.forms import assert_adjoint, assert_same, backward, value
from tests.spine import SPINE
from tests.strategies import case_of, cases
from tests.unseen import UNSEEN

N, K, L = sizes("N K L")
n, k, l = index("n", N), index("k", K), index("l", L)
X, Z, Y = tensor("x", n), tensor("z", n), tensor("y", n)
W, R = tensor("w", n, k), tensor("r", n)
DY = cotangent_of(Y)


def dx_of(expr, to=X, out=Y, letters=(n,), **fields):
    """d``to`` for ``out = expr``: expression of the gradient, bound indices apart."""
    layer = Layer("one", [define(out[letters], expr)], wrt=(to,), **fields)
    return derive_vjp(layer, to).result.expr


# -- the calculus ------------------------------------------------------------------------------------

x, z, y, dy = X[n], Z[n], Y[n], DY[n]
CALCULUS = {
    "a constant factor": (3 * x, 3),
    "a sum": (x + z + 1, 1),
    "a product": (x * z, z),
    "a square": (x**2, 2 * x),
    "a quotient": (z / x, -z / x**2),
    "a root": (sqrt(x), 1 / (2 * sqrt(x))),
    "a power with an exponent that moves": (2**x, 2**x * log(2)),
    "exp": (exp(2 * x), 2 * exp(2 * x)),
    "log": (log(x), 1 / x),
    "sin": (sin(x), cos(x)),
    "cos": (cos(x), -sin(x)),
    "tanh": (tanh(x), 1 - tanh(x) ** 2),
    "erf": (erf(x), 2 * exp(-(x**2)) / sqrt(pi)),
    "the absolute value": (Abs(x), sign(x)),
    "a chain": (exp(x**2), 2 * x * exp(x**2)),
    "floor": (floor(x) * z, 0),
    "ceil": (ceil(x) * z, 0),
    "the position of a hat": (hat(0, x), HatSlope(0, x)),
}


@pytest.mark.parametrize("name", CALCULUS)
def test_the_calculus(name):
    forward, slope = CALCULUS[name]
    found = dx_of(forward).subs(y, forward)  # a derivative may be written in the value: exp' = y
    assert_same(found, slope * dy)


def test_the_other_factor_and_a_power_of_it():
    assert_same(dx_of(x**z, to=Z), dy * x**z * log(x) * Iverson(ne(x, 0)))
    assert_same(dx_of(x * z, to=Z), dy * x)


def test_a_function_without_a_derivative_is_refused():
    with pytest.raises(ModelError, match="no derivative is known for Integer"):
        partials(S(3))


def test_an_access_that_is_read_twice():
    assert_same(dx_of(x * x + x), (2 * x + 1) * dy)


# -- kinks -------------------------------------------------------------------------------------------


def test_both_branches_of_a_case():
    made = dx_of(where(gt(x), x**2, 3 * x))
    assert_same(made, dy * (2 * x * Iverson(gt(x)) + 3 * Iverson(ge(-x))))


def test_the_border_belongs_to_the_branch_that_holds_there():
    strict, weak = (dx_of(where(c(x), 5 * x, 7 * x)) for c in (gt, ge))
    for made, at_zero in ((strict, 7.0), (weak, 5.0)):
        found = value(made, [(n, S.Zero, N - 1)], {"x": np.array([0.0]), "dy": np.array([1.0])}, N=1)
        assert found[0] == at_zero


def test_a_case_of_several_conditions_is_left_when_one_fails():
    made = dx_of(where((gt(x), gt(z)), 5 * x, 7 * x))
    for a, b in itertools.product((-1.0, 1.0), repeat=2):
        arrays = {"x": np.array([a]), "z": np.array([b]), "dy": np.array([1.0])}
        found = value(made, [(n, S.Zero, N - 1)], arrays, N=1)
        assert found[0] == (5.0 if a > 0 and b > 0 else 7.0), (a, b)


def test_no_branch_is_evaluated_where_it_does_not_hold():
    """log x for x > 0 only: at 0 the gradient is 0, not 0/0 — with one use and with two."""
    first, second = tensor("y", n), tensor("u", n)
    layer = Layer(
        "guarded",
        [define(first[n], where(gt(x), log(x), 0)), define(second[n], where(gt(x - 1), log(x), 0))],
        wrt=(X,),
        outputs=(first, second),
    )
    made = derive_vjp(layer, X).result.expr
    arrays = {"x": np.array([0.0, 0.5, 2.0]), "dy": np.ones(3), "du": np.ones(3)}
    found = value(made, [(n, S.Zero, N - 1)], arrays, N=3)
    assert found.tolist() == [0.0, 2.0, 1.0]


def test_an_access_outside_the_array_is_not_read():
    made = dx_of(X.at(n + 1) * X.at(n - 1))
    found = value(
        made, [(n, S.Zero, N - 1)], {"x": np.array([1.0, 2.0, 4.0]), "dy": np.array([1.0, 1.0, 1.0])}, N=3
    )
    assert found.tolist() == [4.0, 0.0, 1.0]


# -- reductions --------------------------------------------------------------------------------------


def test_a_sum_pulls_back_to_every_element():
    assert_same(dx_of(total(W[n, k], over=k), to=W), dy)
    layer = Layer("one", [define(Y[n], total(W[n, k], over=k) * X[n])], wrt=(X,))
    found = gradients(layer)
    (saved,) = found.residuals
    assert_same(found.forward.definition(saved).expr, total(W[n, k], over=k))
    assert_same(found.vjp[X].defs[-1].expr, dy * saved[n])


def test_a_triangle_turns_round():
    late = index("m", N)
    made = dx_of(total(X[Index("j")], over=(Index("j"), 0, n)))
    assert_same(made, total(DY[late], over=(late, n, N - 1)))


def test_a_product_leaves_one_factor_out():
    """Right where factors are zero, too: no division."""
    made = dx_of(product(W[n, k], over=k), to=W)
    other = Index("other")
    assert_same(made, dy * Reduce("prod", W[n, other], [(other, 0, K - 1)], [ne(k - other)]))
    w = np.array([[2.0, 0.0, 3.0], [0.0, 0.0, 5.0]])
    found = value(made, [(n, S.Zero, N - 1), (k, S.Zero, K - 1)], {"w": w, "dy": np.ones(2)}, N=2, K=3)
    assert found.tolist() == [[0, 6, 0], [0, 0, 0]]


def test_a_product_over_several_indices_is_refused():
    deep = tensor("v", n, k, l)
    layer = Layer("p", [define(Y[n], product(deep[n, k, l], over=(k, l)))], wrt=(deep,))
    with pytest.raises(ModelError, match=r"a product over 2 indices .* nest one product per index"):
        gradients(layer)


def test_a_product_of_products_is_not():
    deep = tensor("v", n, k, l)
    inner = tensor("inner", n, k)
    defs = [define(inner[n, k], product(deep[n, k, l], over=l)), define(Y[n], product(inner[n, k], over=k))]
    layer = Layer("p", defs, wrt=(deep,))
    case = case_of(layer, {"N": 2, "K": 3, "L": 2}, seed=3)
    found = gradients(layer)
    assert_adjoint(case, deep, backward(case, found, found.vjp[deep])["v"])


@pytest.mark.parametrize("op", [largest, smallest], ids=["max", "min"])
def test_an_extreme_goes_through_its_switch(op):
    layer = Layer("m", [define(Y[n], op(W[n, k], over=k))], wrt=(W,))
    found = gradients(layer)
    (who,) = [d for d in found.forward.defs if d.tensor.kind == "integer"]
    assert who.expr.op == ("argmax" if op is largest else "argmin") and who.tensor.bound == K
    assert_same(found.vjp[W].defs[-1].expr, dy * Iverson(eq(k - who.tensor[n])))


def test_the_first_of_equal_elements_gets_all():
    layer = Layer("m", [define(Y[n], largest(W[n, k], over=k))], wrt=(W,))
    found = gradients(layer)
    case = case_of(layer, {"N": 2, "K": 3}, style="constant")
    made = backward(case, found, found.vjp[W])["w"]
    assert np.array_equal(made[:, 0], case.cotangents()["y"]) and not made[:, 1:].any()


def test_a_switch_that_the_model_has_is_used():
    box, place = tensor("b", n, k, l), integers("at", n, below=K * L)
    defs = [
        define(place[n], largest_at(box[n, k, l], over=(k, l))),
        define(Y[n], largest(box[n, k, l], over=(k, l))),
    ]
    layer = Layer("m", defs, wrt=(box,), aux=(place,))
    assert [d.tensor.name for d in gradients(layer).forward.defs] == ["at", "y"]


def test_a_switch_in_another_order_is_another_switch():
    """at = l K + k says nothing to a maximum that counts k L + l."""
    box, place = tensor("b", n, k, l), integers("at", n, below=K * L)
    defs = [
        define(place[n], largest_at(box[n, k, l], over=(l, k))),
        define(Y[n], largest(box[n, k, l], over=(k, l))),
    ]
    layer = Layer("m", defs, wrt=(box,), aux=(place,))
    found = gradients(layer)
    for seed in range(4):
        case = case_of(layer, {"N": 3, "K": 2, "L": 3}, seed=seed)
        assert_adjoint(case, box, backward(case, found, found.vjp[box])["b"])


def test_an_extreme_inside_an_expression_gets_a_definition():
    layer = Layer("m", [define(Y[n], X[n] * largest(W[n, k], over=k) ** 2)], wrt=(X, W))
    found = gradients(layer)
    case = case_of(layer, {"N": 2, "K": 3}, seed=1)
    for t in layer.wrt:
        assert_adjoint(case, t, backward(case, found, found.vjp[t])[t.name])


def test_a_sum_of_extremes():
    box = tensor("b", n, k, l)
    layer = Layer("m", [define(Y[n], total(X[n] * largest(box[n, k, l], over=l), over=k))], wrt=(box, X))
    found = gradients(layer)
    for seed in range(3):
        case = case_of(layer, {"N": 2, "K": 3, "L": 2}, seed=seed)
        for t in layer.wrt:
            assert_adjoint(case, t, backward(case, found, found.vjp[t])[t.name])


def test_an_extreme_under_moving_bounds_needs_a_definition_of_its_own():
    j = Index("j")
    expr = total(largest(X[k], over=(k, 0, j)), over=(j, 0, n))
    with pytest.raises(ModelError, match="needs a definition of its own"):
        dx_of(expr)


def test_an_argument_of_an_arg_max_has_no_gradient():
    place = integers("at", n, below=K)
    layer = Layer(
        "m",
        [define(place[n], largest_at(W[n, k], over=k)), define(Y[n], X[place[n]] + 0 * W[n, 0])],
        wrt=(X, W),
    )
    found = gradients(layer)
    assert found.vjp[W].defs[-1].expr == 0 and found.vjp[X].defs[-1].scatter


# -- scatters ----------------------------------------------------------------------------------------


def test_a_scatter_is_left_only_where_the_place_depends_on_data():
    scattered = {
        (layer.name, t.name)
        for layer in (*SPINE, *(make() for make in UNSEEN))
        for t in layer.wrt
        if any(d.scatter for d in derived(layer.name, "residue").vjp[t].defs)
    }
    assert scattered == {
        ("deform_conv2d", "x"), ("embedding", "table"), ("resampling", "x"), ("reflected_conv1d", "x"),
        ("max_pool2d", "x"), ("min_pool", "x"),  # a gather would test winners
    }  # fmt: skip


def test_a_scatter_through_a_look_up_that_may_leave_the_array():
    table, t = tensor("table", k), integers("t", n, below=K)
    layer = Layer("shifted", [define(Y[n], table.at(t[n] + 1, outside=0))], wrt=(table,))
    found = gradients(layer)
    case = case_of(layer, {"N": 5, "K": 3}, seed=2)
    assert_adjoint(case, table, backward(case, found, found.vjp[table])["table"])


def test_a_gather_and_a_scatter_into_one_tensor():
    table, t = tensor("table", k), integers("t", n, below=K)
    pairs = tensor("pairs", n, k)
    layer = Layer("both", [define(pairs[n, k], table[t[n]] * table[k])], wrt=(table,))
    found = gradients(layer)
    case = case_of(layer, {"N": 4, "K": 3}, seed=2)
    assert_adjoint(case, table, backward(case, found, found.vjp[table])["table"])


# -- the whole ---------------------------------------------------------------------------------------


def test_an_unknown_input_is_refused():
    with pytest.raises(ModelError, match="no gradient towards q; differentiable inputs are x, w, b"):
        derive_vjp(conv2d, tensor("q", n))


def test_a_tensor_that_no_output_reads_has_gradient_zero():
    layer = Layer("idle", [define(R[n], Z[n] ** 2), define(Y[n], X[n])], wrt=(X, Z), outputs=(Y,))
    assert gradients(layer).vjp[Z].defs[-1].expr == 0
    assert Adjoint(canonicalise(layer)).cotangent(Z) is None


def test_an_output_that_another_output_reads_collects_both():
    layer = Layer("two", [define(R[n], X[n] ** 2), define(Y[n], 3 * R[n])], wrt=(X,), outputs=(R, Y))
    made = derive_vjp(layer, X).result.expr
    assert_same(made, 2 * x * (cotangent_of(R)[n] + 3 * dy))


def test_min_and_max_of_two():
    case_layer = Layer("mm", [define(Y[n], larger(x, 2 * z) * smaller(x, z))], wrt=(X, Z))
    found = gradients(case_layer)
    for seed in range(4):
        case = case_of(case_layer, {"N": 4}, seed=seed)
        for t in case_layer.wrt:
            assert_adjoint(case, t, backward(case, found, found.vjp[t])[t.name])


def test_an_option_in_an_exponent_and_in_a_bound():
    power, reach = option("power", default=0.5, real=True), option("reach", default=1, minimum=0)
    (a,), (w,) = power, reach
    j = Index("j")
    P = tensor("p", n, sign="positive")
    window = (j, larger(0, n - w), smaller(N - 1, n + w))
    layer = Layer("o", [define(Y[n], total(P[j] ** a, over=[window]))], wrt=(P,), options=(power, reach))
    found = gradients(layer)
    for w_ in (0, 1, 3):
        case = case_of(layer, {"N": 4, "power": -1.25, "reach": w_}, seed=w_)
        assert_adjoint(case, P, backward(case, found, found.vjp[P])["p"])


ALL = {layer.name: layer for layer in (*SPINE, *(make() for make in UNSEEN))}
STRIDED = [
    name for name in ALL if "conv" in name or "pool" in name or "shuffle" in name or "sampling" in name
]
_FOUND = {}


def derived(name, mode):
    """Derived once for all examples."""
    if (name, mode) not in _FOUND:
        _FOUND[name, mode] = gradients(ALL[name], mode)
    return _FOUND[name, mode]


quick = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


def check_every_gradient(data, name, mode):
    layer, found = ALL[name], derived(name, mode)
    case = data.draw(cases(layer))
    if case.unstable:
        return
    together = backward(case, found, found.vjp_all)
    for t in layer.wrt:
        alone = backward(case, found, found.vjp[t])[t.name]
        assert_adjoint(case, t, alone, f"d{t.name} ({mode})")
        assert_adjoint(case, t, together[t.name], f"d{t.name} of all at once ({mode})")


@pytest.mark.parametrize("mode", ["free", "unit"])
@pytest.mark.parametrize("name", STRIDED)
@quick
@given(data=st.data())
def test_the_other_modes_of_inversion(name, mode, data):
    check_every_gradient(data, name, mode)


@pytest.mark.parametrize("name", ALL)
@quick
@given(data=st.data())
def test_all_gradients_at_once(name, data):
    check_every_gradient(data, name, "residue")


def test_the_three_modes_give_the_same_numbers():
    """conv2d with every option awkward at once, the three programs side by side."""
    sizes_ = {
        "N": 1,
        "Cg": 2,
        "Og": 1,
        "G": 2,
        "H": 9,
        "W": 7,
        "KH": 3,
        "KW": 2,
        "s_h": 4,
        "s_w": 3,
        "d_h": 2,
        "d_w": 3,
        "p_t": 2,
        "p_b": 1,
        "p_l": 0,
        "p_r": 3,
    }
    case = case_of(conv2d, sizes_, seed=7)
    made = [
        backward(case, derived("conv2d", mode), derived("conv2d", mode).vjp[conv2d.wrt[0]])["x"]
        for mode in MODES
    ]
    assert np.abs(made[0]).sum() > 0
    assert np.allclose(made[0], made[1], rtol=0, atol=1e-12) and np.allclose(
        made[0], made[2], rtol=0, atol=1e-12
    )


def test_what_a_gradient_program_needs_is_among_its_inputs():
    for layer in ALL.values():
        for program in (*derived(layer.name, "residue").vjp.values(), derived(layer.name, "residue").vjp_all):
            known = set(program.inputs)
            for one in program.defs:
                read = {a.tensor for a in one.expr.atoms(type(X[n]))} | {
                    a.tensor for at in one.lhs.index for a in at.atoms(type(X[n]))
                }
                assert read <= known, f"{program.name} of {layer.name}: {read - known}"
                known.add(one.tensor)


SMALL = {"N": 1, "Cg": 1, "Og": 2, "G": 1, "E": 1, "H": 3, "W": 3, "KH": 2, "KW": 2}


def test_the_programs_are_what_the_evaluator_can_run():
    """The forward of the gradients gives what the layer's own forward gives, residuals on top."""
    found = derived("deform_conv2d", "residue")
    case = case_of(
        deform_conv2d, {"N": 1, "Cg": 1, "Og": 2, "G": 1, "E": 1, "H": 3, "W": 3, "KH": 2, "KW": 2}, seed=1
    )
    made = Evaluator(case.symbols, dict(case.arrays)).run(found.forward)
    wanted = Evaluator(case.symbols, dict(case.arrays)).run(
        Program("f", deform_conv2d.inputs, tuple(deform_conv2d.forward), deform_conv2d.outputs)
    )
    assert np.array_equal(made["y"], wanted["y"])
