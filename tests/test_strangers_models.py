"""What layers met that nobody had thought of: each was said wrongly, or failed though it was right."""

import numpy as np
import pytest
import sympy

from codegen.module.load import rendered
from codegen.module.render import write
from codegen.verification import Verdict, rungs, verify
from codegen.verification.callables.uncompiled import uncompiled
from codegen.verification.cases import free_symbols
from codegen.verification.interpreter.numbers import Dual, apply
from codegen.verification.strategies import broken
from derive.api.arguments import ArgumentError
from derive.api.lookup import from_file
from derive.model import Layer, ModelError
from derive.notation import (
    define,
    erf,
    index,
    integers,
    largest,
    oo,
    sin,
    sizes,
    smallest,
    smallest_at,
    sqrt,
    stop_gradient,
    tanh,
    tensor,
    total,
    where,
)

N, K, T = sizes("N K T")
n, k, t, s, u = index("n", N), index("k", K), index("t", T), index("s", T), index("u", K)
X, C, Y = tensor("x", n), tensor("c", k), tensor("y", n)
Z, LOSS = integers("z", n, below=K), tensor("loss", n)

NEAREST = define(Z[n], smallest_at((X[n] - C[k]) ** 2, over=k))
THROUGH = define(Y[n], X[n] + stop_gradient(C[Z[n]] - X[n]))
COMMITTED = define(LOSS[n], (stop_gradient(X[n]) - C[Z[n]]) ** 2)


def test_a_result_that_nobody_reads_is_not_lost_unsaid():
    """The gradient of x was 0: the last definition alone was returned."""
    said = r"l: nothing reads y; say outputs=\(y, loss\), which .* \(.*\.py:\d+\)"
    with pytest.raises(ModelError, match=said):
        Layer("l", [NEAREST, THROUGH, COMMITTED], wrt=(X, C))
    both = Layer("l", [NEAREST, THROUGH, COMMITTED], wrt=(X, C), outputs=(Y, LOSS))
    assert both.outputs == (Y, LOSS)
    assert Layer("l", [NEAREST, THROUGH, COMMITTED], wrt=(X, C), outputs=(LOSS,)).outputs == (LOSS,)


WT = tensor("w", u)
XT, YT = tensor("x", t), tensor("y", t)


@pytest.mark.parametrize(("word", "edge"), [(largest, -oo), (smallest, oo)], ids=["max", "min"])
def test_what_is_added_to_infinity_takes_no_part(word, edge, tmp_path):
    """Nothing is there to choose from where the whole window lies outside: no weight has a gradient."""
    layer = Layer(
        "l", [define(YT[t], word(XT.at(t + 2 * u + 1, outside=edge) + WT[u], over=u))], wrt=(XT, WT)
    )
    write(rendered(layer), tmp_path)
    made = uncompiled("l", tmp_path)
    x, w = np.array([1.0, 5.0, 2.0]), np.array([0.5, 1.5])
    assert made.forward(x, w).tolist() == [5.5, 2.5, edge]
    dx, dw = made.vjp(np.ones(3), x, w)
    assert dx.tolist() == [0, 1, 1] and dw.tolist() == [2, 0]


def test_a_finite_border_is_a_number_like_others():
    body = largest(XT.at(t + u, outside=-oo) + where(XT[t] > 0, 1, 0), over=u)
    assert len(body.guards) == 2 and "if" in str(body.body)
    assert not largest(XT.at(t + u, outside=0) + WT[u], over=u).guards


def test_an_axis_of_fewer_than_no_elements_is_no_case():
    """2 T − 1 relative positions: for T = 0 there is no such array, which is no fault of a kernel."""
    R = tensor("r", index("a", 2 * T - 1))
    layer = Layer("l", [define(YT[t], total(R[s - t + T - 1] * XT[s], over=s))], wrt=(XT, R))
    (size,) = free_symbols(layer)
    assert broken(layer, {size: 0}) == ["r has 2*T - 1 elements along an axis"]
    assert not broken(layer, {size: 1})


# -- what has no value, no derivative or no kernel is refused where it is written

