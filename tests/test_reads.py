"""What a statement reads, its left side and its ranges included: one answer, used everywhere."""

import numpy as np
import pytest
from sympy import Mul

from codegen.module.load import load
from codegen.verification import Verdict, verify
from derive.expr import Iverson
from derive.gradients import derive_jvp, derive_vjp, derived_layer, gradients
from derive.model.layer import Def, Layer
from derive.notation import define, floor, ge, index, integers, largest_at, sizes, tensor, total, where

N, K, M = sizes("N K M")
n, k, m = index("n", N), index("k", K), index("m", M)
X, Z, Y = tensor("x", n, k), tensor("z", m, k), tensor("y", n)
T, WIN = integers("t", n, below=M), integers("win", n, below=K)


def through_a_winner():
    """``dz`` is scattered to the place that ``win`` says, which nothing on its right side reads."""
    return Layer(
        "through_a_winner",
        [define(WIN[n], largest_at(X[n, k], over=k)), define(Y[n], Z[T[n], WIN[n]])],
        wrt=(Z,),
    )


def at_a_fractional_place():
    """``dz`` is scattered to ``floor(pos)``, a number that the generator would rather put in than store."""
    pos, u = tensor("pos", n), tensor("u", n)
    inside = where(ge(floor(pos[n])), where(ge(K - 1 - floor(pos[n])), Z[T[n], floor(pos[n])], 0), 0)
    return Layer("at_a_fractional_place", [define(pos[n], 3 * u[n]), define(Y[n], inside)], wrt=(Z,))


def complete(program, given=()):
    """Whether every definition reads only inputs of the program and earlier definitions."""
    known = {*program.inputs, *given}
    for one in program.defs:
        assert set(one.reads) <= known, f"{one} reads {set(one.reads) - known}"
        known.add(one.tensor)


def test_a_statement_reads_what_its_left_side_and_its_ranges_look_up():
    i = index("i")
    one = Def(Z[T[n], WIN[n]], ((n, 0, N - 1), (i, 0, T[n])), X[n, 0], scatter=True)
    assert one.reads == (X, T, WIN), "what it writes is not read"
    assert define(Y[n], total(Z[T[n], k], over=(k, 0, WIN[n]))).reads == (Z, T, WIN)


@pytest.mark.parametrize("mode", ["free", "unit", "residue"])
def test_programs_have_what_their_left_sides_read(mode):
    layer = through_a_winner()
    found = gradients(layer, mode)
    for program in (found.forward, *found.vjp.values(), found.vjp_all, found.jvp, derive_jvp(layer)):
        complete(program)
    assert WIN in found.residuals
    complete(derived_layer(layer, Z).program)
    assert "win" in str(derive_vjp(layer, Z).where), "the told derivation says what it reads"


@pytest.mark.parametrize("make", [through_a_winner, at_a_fractional_place])
def test_kernels_scatter_to_places_that_they_read(make):
    for report in verify([make()], examples=10):
        assert report.verdict is Verdict.PASS, report.failures


def test_second_order_scatters_to_places_that_it_reads():
    for report in verify([derived_layer(through_a_winner(), Z)], examples=10):
        assert report.verdict is Verdict.PASS, report.failures


def test_the_tangent_of_a_scatter_is_skipped_where_the_scatter_is():
    """Two factors move: their terms stand under one bracket, or the place would leave the array."""
    pos, w = tensor("pos", n), tensor("w", n)
    at = floor(pos[n])
    inside = where(ge(at) & ge(K - 1, at), Z[T[n], at], 0)
    weighted = Layer("weighted_place", [define(Y[n], w[n] * inside)], wrt=(Z, w))
    (tangent,) = gradients(derived_layer(weighted, Z)).jvp.defs
    assert tangent.scatter and isinstance(tangent.expr, Mul)
    assert ge(at) in {c for f in tangent.expr.args if isinstance(f, Iverson) for c in f.args}


def test_a_place_that_is_looked_up_exists():
    """Without a column there is no winner, and nothing may be read at -1."""
    module = load(through_a_winner())
    x, z, t = np.zeros((2, 0)), np.zeros((3, 0)), np.zeros(2, np.int64)
    with pytest.raises(ValueError, match="win has no place to name"):
        module.forward(z, x, t)
