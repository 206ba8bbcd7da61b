"""What several gradients sum is summed once, in one pass; numbers stand beside the loops that use them."""

import numpy as np
import pytest

from codegen.loops.nodes import Accumulate, Loop, Parallel
from codegen.loops.roles import children, walk
from codegen.module.load import load
from codegen.pipeline import compile_program
from codegen.program.factorise.common_sums import common
from codegen.program.inline_factor import letters_at, prepare
from codegen.source import plan
from codegen.verification.quick import standing
from derive.expr import Acc, Reduce, Tensor
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.model.layer import Layer, Program
from derive.notation import define, index, sizes, tensor, total

NORMS = ("batch_norm", "instance_norm", "group_norm", "batch_norm1d", "batch_norm3d")
N, C, H = sizes("N C H")
n, c, h = index("n", N), index("c", C), index("h", H)
X, W = tensor("x", n, c, h), tensor("w", n, c)


def sums_over(program, name):
    """The sums of a program that read the array called ``name``."""
    every = {r for d in program.defs for r in d.expr.atoms(Reduce)}
    return [r for r in every if any(a.tensor.name == name for a in r.body.atoms(Acc))]


@pytest.mark.parametrize("name", NORMS)
def test_the_sums_of_a_norm_are_taken_once(name):
    g = gradients(LAYERS[name])
    assert len(sums_over(prepare(g.vjp_all), "dy")) == 4
    assert len(sums_over(common(prepare(g.vjp_all)), "dy")) == 2
    assert plan(g.layer, g).vjp_all is not None


@pytest.mark.parametrize("name", NORMS)
def test_both_sums_stand_in_one_loop(name):
    g = gradients(LAYERS[name])
    nodes = list(walk(compile_program(g.vjp_all, g.layer).body))
    adds = [[isinstance(m, Accumulate) for m in children(n)] for n in nodes if isinstance(n, Loop)]
    assert [True, True] in adds


def test_a_part_of_a_sum_is_shared_with_a_smaller_one():
    Y, Z, V = tensor("y", n, c), tensor("z", c), tensor("v", n)
    defs = (
        define(Y[n, c], total(X[n, c, h], over=[h]) ** 2),
        define(Z[c], total(X[n, c, h] * W[n, c], over=[n, h])),
        define(V[n], total(X[n, c, h] ** 2, over=[c, h])),
    )
    made = common(Program("p", (X, W), defs, (Y, Z, V)))
    assert len(sums_over(made, "x")) == 2
    assert [d.tensor.name for d in made.defs] == ["y_part", "y", "z", "v"]
    assert made.definition(Y).expr == made.definition(made.defs[0].tensor).lhs ** 2


def test_sums_with_nothing_in_common_stay():
    Y, Z = tensor("y", n), tensor("z", c)
    defs = (define(Y[n], total(X[n, c, h], over=[c, h])), define(Z[c], total(X[n, c, h] ** 2, over=[n, h])))
    program = Program("p", (X,), defs, (Y, Z))
    assert common(program) == program


def test_the_letters_of_a_mixed_radix_index():
    g, k, other = index("g", C), index("k", H), index("k'", H)
    T = Tensor("t", (C * H,), (index("a", C * H),))
    assert letters_at(T[g * H + k], T[g * H + other]) == {g: g, k: other}
    assert letters_at(T[g * H + k], T[g * H + 1]) is None
    assert letters_at(T[g * H + k], T[g + C * k]) is None


def test_one_sum_that_feeds_two_gradients_is_right():
    """A layer that nobody has seen: three gradients of the same products, sums over different letters."""
    A, B, Y = tensor("a", n, c), tensor("b", c), tensor("y", n, c, h)
    layer = Layer(
        name="scaled_twice", forward=[define(Y[n, c, h], X[n, c, h] * A[n, c] * B[c])], wrt=(X, A, B)
    )
    module = load(layer)
    rng = np.random.default_rng(0)
    x, a, b, dy = (
        rng.normal(size=(3, 5, 7)),
        rng.normal(size=(3, 5)),
        rng.normal(size=5),
        rng.normal(size=(3, 5, 7)),
    )
    dx, da, db = module.vjp(dy, x, a, b)
    assert np.allclose(dx, dy * a[:, :, None] * b[:, None], rtol=1e-14)
    assert np.allclose(da, (dy * x).sum(2) * b, rtol=1e-13)
    assert np.allclose(db, ((dy * x).sum(2) * a).sum(0), rtol=1e-13)
    assert np.array_equal(da, module.vjp_a(dy, x, a, b)) and np.allclose(db, module.vjp_b(dy, x, a, b))


@pytest.mark.parametrize("shape", [(1, 4, 1, 1), (3, 4, 5, 7), (2, 8, 33, 33), (5, 4, 1, 2)])
@pytest.mark.parametrize("name", ["batch_norm", "instance_norm", "group_norm"])
def test_a_norm_agrees_with_its_gradients_one_by_one(name, shape):
    module = standing(LAYERS[name])
    rng = np.random.default_rng(1)
    x, dy = rng.normal(size=shape), rng.normal(size=shape)
    gamma, beta = rng.normal(size=shape[1]), rng.normal(size=shape[1])
    options = {"groups": 2} if name == "group_norm" else {}
    together = module.vjp(dy, x, gamma, beta, **options)
    for made, one in zip(together, (module.vjp_x, module.vjp_gamma, module.vjp_beta), strict=True):
        assert np.allclose(made, one(dy, x, gamma, beta, **options), rtol=1e-11, atol=1e-11)


def test_a_root_stands_in_the_loop_that_needs_it():
    """No pass of its own over the statistics: the value of an iteration is a number."""
    g = gradients(LAYERS["batch_norm"])
    assert sum(isinstance(n, Parallel) for n in compile_program(g.vjp_all, g.layer).body) == 1
