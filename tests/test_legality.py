"""Kernels that are wrong by a little are refused: each fault has a kernel beside it that is right."""

from dataclasses import replace

import pytest
from sympy import Min, Rational, S, Symbol

from codegen.loops.legality import Illegal, check, races, readable
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
from codegen.loops.place import Place
from codegen.loops.roles import scalars, walk
from codegen.lowering.lower import lower
from codegen.passes.invariants import licm
from derive.expr import FloorDiv, Index, Iverson, Modulo, Where, accesses, divides, ge
from derive.gradients import gradients
from derive.notation import Layer, define, index, integers, sizes, tensor

N, M, K = sizes("N M K")
i, j, k, q = index("i", N), index("j", M), index("k", K), Index("q")
X, Y, Z = tensor("x", i, j), tensor("y", i), tensor("z", i, j)
T, LOOSE = integers("t", i, below=N), integers("l", i, below=N + 1)
LAYER = Layer("l", [define(Y[i], X[i, 0] * T[i] * LOOSE[i])], wrt=(X,), inputs=(X, T, LOOSE))
ACC = Symbol("acc", real=True)
HALF = Rational(1, 2)


def span(z, lo=0, hi=None, step=1):
    return Range(z, (lo,), (z.extent - 1 if hi is None else hi,), step)


def loop(z, *body, lo=0, hi=None, step=1):
    return Loop(span(z, lo, hi, step), body)


def together(*ranges, body):
    return Parallel(tuple(r if isinstance(r, Range) else span(r) for r in ranges), body)


def kernel(*body, outputs=(Y, Z)):
    return Kernel("k", (X, T, LOOSE), outputs, (N, M, K), body)


def legal(*body):
    return bool(check(kernel(*body), LAYER))


def refused(reason, *body):
    with pytest.raises(Illegal, match=reason):
        check(kernel(*body), LAYER)


# Bounds


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        (X[i / 2, 0], "not an integer"),
        (X[i * HALF + HALF, 0], "not an integer"),
        (X[Symbol("r", real=True), 0], "not an integer"),
        (X[ACC, 0], "not an integer"),
        (X[LOOSE[i], 0], r"l\[i\] <= N - 1"),
        (X[T[i] + 1, 0], "<= N - 1"),
        (X[T[i] - 1, 0], ">= 0"),
        (X[i, FloorDiv(i, 2)], "<= M - 1"),
        (X[T[i + 1], 0], r"t\[i \+ 1\].*<= N - 1"),
        # each condition stands under those before it, and a branch under the opposite of its condition
        (Where(ge(i - 1), 0, X[i - 1, 0]), ">= 0"),
        (Where((ge(i - 1), ge(j - 1)), 0, X[i - 1, 0]), ">= 0"),
        (Where(ge(X[i - 1, 0]), 1, 0), ">= 0"),
        (Iverson(ge(X[i - 1, 0]), ge(i - 1)), ">= 0"),
        (Iverson(ge(X[i - 1, 0]), ge(i - 1)) * X[i, j], ">= 0"),
        (Where((ge(X[i - 1, 0]), ge(i - 1)), 1, 0), ">= 0"),
        (X[i, j] + Iverson(ge(X[i - 1, 0])), ">= 0"),
        (X[i - 1, 0] + Where(ge(i - 1), 1, 0), ">= 0"),
        (Iverson(divides(2, i)) * X[i - 1, 0], ">= 0"),
    ],
    ids=str,
)  # fmt: skip
def test_a_read_that_may_leave_its_array_is_refused(read, reason):
    body = (Let(ACC, S.One), Let(Symbol("r", real=True), S.One), loop(i, loop(j, Store(Z[i, j], read))))
    refused(reason, *body)


@pytest.mark.parametrize(
    "read",
    [
        X[T[i], 0], X[T[T[i]], 0], X[FloorDiv(i, 2), 0], X[i - Modulo(i, 3), j],
        Where(ge(i - 1), X[i - 1, 0], 0), Where(ge(i - 1), 0, X[i, 0]),
        Where(ge(-i), X[N - 1, j], X[i - 1, j]),
        Iverson(ge(i - 1)) * X[i - 1, 0], Where((ge(i - 1), ge(X[i - 1, 0])), 1, 0),
        Iverson(ge(i - 1), ge(X[i - 1, 0])), Iverson(ge(i - 1), ge(X[i - 1, 0])) * X[i - 1, j],
    ],
    ids=str,
)  # fmt: skip
def test_a_read_that_stays_inside_is_legal(read):
    assert legal(loop(i, loop(j, Store(Z[i, j], read))))


