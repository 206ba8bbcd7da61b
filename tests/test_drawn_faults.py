"""What models drawn at random have shown to be wrong, each as the smallest model that shows it."""

import pytest

from codegen.pipeline import compile_layer
from codegen.verification import rungs
from derive.notation import (
    Abs,
    Layer,
    bracket,
    ceil,
    define,
    eq,
    floor,
    ge,
    gt,
    hat,
    index,
    integers,
    larger,
    largest,
    ne,
    sigmoid,
    sin,
    sizes,
    smallest,
    softmax,
    stop_gradient,
    tanh,
    tensor,
    total,
    where,
)
from tests.test_drawn_models import FORMULA, failures

N, C, H, K = sizes("N C H K")
n, m, c, d, h, g, k = (index(z, e) for z, e in zip("nmcdhgk", (N, N, C, C, H, H, K), strict=True))


def right(*forward, wrt, inputs=(), check="complex_text"):
    layer = Layer("drawn_fault", list(forward), wrt=wrt, inputs=inputs)
    assert failures(layer, rungs(check), examples=3) == []


def emitted(*forward, wrt, inputs=()):
    """Every access of every kernel is proved to lie inside its array, or this raises."""
    assert compile_layer(Layer("drawn_fault", list(forward), wrt=wrt, inputs=inputs))


def test_what_lies_beside_a_diagonal_is_cleared():
    """dw[j[n, c], n, n] += dy[n, c]: a plane for each n is no more than the diagonal of two axes."""
    w, j, y = tensor("w", k, n, m), integers("j", n, c, below=K), tensor("y", n, c)
    right(define(y[n, c], sin(w[j[n, c], n, n])), wrt=(w,), inputs=(w, j))


def test_arrays_that_two_passes_make_have_names_of_their_own():
    """A long row of sums and a sum at places of data both carry what rounding takes along."""
    x, v, j, y = tensor("x", h), tensor("v", k), integers("j", k, below=H), tensor("y", k, h)
    right(define(y[k, h], x[j[k]] * v[k] + v[k] * x[h] ** 2), wrt=(x, v), inputs=(x, v, j), check="exact")


def test_no_array_has_an_extent_that_hangs_on_a_letter():
    """Σ_k x[g, k] under g ≤ h is no array over g of which each h has another."""
    x, y = tensor("x", h, k), tensor("y", h, n)
    inner = total(x[g, k], over=k)
    emitted(define(y[h, n], largest(inner, over=(g, 0, h))), wrt=(x,), inputs=(x, tensor("v", n)))


def test_conditions_are_tested_in_the_order_in_which_they_make_sense():
    """Which label the winner has is asked where there is a winner."""
    x, j, y = tensor("x", h, c), integers("j", k, below=H, exempt=-1), tensor("y", h)
    best = smallest(total(x.at(j[k], c, outside=0), over=c), over=k)
    emitted(define(y[h], best), wrt=(x,), inputs=(x, j))


def test_a_label_is_read_under_the_bracket_that_says_where_it_is():
    """z[2 c] [2 c < C] with z[c] = v[c] [l[c] = c] reads l[2 c] under the bracket, too."""
    v, label, z, y = tensor("v", n, c), integers("l", c, below=C), tensor("z", n, c), tensor("y", n, c)
    forward = [define(z[n, c], v[n, c] * bracket(eq(c - label[c])))]
    forward += [define(y[n, c], z.at(n, 2 * c, outside=0) / (v[n, c] ** 2 + 2))]
    emitted(*forward, wrt=(v,), inputs=(v, label))


@pytest.mark.parametrize("squared", [1, 2])
def test_a_sum_with_a_name_has_the_conditions_on_labels_that_it_needs(squared):
    """A label that names nothing is no place, in a sum that stands before the condition as little."""
    x, label, y = tensor("x", n, h), integers("l", k, below=N, exempt=-1), tensor("y", k)
    row = total(x.at(label[k], h, outside=0), over=h)
    emitted(define(y[k], where(ne(label[k], -1), row**squared, 0)), wrt=(x,), inputs=(x, label))


def test_nothing_is_added_to_places_where_what_is_added_is_0():
    """A softmax over a letter that its body has not is constant: no bracket says where the zeros go."""
    x, z, y = tensor("x", n), tensor("z", n), tensor("y", n, h)
    read = total(hat(m, Abs(x[n])) * z.at(2 * m - 1, outside=0), over=m)
    forward = [define(z[n], x[n] ** 2), define(y[n, h], softmax(read, over=h))]
    emitted(*forward, wrt=(x,), inputs=(x, tensor("v", h)))


