"""From scatter to gather: every inverse is compared with the scatter it came from, element by element."""

import itertools

import numpy as np
import pytest
from sympy import S, Symbol

from codegen.verification.interpreter.evaluate import Evaluator
from derive.autodiff.inversion.gather import MODES, invert
from derive.expr import Acc, Cond, FloorDiv, Index, Iverson, Modulo, Reduce, Residue, Tensor, divides, eq, ge
from derive.model.layer import Def, Program
from derive.notation import (
    Abs,
    floor_div,
    index,
    integers,
    modulo,
    reflect,
    size,
    sizes,
    tensor,
    window_count,
)
from derive.proof import Ranges, size_facts
from derive.simplify.normal_form import Normaliser, prune

A, B, K, L, N, O = sizes("A B K L N O")
s, d, p, r = size("s"), size("d"), Symbol("p", integer=True, nonnegative=True), size("r")
i, u, n, c = index("i", O), index("u", K), index("n", N), index("c", L)


def span(*letters):
    """The iteration space of declared letters."""
    return tuple((z, S.Zero, z.extent - 1) for z in letters)


def weights(space):
    """A tensor with one number per point of the space."""
    return Tensor("weight", [hi + 1 for _, _, hi in space], [z for z, _, _ in space])


def scattered(places, target, space, guards, values, data):
    """The scatter by loops: its places are computed here with Python's integers, one by one."""
    reader = Evaluator(values, dict(data))
    shape = reader.shape(target)
    made = np.zeros(shape)
    extents = [reader.scalar(hi) + 1 for _, _, hi in space]
    weight = np.random.default_rng(0).integers(1, 1000, extents).astype(float)

    def at(e, point):
        e = e.xreplace(point).xreplace(values)
        e = e.xreplace({a: S(int(data[a.tensor.name][tuple(int(k) for k in a.index)])) for a in e.atoms(Acc)})
        return int(e.doit())

    for numbers in itertools.product(*map(range, extents)):
        point = {z: S(k) for (z, _, _), k in zip(space, numbers, strict=True)}
        if all(at(g.of, point) >= 0 for g in guards):
            place = tuple(at(e, point) for e in places)
            if all(0 <= k < e for k, e in zip(place, shape, strict=True)):
                made[place] += weight[numbers]
    return made, weight


def as_sum(inverse, space):
    """The sum that an inverse stands for; a condition on no summed index stands in front of it."""
    body = Acc(weights(space), *(inverse.solved.get(z, z) for z, _, _ in space))
    summed = {z for z, _, _ in inverse.binders}
    outer = [g for g in inverse.guards if not g.free_symbols & summed]
    return Iverson(*outer) * Reduce(
        "sum", body, inverse.binders, [g for g in inverse.guards if g not in outer]
    )


def normal(inverse, space, facts=()):
    """The same in normal form."""
    return Normaliser()(as_sum(inverse, space), Ranges(inverse.free, facts))


def gathered(expr, inverse, target, values, weight, data):
    """The inverse as a definition, by the interpreter: it refuses reads outside and double writes."""
    one = Def(Acc(target, *inverse.lhs), inverse.free, expr)
    return Evaluator(values, {"weight": weight, **data}).run(Program("g", (), (one,), (target,)))[target.name]


def check(places, target, space, guards=(), mode="free", boxes=({},), facts=(), data=None, primal=None):
    inverse = invert(
        places, target, space, {i, n} if primal is None else primal, guards, mode=mode, facts=facts
    )
    assert inverse is not None
    forms = (as_sum(inverse, space), normal(inverse, space, facts))
    for box in boxes:
        values = {
            size_: S(box[size_.name])
            for size_ in _symbols(places, target, space, guards)
            if size_.name in box
        }
        arrays = data(box) if data else {}
        wanted, weight = scattered(places, target, space, guards, values, arrays)
        for form in forms:
            found = gathered(form, inverse, target, values, weight, arrays)
            assert np.array_equal(found, wanted), f"{mode} {box}\n{form}\n{inverse}"
    return inverse


def _symbols(places, target, space, guards):
    parts = [*places, *target.shape, *(e for b in space for e in b[1:]), *(g.of for g in guards)]
    parts += [e for t in set().union(*(x.atoms(Tensor) for x in places)) for e in (*t.shape, t.bound)]
    return set().union(*(e.free_symbols for e in parts))


def boxes(**ranges):
    """All small boxes of numbers."""
    return [dict(zip(ranges, values, strict=True)) for values in itertools.product(*ranges.values())]


