"""The legality check: what it proves, and that each kind of fault is found."""

import pytest
from sympy import Min, Symbol

from codegen.loops.legality import Illegal, check
from codegen.loops.nodes import Accumulate, Alloc, Choose, If, Kernel, Let, Loop, Parallel, Range, Store
from codegen.lowering.lower import lower
from derive.expr import FloorDiv, Gcd, Index, Residue, ge
from derive.notation import (
    Layer,
    define,
    floor_div,
    index,
    integers,
    largest_at,
    option,
    sizes,
    tensor,
    total,
    window_count,
)  # fmt: skip
from derive.proof import Ranges
from tests.spine import SPINE

N, M, K = sizes("N M K")
i, j, k = index("i", N), index("j", M), index("k", K)
X, Y, Z = tensor("x", i, j), tensor("y", i), tensor("z", i, j)
ROW_SUM = Layer("row_sum", [define(Y[i], total(X[i, j], over=j))], wrt=(X,))
ACC = Symbol("acc", real=True)


def over(z, lo, hi, *body, step=1):
    return Loop(
        Range(
            z, (lo,) if not isinstance(lo, tuple) else lo, (hi,) if not isinstance(hi, tuple) else hi, step
        ),
        body,
    )


def at_once(*names, body):
    return Parallel(tuple(Range(z, (0,), (z.extent - 1,)) for z in names), body)


def kernel(*body):
    return Kernel("k", (X,), (Y, Z), (N, M), body)


@pytest.mark.parametrize("layer", SPINE, ids=lambda layer: layer.name)
def test_every_forward_is_legal(layer):
    assert check(lower(layer.program, layer), layer)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (over(i, 0, N, Store(Y[i], X[0, 0])), "cannot prove .* <= N - 1"),
        (over(i, -1, N - 1, Store(Y[i], X[0, 0])), "cannot prove i >= 0"),
        (over(i, 0, N - 1, Store(Y[i], X[i, i])), "cannot prove .* <= M - 1"),
        (Store(Y[0], ACC), "acc is used before"),
        (over(i, 0, N - 1, Store(Y[FloorDiv(i, 2)], X[0, 0] * X[FloorDiv(i, 2) + N, 0])), "cannot prove"),
        (Store(tensor("nowhere", i)[0], X[0, 0]), "nowhere is used before it exists"),
        (at_once(i, j, body=(Store(Y[i], X[i, j]),)), "loop over j may write the same y"),
        (at_once(i, body=(Accumulate(Y[0], "sum", X[i, 0]),)), "loop over i may write the same"),
        (at_once(i, j, body=(Store(Z[i, 0], X[i, j]),)), "loop over j may write"),
    ],
)  # fmt: skip
def test_faults_are_found(body, message):
    with pytest.raises(Illegal, match=message):
        check(kernel(body), ROW_SUM)


def test_a_shared_accumulator_is_a_race():
    body = (Let(ACC, X[0, 0]), at_once(i, body=(Accumulate(ACC, "sum", X[i, 0]),)))
    with pytest.raises(Illegal, match="share the scalar acc"):
        check(kernel(*body), ROW_SUM)


def test_a_private_array_may_be_written_by_all():
    row = tensor("row", j)
    body = at_once(i, body=(Alloc(row), over(j, 0, M - 1, Store(row[j], X[i, j])), Store(Y[i], row[0])))
    assert check(kernel(body), ROW_SUM)


def test_the_error_lists_the_loops():
    with pytest.raises(Illegal, match=r"in parallel i = 0..N - 1\n    in loop j = 0..M"):
        check(kernel(at_once(i, body=(over(j, 0, M, Store(Z[i, j], X[i, j])),))), ROW_SUM)


def test_a_condition_licenses_what_stands_under_it():
    guarded = over(i, 0, N - 1, If((ge(i - 1),), (Store(Y[i], X[i - 1, 0]),)))
    assert check(kernel(guarded), ROW_SUM)
    with pytest.raises(Illegal):
        check(kernel(over(i, 0, N - 1, Store(Y[i], X[i - 1, 0]))), ROW_SUM)


def test_a_choice_licenses_only_what_follows_from_its_no():
    """What decides may say yes where its conditions do not hold; it says no only where one of them fails."""
    apart, first = Store(Y[1], X[0, 0]), Store(Y[0], X[0, 0])
    with pytest.raises(Illegal, match="cannot prove"):
        check(kernel(Choose("blocks", (ge(N - 2),), (apart,), (first,))), ROW_SUM)
    assert check(kernel(Choose("blocks", (ge(1 - N),), (first,), (apart,))), ROW_SUM)
    with pytest.raises(Illegal, match="cannot prove"):
        check(kernel(Choose("blocks", (ge(1 - N), ge(M - 4)), (first,), (apart,))), ROW_SUM)


