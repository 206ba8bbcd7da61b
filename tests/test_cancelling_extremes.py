"""An extreme that cancels: nothing flows back through it, where that is proved, and only there."""

from __future__ import annotations

from typing import Any

import pytest

from derive import pretty
from derive.autodiff.canonicalise import canonicalise
from derive.autodiff.invariance import CANCELS, cancels
from derive.gradients import derive_vjp
from derive.notation import (
    Layer,
    define,
    exp,
    index,
    largest,
    log,
    sizes,
    smallest,
    tensor,
    total,
    where,
)

N, K, D = sizes("N K D")
n, k, d, e = index("n", N), index("k", K), index("d", D), index("e", K)
A, C, M, S, Y, Z = (
    tensor("a", n, k), tensor("c", k, d), tensor("m", n), tensor("s", n), tensor("y", n, d), tensor("z", n)
)  # fmt: skip
top = largest(A[n, e], over=e)
weight = exp(A[n, k] - top)
soft = total(weight * C[k, d], over=k) / total(weight, over=k)

MOVES = "an extreme of what moves"
STILL = {
    "a sum over a sum": [define(Y[n, d], soft)],
    "written apart": [define(M[n], top), define(S[n], total(exp(A[n, k] - M[n]), over=k)),
                      define(Y[n, d], total(exp(A[n, k] - M[n]) / S[n] * C[k, d], over=k))],
    "a logarithm": [define(M[n], top), define(Z[n], M[n] + log(total(exp(A[n, k] - M[n]), over=k)))],
    "the least one": [define(M[n], smallest(A[n, e], over=e)),
                      define(Z[n], log(total(exp(M[n] - A[n, k]), over=k)) - M[n])],
    "terms left out": [define(M[n], top), define(S[n], total(exp(A[n, k] - M[n]), over=k)),
                       define(Y[n, d], total(where(C[k, d] > 0, exp(A[n, k] - M[n]), 0), over=k) / S[n])],
    "powers": [define(M[n], top), define(Z[n], total(exp(2 * A[n, k] - 2 * M[n]), over=k)
                                         / total(exp(A[n, k] - M[n]), over=k) ** 2)],
    MOVES: [define(M[n], top), define(Z[n], largest(A[n, k] - M[n], over=k) + M[n])],
}  # fmt: skip
FLOWS = {
    "the value itself": [define(M[n], top), define(Z[n], M[n] * total(A[n, k], over=k))],
    "another power": [define(M[n], top), define(Z[n], total(exp(A[n, k] - M[n]), over=k) ** 2
                                                / total(exp(A[n, k] - M[n]), over=k))],
    "a number added": [define(M[n], top), define(Z[n], M[n] + log(1 + total(exp(A[n, k] - M[n]), over=k)))],
    "a case": [define(M[n], top), define(Z[n], where(M[n] > 1, total(A[n, k], over=k), 0 * A[n, 0]))],
}  # fmt: skip


def _canonical(forward: list[Any]) -> Any:
    return canonicalise(Layer("one", forward, wrt=(A,))).layer


def _cancelled(forward: list[Any]) -> list[bool]:
    layer = _canonical(forward)
    found = (t.tensor for t in layer.forward if t.tensor.kind == "real")
    return [cancels(t, layer.forward, layer.outputs) for t in found]


@pytest.mark.parametrize("why", STILL)
def test_it_cancels(why: str) -> None:
    assert any(_cancelled(STILL[why]))
    derived = derive_vjp(Layer("one", STILL[why], wrt=(A,)), A)
    assert [s for s in derived.steps if s.law == CANCELS.says]
    assert not any(t.kind == "integer" for d_ in derived.program.defs for t in d_.reads) or why == MOVES


@pytest.mark.parametrize("why", FLOWS)
def test_it_does_not(why: str) -> None:
    assert not any(_cancelled(FLOWS[why]))


def test_an_output_of_its_own_is_asked_for() -> None:
    made = [define(M[n], top), define(Y[n, d], total(exp(A[n, k] - M[n]) * C[k, d], over=k))]
    layer = canonicalise(Layer("one", made, wrt=(A,), outputs=(M, Y))).layer
    assert not any(cancels(one.tensor, layer.forward, layer.outputs) for one in layer.forward)


def test_the_page_says_so_and_nothing_of_ties() -> None:
    derived = derive_vjp(Layer("one", STILL["a sum over a sum"], wrt=(A,)), A)
    page = pretty.derivation(derived, "text", steps=True)
    assert "the extreme cancels: shifting it" in page and "first takes" not in page
    assert "(c[k,d] − y[n,d])" in page and "arg max" not in page
