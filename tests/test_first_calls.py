"""First calls: what is measured in a process of its own, what is compiled ahead, what is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from numba.core.cpu import CPUContext

from codegen.apps.first_calls.ahead import compile_ahead
from codegen.apps.first_calls.compile_times import LIMITS, FirstCalls, Stopped, first_calls
from codegen.cli.verbs.measuring.compiling import _caption, _table
from codegen.module import cache
from codegen.module.load import RUNTIME, load
from derive.layers import LAYERS
from derive.model.layer import Layer
from derive.notation import define, index, sizes, tensor
from generated import machine_code


def thrice(name: str = "thrice") -> Layer:
    n = index("n", sizes("N")[0])
    x, y = tensor("x", n), tensor("y", n)
    return Layer(name, [define(y[n], 3 * x[n])], wrt=(x,))


def test_cold_calls_compile_and_warm_calls_do_not() -> None:
    (row,) = first_calls([thrice()], ["float32"], load, lambda *_: None)
    assert row.layer == "thrice" and row.dtype == "float32"
    assert 0 < row.warm_forward < row.cold_forward < row.cold_all
    assert row.importing < row.cold_all


def test_a_program_that_fails_says_why() -> None:
    class Nowhere:
        __file__, __package__ = "/nowhere/thrice.py", "nowhere"

    with pytest.raises(Stopped, match="thrice"):
        list(first_calls([thrice()], ["float32"], lambda _: Nowhere(), lambda *_: None))  # type: ignore[arg-type,return-value]


def test_what_takes_longer_than_it_may_is_named() -> None:
    quick = FirstCalls("a", "float32", *[0.01] * 5)
    slow = FirstCalls("a", "float32", 0.2, 1.0, 6.0, 0.1, 0.1)
    assert quick.beyond() == [] and slow.beyond() == ["cold_all", "importing"]
    assert "1 of 2 rows do" in _caption([quick, slow])
    assert _table([quick, slow]).row_count == 2 and set(LIMITS) <= set(quick.as_json())


def test_what_is_compiled_ahead_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINRULE_CACHE", str(tmp_path))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    n = index("n", sizes("N")[0])
    x, y = tensor("x", n), tensor("y", n)
    cubed = Layer("ahead", [define(y[n], x[n] ** 3)], wrt=(x,))
    assert compile_ahead(cubed, ["float32"]) > 0
    assert list(tmp_path.rglob("ahead._forward*.nbc")) and list(tmp_path.rglob("ahead._vjp_x*.nbc"))


def test_the_catalogue_is_compiled_where_programs_import_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``from generated import relu`` finds what ``codegen.compile`` compiled, while the text is the same."""
    monkeypatch.setenv("CHAINRULE_CACHE", str(tmp_path))
    made = cache.compiled(LAYERS["relu"])
    assert made.__name__ == "generated.relu" and Path(str(made.__file__)).parent == RUNTIME
    other = cache.compiled(thrice("relu"))
    assert other is not made and not Path(str(other.__file__)).is_relative_to(RUNTIME)


SPARED = """
import sys
import numpy as np
from generated import relu
relu.forward(np.ones(3, np.float32))
assert "numba.np.arraymath" in sys.modules and "scipy.linalg" not in sys.modules
import numba
from numba.np import arraymath, linalg
assert arraymath.ensure_blas is linalg.ensure_blas and linalg.ensure_blas.__module__ == linalg.__name__
print(numba.njit(lambda a: np.dot(a, a))(np.ones(3)), "scipy.linalg" in sys.modules)
"""


def test_no_kernel_waits_for_scipy_and_a_product_of_numba_finds_it() -> None:
    pytest.importorskip("scipy")
    done = subprocess.run([sys.executable, "-c", SPARED], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["3.0", "True"], done.stderr


def test_where_there_is_no_scipy_numba_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_code.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match="SciPy"):
        machine_code._installed()


def test_the_same_is_not_spared_twice() -> None:
    machine_code.spare_blas()
    before = CPUContext.load_additional_registries
    machine_code.spare_blas()
    assert CPUContext.load_additional_registries is before
