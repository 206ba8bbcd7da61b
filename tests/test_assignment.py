"""What is read was written: proved element by element, and what is not proved is listed."""

import pytest
from sympy import Min, S, Symbol

from codegen.loops.legality import assignment, unproved
from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Choose,
    Copy,
    If,
    Kernel,
    Let,
    Loop,
    Parallel,
    Product,
    Range,
    Split,
    Store,
)
from codegen.pipeline import compile_plan
from codegen.source import plan
from derive.expr import FloorDiv, Index, Where, ge
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import Layer, define, index, integers, sizes, tensor

N, M, K = sizes("N M K")
i, j, k, q = index("i", N), index("j", M), index("k", K), Index("q")
X, Y, Z = tensor("x", i, j), tensor("y", i), tensor("z", i, j)
LONG = tensor("long", index("f", N * M))
T = integers("t", i, below=N)
LAYER = Layer("l", [define(Y[i], X[i, 0] * T[i])], wrt=(X,), inputs=(X, T))
ASSUMED = {
    ("conv_transpose1d", "panels2"),
    ("conv_transpose1d", "panels4"),
    ("conv_transpose1d", "tile3"),
    ("conv_transpose1d", "y_dot_part1"),
}
"""What is added up of several parts, what classes of residues fill together: that it is all of an array is
assumed.
"""
FUSED = {("conv_batch_norm_relu", name) for name in ("a", "a_dot", "a_dot_part1", "panels2", "tile")}


def span(z, lo=0, hi=None, step=1):
    return Range(z, (lo,), (z.extent - 1 if hi is None else hi,), step)


def loop(z, *body, lo=0, hi=None, step=1):
    return Loop(span(z, lo, hi, step), body)


def missing(*body):
    made = unproved(Kernel("k", (X, T), (Y, Z, LONG), (N, M, K), body), LAYER)
    return {str(a) for a in made}


WHOLE = loop(i, Store(Y[i], S.Zero))
BLOCK = Loop(Range(i, (4 * q,), (4 * q + 3, N - 1)), (Store(Y[i], S.Zero),))
READ = loop(i, Store(Z[i, 0], Y[i]))
ROWS = loop(i, loop(j, Store(LONG[M * i + j], S.Zero)))


@pytest.mark.parametrize(
    "written",
    [
        (WHOLE,),
        (Parallel((span(i),), (Store(Y[i], S.Zero),)),),
        (loop(i, Store(Y[N - 1 - i], S.Zero)),),
        (loop(i, Store(Y[i - 1], S.Zero), lo=1, hi=N),),
        (loop(j, WHOLE),),
        (loop(q, BLOCK, hi=FloorDiv(N - 1, 4)),),
        (loop(q, Loop(Range(i, (q,), (q + 3, N - 1)), (Store(Y[i], S.Zero),)), hi=N - 1, step=4),),
        (Store(Y[0], S.Zero), loop(i, If((ge(i - 1),), (Store(Y[i], S.Zero),)), lo=0)),
        (If((ge(N - K),), (WHOLE,)), If((ge(K - 1 - N),), (WHOLE,))),
        (Choose("large", (ge(N - 9),), (WHOLE,), (WHOLE,)),),
        (Copy(span(q, hi=N - 1), Y[q], X[0, q * 0]),),
    ],
)  # fmt: skip
def test_what_covers_the_read_is_found(written):
    if isinstance(written[-1], Loop) and isinstance(written[-1].body[0], If):
        read = loop(i, Store(Z[i, 0], Y[i]), lo=1)
    else:
        read = READ
    assert missing(*written, read) == set()


@pytest.mark.parametrize(
    "written",
    [
        (),
        (Store(Y[0], S.Zero),),
        (loop(i, Store(Y[i], S.Zero), lo=1),),
        (loop(i, Store(Y[i], S.Zero), hi=N - 2),),
        (loop(i, Store(Y[i], S.Zero), step=2),),
        (loop(i, Store(Y[FloorDiv(i, 2)], S.Zero)),),
        (loop(i, Store(Y[T[i]], S.Zero)),),
        (loop(i, Store(Z[i, 0], S.Zero)),),
        (loop(k, WHOLE, hi=K - 2),),
        (loop(q, BLOCK, hi=FloorDiv(N - 1, 4) - 1),),
        (loop(q, BLOCK, hi=FloorDiv(N - 1, 5)),),
        (loop(q, Loop(Range(i, (q,), (q + 2, N - 1)), (Store(Y[i], S.Zero),)), hi=N - 1, step=4),),
        (loop(i, If((ge(i - 1),), (Store(Y[i], S.Zero),))),),
        (If((ge(N - K),), (WHOLE,)), If((ge(K - 2 - N),), (WHOLE,))),
        (Choose("large", (ge(N - 9),), (WHOLE,), (loop(i, Store(Y[i], S.Zero), lo=1),)),),
        (Choose("large", (ge(N - 9),), (loop(i, Store(Y[i], S.Zero), lo=1),), (WHOLE,)),),
        (Copy(span(q, hi=N - 2), Y[q], X[0, q * 0]),),
    ],
)  # fmt: skip
def test_one_element_that_was_not_written_is_missed(written):
    assert missing(*written, READ) == {"y[i]"}