def test_the_reason_is_said():
    refused("not proved: it is false for some values", loop(i, Store(Y[i], X[i + 1, 0])))


def test_a_name_that_is_called_positive_is():
    share = Symbol("share", integer=True, positive=True)
    assert legal(Let(share, FloorDiv(N, 2) + 1), loop(q, Store(Y[0], X[0, 0]), hi=share - 1))
    refused("share is positive", Let(share, FloorDiv(N, 2)), loop(q, Store(Y[0], X[0, 0]), hi=share - 1))


def test_a_flat_index_counts_no_further_than_its_digits():
    def digits(last, first=0):
        return loop(q, Split((span(i), span(j)), q, (Store(Z[i, j], X[i, j]),)), lo=first, hi=last)

    assert legal(digits(N * M - 1))
    refused("below the number of its digits", digits(N * M))
    refused("counts from 0", digits(N * M - 1, first=-1))
    empty = Split((span(i), span(j, hi=M - 2)), q, (Store(Z[i, j], X[i, j]),))
    refused("j has a value", loop(q, empty, hi=N * (M - 1) - 1))


# Definitions


def test_what_is_read_was_written():
    assert legal(loop(i, Store(Y[i], X[i, 0])), loop(i, Store(Z[i, 0], Y[i])))
    refused(r"y\[i\] is read before anything is written to y", loop(i, Store(Z[i, 0], Y[i])))
    refused(r"y\[i\] is read before", loop(i, Accumulate(Y[i], "sum", X[i, 0])))
    row = tensor("row", j)
    refused(r"row\[0\] is read before", loop(i, Alloc(row), Store(Y[i], row[0]), Store(row[0], X[i, 0])))


def test_an_array_is_empty_again_in_each_iteration_that_makes_it():
    row = tensor("row", j)
    first = loop(i, Alloc(row), loop(j, Store(row[j], X[i, j])), Store(Y[i], row[0]))
    refused(r"row\[0\] is read before", first, loop(i, Alloc(row), Store(Y[i], row[0])))


def test_both_ways_of_a_choice_write():
    store, read = loop(i, Store(Y[i], X[i, 0])), loop(i, Store(Z[i, 0], Y[i]))
    assert legal(Choose("large", (ge(N - 9),), (store,), (store,)), read)
    other = loop(i, Store(Z[i, 0], X[i, 0]))
    for ways in ((store, other), (other, store)):
        refused("before anything", Choose("large", (ge(N - 9),), *((way,) for way in ways)), read)


# Races


def test_a_box_has_no_range_that_depends_on_another_one():
    assert legal(together(i, j, body=(Store(Z[i, j], X[i, j]),)))
    triangle = together(span(i), Range(j, (0,), (Min(i, M - 1),)), body=(Store(Z[i, j], X[i, j]),))
    refused("i is used before it is defined", triangle)
    refused("range of j depends on another", loop(i, triangle))


@pytest.mark.parametrize(
    "target",
    [
        Y[0], Y[T[i]], Y[FloorDiv(i, 2)], Y[Modulo(i, 2)], Y[i * 0], Z[T[i], 0], Z[0, 0],
    ],
    ids=str,
)  # fmt: skip
def test_an_element_that_does_not_tell_the_iteration_is_a_race(target):
    """Data are no digits: two iterations may hold the same place."""
    zero = loop(i, Store(Y[i], S.Zero), loop(j, Store(Z[i, j], S.Zero)))
    refused("may write the same", zero, together(i, body=(Accumulate(target, "sum", X[i, 0]),)))
    refused("may write the same", together(i, body=(Store(target, X[i, 0]),)))


def numbered(weight, first, count):
    """``z[weight i + j]`` for j from ``first``, so many, all i at once; z is long enough."""
    n = index("n", 3 * N * M)
    long = tensor("long", n)
    inner = Range(j, (first,), (first + count - 1,))
    body = together(i, body=(Loop(inner, (Store(long[weight * i + j], X[i, 0]),)),))
    return Kernel("k", (X, T, LOOSE), (long,), (N, M), (body,))


def test_digits_are_apart_if_each_weight_exceeds_what_the_lesser_ones_add_up_to():
    assert check(numbered(M, 0, M), LAYER) and check(numbered(M + 1, 0, M), LAYER)
    assert check(numbered(2 * M, M, M), LAYER)
    for made in (numbered(M, 0, M + 1), numbered(1, 0, M), numbered(2 * M - 1, 0, 2 * M)):
        with pytest.raises(Illegal, match="loop over i may write the same"):
            check(made, LAYER)


