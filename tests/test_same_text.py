"""Functions that differ in names alone are one; what differs in anything that counts is not."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from sympy import Symbol

from codegen.module.load import import_from, rendered
from codegen.module.render import write
from codegen.numba.sharing import FunctionsByCode
from codegen.numba.sharing.same_code import numbered
from codegen.source import module
from derive.expr import Index, Tensor
from derive.notation import Layer, define, index, sizes, tensor, total

X, Y = (Tensor(name, (Symbol("N"),), (Index("i"),)) for name in "xy")
N, M = Symbol("N", integer=True), Symbol("M", integer=True)
GIVEN = [X, Y, N, M]


def function(line: str, names: str = "x, y, N, M") -> str:
    return f'def f(first, last, {names}):\n    """said"""\n    for i in range(first, last):\n        {line}\n'


def code(line: str, names: str = "x, y, N, M") -> str:
    return numbered(function(line, names), GIVEN)[0]


RENAMED = [
    ("y[i] = x[N * i + M]", "b[i] = a[K * i + L]", "a, b, K, L"),
    ("y[i] = x[N * i + M]", "b[i] = a[L + i * K]", "a, b, K, L"),
    ("y[i] = x[i - N + M]", "b[i] = a[L + i - K]", "a, b, K, L"),
    ("k = i * N * M; y[k] = x[k + 2 * M]", "q = K * i * L; b[q] = a[L * 2 + q]", "a, b, K, L"),
    ("y[i] = x[max(M + i, N)]", "b[i] = a[max(i + L, K)]", "a, b, K, L"),
]
OTHER = [
    ("y[i] = x[i] * 2.0 + x[N]", "y[i] = x[N] + x[i] * 2.0"),  # real numbers round: their order counts
    ("y[i] = x[N] + x[M]", "y[i] = x[N] + x[N]"),
    ("y[i] = x[i - N]", "y[i] = x[N - i]"),
    ("y[i] = x[i * N + M]", "y[i] = x[i * N + N]"),
    ("y[i] = x[i // N]", "y[i] = x[i % N]"),
    ("y[i] = x[N]", "y[i] += x[N]"),
    ("y[i] = T(1)", "y[i] = U(1)"),
    ("y[i] = x[first]", "y[i] = x[last]"),
]


@pytest.mark.parametrize(("one", "other", "names"), RENAMED)
def test_names_and_the_order_of_whole_numbers_do_not_count(one: str, other: str, names: str) -> None:
    assert code(one) == code(other, names)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_everything_else_counts(one: str, other: str) -> None:
    assert code(one) != code(other)


def test_arguments_go_where_those_of_the_function_stand() -> None:
    from codegen.loops.nodes import Kernel

    known = FunctionsByCode()
    first = Kernel("first_part", (X, Y), (), (N, M), ())
    assert known.instead(first, function("y[i] = x[N * i + M]")) is first
    second = known.instead(Kernel("part", (X, Y), (), (N, M), ()), function("x[i] = y[M * i + N]"))
    assert second.name == "first_part" and second.arrays == (Y, X) and second.scalars == (M, N)


def chain() -> Layer:
    """Two links that compute the same of other arrays."""
    b, k, i, o = (index(z, e) for z, e in zip("bkio", sizes("B K I O"), strict=True))
    x, w, v = tensor("x", b, k), tensor("w", i, k), tensor("v", o, i)
    h, y = tensor("h", b, i), tensor("y", b, o)
    first = define(h[b, i], total(w[i, k] * x[b, k], k))
    return Layer("links", [first, define(y[b, o], total(v[o, i] * h[b, i], i))], wrt=(x, w, v))


@pytest.mark.parametrize("longest", [module.LONGEST, 10_000])
def test_links_of_a_chain_run_the_same_functions(
    longest: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST", longest)
    files = rendered(chain())
    write(files, tmp_path)
    text = "".join(files[name] for name in files if name.startswith("links"))
    called = re.findall(r"launch\((\w+)", text)
    assert len(called) > len(set(called)), "nothing is shared"
    between = (files[name] for name in files if name.startswith("links_kernels"))
    assert (longest < 10_000) == any("from .links_kernels" in one for one in between)
    made = import_from(tmp_path, f"links_{longest}", "links")
    rng = np.random.default_rng(0)
    for many in [(3, 5, 7, 2), (1, 1, 1, 1), (9, 33, 17, 40)]:
        batch, k, i, o = many
        x, w, v, dy = (rng.normal(size=s) for s in ((batch, k), (i, k), (o, i), (batch, o)))
        np.testing.assert_allclose(made.forward(x, w, v), x @ w.T @ v.T, rtol=1e-12, atol=1e-12)
        wanted = dy @ v @ w, (dy @ v).T @ x, dy.T @ (x @ w.T)
        for found, meant in zip(made.vjp(dy, x, w, v), wanted, strict=True):
            np.testing.assert_allclose(found, meant, rtol=1e-12, atol=1e-12)


def test_the_code_of_deep_loops_is_not_much_longer_than_they_are() -> None:
    text = "def f(first, last, x):\n"
    for depth in range(1, 16):
        text += f"{'    ' * depth}for i{depth} in range(first, last):\n"
    text += f"{'    ' * 16}x[i1] = 'a'\n"
    assert len(numbered(text, [X])[0]) < 10 * len(text)
