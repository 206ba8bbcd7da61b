"""Kernels of one text are compiled once; those that differ in anything that counts are not taken for one."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from codegen.module.load import RUNTIME, import_from, rendered, renew
from codegen.verification.callables import one_text as room
from codegen.verification.callables.one_text import OneText, one_text, served
from derive.layers import LAYERS

KERNEL = '''
from generated.disjoint import njit
from generated.threads import launch

{constant}


@njit(fastmath={flags}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, {a}, y):
    """{said}"""
    for i in range(first, last):
        y[i] = {a}[i] * {factor}


def _forward({a}, y):
    launch(_forward_part, len(y), len(y), {a}, y)


_LAYER = None
'''
USUAL = {"constant": "K = 3", "flags": '{"contract"}', "a": "x", "said": "y", "factor": "2"}


@pytest.fixture
def module_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Modules of one kernel each, that differ in what is said."""
    monkeypatch.setattr(room, "_made", {})
    monkeypatch.setattr(room, "_served", {})
    monkeypatch.syspath_prepend(tmp_path)

    def made(name: str, **changed: str) -> ModuleType:
        (tmp_path / f"{name}_kernels.py").write_text(KERNEL.format(**USUAL | changed), encoding="utf-8")
        (tmp_path / f"{name}.py").write_text(f"from {name}_kernels import _forward\n_LAYER = None\n")
        return one_text(importlib.import_module(name))

    return made


def ran(module: ModuleType) -> tuple[list[float], list[str]]:
    y = np.zeros(4)
    module._forward(np.arange(4.0), y)
    return y.tolist(), served(module)


def test_a_kernel_of_the_same_text_is_not_compiled_again(module_of):
    assert ran(module_of("one_text_a")) == ([0, 2, 4, 6], [])
    other = module_of("one_text_b", a="data", said="y by another name")
    assert ran(other) == ([0, 2, 4, 6], ["_forward_part"])


def test_what_another_process_compiled_is_read(module_of, monkeypatch):
    ran(module_of("one_text_c"))
    monkeypatch.setattr(room, "_made", {})
    assert ran(module_of("one_text_d")) == ([0, 2, 4, 6], ["_forward_part"])


@pytest.mark.parametrize(
    "changed",
    [{"factor": "4"}, {"factor": "K"}, {"flags": "False"}, {"factor": "i"}],
    ids=lambda changed: str(*changed.values()),
)
def test_another_text_is_compiled(module_of, changed):
    ran(module_of("one_text_e"))
    assert ran(module_of("one_text_f", **changed))[1] == []


def test_another_library_or_run_time_is_another_text(module_of, monkeypatch):
    ran(module_of("one_text_j"))
    monkeypatch.setattr(room, "versions", lambda: ("numba 9.9",))
    assert ran(module_of("one_text_k"))[1] == []


def test_a_global_of_another_value_is_another_text(module_of):
    assert ran(module_of("one_text_g", factor="K"))[0] == [0, 3, 6, 9]
    assert ran(module_of("one_text_h", factor="K", constant="K = 5")) == ([0, 5, 10, 15], [])


def test_layers_of_the_catalogue_share_kernels():
    texts = []
    for name in ("conv2d", "conv_bias_relu"):
        module = importlib.import_module(f"{RUNTIME.name}.{name}")
        texts.append({room._text(kernel) for kernel in room._kernels(module)})
    assert len(texts[0] & texts[1]) > 5
    assert "" not in texts[0]


def test_rendered_layers_share_kernels_and_the_run_time_they_call(tmp_path):
    """A folder of its own for each: what is compiled of the run-time files serves them all."""
    texts, homes = [], []
    for name in ("conv2d", "conv_bias_relu"):
        module = import_from(renew(rendered(LAYERS[name]), tmp_path / name), f"shared_{name}", name)
        texts.append({room._text(kernel) for kernel in room._kernels(module)})
        homes.append({one: sys.modules[f"shared_{name}.{one}"] for one in ("routines", "vectors", "runtime")})
        assert module.__name__ == f"shared_{name}.{name}" != f"{RUNTIME.name}.{name}"
    assert homes[0] == homes[1] and homes[0]["routines"].__name__ == f"{RUNTIME.name}.routines"
    assert len(texts[0] & texts[1]) > 5


def test_a_run_time_of_another_text_is_shared_by_nobody(tmp_path):
    files = rendered(LAYERS["relu"])
    files["vectors.py"] += "\n\nPLANTED = True\n"
    import_from(renew(files, tmp_path / "planted"), "planted_run_time", "relu")
    own = {one: sys.modules.get(f"planted_run_time.{one}") for one in ("runtime", "threads")}
    assert own["runtime"].__name__ == "planted_run_time.runtime"
    assert own["threads"].__name__ == f"{RUNTIME.name}.threads"


def test_what_is_compiled_stands_in_the_place_of_the_kernel_too(module_of):
    module = module_of("one_text_i")
    ran(module)
    (kernel,) = room._kernels(module)
    assert isinstance(kernel._cache, OneText)
    assert kernel._cache.own.load_overload(kernel.signatures[0], kernel.targetctx) is not None
