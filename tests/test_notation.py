"""Every word of the notation, and every message with which it refuses what it cannot say."""

from typing import Any

import numpy as np
import pytest
import sympy
from sympy import S

import derive.notation
from derive.expr import Acc, FloorDiv, Index, Iverson, Modulo, Reduce, Where, ge, gt, ne
from derive.layers import conv2d, dense
from derive.model.layer import Def, Layer, ModelError, Option, Program
from derive.notation import (
    Abs,
    bracket,
    ceil,
    define,
    divides,
    eq,
    exp,
    floor,
    floor_div,
    index,
    integers,
    larger,
    largest,
    largest_at,
    modulo,
    oo,
    option,
    product,
    reflect,
    sigmoid,
    sign,
    size,
    sizes,
    smaller,
    smallest,
    smallest_at,
    tensor,
    total,
    where,
    window_count,
)
from tests.forms import value

N, K, L, q = sizes("N K L q")
n, k, l, j = index("n", N), index("k", K), index("l", L), Index("j")
X, Y, Z, W = tensor("x", n), tensor("y", n), tensor("z", n), tensor("w", n, k)
T = integers("t", n, below=N)


# -- the words ---------------------------------------------------------------------------------------


def test_the_words_are_all_there():
    assert all(hasattr(derive.notation, word) for word in derive.notation.__all__)


def test_sizes_are_positive_integers():
    assert size("N") == N and N.is_positive and N.is_integer
    assert [s.name for s in sizes("N K L")] == ["N", "K", "L"]


def test_tensors_and_integers():
    assert W.shape == (N, K) and W.axes == (n, k) and W.kind == "real"
    assert T.kind == "integer" and T.bound == N and T.sign == "nonnegative"
    assert tensor("p", n, sign="positive").sign == "positive"
    assert tensor("scalar").shape == () and tensor("scalar")[()].index == ()


def test_options():
    stride = option("stride", "s_h s_w", default=1, minimum=1)
    s_h, s_w = stride
    assert s_h.is_positive and s_w.is_integer and stride.kind == "int" and stride.default == 1
    (padding,) = option("padding", default=0, minimum=0)
    assert padding.is_nonnegative and padding.is_positive is None
    eps = option("eps", "epsilon", default=1e-5, minimum=0, real=True)
    assert eps.kind == "float" and eps.symbols[0].is_positive and not eps.symbols[0].is_integer
    (free,) = option("shift")
    assert free.is_integer and free.is_positive is None
    assert isinstance(eps, Option)


def test_an_option_without_a_default_can_be_tried():
    assert option("shift").example == 1 and option("kernel", minimum=3).example == 3
    assert option("p", real=True, minimum=0, maximum=0.5).example == 0.5
    assert option("stride", default=2).example == 2


def test_a_definition_runs_over_the_letters_of_its_left_side():
    one = define(W[n, k], X[n])
    assert one.free == ((n, 0, N - 1), (k, 0, K - 1)) and one.tensor == W and one.indices == (n, k)
    assert str(one) == "w[n, k] = x[n]   for n=0..N - 1, k=0..K - 1"


def test_the_digit_of_the_larger_weight_is_the_outer_one():
    flat = tensor("flat", index("a", N * K))
    assert define(flat[n * K + k], W[n, k]).indices == (n, k)
    assert define(flat[k * N + n], W[n, k]).indices == (k, n)


def test_a_sum_over_letters_or_ranges():
    assert total(X[n], over=n).binders == ((n, 0, N - 1),)
    assert total(W[n, k], over=(n, k)).binders == ((n, 0, N - 1), (k, 0, K - 1))
    assert total(X[j], over=(j, 0, n)).binders == ((j, 0, n),)
    assert total(X[j], over=(j, n, N - 1)).binders == ((j, n, N - 1),)
    assert total(X[j], over=(j, n, k)).binders == ((j, n, k),), "j has no extent: a range from n to k"
    assert [b[0] for b in total(1, over=(n, k, l)).binders] == [n, k, l]
    assert total(X[j], over=[(j, 0, n), k]).binders == ((j, 0, n), (k, 0, K - 1))
    assert total(X[n], over=n, when=ge(n - 1)).guards == (ge(n - 1),)
    assert total(X[n], over=n, when=[ge(n - 1), ne(n - 3)]).guards == (ge(n - 1), ne(n - 3))


