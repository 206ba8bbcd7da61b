"""Each pass fires where it should, leaves a legal kernel, and does not change what is computed."""

import re
import sys
import types
from dataclasses import replace

import numpy as np
import pytest
from numba import njit
from sympy import Symbol

from codegen.loops.legality import Illegal, check
from codegen.loops.nodes import Accumulate, Let, Loop, Parallel, Product, Range
from codegen.loops.outline import outline
from codegen.loops.roles import scalars, walk
from codegen.lowering.lower import lower
from codegen.module.load import load
from codegen.numba.functions import emit, parameters
from codegen.numba.precedence import VECTORS
from codegen.numba.reserved import letters
from codegen.passes.cse import cse
from codegen.passes.invariants import licm
from codegen.passes.scalarise import scalarise
from codegen.passes.tile import tile
from codegen.passes.unroll_and_jam import unroll_and_jam
from codegen.pipeline import PASSES, compile_program, lowered
from derive.expr import Acc, Where, accesses
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import (
    Layer,
    bracket,
    define,
    floor_div,
    ge,
    gt,
    index,
    sizes,
    sqrt,
    tanh,
    tensor,
    total,
    where,
)  # fmt: skip
from generated import runtime, vectors
from generated.threads import launch
from tests.spine import SPINE, quickly

BY_NAME = {layer.name: layer for layer in SPINE}
N, M = sizes("N M")
i, j = index("i", N), index("j", M)
X, Y = tensor("x", i, j), tensor("y", i, j)
A = tensor("a", i)


def plain(**options):
    """A decorator that leaves the function as it is."""
    return lambda function: function


def run(kernel, arrays, numbers):
    """The kernel as plain Python over NumPy arrays."""
    source = emit(kernel, "k")
    module = types.ModuleType("m")
    module.__dict__.update(
        np=np,
        U=int,
        launch=launch,
        njit=plain,
        **{name: getattr(vectors, name) for name in VECTORS},
        cell=runtime.cell,
        plus=runtime.plus,
        carried=runtime.carried,
        gcd=runtime.gcd,
        residue=runtime.residue,
    )
    exec(source, module.__dict__)
    values = {**arrays, **numbers}
    module.k(*(values[p] for p in parameters(kernel)))


def dense(n, o, k):
    rng = np.random.default_rng(n * o * k)
    x, w, b = (
        rng.integers(-4, 5, (n, k)) * 1.0,
        rng.integers(-4, 5, (o, k)) * 1.0,
        rng.integers(-4, 5, o) * 1.0,
    )
    return {"x": x, "w": w, "b": b}, {"N": n, "O": o, "K": k}


@pytest.mark.parametrize("shape", [(1, 1, 1), (2, 4, 3), (3, 5, 2), (5, 7, 1), (4, 3, 9), (1, 9, 2)])
def test_a_tile_computes_every_element_of_any_shape(shape):
    layer = BY_NAME["dense"]
    kernel = check(tile(lower(layer.program, layer), layer), layer)
    arrays, numbers = dense(*shape)
    y = np.full((shape[0], shape[1]), np.nan)
    run(kernel, arrays | {"y": y}, numbers)
    assert (y == arrays["x"] @ arrays["w"].T + arrays["b"]).all()


def test_a_tile_shares_reads():
    layer = BY_NAME["dense"]
    kernel = tile(lower(layer.program, layer), layer)
    (outer,) = kernel.body
    assert [r.step for r in outer.ranges] == [2, 4]
    assert sum(isinstance(n, Accumulate) for n in walk(kernel.body)) == 8
    assert sum(isinstance(n, Loop) for n in walk(kernel.body)) == 1


@pytest.mark.parametrize("shape", [(3, 5, 2), (4, 8, 4), (5, 9, 7), (13, 70, 11), (100, 8, 300), (4, 400, 5)])
def test_blocks_compute_every_element_of_any_shape(shape):
    """Below, at and beyond the least extents; more rows, columns and depth than a block has."""
    layer = BY_NAME["dense"]
    kernel = compile_program(layer.program, layer)
    arrays, numbers = dense(*shape)
    y = np.full((shape[0], shape[1]), np.nan)
    run(kernel, arrays | {"y": y}, numbers)
    assert (y == arrays["x"] @ arrays["w"].T + arrays["b"]).all()


def test_blocks_and_plain_loops_are_functions_of_their_own_and_one_is_called():
    layer = BY_NAME["dense"]
    kernel = compile_program(layer.program, layer)
    assert [p.name for p in outline(kernel).parts] == [
        "forward_either", "forward_either2", "forward_other", "forward_other2", "forward_plain"
    ]  # fmt: skip
    source = emit(kernel, "k")
    assert source.count("if blocks(") == source.partition("else:\n")[2].count("        launch(k_plain, ") == 1
    once = ("if either(", "launch(k_either2, ", "launch(k_other2, ")
    assert [source.count(text) for text in once] == [1, 1, 1]