def windows(strides=(1, 2, 3, 4), dilations=(1, 2, 3), limit=160):
    """Windows that fit: gcd(s, d) = 1 and > 1, s = d, kernels shorter than the stride."""
    found = []
    for a, k, s_, d_, p_ in itertools.product((1, 4, 7), (1, 2, 3), strides, dilations, (0, 1, 3)):
        o = (a + 2 * p_ - d_ * (k - 1) - 1) // s_ + 1
        if a + 2 * p_ - d_ * (k - 1) - 1 >= 0:
            found.append({"A": a, "K": k, "s": s_, "d": d_, "p": p_, "O": o})
    return found[:: max(1, len(found) // limit)]


def has_congruence(inverse):
    """A congruence that a loop over a summed index would have to test."""
    summed = {z for z, _, _ in inverse.binders}
    return any(g.kind == "divides" and g.free_symbols & summed for g in inverse.guards if isinstance(g, Cond))


def conditions(inverse):
    """The guards that the ranges do not prove."""
    return prune(inverse.guards, Ranges((*inverse.free, *inverse.binders)))


x1 = tensor("x", index("a", A))


@pytest.mark.parametrize("mode", MODES)
def test_a_single_index_becomes_the_index_of_the_result(mode):
    target = tensor("x", index("n", N), index("a", K))
    inverse = check((n, u), target, span(n, u), mode=mode, boxes=boxes(N=(1, 3), K=(1, 2)))
    assert not inverse.binders and not conditions(inverse)


@pytest.mark.parametrize("mode", MODES)
def test_an_index_that_is_not_read_is_summed(mode):
    inverse = check(
        (n,), tensor("x", index("n", N)), span(n, i, u), mode=mode, boxes=boxes(N=(2,), O=(1, 3), K=(2,))
    )
    assert [z for z, _, _ in inverse.binders] == [i, u]


@pytest.mark.parametrize("mode", MODES)
def test_windows_with_stride_dilation_and_padding(mode):
    at = s * i + d * u - p
    facts = size_facts({O: window_count(A, K, s, d, p, p)})
    inverse = check((at,), x1, span(i, u), (ge(at), ge(A - 1 - at)), mode, windows(), facts)
    assert has_congruence(inverse) == (mode != "residue")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("numbers", [(1, 1), (2, 1), (1, 2), (4, 6), (6, 4), (3, 3), (2, 3)], ids=str)
def test_windows_with_numbers_in_place_of_options(mode, numbers):
    stride, dilation = numbers
    at = stride * i + dilation * u - p
    inverse = check(
        (at,), x1, span(i, u), (ge(at), ge(A - 1 - at)), mode,
        list(windows((stride,), (dilation,))),
    )  # fmt: skip
    unit = mode == "unit" and 1 in numbers
    assert has_congruence(inverse) == (dilation % stride != 0 and mode != "residue" and not unit)


def test_the_three_modes_solve_for_different_indices():
    at = s * i + u - p
    forms = {mode: invert((at,), x1, span(i, u), {i}, (ge(at), ge(A - 1 - at)), mode=mode) for mode in MODES}
    (a,) = x1.axes
    assert forms["free"].solved == {i: FloorDiv(a + p - u, s)}
    assert forms["unit"].solved == {u: a + p - s * i}
    left = forms["residue"].lhs[0]
    (r_, _, last), (q, _, _) = forms["residue"].free
    assert left == s * q + r_ - p and last == s - 1


def test_residue_classes_run_over_multiples_of_s_over_gcd():
    """s = 4, d = 6: only even residues occur, and u steps by 4/gcd = 2 through one class."""
    at = 4 * i + 6 * u
    inverse = invert((at,), x1, span(i, u), {i}, mode="residue")
    ((t, low, high),) = inverse.binders
    r_ = inverse.free[0][0]
    assert inverse.solved[u] == Residue(6, r_, 4) + 2 * t
    assert (low, high) == (0, FloorDiv(K - 1 - Residue(6, r_, 4), 2))
    assert divides(2, r_) in inverse.guards


def test_an_overlapping_window_is_no_mixed_radix():
    """K may exceed s, so ``s i + u`` meets an element several times: a sum over u stays."""
    at = s * i + u
    inverse = check(
        (at,), x1, span(i, u), (ge(A - 1 - at),), "free", [b for b in windows(dilations=(1,)) if b["p"] == 0]
    )
    assert inverse.binders


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("flipped", [False, True])
def test_mixed_radix_stands_on_the_left(mode, flipped):
    target = tensor("x", index("a", N * L))
    digits = (n * L + c) if not flipped else (c * N + n)
    inverse = check((digits,), target, span(n, c), mode=mode, boxes=boxes(N=(1, 2, 3), L=(1, 2, 4)))
    assert inverse.lhs == (digits,) and not inverse.binders and not conditions(inverse)


def test_three_digits():
    z = index("z", K)
    target = tensor("x", index("a", N * L * K))
    inverse = check(((n * L + c) * K + z,), target, span(n, c, z), boxes=boxes(N=(1, 2), L=(1, 3), K=(1, 2)))
    assert not inverse.binders


@pytest.mark.parametrize("offset", [0, 1])
def test_a_missing_low_digit_is_a_bracket(offset):
    """x[2 c + 1] (the vertical and the horizontal offsets of a deformable tap)."""
    target = tensor("x", index("a", 2 * L))
    inverse = check((2 * c + offset,), target, span(c), boxes=boxes(L=(1, 3)), primal=set())
    k = inverse.free[-1][0]
    assert inverse.lhs == (2 * c + k,) and eq(k - offset) in inverse.guards


def test_an_incomplete_mixed_radix_is_not_taken_for_a_complete_one():
    """x has an element more than n L + c reaches: it must be written too (with 0)."""
    target = tensor("x", index("a", N * L + 1))
    check((n * L + c,), target, span(n, c), boxes=boxes(N=(1, 3), L=(1, 2, 3)))


def test_digits_that_do_not_fit_are_no_radix():
    """Weight L+1 under a digit of L values leaves gaps, weight L under L+1 values overlaps."""
    wide = index("w", L + 1)
    target = tensor("x", index("a", N * (L + 1)))
    check((n * (L + 1) + c,), target, span(n, c), boxes=boxes(N=(1, 3), L=(1, 2, 3)))
    check((n * L + wide,), target, span(n, wide), boxes=boxes(N=(1, 3), L=(1, 2, 3)))


@pytest.mark.parametrize("mode", MODES)
def test_division_becomes_a_sum_over_the_remainder(mode):
    a = index("a", r * L)
    target = tensor("x", index("c", L))
    inverse = check(
        (floor_div(a, r),), target, span(a), mode=mode, boxes=boxes(L=(1, 3), r=(1, 2, 3)), primal={a}
    )
    (z, low, high) = inverse.binders[0]
    assert (low, high) == (0, r - 1) and inverse.solved[a] == r * target.axes[0] + z


@pytest.mark.parametrize("mode", MODES)
def test_a_division_that_leaves_a_shorter_last_block(mode):
    a = index("a", A)
    target = tensor("x", index("c", B))
    inverse = check(
        (floor_div(a, r),), target, span(a), (ge(B - 1 - floor_div(a, r)),), mode,
        boxes(A=(1, 4, 5), B=(1, 2, 3), r=(1, 2, 3)), primal={a},
    )  # fmt: skip
    assert inverse.binders


@pytest.mark.parametrize("mode", MODES)
def test_modulo_becomes_a_sum_over_the_turns(mode):
    k = index("k", K)
    j = index("j", L)
    target = tensor("x", index("a", L))
    at = modulo(j - k, L)
    check((at,), target, span(j, k), mode=mode, boxes=boxes(L=(1, 2, 3), K=(1, 2, 5)), primal={j})


@pytest.mark.parametrize("mode", MODES)
def test_division_and_remainder_of_one_index_recombine(mode):
    """Depth to space: x[(a mod r), ⌊a/r⌋] visits every element once."""
    a = index("a", r * L)
    target = tensor("x", index("k", r), index("c", L))
    inverse = check(
        (modulo(a, r), floor_div(a, r)),
        target,
        span(a),
        mode=mode,
        boxes=boxes(L=(1, 3), r=(1, 2, 3)),
        primal={a},
    )
    assert not normal(inverse, span(a)).has(Reduce)


def test_two_windows_in_one_access():
    v, j = index("v", L), index("j", B)
    target = tensor("x", index("a", A), index("b", N))
    at, bt = 2 * i + u, j + 2 * v
    guards = (ge(A - 1 - at), ge(N - 1 - bt))
    some = boxes(A=(3, 4), N=(3,), O=(1, 2), K=(1, 3), B=(1, 2), L=(1, 2))
    for mode in MODES:
        check((at, bt), target, span(i, j, u, v), guards, mode, some, primal={i, j})


def test_a_diagonal_ties_two_axes_to_one_index():
    target = tensor("x", index("a", N), index("b", N))
    inverse = check((n, n), target, span(n), boxes=boxes(N=(1, 3)))
    assert any(g.kind == "eq" for g in inverse.guards), "off the diagonal the gradient is zero"


def test_an_index_in_reverse():
    target = tensor("x", index("a", N))
    inverse = check((N - 1 - n,), target, span(n), boxes=boxes(N=(1, 2, 4)))
    assert inverse.solved[n] == N - 1 - target.axes[0] and not inverse.binders


def test_a_triangle_keeps_its_bounds():
    """Σ_{j<=i} x[j]: i runs over the rest for each j."""
    j = Index("j")
    target = tensor("x", index("a", O))
    space = ((i, S.Zero, O - 1), (j, S.Zero, i))
    inverse = invert((j,), target, space, {i})
    (a,) = target.axes
    assert [b[0] for b in inverse.binders] == [i] and inverse.solved == {j: a} and ge(i - a) in inverse.guards


def test_an_integer_datum_is_a_selector():
    label = integers("t", n, below=L)
    target = tensor("x", index("n", N), index("c", L))
    inverse = check(
        (n, label[n]), target, span(n), boxes=boxes(N=(1, 4), L=(1, 3)),
        data=lambda box: {"t": np.random.default_rng(1).integers(0, box["L"], box["N"])},
    )  # fmt: skip
    (letter,) = target.axes[1:]
    assert not inverse.binders and eq(letter - label[target.axes[0]]) in inverse.guards


def test_a_congruence_given_with_the_access_makes_a_division_exact():
    """The adjoint of an adjoint: where s | i stands beside x[⌊i/s⌋], no remainder is summed."""
    wide = index("w", s * O)
    target = tensor("x", index("a", O))
    inverse = invert((floor_div(wide, s),), target, span(wide), {wide}, (divides(s, wide),))
    assert inverse.solved[wide] == s * target.axes[0] and not inverse.binders


UNSOLVABLE = {
    "a product of indices": (n * i, (n, i)),
    "a square": (n**2, (n,)),
    "a reflection": (reflect(n + i - 1, A), (n, i)),
    "an absolute value": (Abs(n - i), (n, i)),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", UNSOLVABLE)
def test_what_cannot_be_solved_is_none(name, mode):
    at, letters = UNSOLVABLE[name]
    assert invert((at,), x1, span(*letters), {n}, mode=mode) is None


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="mode: expected one of free, unit, residue, got 'clever'"):
        invert((n,), x1, span(n), {n}, mode="clever")


def test_new_indices_avoid_the_names_that_are_taken():
    at = s * i + d * u
    taken = [Index(name) for name in ("r", "q", "t")]
    inverse = invert((at,), x1, span(i, u), {i}, mode="residue", avoid=taken)
    made = {z.name for z, _, _ in (*inverse.free, *inverse.binders)}
    assert made == {"r'", "q'", "t'"}
    two = tensor("x", index("a", A), index("b", B))
    j, v = index("j", N), index("v", L)
    inverse = invert((s * i + u, s * j + v), two, span(i, j, u, v), {i, j}, mode="residue")
    names = [z for z, _, _ in (*inverse.free, *inverse.binders)]
    assert len(set(names)) == len(names) == 6


def test_plain_names_every_axis_by_the_tensors_letter():
    target = tensor("x", index("a", N * L))
    inverse = invert((n * L + c,), target, span(n, c), {n}, plain=True)
    (a,) = target.axes
    assert inverse.lhs == (a,)
    assert inverse.solved == {n: FloorDiv(a, L), c: Modulo(a, L)}


def test_the_comparison_sees_a_condition_that_is_lost():
    right = invert((n + i,), x1, span(n, i), {n})
    values = {A: S(3), N: S(2), O: S(2)}
    wanted, weight = scattered((n + i,), x1, span(n, i), (), values, {})
    form = as_sum(right, span(n, i))
    assert np.array_equal(gathered(form, right, x1, values, weight, {}), wanted)
    with pytest.raises(ArithmeticError, match="reads outside"):
        gathered(Reduce("sum", form.body, form.binders), right, x1, values, weight, {})


def test_a_remainder_reaches_only_what_lies_below_its_modulus():
    """x[i mod s]: an element at s or beyond is read by none, though a is as long as it likes."""
    target = tensor("x", index("a", A))
    found = check(
        (modulo(i, s),),
        target,
        span(i),
        [ge(A - s)],
        boxes=boxes(A=(2, 5), s=(1, 2, 3), O=(1, 4, 7)),
        primal={i},
    )
    assert any(ge(s - 1 - z) in found.guards for z, _, _ in found.free)
