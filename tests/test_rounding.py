"""The rung of rounding: right kernels stay inside its bound, what loses digits leaves it, on any layer."""

from types import SimpleNamespace

import numpy as np
import pytest

from codegen.verification import Verdict, rungs, verify
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.quick import standing
from codegen.verification.rungs.rounding.long_axes import LENGTHS, lengthened
from derive.layers import LAYERS
from derive.notation import (
    Layer,
    define,
    exp,
    index,
    integers,
    largest,
    largest_at,
    sizes,
    sqrt,
    tensor,
    total,
)

N, D = sizes("N D")
n, d, e = index("n", N), index("d", D), index("e", D)
X, Y = tensor("x", n, d), tensor("y", n, d)


def normalised():
    """(x − μ)/√(σ² + 1/4) of each row."""
    mean, var = tensor("mean", n), tensor("var", n, sign="nonnegative")
    return Layer(
        "normalised",
        [
            define(mean[n], total(X[n, d], over=d) / D),
            define(var[n], total((X[n, d] - mean[n]) ** 2, over=d) / D),
            define(Y[n, d], (X[n, d] - mean[n]) / sqrt(var[n] + 0.25)),
        ],
        wrt=(X,),
    )


def shared():
    """exp(x − max x)/Σ."""
    top, z = tensor("top", n), tensor("z", n, sign="positive")
    return Layer(
        "shared",
        [
            define(top[n], largest(X[n, d], over=d)),
            define(z[n], total(exp(X[n, d] - top[n]), over=d)),
            define(Y[n, d], exp(X[n, d] - top[n]) / z[n]),
        ],
        wrt=(X,),
    )


def summed():
    s = tensor("s", d)
    return Layer("summed", [define(s[d], total(X[n, d], over=n))], wrt=(X,))


def moments(x):
    return x.mean(1, keepdims=True), x.var(1, keepdims=True)


def cancelling(x):
    mean = x.mean(1, keepdims=True)
    return mean, np.maximum((x * x).mean(1, keepdims=True) - mean * mean, 0)


def norm(statistics):
    def forward(x):
        mean, var = statistics(x)
        return (x - mean) / np.sqrt(var + x.dtype.type(0.25))

    def vjp_x(dy, x):
        mean, var = moments(x)
        at = (x - mean) / np.sqrt(var + x.dtype.type(0.25))
        part = dy - dy.mean(1, keepdims=True) - at * (dy * at).mean(1, keepdims=True)
        return part / np.sqrt(var + x.dtype.type(0.25))

    return SimpleNamespace(forward=forward, vjp_x=vjp_x)


def softmax(away):
    def forward(x):
        with np.errstate(all="ignore"):
            made = np.exp(x - away(x))
            return made / made.sum(1, keepdims=True)

    def vjp_x(dy, x):
        made = np.exp(x - x.max(1, keepdims=True))
        y = made / made.sum(1, keepdims=True)
        return y * (dy - (dy * y).sum(1, keepdims=True))

    return SimpleNamespace(forward=forward, vjp_x=vjp_x)


def sums(add, place=np.int64):
    def vjp_x(ds, x):
        at = np.arange(len(x)).astype(place)
        made = np.zeros_like(x)
        made[at] = ds
        return made

    return SimpleNamespace(forward=add, vjp_x=vjp_x)


def pairwise(x):
    return np.ascontiguousarray(x.T).sum(1)


def one_by_one(x):
    return np.add.accumulate(x, axis=0)[-1]


def single_only(x):
    return pairwise(x) * (1 + 2e-4 * (x.dtype == np.float32)).astype(x.dtype)


RIGHT = {
    "variance": (normalised, norm(moments)),
    "softmax": (shared, softmax(lambda x: x.max(1, keepdims=True))),
    "sum": (summed, sums(pairwise)),
}
WRONG = {
    "variance as E[x²] − μ²": (normalised, norm(cancelling)),
    "softmax without its maximum": (shared, softmax(lambda x: 0 * x)),
    "float32 sums one by one": (summed, sums(one_by_one)),
    "int16 positions": (summed, sums(pairwise, np.int16)),
    "a fault of float32 alone": (summed, sums(single_only)),
}


def verdict(make, module):
    (report,) = verify([make()], module_for=lambda _: module, checks=rungs("enclosure"))
    return report


@pytest.mark.parametrize("name", RIGHT)
def test_right_kernels_pass(name):
    found = verdict(*RIGHT[name])
    assert found.verdict is Verdict.PASS, found.failures


@pytest.mark.parametrize("name", WRONG)
def test_what_loses_digits_fails(name):
    assert verdict(*WRONG[name]).verdict is Verdict.FAIL


@pytest.mark.parametrize("name", ["dense", "batch_norm", "spectral_pool2d", "max_pool2d", "prelu"])
def test_kernels_of_the_catalogue_pass(name):
    for report in verify([LAYERS[name]], examples=6, checks=rungs("enclosure"), module_for=standing):
        assert report.verdict is Verdict.PASS, report.failures


def test_each_axis_has_its_turn_to_be_long():
    layer = summed()
    found = [lengthened(layer, layer.wrt[0], turn) for turn in range(2)]
    assert [max(v, key=v.get).name for v in found] == ["D", "N"]
    assert {max(v.values()) for v in found} == {LENGTHS[0]}


def test_an_axis_is_no_longer_than_the_oracle_bears():
    """The slope of a softmax by each element is a sum over all of them, where it is written as it stands."""
    layer = shared()
    assert max(max(v.values()) for v in (lengthened(layer, X, turn) for turn in range(2))) <= LENGTHS[0]


def test_positions_of_many_windows_are_those_of_few():
    """The place of a maximum over two letters, beyond the number of places that NumPy takes at once."""
    k, y = index("k", 2), integers("y", n, below=4)
    x = tensor("x", n, k, d)
    layer = Layer("places", [define(y[n], largest_at(x[n, k, d], over=(k, d)))], wrt=())
    rng = np.random.default_rng(0)
    data = rng.permuted(np.arange(4.0 * 9000).reshape(9000, 2, 2), axis=0)
    found = Evaluator({N: 9000, D: 2}, {"x": data}).run(layer.program)["y"]
    assert (found == data.reshape(9000, 4).argmax(1)).all()