def test_digits_are_found_and_missed():
    flat, rows = (
        loop(q, Store(Y[0], LONG[q]), hi=N * M - 1),
        loop(i, loop(j, Store(Z[i, j], LONG[M * i + j]))),
    )
    assert missing(ROWS, flat) == set() and missing(ROWS, rows) == set()
    digits = loop(q, Split((span(i), span(j)), q, (Store(LONG[M * i + j], S.Zero),)), hi=N * M - 1)
    assert missing(digits, flat) == set() and missing(digits, rows) == set()
    short = loop(q, Split((span(i), span(j)), q, (Store(LONG[M * i + j], S.Zero),)), hi=N * M - 2)
    assert missing(short, flat) == {"long[q]"}
    for few in (loop(i, loop(j, Store(LONG[M * i + j], S.Zero), hi=M - 2)),
                loop(i, loop(j, Store(LONG[M * i + j], S.Zero)), hi=N - 2),
                loop(i, loop(j, Store(LONG[i + j], S.Zero)))):  # fmt: skip
        assert missing(few, flat) == {"long[q]"}


def test_three_digits_are_found_and_missed():
    cube = tensor("cube", index("f", N * M * K))
    flat = loop(q, Store(Y[0], cube[q]), hi=N * M * K - 1)

    def filled(last):
        return loop(i, loop(j, loop(k, Store(cube[M * K * i + K * j + k], S.Zero)), hi=last))

    assert missing(filled(M - 1), flat) == set()
    assert missing(filled(M - 2), flat) == {"cube[q]"}


def test_rows_in_blocks_are_found_and_missed():
    """Row 4 q + i of N, M elements a row: its first digit is the block, whatever the row has."""
    rows = loop(i, loop(j, Store(Z[i, j], LONG[M * i + j])))

    def filled(last):
        inside = Range(i, (0,), (last, N - 1 - 4 * q))
        return loop(
            q, Loop(inside, (loop(j, Store(LONG[M * (4 * q + i) + j], S.Zero)),)), hi=FloorDiv(N - 1, 4)
        )

    assert missing(filled(3), rows) == set()
    assert missing(filled(2), rows) == {"long[i*M + j]"}


def test_every_axis_counts_and_gaps_are_seen():
    square = loop(i, loop(j, Store(X[i, j], Z[i, j])))
    assert missing(loop(i, Store(Z[i, 0], S.Zero)), square) == {"z[i, j]"}
    assert missing(loop(j, Store(Z[0, j], S.Zero)), square) == {"z[i, j]"}
    even, each = loop(i, Store(LONG[2 * i], S.Zero)), loop(i, Store(Y[i], LONG[i]))
    assert missing(even, each) == {"long[i]"}
    assert missing(even, loop(i, Store(Y[i], LONG[2 * i]))) == set()


def test_digits_may_start_anywhere():
    first, later = Range(i, (1,), (N,)), Range(j, (2,), (M + 1,))
    for last, gone in ((N * M - 1, set()), (N * M - 2, {"long[q]"})):
        write = Split((first, later), q, (Store(LONG[M * (i - 1) + j - 2], S.Zero),))
        assert missing(loop(q, write, hi=last), loop(q, Store(Y[0], LONG[q]), hi=N * M - 1)) == gone


def test_the_same_iteration_has_written_what_it_reads():
    assert missing(loop(i, Store(Y[i], X[i, 0]), Accumulate(Y[i], "sum", X[i, 0]))) == set()
    assert missing(loop(i, Store(Y[i], X[i, 0]), Store(Z[i, 0], Y[N - 1 - i]))) == {f"y[{N - 1 - i}]"}
    assert missing(loop(i, Accumulate(Y[i], "sum", X[i, 0]))) == {"y[i]"}