def test_a_condition_on_what_a_bracket_guards_stays_under_it():
    """The slope of σ(w[k] w[k − 1]) has a branch for each sign of a product that the last k has not."""
    w, y = tensor("w", k), tensor("y", k)
    emitted(define(y[k], sigmoid(w[k] * w.at(k - 1, outside=0))), wrt=(w,))


def test_a_name_for_a_label_is_known_to_be_a_place():
    """Where label_here is not −1 it is a place of x."""
    x, label, y = tensor("x", n, h), integers("l", k, below=N, exempt=-1), tensor("y", k)
    row = total(x.at(label[k], h, outside=0) ** 2 * where(ne(label[k], -1), 1, 0), over=h)
    emitted(define(y[k], row), wrt=(x,), inputs=(x, label))


def test_a_floor_of_a_real_is_known_where_the_real_is():
    """The cell of a hat at one number is none that the plain Python around compiled parts could compute."""
    x, w, z, y = tensor("x", k), tensor("w", c), tensor("z", c), tensor("y", k, c)
    position = total(x[k], over=k) ** 2 / 4
    weight = total(hat(d, position) * w[c], over=d)
    right(define(z[c], ceil(weight) * weight), define(y[k, c], x[k] * z[c]), wrt=(x, w), check="exact")


@pytest.mark.parametrize("over", [smallest, largest, total])
def test_a_sum_in_a_condition_of_a_loop_is_known_before_it(over):
    """max_k x[n, k] under Σ_c w[k, c] > 0 is no loop over k that sums anew in its bounds."""
    x, w, y = tensor("x", n, k), tensor("w", k, c), tensor("y", n)
    row = total(w[k, c], over=c)
    when = ge(k - floor(row)) if over is total else gt(row)
    emitted(define(y[n], over(x[n, k], over=k, when=when)), wrt=(x, w))


def test_a_sum_in_the_place_of_a_hat_is_known_before_its_cell():
    x, w, y = tensor("x", n, k), tensor("w", k, c), tensor("y", n)
    weight = hat(h, Abs(total(w[k, c], over=c)))
    emitted(define(y[n], total(weight * x[n, k], over=(k, h))), wrt=(x, w), inputs=(x, w, tensor("v", h)))


def test_what_steps_see_through_a_stop_is_rounded():
    """What the complex step sees beside the gradient is taken off; that it was rounded counts, too."""
    w, v, y = tensor("w", n), tensor("v", c, n), tensor("y", c)
    held = stop_gradient(Abs(total(w[n], over=n)))
    layer = Layer("held", [define(y[c], held * larger(total(v[c, n], over=n), 0))], wrt=(w, v))
    assert failures(layer, rungs("complex_text"), examples=8) == []


def test_no_part_of_a_sum_loses_a_letter_around_it():
    """Σ_h x[k, d, h] stands in the largest and in its place, for each d; an array over k alone has no d."""
    w, x, y = tensor("w", k), tensor("x", k, c, h), tensor("y", c)
    inner = total(w[k] * x[k, d, h], over=(k, h))
    emitted(define(y[c], tanh(largest(inner, over=(d, 0, c)))), wrt=(w, x))


def test_a_running_sum_sums_what_its_terms_sum():
    """Σ_{j ≤ k} tanh(Σ_c w[j, c]): each new term has a loop of its own."""
    w, y, j = tensor("w", k, c), tensor("y", k), index("j", K)
    emitted(define(y[k], total(tanh(total(w[j, c], over=c)), over=(j, 0, k))), wrt=(w,))


def test_no_factor_leaves_a_sum_that_may_be_empty_to_read_outside():
    """dx[n] = Σ_{m < n} w[n − 1] dy[m]: the first n has no w, and no term."""
    w, x, y = tensor("w", n), tensor("x", n), tensor("y", m)
    later = total(w.at(n - 1, outside=0) * x[n], over=(n, m + 1, N - 1))
    layer = Layer("later", [define(y[m], later)], wrt=(w, x))
    assert failures(layer, FORMULA, module_for=lambda _: {"vjp_x": print}) == []
    emitted(define(y[m], later), wrt=(w, x))