DATA = np.array([[3.0, -1.0, 3.0], [0.0, -4.0, 2.0]])
REDUCTIONS = {
    total: [5.0, -2.0],
    product: [-9.0, 0.0],
    largest: [3.0, 2.0],
    smallest: [-1.0, -4.0],
    largest_at: [0, 2],
    smallest_at: [1, 1],
}


@pytest.mark.parametrize("word", REDUCTIONS, ids=lambda word: word.__name__)
def test_what_a_reduction_means(word):
    found = value(word(W[n, k], over=k), [(n, S.Zero, N - 1)], {"w": DATA}, N=2, K=3)
    assert found.tolist() == REDUCTIONS[word]


NUMBERS = np.array([-2.5, -1.0, 0.0, 0.5, 2.0])
x = X[n]
WORDS = {
    "where": (where(gt(x), 10, 20), np.where(NUMBERS > 0, 10, 20)),
    "bracket": (bracket(gt(x), ne(x - 2)), (NUMBERS > 0) & (NUMBERS != 2)),
    "larger": (larger(x, 0), np.maximum(NUMBERS, 0)),
    "smaller": (smaller(x, 0), np.minimum(NUMBERS, 0)),
    "floor": (floor(x), np.floor(NUMBERS)),
    "ceil": (ceil(x), np.ceil(NUMBERS)),
    "Abs": (Abs(x), np.abs(NUMBERS)),
    "floor_div": (floor_div(n - 3, 2), (np.arange(5) - 3) // 2),
    "modulo": (modulo(n - 3, 2), (np.arange(5) - 3) % 2),
    "reflect": (X[reflect(n - 2, N)], NUMBERS[[2, 1, 0, 1, 2]]),
    "reflect at the end": (X[reflect(n + 2, N)], NUMBERS[[2, 3, 4, 3, 2]]),
    "divides": (bracket(divides(2, n)), np.arange(5) % 2 == 0),
    "at": (X.at(n - 1, outside=7), [7, *NUMBERS[:-1]]),
}


@pytest.mark.parametrize("name", WORDS)
def test_what_a_word_means(name):
    expr, wanted = WORDS[name]
    found = value(expr, [(n, S.Zero, N - 1)], {"x": NUMBERS}, N=5)
    assert np.array_equal(found, np.asarray(wanted, float))


def test_words_are_atoms():
    assert where(gt(x), 1, 0) == Where(gt(x), S.One, S.Zero) and bracket(eq(n - k)) == Iverson(eq(n - k))
    assert floor_div(n, 2) == FloorDiv(n, S(2)) and modulo(n, 2) == Modulo(n, S(2))


def test_at_equality_the_first_of_two_wins():
    assert larger(x, 0).args[1] == x and smaller(x, 0).args[1] == x
    assert larger(x, 0).conds == (ge(x),) and smaller(x, 0).conds == (ge(-x),)


@pytest.mark.parametrize(
    ("wide", "kernel", "stride", "dilation", "before", "after", "count"),
    [
        (5, 3, 1, 1, 0, 0, 3),
        (5, 3, 2, 1, 1, 1, 3),
        (6, 3, 2, 1, 0, 0, 2),
        (7, 3, 1, 2, 0, 0, 3),
        (4, 4, 3, 1, 0, 2, 1),
    ],
)
def test_how_many_windows_fit(wide, kernel, stride, dilation, before, after, count):
    assert window_count(wide, kernel, stride, dilation, before, after) == count


# -- layers ------------------------------------------------------------------------------------------


def test_inputs_are_found_in_order_and_the_last_definition_is_the_output():
    last = tensor("last", n)
    layer = Layer("l", [define(Z[n], X[n] * Y[n]), define(last[n], Z[n] + X[n])], wrt=(Y,))
    assert layer.inputs == (Y, X) and layer.outputs == (last,) and layer.aux == ()
    assert layer.definition(Z).expr == X[n] * Y[n]
    with pytest.raises(KeyError, match="forward defines no q"):
        layer.definition(tensor("q", n))
    assert isinstance(layer.program, Program)


def test_sizes_stand_in_an_order_in_which_they_can_be_computed():
    layer = Layer("l", [define(X[n], Y[n] * q)], wrt=(Y,), sizes={q: L + 1, L: 2 * N})
    assert list(layer.sizes) == [L, q]


def test_fixing_options_removes_them():
    symbols = {s.name: s for s in conv2d.option_symbols}
    made = conv2d.specialise({symbols["G"]: 1, symbols["s_h"]: 2})
    left = {s.name for s in made.option_symbols}
    assert "G" not in left and "s_h" not in left and "s_w" in left
    assert "groups" not in {o.name for o in made.options}
    assert not any(d.expr.has(symbols["G"]) or d.lhs.has(symbols["G"]) for d in made.forward)
    assert [z.name for z in made.forward[0].indices] == ["n", "o", "i", "j"], "one group is no index"
    (batch,) = [s for s in dense.wrt[0].free_symbols if s.name == "N"]
    assert dense.specialise({batch: 4}).wrt[0].shape[0] == 4


@pytest.mark.parametrize("layer", [conv2d, dense], ids=lambda layer: layer.name)
def test_fixing_sizes_reaches_the_letters(layer):
    """A letter runs as far as its array: what is printed of its range has the number, too."""
    fixed = {s: 4 for s in layer.wrt[0].free_symbols if s.name in ("N", "W", "K")}
    assert fixed
    made = layer.specialise(fixed)
    letters = set().union(*(d.lhs.atoms(Index) | d.expr.atoms(Index) for d in made.forward))
    left = set().union(*(z.extent.free_symbols for z in letters if z.extent is not None))
    assert not left & set(fixed)
    for t in made.inputs:
        assert [z.extent for z in t.axes] == list(t.shape)


def test_letters_of_one_name_stay_apart_when_their_sizes_agree():
    i, other = index("i", N), index("i", K)
    layer = Layer("l", [define(tensor("q", i)[i], total(W[i, other], over=other))], wrt=(W,))
    (one,) = layer.specialise({N: 3, K: 3}).forward
    assert one.expr.bound.isdisjoint(one.indices)


# -- refusals ----------------------------------------------------------------------------------------


def layer(*forward, wrt=(X,), **fields):
    return Layer("bad", list(forward), wrt=wrt, **fields)


REFUSED = {
    "a recurrence": (
        lambda: layer(define(Y[n], X[n] + Y.at(n - 1))),
        "bad: y reads y before it is complete; a recurrence cannot be said .*: write the closed form",
    ),
    "a use before the definition": (
        lambda: layer(define(Y[n], Z[n]), define(Z[n], X[n])),
        "bad: y reads z before it is complete",
    ),
    "a symbol without a value": (
        lambda: layer(define(Y[n], q * X[n])),
        "bad: in the definition of y nothing gives q a value: neither an index of its left side, a sum's",
    ),
    "an extent without a value": (
        lambda: layer(define(W[n, k], X[n])),
        "bad: nothing gives K, in the shape or range of w, a value",
    ),
    "an index of no sum": (
        lambda: layer(define(Y[n], X[n] + X[j])),
        "in the definition of y nothing gives j a value",
    ),
    "integers to differentiate": (
        lambda: layer(define(Y[n], X[n]), wrt=(T,)),
        "bad: t holds integers, it has no gradient",
    ),
    "no definition": (layer, "bad: forward has no definition"),
    "a condition for a number": (
        lambda: define(Y[n], X[n] > 0),
        r"define \(.*test_notation.py:\d+\): x\[n\] > 0 is a condition, no number; bracket",
    ),
    "a condition in a sum": (lambda: total(ge(X[n]), over=n), r"body: x\[n\] >= 0 is a condition"),
    "a truth value": (lambda: where(gt(X[n]), True, False), "where: True is a condition"),
    "a text": (lambda: define(Y[n], "x[n]"), r"define \(.*\): 'x\[n\]' is no expression"),
    "a tensor": (lambda: total(X, over=n), "body: x is no expression"),
    "what defines nothing": (
        lambda: layer(X[n] * 2),
        r"bad: forward holds 2\*x\[n\]: expected define\(...\) or apply\(...\)",
    ),
    "sizes in a circle": (
        lambda: layer(define(Y[n], X[n]), sizes={K: L, L: K}),
        "bad: the sizes K, L are defined by each other",
    ),
    "an output that nothing defines": (
        lambda: layer(define(Y[n], X[n]), outputs=(Z,)),
        "bad: z is neither an input nor defined in the forward",
    ),
    "a stranger beside the declared inputs": (
        lambda: layer(define(Y[n], X[n] * Z[n]), inputs=(X,)),
        "bad: y reads z, which is no input",
    ),
    "an axis without extent": (
        lambda: tensor("v", j),
        r"tensor v: the axis j needs an extent: index\('j', size\)",
    ),
    "a sum without a range": (
        lambda: total(X[j], over=j),
        r"the bound index j needs a range: \(j, first, last\)",
    ),
    "a left side that is no element": (
        lambda: define(n + 1, X[n]),
        "the left side of a definition is an element of a tensor",
    ),
    "a left side without extent": (
        lambda: define(Y[j], X[n]),
        r"y\[j\]: the index j needs an extent: index\('j', size\)",
    ),
    "a loop without end": (
        lambda: layer(define(Y[n], total(X[j], over=(j, 0, oo)))),
        "bad: j in y runs from 0 to oo; only finite ranges of integers .* no loop of unknown length",
    ),
    "a loop as long as a real number says": (
        lambda: layer(define(Y[n], total(X[j], over=(j, 0, X[n])))),
        r"bad: j in y runs from 0 to x\[n\]; only finite ranges of integers",
    ),
    "a place that depends on data": (
        lambda: layer(define(Y[T[n]], X[n])),
        r"bad: the left side y\[t\[n\]\] depends on data",
    ),
    "two definitions": (lambda: layer(define(Y[n], X[n]), define(Y[n], 2 * X[n])), "bad: y is defined twice"),
    "a real number for an index": (
        lambda: layer(define(Y[n], X[X[n]])),
        r"bad: the index x\[n\] of x is no integer; round it \(floor\) or interpolate \(hat\)",
    ),
    "a diagonal that leaves the rest undefined": (
        lambda: layer(define(tensor("q", n, n)[n, n], X[n])),
        r"bad: q\[n, n\] runs over N places, q has N\*\*2",
    ),
    "one element of many": (lambda: layer(define(Y[0], X[0])), r"bad: y\[0\] runs over 1 places, y has N: "),
    "every second element": (
        lambda: layer(define(tensor("q", index("a", 2 * N))[2 * n], X[n])),
        r"bad: q\[2\*n\] runs over N places, q has 2\*N",
    ),
    "an axis of another extent": (
        lambda: layer(define(Y[k], W[n, k]), wrt=(W,)),
        r"bad: y\[k\] .*y has N|bad: in the definition of y nothing gives n",
    ),
    "a derived extent that is not reached": (
        lambda: layer(define(tensor("q", index("a", L))[n], X[n]), sizes={L: N + 1}),
        r"bad: q\[n\] runs over N places, q has L",
    ),
    "a left side that nothing gives a value": (
        lambda: layer(define(Y[n + q], X[n])),
        "in the definition of y nothing gives q a value",
    ),
    "half an index": (lambda: layer(define(Y[n], X[n / 2])), "bad: the index n/2 of x is no integer"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_say_what_and_where(name):
    make, message = REFUSED[name]
    with pytest.raises(ModelError, match=message):
        make()


def test_what_covers_its_array_is_admitted():
    flat = tensor("flat", index("a", N * K))
    assert layer(define(flat[n * K + k], W[n, k]), wrt=(W,)).outputs == (flat,)
    half = tensor("half", index("a", L))
    with pytest.raises(ModelError, match=r"for N = 1 half\[0\] is|for N = 3 half\[2\] is no element"):
        layer(define(half[n], X[n]), sizes={L: 2 * floor_div(N, 2)})
    assert layer(define(half[n], X[n]), sizes={L: N}).outputs == (half,)
    one = tensor("one", index("a", 1))
    assert layer(define(one[0], total(X[n], over=n))).outputs == (one,)


def test_a_refusal_names_the_line_of_the_definition():
    with pytest.raises(ModelError) as caught:
        layer(define(Z[n], X[n]), define(Y[n], q * X[n]))
    line = caught.traceback[0].lineno + 1
    assert f"test_notation.py:{line})" in str(caught.value)


def test_where_a_definition_stands_distinguishes_nothing():
    one, same = define(Y[n], X[n]), define(Y[n], X[n])
    assert one.origin and one == same and hash(one) == hash(same) and "origin" not in repr(one)
    assert one.substitute({N: S(3)}).origin == one.origin, "and is kept"


def test_the_rank_is_checked():
    with pytest.raises(ValueError, match=r"w has 2 axes \(n, k\), but 1 indices were given"):
        W[n]
    with pytest.raises(ValueError, match="but 3 indices were given"):
        W.at(n, k, l)


real = sympy.Symbol("real", real=True)
FOREIGN = {
    "Max": sympy.Max(x, real), "Min": sympy.Min(x, real),
    "Piecewise": sympy.Piecewise((x, real > 0), (0, True)),
    "Sum": sympy.Sum(x, (real, 0, 3)), "Product": sympy.Product(x + real, (real, 0, 3)),
    "Heaviside": sympy.Heaviside(x), "KroneckerDelta": sympy.KroneckerDelta(n, k), "Mod": sympy.Mod(n, K),
}  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_sympys_own_words_are_answered_with_ours(name):
    with pytest.raises(ModelError, match=rf"bad: {name} in the definition of y: write .*"):
        layer(define(Y[n], FOREIGN[name]))


def test_sizes_in_a_definition_are_replaced():
    one = define(Y[n], exp(X[n]))
    assert isinstance(one, Def) and one.substitute({N: S(3)}).free == ((n, 0, 2),)
    assert isinstance(one.lhs, Acc) and isinstance(total(x, over=n), Reduce)


@pytest.mark.parametrize("name", ["out", "save", "residuals", "lambda", "two words"])
def test_names_that_no_argument_can_have_are_refused(name):
    x = tensor(name, index("n", N))
    with pytest.raises(ModelError, match="cannot name an argument"):
        Layer("l", [define(tensor("y", index("n", N))[index("n", N)], x[index("n", N)])], wrt=(x,))


def test_a_size_or_an_option_alone_is_a_number():
    """SymPy's symbols are truth values too."""
    (size,) = sizes("M")
    letter = index("m", size)
    assert where(gt(letter), size, letter).args[1:] == (size, letter)
    assert total(size, over=letter).body == size and total(letter, over=letter).body == letter


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (lambda x, p: x + p, lambda x, p: x + p),
        (lambda x, p: p - x, lambda x, p: p - x),
        (lambda x, p: 1 - 2 * p, lambda x, p: 1 - 2 * p),
        (lambda x, p: x**p / p, lambda x, p: x**p / p),
        (lambda x, p: 3**-p, lambda x, p: 3 ** (-p)),
        (lambda x, p: exp(p) * p, lambda x, p: exp(p) * p),
        (lambda x, p: where(x > p, p, x), lambda x, p: where(x > p, p, x)),
        (lambda x, p: where(p <= x, x, 0), lambda x, p: where(p <= x, x, 0)),
    ],
)
def test_an_option_of_one_symbol_stands_in_a_formula(written: Any, meant: Any) -> None:
    x, p = tensor("x")[()], option("p", default=2, minimum=0, real=True)
    assert written(x, p) == meant(x, p.symbols[0])


def test_an_option_bounds_a_sum_and_an_index() -> None:
    p, k = option("pad", "p", default=1, minimum=0), index("k", size("K"))
    x = tensor("x", k)
    assert total(x[k - p], over=(k, 0, p)) == total(x[k - p.symbols[0]], over=(k, 0, p.symbols[0]))


def test_an_option_of_several_symbols_is_unpacked_first() -> None:
    pads = option("padding", "p_t p_b", default=0)
    with pytest.raises(ModelError, match=r"padding stands for 2 symbols: unpack it, `p_t, p_b = option\("):
        pads + 1


@pytest.mark.parametrize(("word", "wanted"), [(sign, np.sign), (sigmoid, lambda x: 1 / (1 + np.exp(-x)))])
def test_words_have_the_values_that_their_names_promise(word: Any, wanted: Any) -> None:
    points = np.array([-40.0, -2.0, 0.0, 0.5, 30.0])
    x = tensor("x", index("m", size("M")))
    found = value(word(x[x.axes[0]]), ((x.axes[0], S.Zero, S(4)),), {"x": points}, M=5)
    assert found == pytest.approx(wanted(points), rel=1e-15)
