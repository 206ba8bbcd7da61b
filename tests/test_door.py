"""The door: what `import chainrule` offers, what it loads, and what it says where something is in the way."""

import doctest
import importlib
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

import chainrule
import codegen
import derive
from chainrule import calls, neighbours

ROOT = Path(__file__).parent.parent
BRIDGES = ("jax", "torch")


def python(code, cwd=ROOT, **more):
    """A fresh interpreter, which may fail."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True
    )


def test_the_door_offers_what_stands_behind_it():
    for name in ("layer", "gradient", "load_file", "LAYERS", "ArgumentError", "Layer", "ModelError"):
        assert getattr(chainrule, name) is getattr(derive, name)
    for name in ("compile", "verify", "Illegal", "Report", "Verdict"):
        assert getattr(chainrule, name) is getattr(codegen, name)
    with pytest.raises(AttributeError, match="nothing"):
        _ = chainrule.nothing


def test_every_name_is_listed_explained_and_typed():
    for name in set(chainrule.__all__) - {*BRIDGES}:
        value = getattr(chainrule, name)
        assert name in dir(chainrule) and value.__doc__, name
        if inspect.isfunction(value):
            assert value.__annotations__.keys() >= {"return", *inspect.signature(value).parameters}


def test_no_framework_is_imported_before_its_bridge_is_touched():
    code = "import chainrule, sys; chainrule.gradient('dense', 'x'); print(*sys.modules)"
    assert not {*BRIDGES} & {*python(code).stdout.split()}


@pytest.mark.parametrize("framework", BRIDGES)
def test_a_bridge_without_its_framework_says_what_to_install(framework):
    code = f"import sys; sys.modules[{framework!r}] = None; import chainrule; chainrule.{framework}"
    said = python(code).stderr.splitlines()[-1]
    assert said.startswith("ImportError: ") and f"pip install 'chainrule[{framework}]'" in said


def test_the_module_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "chainrule", "list", "dense"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0 and "dense" in done.stdout


@pytest.mark.parametrize("package", neighbours.NAMES)
def test_a_package_of_another_distribution_that_hides_ours_is_named(tmp_path, package):
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").touch()
    said = python(f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import chainrule").stderr
    assert f"ImportError: chainrule: {package!r} is imported from {tmp_path / package}" in said
    assert str(ROOT) in said and "rename" in said


def test_a_folder_that_is_no_package_hides_nothing(tmp_path):
    (tmp_path / "derive").mkdir()
    assert not python(f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import chainrule").returncode


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(neighbours, "NAMES", ("derive", "derive_of_nobody"))
    with pytest.raises(ImportError, match=r"'derive_of_nobody' is missing .*install chainrule again"):
        neighbours.check()


def test_a_layer_of_the_catalogue_is_called_without_its_model():
    code = (
        "import sys; from chainrule.calls import operation\n"
        "assert operation('dense').wrt == ('x', 'w', 'b')\n"
        "print(*sys.modules)"
    )
    assert not {"sympy", "derive.layers"} & {*python(code).stdout.split()}


def test_what_means_no_layer_is_refused_as_everywhere():
    for wrong in ("dens", "runtime", "../x", 3):
        with pytest.raises(chainrule.ArgumentError):
            calls.operation(wrong)


MODEL = """
from derive.notation import Layer, define, index, sizes, tensor
(N,) = sizes("N")
n = index("n", N)
x, y = tensor("x", n), tensor("y", n)
scaled = Layer("scaled", [define(y[n], {factor} * x[n])], wrt=(x,))
"""


def test_models_of_one_name_are_different_operations(tmp_path):
    made = []
    for factor in (2, 3):
        (tmp_path / f"scaled{factor}.py").write_text(MODEL.format(factor=factor))
        made.append(calls.operation(tmp_path / f"scaled{factor}.py"))
    assert len({one.name for one in made}) == 2
    assert made[0] is calls.operation(tmp_path / "scaled2.py")
    assert calls.operation(derive.layer("dense")) is calls.operation("dense")


@pytest.mark.parametrize("name", ["conv2d", "max_pool2d", "group_norm", "relu", "covariance_pool2d"])
def test_shapes_are_known_before_anything_is_computed(name):
    """In numbers, and the same where sizes are symbols (here: numbers that are no `int`)."""
    import numpy as np

    class Symbolic(int):
        pass

    operation = calls.operation(name)
    sizes = dict(zip(("x", "w", "gamma", "beta"), ((2, 4, 7, 6), (6, 4, 3, 2), (4,), (4,)), strict=True))
    given = {one: sizes[one] for one in operation.inputs if one in sizes}
    options = {"groups": (2,)} if name == "group_norm" else {}
    every = {k: (v,) for k, v in operation.options.items() if k not in calls.CHOICES} | options
    found = operation.shapes(given, every)
    symbolic = {one: tuple(map(Symbolic, shape)) for one, shape in given.items()}
    assert operation.shapes(symbolic, every) == found
    made = operation.forward([np.ones(given[n]) if n in given else None for n in operation.inputs], options)
    assert [found[one] for one in operation.results] == [one.shape for one in made]


def test_generated_kernels_are_typed():
    for package in ("chainrule", "derive", "codegen", "generated"):
        assert (Path(importlib.import_module(package).__file__).parent / "py.typed").exists()


@pytest.mark.parametrize(
    ("module", "framework"),
    [
        ("chainrule", "derive"),
        ("chainrule.torch.tensors", "torch"),
        ("chainrule.torch.modules", "torch"),
        ("chainrule.jax.layers_of_jax", "jax"),
    ],
)
def test_examples_in_docstrings_are_true(module, framework):
    pytest.importorskip(framework)
    tried = doctest.testmod(importlib.import_module(module))
    assert tried.attempted and not tried.failed
