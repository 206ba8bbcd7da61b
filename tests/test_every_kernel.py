"""Kernels of layers as they stand in ``generated/``, against an oracle: the text runs as Python.

``chainrule verify --quick``, a step of its own of continuous integration, compiles and runs those of every
layer, in larger cases too; here is each twelfth layer and the spine, all in the deep suite.
"""

import sys

import numpy as np
import pytest

from codegen.module.load import RUNTIME
from codegen.verification import Verdict, draw, rungs, verify
from codegen.verification.callables.uncompiled import counted, uncompiled
from codegen.verification.quick import QUICK, few, grown, quick, work
from derive.layers import LAYERS, conv2d, deform_conv2d, dense
from generated import dense as compiled_dense
from tests.spine import sampled

PLAIN = rungs("forward", "dot_product", "in_blocks", "in_tiles", "jvp", "contract")


@pytest.mark.parametrize("name", sampled(LAYERS.names, every=12))
def test_the_kernels_of_a_layer_run_and_are_right(name):
    module, layer = uncompiled(name, RUNTIME), LAYERS[name]
    ran = counted(module)
    for report in verify([layer], examples=4, checks=PLAIN, module_for=lambda _: module):
        assert report.verdict is Verdict.PASS, report.failures
    assert ran and not [kernel for kernel, times in ran.items() if not times]


def home(kernel):
    """The module in which a kernel and its parts stand."""
    return sys.modules[kernel.__module__]


def test_compiled_modules_stay_compiled():
    assert not hasattr(home(uncompiled("dense", RUNTIME)._vjp_b)._vjp_b_part, "py_func")
    assert hasattr(home(compiled_dense._vjp_b)._vjp_b_part, "py_func")


def test_plain_python_sees_a_read_outside():
    """What compiled code would take from beyond the array."""
    module = uncompiled("dense", RUNTIME)
    x, db = np.ones((2, 3)), np.empty(3)
    with pytest.raises(IndexError):
        module._vjp_b(x, db, 3, 3)


def test_a_case_grows_until_contractions_are_worth_blocks():
    sizes = dict(grown(draw(conv2d, 1)[0]).chosen)
    assert sizes["Cg"] * sizes["KH"] * sizes["KW"] >= 4 and sizes["Og"] >= 8 and sizes["N"] * sizes["H"] >= 8
    for layer in (conv2d, deform_conv2d, dense):
        small, large = few(layer)[0], few(layer)[-1]
        assert work(layer, small.symbols) < work(layer, large.symbols) <= 100_000
    assert dict(few(dense)[-1].chosen) == {"K": 9, "N": 9, "O": 9}


def test_the_quick_check_fails_what_is_wrong():
    module = uncompiled("dense", RUNTIME)
    right = quick(dense, lambda _: module)
    assert {r.verdict for r in right} == {Verdict.PASS}
    assert {c.check for r in right for c in r.checks} == {c.name for c in QUICK} - {"in_tiles"}  # it has none
    with pytest.MonkeyPatch.context() as patch:
        wrong = lambda first, last, dy, x, dw, *_: dw.fill(0)  # noqa: E731
        patch.setattr(home(module._vjp_w), "_vjp_w_blocks", wrong)  # only the blocks
        assert {r.gradient: r.verdict for r in quick(dense, lambda _: module)} == {
            "x": Verdict.PASS, "w": Verdict.FAIL, "b": Verdict.PASS,
        }  # fmt: skip
