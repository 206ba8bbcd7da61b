"""Code over whole arrays against the kernels: every layer, its forward and each gradient, in each library."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from codegen.array_code import LIBRARIES, einsum_source, source
from codegen.array_code.array_layout import laid_out
from codegen.cli.terminal import Refusal
from codegen.cli.verbs.array_functions import code_command
from codegen.cli.verbs.showing import Wish
from codegen.module.load import RUNTIME
from codegen.verification import draw
from codegen.verification.callables.uncompiled import uncompiled
from codegen.verification.cases import Case
from derive.api.arguments import ArgumentError
from derive.layers import LAYERS
from derive.model.layer import Layer
from derive.notation import define, index, reflect, sizes, tensor, total
from tests.spine import sampled


def functions(text: str) -> dict[str, Any]:
    space: dict[str, Any] = {}
    exec(compile(text, "arrays", "exec"), space)
    return space


def called(function: Any, case: Case, given: dict[str, Any], array: Any = np.asarray) -> tuple[Any, ...]:
    """What the function makes of the data of a case: it says by its arguments what it takes."""
    numbers = {s.name: v for s, v in case.symbols.items()}
    words = {
        p.name: numbers[p.name] if p.kind == p.KEYWORD_ONLY else array(given[p.name])
        for p in inspect.signature(function).parameters.values()
    }
    with np.errstate(all="ignore"):
        made = function(**words)
    return made if isinstance(made, tuple) else (made,)


def data(case: Case) -> dict[str, Any]:
    return {**case.arrays, **{f"d{k}": v for k, v in case.cotangents().items()}}


def by_kernels(layer: Layer, case: Case) -> dict[str, tuple[Any, ...]]:
    """The same from the text of the kernels."""
    module = uncompiled(layer.name, RUNTIME)
    seeds = list(case.cotangents().values())
    forward = module.forward(**case.arrays, **case.options)
    made = {f"{layer.name}_forward": tuple(forward) if isinstance(forward, tuple) else (forward,)}
    for t in layer.wrt:
        gradient = getattr(module, f"vjp_{t.name}")(*seeds, **case.arrays, **case.options)
        made[f"{layer.name}_vjp_{t.name}"] = (gradient,)
    return made


@pytest.mark.parametrize("name", sampled(LAYERS.names))
def test_numpy_computes_what_the_kernels_compute(name: str) -> None:
    layer = LAYERS[name]
    made = functions(source(layer, layer.wrt, "numpy", forward=True))
    for case in draw(layer, 2):
        given = data(case)
        with np.errstate(all="ignore"):
            by_function = by_kernels(layer, case)
        for function, wanted in by_function.items():
            found = called(made[function], case, given)
            assert len(found) == len(wanted)
            for a, b in zip(found, wanted, strict=True):
                assert np.shape(a) == np.shape(b)
                np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-11, err_msg=function)


FEW = ("dense", "conv2d", "max_pool2d", "batch_norm", "spectral_pool2d", "deform_conv2d", "gelu")


@pytest.mark.parametrize("name", FEW)
def test_pytorch_computes_the_same(name: str) -> None:
    torch = pytest.importorskip("torch")
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        agree(LAYERS[name], "torch", lambda a: torch.as_tensor(np.array(a)))  # data of a case are read-only
    finally:
        torch.set_default_dtype(before)


@pytest.mark.parametrize("name", ("dense", "softmax"))
def test_jax_computes_the_same(name: str) -> None:
    jax = pytest.importorskip("jax")
    agree(LAYERS[name], "jax", jax.numpy.asarray, close=1e-5)


def agree(layer: Layer, library: str, array: Any, close: float = 1e-9) -> None:
    made, plain = (functions(source(layer, layer.wrt, one, forward=True)) for one in (library, "numpy"))
    case = draw(layer, 2)[-1]
    given = data(case)
    for function in (name for name in plain if name.startswith(f"{layer.name}_")):
        found = called(made[function], case, given, array)
        for a, b in zip(found, called(plain[function], case, given), strict=True):
            np.testing.assert_allclose(np.asarray(a), b, rtol=close, atol=close, err_msg=function)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", sampled(LAYERS.names, every=12))
def test_every_layer_is_a_module_of_readable_lines(name: str, library: str) -> None:
    """What the lines compute is compared above, in each library."""
    text = source(LAYERS[name], LAYERS[name].wrt[:1], library, forward=True)
    compile(text, name, "exec")
    assert text == source(LAYERS[name], LAYERS[name].wrt[:1], library, forward=True)
    assert not [line for line in text.splitlines() if len(line) > 150]


def test_a_reflected_index_is_an_integer() -> None:
    (L,) = sizes("L")
    i = index("i", L)
    x, y = tensor("x", i), tensor("y", i)
    mirrored = Layer("mirrored", [define(y[i], x[reflect(i - 1, L)])], wrt=(x,))
    made = functions(source(mirrored, mirrored.wrt, "numpy", forward=True))
    given = np.array([1.0, 2.0, 5.0])
    np.testing.assert_array_equal(made["mirrored_forward"](given), [2, 1, 2])
    np.testing.assert_array_equal(made["mirrored_vjp_x"](np.array([1.0, 2.0, 4.0])), [2, 5, 0])


def test_one_einsum_is_one_line() -> None:
    dense = LAYERS["dense"]
    text, others = einsum_source(dense, dense.wrt[:1])
    assert not others and text.endswith('return np.einsum("no,ok->nk", dy, w)\n')
    w, dy = np.arange(6.0).reshape(2, 3), np.ones((4, 2))
    np.testing.assert_array_equal(functions(text)["dense_vjp_x"](dy, w), dy @ w)


def test_what_is_no_einsum_is_named() -> None:
    conv = LAYERS["coord_conv2d"]
    text, others = einsum_source(conv, conv.wrt)
    assert others == ["dx", "dw"] and "conv2d_vjp_b" in text
    with pytest.raises(Refusal, match="use --format numpy"):
        code_command("conv2d", Wish(wrt=("x",)), "einsum", forward=False)


@pytest.mark.parametrize("more", [{"steps": True}, {"jvp": True}, {"order": 2}, {"mode": "unit"}])
def test_code_has_no_steps(more: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="prints code"):
        code_command("dense", Wish(**more), "numpy", forward=False)


def test_a_name_of_the_function_is_no_name_of_an_array() -> None:
    N, _ = sizes("N M")
    n = index("n", N)
    x, y = tensor("over", n), tensor("y", n)
    layer = Layer("taken", [define(y[n], 2 * x[n])], (x,))
    with pytest.raises(ArgumentError, match="over is a name of the function itself"):
        source(layer, layer.wrt)


def test_a_letter_called_like_an_array_gives_way() -> None:
    N, M = sizes("N M")
    n, w = index("n", N), index("w", M)
    W, x, y = tensor("w", n, w), tensor("x", w), tensor("y", n)
    layer = Layer("mine", [define(y[n], total(W[n, w] * x[w] ** 2 / (1 + x[w] ** 2), over=(w,)))], (W, x))
    made = functions(source(layer, layer.wrt, forward=True))
    data = np.arange(6.0).reshape(2, 3), np.array([1.0, 2.0, 3.0])
    np.testing.assert_allclose(made["mine_forward"](*data), data[0] @ (data[1] ** 2 / (1 + data[1] ** 2)))


LONG = (
    "    name = over(lambda i, j: np.where((a_long_name[i] >= 0) & (another_long_name[j] >= 1), "
    "values[i, j], 0), N, M)"
)


def test_a_long_line_is_broken_where_python_allows_it() -> None:
    for line in (LONG, "    dx = " + " * ".join(f"(1 - factor_{k})" for k in range(12))):
        lines = laid_out(line)
        assert len(lines) > 1 and max(map(len, lines)) <= 110
        compile("if True:\n" + "\n".join(lines), "line", "exec")
        assert "".join("".join(lines).split()).replace(",)", ")").strip() != ""
