"""The prover: what it says is true is true, and it knows what the layers need."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import S, Symbol

from derive.expr import FloorDiv, Index, Modulo, Residue, divides, eq, ge, ne
from derive.notation import index, integers, sizes, tensor, window_count
from derive.proof import Ranges, exact_division_facts, size_facts

N, K, O, H, s, d, q = sizes("N K O H s d q")
p = Symbol("p", integer=True, nonnegative=True)
n, k, o, u = index("n", N), index("k", K), index("o", O), index("u", K)
j, z = Index("j"), Index("z")
T = integers("t", n, below=K)
X = tensor("x", n)


def span(*letters):
    return [(i, S.Zero, i.extent - 1) for i in letters]


SIZES = Ranges()
FULL = Ranges(span(n, k))
TRIANGLE = Ranges([*span(n), (j, S.Zero, n), (z, j, N - 1)])
WINDOW = Ranges(span(o, u), size_facts({O: window_count(H, K, s, d, p, p)}))

TRUE = [
    (SIZES, N - 1), (SIZES, N * K - N), (SIZES, N * K - N - K + 1), (SIZES, p), (SIZES, S.Zero),
    (FULL, n), (FULL, N - 1 - n), (FULL, n * K + k), (FULL, N * K - 1 - n * K - k), (FULL, n + k),
    (FULL, FloorDiv(n, 2)), (FULL, n - FloorDiv(n, 2)), (FULL, K - 1 - Modulo(n, K)),
    (FULL, Modulo(n - k, N)), (FULL, s - 1 - Residue(d, n, s)), (FULL, T[n]), (FULL, K - 1 - T[n]),
    (FULL, FloorDiv(n + K, K) - 1),
    (TRIANGLE, n - j), (TRIANGLE, N - 1 - j), (TRIANGLE, z - j), (TRIANGLE, z), (TRIANGLE, N - 1 - z + j),
    (WINDOW, H + 2 * p - 1 - (s * o + d * u)), (WINDOW, s * o + d * u),
    (WINDOW, H - 1 + 2 * p - s * (O - 1) - d * (K - 1)),
]  # fmt: skip

FALSE = [
    (SIZES, N - 2), (SIZES, -N), (SIZES, N - K), (SIZES, p - 1), (SIZES, S(-1)), (SIZES, j),
    (FULL, n - 1), (FULL, N - 2 - n), (FULL, n - k), (FULL, N * K - 2 - n * K - k),
    (FULL, FloorDiv(n, 2) - 1), (FULL, FloorDiv(n - 1, 2)), (FULL, K - 2 - Modulo(n, K)),
    (FULL, K - 2 - T[n]), (FULL, FloorDiv(-n, K)),
    (FULL, X[n]), (FULL, s - 2 - Residue(d, n, s)),
    (TRIANGLE, j - n), (TRIANGLE, n - z), (TRIANGLE, N - 2 - j),
    (WINDOW, H - 1 - (s * o + d * u)), (WINDOW, H + 2 * p - 2 - (s * o + d * u)), (WINDOW, s * o - p),
]  # fmt: skip


@pytest.mark.parametrize(("ranges", "e"), TRUE, ids=lambda x: "" if isinstance(x, Ranges) else str(x))
def test_true_things_are_proved(ranges, e):
    assert ranges.nonnegative(e)


@pytest.mark.parametrize(("ranges", "e"), FALSE, ids=lambda x: "" if isinstance(x, Ranges) else str(x))
def test_what_may_be_negative_is_not_proved(ranges, e):
    assert not ranges.nonnegative(e)


def test_without_the_facts_a_window_may_leave_the_image():
    assert not Ranges(span(o, u)).nonnegative(H + 2 * p - 1 - (s * o + d * u))


def test_conditions_are_decided_or_left_open():
    assert FULL.holds(ge(n)) is True and FULL.holds(ge(-n - 1)) is False and FULL.holds(ge(n - 1)) is None
    assert FULL.holds(ne(n + 1)) is True and FULL.holds(eq(n - N)) is False and FULL.holds(eq(n)) is None
    assert FULL.holds(divides(s, n)) is None


def test_inner_indices_hide_outer_ones():
    inner = FULL.within([(n, K, K + 1)])
    assert inner.nonnegative(n - K) and not inner.nonnegative(N - 1 - n) and not FULL.nonnegative(n - K)
    assert inner.nonnegative(k), "the others stay"


def test_facts_can_be_added_inside():
    assert not FULL.nonnegative(N - K) and FULL.within([], [N - K]).nonnegative(N - K)


def test_what_a_size_says():
    low, high = size_facts({O: FloorDiv(N - K, s) + 1})
    assert low == (N - K - s * (O - 1)).expand() and high == (s * (O - 1) + s - 1 - N + K).expand()
    assert set(size_facts({q: N * K})) == {N * K - q, q - N * K}
    assert size_facts({q: 2 * FloorDiv(N, s)}) == [], "nothing is claimed of what is not understood"


@pytest.mark.parametrize(("wide", "kernel", "step"), list(itertools.product((3, 4, 7), (1, 3), (1, 2, 3))))
def test_what_a_size_says_is_so(wide, kernel, step):
    values = {N: wide, K: kernel, s: step, O: (wide - kernel) // step + 1}
    assert all(fact.subs(values) >= 0 for fact in size_facts({O: FloorDiv(N - K, s) + 1}))


def test_a_requirement_makes_a_quotient_exact():
    facts = exact_division_facts([divides(s, N)], {q: FloorDiv(N, s)})
    assert set(facts) == {s * q - N, N - s * q}
    assert exact_division_facts([ge(N - 3)], {q: FloorDiv(N, s)}) == []
    assert Ranges([(n, S.Zero, q - 1), (k, S.Zero, s - 1)], facts).nonnegative(N - 1 - s * n - k)


ATOMS = [n, k, j, N, K, p, FloorDiv(n, 2), FloorDiv(n + k, K), Modulo(n - k, K), n * K, N * K, T[n]]
ENVIRONMENT = Ranges([*span(n, k), (j, n, N - 1)])


def every_case():
    """All values of all indices in small boxes, as substitutions with the data of t."""
    for N_, K_, p_ in itertools.product((1, 2, 3), (1, 2, 3), (0, 2)):
        for n_, k_ in itertools.product(range(N_), range(K_)):
            for j_, t_ in itertools.product(range(n_, N_), {0, K_ - 1}):
                yield {N: N_, K: K_, p: p_, n: n_, k: k_, j: j_, "t": t_}


CASES = list(every_case())


def at(e, case):
    """By Python's own integers."""
    known = {
        FloorDiv(n, 2): case[n] // 2, FloorDiv(n + k, K): (case[n] + case[k]) // case[K],
        Modulo(n - k, K): (case[n] - case[k]) % case[K], T[n]: case["t"],
    }  # fmt: skip
    whole = (
        known
        | {x: case[x] for x in (n, k, j, N, K, p)}
        | {n * K: case[n] * case[K], N * K: case[N] * case[K]}
    )
    return sum(c * whole[a] for a, c in e)


@given(
    st.lists(
        st.tuples(st.sampled_from(ATOMS), st.integers(-2, 2)),
        min_size=1,
        max_size=4,
        unique_by=lambda t: t[0],
    ),
    st.integers(-3, 3),
)
def test_whatever_is_proved_holds_everywhere(terms, constant):
    """Soundness: random combinations of indices, sizes and integer functions against all small boxes."""
    e = sum((c * a for a, c in terms), S(constant))
    if ENVIRONMENT.nonnegative(e):
        worst = min(CASES, key=lambda case: at(terms, case))
        assert at(terms, worst) + constant >= 0, f"{e} is negative at {worst}"