def test_what_an_iteration_makes_is_empty():
    row = tensor("row", j)
    fill = loop(j, Store(row[j], X[i, j]))
    assert missing(loop(i, Alloc(row), fill, Store(Y[i], row[0]))) == set()
    assert missing(loop(i, Alloc(row), fill, Alloc(row), Store(Y[i], row[0]))) == {"row[0]"}
    assert missing(loop(i, Alloc(row), Store(Y[i], row[0]), fill)) == {"row[0]"}


def test_names_are_what_they_stand_for():
    last = Symbol("last", integer=True)
    near = Let(last, Min(q + 3, N - 1, evaluate=False))
    body = loop(q, near, Loop(Range(i, (q,), (last,)), (Store(Y[i], S.Zero),)), hi=N - 1, step=4)
    assert missing(body, READ) == set()
    wide = loop(q, near, Loop(Range(i, (q,), (last,)), (Store(Y[i], S.Zero),)), hi=N - 1, step=5)
    assert missing(wide, READ) == {"y[i]"}


def test_a_condition_around_a_read_counts():
    later = loop(i, Store(Y[i], S.Zero), lo=1)
    assert missing(later, loop(i, Store(Z[i, 0], Where(ge(i - 1), Y[i], 0)))) == set()
    assert missing(later, loop(i, Store(Z[i, 0], Where(ge(i - 1), 0, Y[i])))) == {"y[i]"}


def test_a_product_reads_what_it_multiplies_and_where_that_is():
    p, r = Index("p"), Index("r")
    a, b, at = tensor("a", i, k), tensor("b", k, j), tensor("at", index("f", N + M + K))
    product = Product(
        Range(p, (0,), (N - 1,)),
        Range(q, (0,), (M - 1,)),
        Range(r, (0,), (K - 1,)),
        (),
        Z[p, q],
        a[p, r],
        b[r, q],
        at[p],
        at[r],
        at[r],
        S.Zero,
        K,
    )
    fill = (
        Alloc(a),
        Alloc(b),
        loop(i, loop(k, Store(a[i, k], S.One))),
        loop(k, loop(j, Store(b[k, j], S.One))),
    )
    where = (Alloc(at), Loop(Range(i, (0,), (N + M + K - 1,)), (Store(at[i], i),)))
    assert missing(*fill, *where, product) == set()
    assert missing(*fill, where[0], product) == {"at[p]", "at[r]"}
    assert missing(*fill[:3], *where, product) == {"b[r, q]"}


def assumed(names):
    found = set()
    for name in names:
        layer = LAYERS[name]
        for made in compile_plan(plan(layer, gradients(layer))).values():
            found |= {(name, a.tensor.name) for a in unproved(made, layer)}
            said = [d.reason for d in made.decisions if d.choice.startswith("taken to be written")]
            assert all(any(str(a) in reason for reason in said) for a in unproved(made, layer))
            assert bool(said) == bool(unproved(made, layer))
    return found


def test_what_is_assumed_of_the_catalogue_is_listed():
    names = ["dense", "group_norm", "max_pool1d", "conv_transpose1d", "softmax"]
    assert assumed(names) == ASSUMED


@pytest.mark.deep
def test_what_is_assumed_of_a_convolution_that_is_normalised_is_listed():
    """Its loops take as long to prove as those of all others that are listed."""
    assert assumed(["conv_batch_norm_relu"]) == FUSED


@pytest.mark.deep
def test_nothing_else_is_assumed_of_the_whole_catalogue():
    assert {name.rstrip("0123456789") for _, name in assumed(LAYERS.names)} == {
        "a", "a_dot", "a_dot_part", "panels", "tile", "y_dot_part", "z", "z_dot", "z_dot_part",
    }  # fmt: skip


def test_writings_before_a_choice_are_told_once(monkeypatch):
    """A new array inside a choice does not make the writings before it its own, which would double them."""
    seen = []
    closed = assignment._closed
    monkeypatch.setattr(assignment, "_closed", lambda *given: seen.append(given) or closed(*given))
    flag = (ge(N, 4),)
    stages = [
        Choose("", flag, (Alloc(tensor(f"part{at}", j)), WHOLE), (WHOLE,)) for at in range(12)
    ]  # fmt: skip
    assert not missing(*stages, READ)
    assert len(seen) < 200