def test_what_is_proved_of_a_loop_is_proved_once_where_it_stands(monkeypatch):
    """Passes ask again of loops that they left alone; a name with another value is another place."""
    asked = []
    prove = races._iterations_apart
    monkeypatch.setattr(races, "_iterations_apart", lambda *given: (asked.append(given), prove(*given)))
    wide, step = tensor("wide", index("n", 3 * N * M)), Symbol("step", integer=True)
    body = together(i, body=(loop(j, Store(wide[step * i + j], X[i, 0])),))

    def kernel_of(value):
        return Kernel("k", (X, T, LOOSE), (wide,), (N, M), (Let(step, value), body))

    assert check(kernel_of(M), LAYER) and check(kernel_of(M), LAYER)
    assert len(asked) == 1
    with pytest.raises(Illegal, match="loop over i may write the same"):
        check(kernel_of(M - 1), LAYER)
    assert check(kernel_of(2 * M), LAYER)
    assert len(asked) == 3


def test_two_statements_that_write_one_array_are_apart_too():
    """Each tells its iteration; together they do not: N - 1 - i is another i."""
    assert legal(together(i, body=(Store(Y[i], X[i, 0]), Store(Y[i], X[i, 1 - 1]))))
    refused("may write the same", together(i, body=(Store(Y[i], X[i, 0]), Store(Y[N - 1 - i], X[i, 0]))))


def test_no_iteration_reads_what_another_one_writes():
    zero, last = loop(i, Store(Y[i], S.Zero)), X[i, 0] + Y[N - 1]
    assert legal(zero, together(i, body=(Store(Y[i], X[i, 0]), Store(Z[i, 0], Y[i]))))
    refused("may read y.* and write y", zero, together(i, body=(Store(Y[i], last),)))
    refused(
        "may read y.* and write y",
        zero,
        together(i, body=(Store(Y[i], X[i, 0]), Store(Z[i, 0], Y[N - 1 - i]))),
    )
    assert legal(zero, together(i, body=(Store(Z[i, 0], last),))), "nothing writes y there"


def test_steps_of_a_strip_are_apart():
    i1 = Symbol("i1", integer=True)

    def strip(step, ahead):
        body = (
            Let(i1, Min(i + ahead, N - 1, evaluate=False)),
            Store(Y[i], X[i, 0]),
            Store(Y[i1], X[i1, 0]),
        )
        return together(span(i, step=step), body=body)

    assert legal(strip(2, 1)) and legal(strip(4, 3))
    for step, ahead in ((1, 1), (2, 2), (4, 4)):
        refused("may write the same", strip(step, ahead))


def shifted(*body, step=1):
    """Iterations over i that write ``y``, five times as long as i runs."""
    long = tensor("y", index("n", 5 * N))
    made = tuple(replace(n, target=long[n.target.index[0]]) if isinstance(n, Store) else n for n in body)
    return Kernel("k", (X, T, LOOSE), (long,), (N, M, K), (together(span(i, step=step), body=made),))


def test_strips_that_overlap_by_one_are_a_race():
    i1 = Symbol("i1", integer=True)
    for step in (2, 4):
        ahead = Let(i1, Min(i + step, N - 1, evaluate=False))
        refused("may write the same", together(span(i, step=step), body=(ahead, Store(Y[i1], X[i1, 0]))))
        for far, apart in ((step - 1, True), (step, False)):
            made = shifted(Store(Y[i], X[i, 0]), Store(Y[i + far], X[i, 0]), step=step)
            if apart:
                assert check(made, LAYER)
            else:
                with pytest.raises(Illegal, match="may write the same"):
                    check(made, LAYER)


def test_what_differs_from_iteration_to_iteration_is_no_part_of_a_digit():
    """i + (N - 1 - i) is the same element for every i, whether the rest is a name or private data."""
    rest, near = Symbol("rest", integer=True, positive=True), integers("near", Index("one", S.One), below=N)
    assert check(shifted(Store(Y[i + N], X[i, 0])), LAYER)
    with pytest.raises(Illegal, match="may write the same"):
        check(shifted(Let(rest, N - i), Store(Y[i + N - rest], X[i, 0])), LAYER)
    made = shifted(Alloc(near), Store(Y[i], X[i, 0]))
    (loop_,) = made.body
    kept = (Alloc(near), Store(near[0], N - 1 - i), Store(made.outputs[0][i + near[0]], X[i, 0]))
    with pytest.raises(Illegal, match="may write the same"):
        check(replace(made, body=(replace(loop_, body=kept),)), LAYER)