def test_digits_of_mixed_radix_are_disjoint_and_overlapping_ones_are_not():
    G, Og = sizes("G Og")
    g, o = index("g", G), index("o", Og)
    wide = tensor("y", index("c", G * Og))
    x = tensor("x", g, o)
    layer = Layer("l", [define(wide[g * Og + o], x[g, o])], wrt=(x,))
    good = Kernel("k", (x,), (wide,), (G, Og), (at_once(g, o, body=(Store(wide[g * Og + o], x[g, o]),)),))
    assert check(good, layer)
    halves = at_once(g, o, body=(Store(wide[g + o], x[g, o]),))
    with pytest.raises(Illegal):
        check(Kernel("k", (x,), (wide,), (G, Og), (halves,)), layer)


def test_a_clamped_block_is_disjoint():
    i1 = Symbol("i1", integer=True)
    body = (Let(i1, Min(i + 1, N - 1, evaluate=False)), Store(Y[i], X[i, 0]), Store(Y[i1], X[i1, 0]))
    assert check(kernel(Parallel((Range(i, (0,), (N - 1,), 2),), body)), ROW_SUM)
    with pytest.raises(Illegal):
        check(kernel(Parallel((Range(i, (0,), (N - 1,), 1),), body)), ROW_SUM)


def test_data_as_an_index_needs_its_range():
    label = integers("t", i, below=M)
    picked = Layer("picked", [define(Y[i], X[i, label[i]])], wrt=(X,), inputs=(X, label))
    assert check(lower(picked.program, picked), picked)
    loose = integers("t", i, below=M + 1)
    wrong = Layer("picked", [define(Y[i], X[i, loose[i]])], wrt=(X,), inputs=(X, loose))
    with pytest.raises(Illegal, match=r"t\[i\]"):
        check(lower(wrong.program, wrong), wrong)


def test_a_switch_that_may_be_none_is_no_index():
    S = integers("s", i, below=M)
    chosen = largest_at(X[i, j], over=j, when=ge(j - 3))
    layer = Layer("pick", [define(S[i], chosen), define(Y[i], X[i, S[i]])], wrt=(X,))
    with pytest.raises(Illegal, match=">= 0"):
        check(lower(layer.program, layer), layer)


class TestWhatLoopsSay:
    def known(self, *ranges, facts=()):
        return Ranges(ranges, facts)

    def test_any_of_several_ends_is_enough(self):
        r = Range(j, (0, i - 2), (M - 1, i + 2))
        b = self.known(Range(i, (0,), (N - 1,)), r)
        assert b.nonnegative(j) and b.nonnegative(M - 1 - j) and b.nonnegative(i + 2 - j)
        assert not b.nonnegative(j - 1)

    def test_floor_division_is_removed_exactly(self):
        b = self.known(Range(i, (0,), (FloorDiv(M - 1, K),)))
        assert b.nonnegative(M - 1 - K * i)
        assert not b.nonnegative(M - 2 - K * i)

    def test_residue_classes(self):
        s, d = (option(x, minimum=1).symbols[0] for x in "sd")
        p = option("p", minimum=0).symbols[0]
        r, q = Index("r"), Index("q")
        b = self.known(
            Range(r, (0,), (s - 1,)), Range(q, (-FloorDiv(r - p, s),), (FloorDiv(N - 1 + p - r, s),))
        )
        assert b.nonnegative(s * q + r - p) and b.nonnegative(N - 1 - s * q - r + p)
        assert b.nonnegative(Residue(d, r, s)) and b.nonnegative(FloorDiv(s, Gcd(s, d)) - 1)

    def test_the_definition_of_a_size_is_a_fact(self):
        O, H, F = sizes("O H F")
        s = option("s", minimum=1).symbols[0]
        o, u = index("o", O), index("u", F)
        x, y = tensor("x", index("a", H)), tensor("y", o)
        layer = Layer(
            "windows", [define(y[o], total(x[s * o + u], over=u))], wrt=(x,),
            options=(option("s", minimum=1), option("kernel", "F", default=2, minimum=1)),
            sizes={O: window_count(H, F, s)},
        )  # fmt: skip
        assert check(lower(layer.program, layer), layer)

    def test_division_into_blocks(self):
        E, C = sizes("E C")
        b = self.known(Range(i, (0,), (E * C - 1,)))
        assert b.nonnegative(E - 1 - floor_div(i, C))
        assert not b.nonnegative(E - 2 - floor_div(i, C))


def test_what_cannot_be_proved_is_named_with_its_line():
    beyond = define(tensor("v", i)[i], Y[i + 1])
    layer = Layer("beyond", [define(Y[i], total(X[i, j], over=j)), beyond], wrt=(X,))
    with pytest.raises(
        Illegal, match=r"cannot prove[^$]*in the definition of v \(.*test_check.py:"
    ) as caught:
        check(lower(layer.program, layer), layer)
    assert beyond.origin in str(caught.value)