def test_a_choice_stands_outside_of_loops():
    """Python decides it; a loop is compiled."""
    layer = BY_NAME["dense"]
    kernel = compile_program(layer.program, layer)
    inner = replace(kernel, body=(Parallel((Range(i, (0,), (N - 1,)),), kernel.body),))
    with pytest.raises(ValueError, match="a choice stands inside loops"):
        emit(inner, "k")


@pytest.mark.parametrize("name", ["conv2d", "max_pool2d", "conv_transpose2d"])
def test_the_letters_of_a_formula_are_letters_of_its_loops(name):
    """Nothing that was invented takes the name of an index; only an array of that name comes first."""
    layer = LAYERS[name]
    g = gradients(layer)
    for program in (g.forward, *g.vjp.values()):
        kernel = compile_program(program, layer)
        source = emit(kernel, "k")
        for z in {z.name for z in letters(kernel.body)} - {t.name for t in program.inputs}:
            word = z.replace("'", "_")
            assert re.search(rf"\b{word}\b", source), f"{program.name}: {z}"
            assert not re.search(rf"\b{word}_\d", source), f"{program.name}: {z}"


@pytest.mark.parametrize("name", ["dense", "conv2d", "deform_conv2d"])
def test_contractions_stand_in_blocks(name):
    layer = BY_NAME[name]
    g = gradients(layer)
    for program in (g.forward, *(p for t, p in g.vjp.items() if t.name == "w")):
        kernel = compile_program(program, layer)
        assert any(isinstance(n, Product) for n in walk(kernel.body)), program.name


def test_nothing_is_typeset_before_a_kernel_is_printed():
    layer, ran = BY_NAME["dense"], set()

    def watch(frame, event, arg):
        ran.add(frame.f_code.co_filename)

    sys.setprofile(watch)
    try:
        kernel = compile_program(layer.program, layer)
    finally:
        sys.setprofile(None)
    assert any("/loops/" in file for file in ran) and not [file for file in ran if "/derive/pretty/" in file]
    assert "# y[n,o] = " in emit(kernel, "k")


def test_a_contraction_that_is_not_proved_in_blocks_says_so(monkeypatch):
    """The kernel is computed by plain loops, and its record says why."""
    layer = BY_NAME["dense"]

    def strict(kernel, layer):
        if any(isinstance(n, Product) for n in walk(kernel.body)):
            raise Illegal("dense: no proof")
        return check(kernel, layer)

    monkeypatch.setattr("codegen.pipeline.check", strict)
    kernel = compile_program(layer.program, layer)
    assert not any(isinstance(n, Product) for n in walk(kernel.body))
    assert [d.reason for d in kernel.decisions if "not proved" in d.reason] == ["not proved: dense: no proof"]


def test_what_is_not_a_product_of_two_sides_stays_plain():
    squares = Layer("l", [define(A[i], total((X[i, j] - Y[i, j]) ** 2, over=j))], wrt=(X, Y))
    assert not any(isinstance(n, Product) for n in walk(compile_program(squares.program, squares).body))


@pytest.mark.parametrize("o", [1, 7, 8, 9, 16, 19])
def test_a_jam_with_its_tail_computes_the_sum(o):
    layer = BY_NAME["dense"]
    kernel = check(unroll_and_jam(lower(gradients(layer).vjp[layer.wrt[0]], layer), layer), layer)
    arrays, numbers = dense(3, o, 5)
    dy, dx = np.arange(3.0 * o).reshape(3, o), np.full((3, 5), np.nan)
    run(kernel, arrays | {"dy": dy, "dx": dx}, numbers)
    assert (dx == dy @ arrays["w"]).all()


def test_a_jam_puts_eight_steps_into_one_statement():
    layer = BY_NAME["dense"]
    kernel = unroll_and_jam(lower(gradients(layer).vjp[layer.wrt[0]], layer), layer)
    wide, tail = [n for n in walk(kernel.body) if isinstance(n, Accumulate)]
    assert len(wide.value.args) == 8 and tail.value.is_Mul
    steps = [n.range.step for n in walk(kernel.body) if isinstance(n, Loop) and n.range.index.name == "o"]
    assert steps == [8, 1]


def hoisted(expr):
    layer = Layer("l", [define(Y[i, j], expr)], wrt=(X,))
    kernel = lower(layer.program, layer)
    made = check(licm(kernel, layer), layer)
    inner = [n for n in walk(made.body) if isinstance(n, Loop)][-1]
    return made, inner


def test_invariant_factors_leave_the_loop():
    made, inner = hoisted(X[i, j] * A[i] / sqrt(A[i] + 2))
    assert any(isinstance(n, Let) for n in made.body[0].body), "computed once per row"
    assert [a for a in inner.body[-1].value.atoms(Acc) if a.tensor == A] == []


def test_what_varies_stays():
    made, _ = hoisted(X[i, j] ** 2)
    assert not any(isinstance(n, Let) for n in walk(made.body))