def test_a_product_writes_an_array_that_it_does_not_read():
    n, m, o = index("n", N), index("m", M), index("o", K)
    a, b, c = tensor("a", n, o), tensor("b", o, m), tensor("c", n, m)
    square = tensor("c", n, n)
    layer = Layer("p", [define(c[n, m], a[n, 0] * b[0, m])], wrt=(a,), inputs=(a, b))

    def product(target, left, right):
        p, q, r = (Index(x) for x in "pqr")
        ends = [
            Range(z, (0,), (N - 1 if target is square else e,))
            for z, e in ((p, N - 1), (q, M - 1), (r, K - 1))
        ]
        zero = Loop(ends[0], (Loop(ends[1], (Store(target[p, q], S.Zero),)),))
        at = tensor("at", index("f", N + M + K))
        table = (Alloc(at), Loop(Range(n, (0,), (N + M + K - 1,)), (Store(at[n], n),)))
        made = Product(*ends, (), target[p, q], left[p, r], right[r, q], at[p], at[r], at[r], S.Zero, K)
        return Kernel("k", (a, b), (target,), (N, M, K), (zero, *table, made))

    assert check(product(c, a, b), layer)
    for left, right in ((square, square), (square, square)):
        with pytest.raises(Illegal, match="is read where it is written"):
            check(product(square, left, right), layer)


def test_a_copy_writes_an_array_that_it_does_not_read():
    whole = loop(i, Store(Y[i], X[i, 0]))
    refused("is read where it is written", whole, Copy(span(q, hi=N - 1), Y[q], Y[N - 1 - q]))


# What passes ask


@pytest.mark.parametrize("branch_is_outside", [True, False])
def test_a_read_leaves_no_branch_that_it_is_legal_by(branch_is_outside):
    """x[i - 1, 0] changes in neither the branch nor the loop inside (or around) it, and i may be 0."""
    store = Store(Z[i, j], X[i - 1, 0] * X[i, j])
    inner = If((ge(i - 1),), (loop(j, store),)) if branch_is_outside else loop(j, If((ge(i - 1),), (store,)))
    made = check(licm(check(kernel(loop(i, inner)), LAYER), LAYER), LAYER)
    (branch,) = [n for n in walk(made.body) if isinstance(n, If)]
    reads = [n for n in walk(made.body) if X[i - 1, 0] in {a for e in scalars(n) for a in accesses(e)}]
    assert reads and all(n in walk(branch.body) for n in reads)


def test_what_may_be_read_is_asked_where_it_is_read():
    place = Place.start(kernel(), LAYER).within([span(i)])
    assert readable(X[i, 0], place) and not readable(X[i - 1, 0], place) and not readable(Y[i + 1], place)
    assert readable(X[i - 1, 0], place.within((), [ge(i - 1)]))
    assert not readable(X[i - 1, 0], place.within((), [ge(-i)]))


def test_a_scatter_is_parallel_over_what_its_element_tells():
    n, v, e = index("n", N), index("v", M), index("e", K)
    word, table, out = integers("t", n, below=M), tensor("w", v, e), tensor("y", n, e)
    layer = Layer("rows", [define(out[n, e], table[word[n], e])], wrt=(table,), inputs=(table, word))
    made = lower(gradients(layer).vjp[table], layer)
    adds = [n_ for n_ in walk(made.body) if isinstance(n_, Accumulate)]
    assert adds and all(a.target.tensor.name == "dw" for a in adds)
    for node in walk(made.body):
        if isinstance(node, Parallel) and any(isinstance(x, Accumulate) for x in walk(node.body)):
            assert all({r.index for r in node.ranges} <= set(a.target.index) for a in adds)
    assert check(made, layer)


def test_an_outer_index_is_the_same_for_all_iterations():
    """``q + ⌊i / 2⌋`` tells its iterations apart inside of the loop over ``i``, not over both at once."""
    place = FloorDiv(i, 2)
    store = Store(Z[q + place, 0], S.Zero)
    inside = together(Range(q, (-place,), (N - 1 - place,)), body=(store,))
    assert legal(Loop(span(i), (inside,)))
    with pytest.raises(Illegal, match="may write the same"):
        legal(together(span(i), body=(Loop(Range(q, (-place,), (N - 1 - place,)), (store,)),)))
