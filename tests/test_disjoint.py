"""Results do not hang on where arrays lie: kernels tell LLVM that what they write overlaps nothing else."""

import importlib
import re

import numba
import numpy as np
import pytest

from codegen.module.load import RUNTIME
from codegen.verification.callables.uncompiled import counted, homes, uncompiled
from derive.layers import LAYERS
from generated.disjoint import njit
from generated.runtime import plus

CONTRACT = {"fastmath": {"contract"}, "error_model": "numpy"}


def squares(x, y, total):
    """What it stores could be what it reads next, for all that Numba knows."""
    part = x.dtype.type(0)
    for k in range(x.size):
        square = x[k] * x[k]
        y[k] = square
        part = plus(part, square)
    total[0] = part


def sums(compiled, dtype):
    """The bits of the sum of the same numbers, by how far behind them the squares are stored."""
    x = np.random.default_rng(3).standard_normal(67).astype(dtype)
    memory, found = np.zeros(8 * x.size, dtype), set()
    for first in (0, 1, 3):
        here = memory[first : first + x.size]
        here[:] = x
        for gap in (0, 1, 7, 130, 300):
            total = np.empty(1, dtype)
            compiled(here, memory[first + x.size + gap :][: x.size], total)
            found.add(total.tobytes())
        below = memory[4 * x.size + 2 :][: x.size]
        below[:] = x
        compiled(below, memory[3 * x.size :][: x.size], total)
        found.add(total.tobytes())
    return found


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_sum_has_the_same_bits_wherever_arrays_lie(dtype):
    assert len(sums(njit(**CONTRACT)(squares), dtype)) == 1


def compares(compiled):
    """Whether addresses are compared at run time."""
    compiled(*(np.ones(9) for _ in range(3)))
    (text,) = compiled.inspect_llvm().values()
    return re.search("memcheck|diff.check|found.conflict", text) is not None


def test_no_addresses_are_compared():
    assert not compares(njit(**CONTRACT)(squares))
    assert compares(numba.njit(**CONTRACT)(squares))


@pytest.mark.parametrize("name", LAYERS.names)
def test_every_kernel_is_compiled_so(name):
    said = 0
    for home in homes(importlib.import_module(f"generated.{name}")):
        parts = {k: v for k, v in vars(home).items() if k.startswith("_") and hasattr(v, "py_func")}
        assert all(vars(part._compiler).get("_customize_flags") for part in parts.values()), parts
        said += len(parts)
    assert said


def test_plain_python_refuses_arrays_that_overlap():
    module = uncompiled("softmax", RUNTIME)
    counted(module)
    x = np.ones((4, 3))
    module._forward(x[:2], x[2:], 2, 3)
    with pytest.raises(ValueError, match="overlap"):
        module._forward(x[:3], x[1:], 3, 3)