def test_integer_divisions_leave_the_loop():
    _, inner = hoisted(X[floor_div(i, M), j] + 1)
    assert "floor" not in str(inner.body[-1].value).lower() and "//" not in str(inner.body[-1].value)


def test_nothing_leaves_the_branch_of_a_condition():
    """Its element may not exist where the condition fails; the whole choice may leave the loop."""
    varies, _ = hoisted(where(gt(X[i, j]), A[i] ** 2, 0) * X[i, j])
    assert not any(isinstance(n, Let) for n in walk(varies.body))
    stays, inner = hoisted(where(gt(A[i]), A[i] ** 2, 0) * X[i, j])
    (choice,) = (n for n in walk(stays.body) if isinstance(n, Let))
    assert isinstance(choice.value, Where) and accesses(choice.value)
    assert [a for a in accesses(inner.body[-1].value) if a.tensor == A] == []


def test_a_value_written_in_the_loop_stays():
    layer = Layer("l", [define(A[i], total(X[i, j], over=j))], wrt=(X,))
    kernel = licm(lower(layer.program, layer), layer)
    assert {n.name for n in walk(kernel.body) if isinstance(n, Let)} == {Symbol("acc", real=True)}


def shared(value):
    layer = Layer("l", [define(Y[i, j], value)], wrt=(X,))
    return emit(cse(lower(layer.program, layer), layer), "k")


def test_a_function_that_stands_twice_is_called_once():
    said = shared(tanh(X[i, j]) * X[i, j] + tanh(X[i, j]) ** 2)
    assert said.count("tanh(x[U(") == 1 and said.count("tanh_here") == 4
    assert shared(tanh(X[i, j]) + X[i, j]).count("tanh_here") == 0


def test_what_only_a_branch_evaluates_is_not_shared():
    """Its elements may not exist; a choice on data whose elements do is a select, which computes both."""
    assert "tanh_here" in shared(where(gt(X[i, j]), tanh(X[i, j]) + tanh(X[i, j]) ** 2, 0))
    assert "tanh_here" not in shared(where(gt(j - 3), tanh(X[i, j]) + tanh(X[i, j]) ** 2, 0))
    beyond = bracket(ge(j - 1)) * tanh(X[i, j - 1]) * (1 - tanh(X[i, j - 1]) ** 2)
    assert "tanh_here" not in shared(beyond)


def test_arrays_without_axes_are_read_before_the_loops():
    scale, norm = tensor("scale"), tensor("norm")
    layer = Layer(
        "l",
        [define(norm[()], total(X[i, j] ** 2, over=(i, j))), define(Y[i, j], scale[()] * X[i, j] / norm[()])],
        wrt=(X, scale),
    )
    for program in (layer.program, gradients(layer).vjp_all):
        kernel = scalarise(lower(program, layer), layer)
        loops = [n for n in kernel.body if isinstance(n, Loop | Parallel)]
        inside = [e for n in walk(tuple(loops)) for e in scalars(n)]
        assert not [a for e in inside for a in accesses(e) if not a.tensor.shape]
    rng = np.random.default_rng(0)
    x, made = rng.normal(size=(3, 4)), load(layer)
    assert np.allclose(made.forward(x, np.array(2.0)), 2 * x / (x**2).sum())


@pytest.mark.parametrize("layer", quickly([*SPINE, LAYERS["conv1d"]], "deform_conv2d", "conv2d", "conv1d"))
def test_every_kernel_is_legal_after_every_pass(layer):
    """Contractions by ``dense``, windows by pooling; a convolution has both and takes the longest.

    The pipeline itself checks after every pass, so ``chainrule generate --check`` does for every layer.
    """
    g = gradients(layer)
    for program in (g.forward, *g.vjp.values(), g.vjp_all, g.jvp):
        kernel = lowered(program, layer)
        for change in PASSES:
            kernel = check(change(kernel, layer), layer)
        made = compile_program(program, layer)
        told = kernel.decisions
        assert kernel == replace(made, decisions=told), "the pipeline is these passes, and deterministic"
        assert made.decisions[: len(told)] == told
        assert not [d for d in kernel.decisions if "not proved" in d.reason], (
            "blocks of the catalogue are legal"
        )
        assert any(isinstance(n, Parallel) for n in walk(kernel.body))


def test_the_schedule_compiles_to_a_parallel_loop():
    layer = BY_NAME["dense"]
    source = emit(compile_program(layer.program, layer), "k").replace("cache=True", "cache=False")
    module = types.ModuleType("m")
    module.__dict__.update(np=np, U=np.uintp, njit=njit, launch=launch, plus=runtime.plus)
    module.__dict__.update(carried=runtime.carried)
    module.__dict__.update({name: getattr(vectors, name) for name in VECTORS})
    exec(source, module.__dict__)
    arrays, _ = dense(5, 7, 6)
    y = np.zeros((5, 7))
    module.k(arrays["x"], arrays["w"], arrays["b"], y, 5, 6, 7)
    assert (y == arrays["x"] @ arrays["w"].T + arrays["b"]).all()