F = sympy.Function("f")
REFUSED = {
    "1j": (XT[t] * 1j, "y holds I, no real number"),
    "a root": (XT[t] * sympy.sqrt(-2), "y holds I, no real number"),
    "a division by 0": (XT[t] / sympy.S.Zero, "y holds zoo, a division by 0"),
    "not a number": (XT[t] * float("nan"), "y holds nan, not a number"),
    "infinity": (XT[t] * oo, r"oo\*x\[t\] in the definition of y is no number; infinity stands for"),
    "undefined": (F(XT[t]), "f in the definition of y is no function of this notation, which has exp"),
    "gamma": (sympy.gamma(XT[t]), "gamma .* is no function"),
    "binomial": (XT[t] * sympy.binomial(T, t), "binomial .* is no function"),
    "from the end": (XT[-1], r"x\[-1\]: an index counts from the beginning; the last .* at T - 1"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_computed_is_refused_with_its_line(name):
    """Each was a traceback, a kernel that named what is not there, or a gradient of 0."""
    body, said = REFUSED[name]
    with pytest.raises(ModelError, match=rf"l: .*{said}.*\.py:\d+\)"):
        Layer("l", [define(YT[t], body)], wrt=(XT,))


def test_a_gradient_of_what_is_defined_is_refused_as_such():
    with pytest.raises(ModelError, match="y is in wrt and defined in the forward"):
        Layer("l", [define(YT[t], XT[t]), define(tensor("z", t)[t], YT[t])], wrt=(YT,))


INVERSE = {
    "asin": (sympy.asin, np.arcsin, lambda v: 1 / np.sqrt(1 - v * v), 0.0),
    "acos": (sympy.acos, np.arccos, lambda v: -1 / np.sqrt(1 - v * v), 0.0),
    "atanh": (sympy.atanh, np.arctanh, lambda v: 1 / (1 - v * v), 0.0),
    "acosh": (sympy.acosh, np.arccosh, lambda v: 1 / np.sqrt(v * v - 1), 2.0),
}


@pytest.mark.parametrize("name", INVERSE)
def test_inverse_functions_have_kernels_and_oracles(name):
    function, value, slope, shift = INVERSE[name]
    x = np.array([0.25, -0.5, 0.75]) + shift
    dual = apply(name, Dual(x[:, None], np.ones((3, 1))))
    assert dual.value[:, 0] == pytest.approx(value(x)) and dual.tangent[:, 0] == pytest.approx(slope(x))
    layer = Layer("l", [define(YT[t], function(XT[t] / 4 + shift))], wrt=(XT,))
    reports = verify([layer], examples=2, checks=rungs("forward", "formula", "finite_field", "complex_text"))
    assert [r.verdict for r in reports] == [Verdict.PASS]


HEAD = """from derive.notation import *
import numpy
T = size('T')
t = index('t', T)
X = tensor('x', t)
"""


@pytest.mark.parametrize("body", [1 + tanh(XT[t]), 1 + erf(XT[t] / sqrt(2)), 1 + sin(XT[t])], ids=str)
def test_complex_numbers_are_taken_by_what_compares_none(body, tmp_path):
    """1 + tanh x is computed of e^−2|x|, 1 + erf x of Φ: such kernels do not compile for complex numbers."""
    write(rendered(Layer("l", [define(YT[t], XT[t] * body)], wrt=(XT,))), tmp_path)
    made = uncompiled("l", tmp_path)
    assert made.SPEC["analytic"] == body.has(sin)
    if not made.SPEC["analytic"]:
        with pytest.raises(TypeError, match=r"l: x .*complex128"):
            made.forward(np.ones(2, complex))


MISTAKEN = {
    "total(X[t], over=t, when=0 < t < T)": "write a & b for Python's `and`",
    "total(X[t], over=t, when=t > 0 and t < T)": "write a & b for Python's `and`",
    "max(X[t], 0)": "larger(a, b) for `max`",
    "numpy.exp(X[t])": "functions of NumPy take numbers: write exp",
}


@pytest.mark.parametrize("said", MISTAKEN)
def test_python_that_decides_by_itself_is_told_what_to_write(said, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(f"{HEAD}{said}\n", encoding="utf-8")
    with pytest.raises(ArgumentError) as caught:
        from_file(path)
    assert MISTAKEN[said] in str(caught.value) and "line 6" in str(caught.value)
