"""What a model declares of the integers that it computes is proved before anything is read through them."""

import pytest

from codegen.loops.legality import Illegal, check_declared
from codegen.module.render import files
from derive.layers import LAYERS
from derive.notation import (
    Layer,
    define,
    floor_div,
    ge,
    index,
    integers,
    largest_at,
    modulo,
    sizes,
    tensor,
    where,
)

N, M, K = sizes("N M K")
n, m, k = index("n", N), index("m", M), index("k", K)
X, Y, Z, A = tensor("x", m), tensor("y", n), tensor("z", n, k), tensor("a", n)


def looked_up(value, below=M, given=(A,)):
    """y = x[q] + a with a computed place q."""
    q = integers("q", n, below=below)
    return Layer(
        "looked_up", [define(q[n], value), define(Y[n], X[q[n]] + A[n])], wrt=(X, A), inputs=(X, *given)
    )


@pytest.mark.parametrize("value", [3 * n, n, modulo(n, M) + 1, modulo(n, M) - 1, floor_div(n, 2),
                                   where(ge(n - M), n, 0), largest_at(Z[n, k], over=k)], ids=str)  # fmt: skip
def test_a_place_beyond_its_declared_range_is_refused(value):
    with pytest.raises(
        Illegal, match=r"looked_up: q is declared to lie in -?[01] \.\. M - 1, which is not proved of"
    ):
        files(looked_up(value, given=(A, Z)))


@pytest.mark.parametrize("value", [modulo(n, M), modulo(3 * n + 5, M), where(ge(M - 1 - n), n, 0)], ids=str)
def test_a_place_inside_its_declared_range_is_read_through(value):
    assert "looked_up.py" in files(looked_up(value))


def test_what_nobody_reads_through_may_lie_anywhere():
    q = integers("q", n, below=M)
    layer = Layer(
        "told", [define(q[n], 3 * n), define(Y[n], X[0] + A[n])], wrt=(X, A), outputs=(Y,), aux=(q,)
    )
    assert "told.py" in files(layer)


def test_the_catalogue_declares_what_is_so():
    for layer in LAYERS:
        check_declared(layer)
