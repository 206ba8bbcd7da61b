"""The types beside generated modules: what stands there is how the functions are called."""

import ast
import importlib
import inspect
import subprocess
import sys

import pytest

from codegen.module.load import RUNTIME
from codegen.module.render import module, render
from codegen.module.stubs import stub
from derive.layers import LAYERS

NAMES = ("conv2d", "batch_norm", "max_pool2d", "cross_entropy_mean", "adam_step", "relu")


def functions(text):
    """The arguments of each function, those by position and those by name."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            args = node.args
            found.setdefault(node.name, []).append(
                ([one.arg for one in args.args], [one.arg for one in args.kwonlyargs])
            )
    return found


@pytest.mark.parametrize("name", LAYERS.names)
def test_a_stub_has_the_functions_and_arguments_of_its_module(name):
    text = (RUNTIME / f"{name}.py").read_text(encoding="utf-8")
    found = functions(stub(text))
    public = {f: made for f, made in functions(text).items() if not f.startswith("_")}
    assert found.keys() == public.keys()
    assert all(made == public[f] * len(made) for f, made in found.items())


@pytest.mark.parametrize("name", NAMES)
def test_defaults_are_those_of_the_functions(name):
    here = importlib.import_module(f"generated.{name}")
    tree = ast.parse(stub((RUNTIME / f"{name}.py").read_text(encoding="utf-8")))
    (node,) = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "vjp"]
    stated = {a.arg: d for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)}
    for option in here.SPEC["options"]:
        default = stated[option["name"]]
        assert (default is None) == (option["default"] is None)
        assert default is None or ast.literal_eval(default) == option["default"]
        assert inspect.signature(here.vjp).parameters[option["name"]].default == option["default"]


def test_it_is_written_with_the_module():
    layer = LAYERS["relu"]
    made = render([layer])
    assert made["relu.pyi"] == stub(module(layer))


CALLS = """
import numpy as np
from generated import adam_step, batch_norm, conv2d, cross_entropy_mean

x = np.ones((1, 1, 4, 4))
reveal_type(conv2d.forward(x, x, stride=(2, 1)))
reveal_type(cross_entropy_mean.forward(x, x, save=True)[1].all_weights)
reveal_type(conv2d.vjp(x, x, x).w)
y, mean, var = batch_norm.forward(x)
conv2d.forward(x, x, strides=2)
conv2d.jvp(x, x, x_dot="no", groups="two")
adam_step.forward(x, x)
"""
SAID = {
    6: 'Revealed type is "numpy.ndarray',
    7: 'Revealed type is "numpy.ndarray',
    8: 'Revealed type is "numpy.ndarray',
    10: 'Unexpected keyword argument "strides"',
    11: 'Argument "groups" to "jvp" has incompatible type "str"; expected "int"',
    12: 'No overload variant of "forward" matches',
}


def test_a_type_checker_sees_how_layers_are_called(tmp_path):
    """Stubs are made here from the modules as they stand, beside nothing that they import."""
    package = tmp_path / "generated"
    package.mkdir()
    (package / "__init__.pyi").touch()
    for name in NAMES:
        text = (RUNTIME / f"{name}.py").read_text(encoding="utf-8")
        (package / f"{name}.pyi").write_text(stub(text), encoding="utf-8")
    (tmp_path / "calls.py").write_text(CALLS, encoding="utf-8")
    flags = ["--strict", "--no-error-summary", "--cache-dir", str(tmp_path / "cache"), "--config-file="]
    run = subprocess.run(
        [sys.executable, "-m", "mypy", *flags, "calls.py"],
        cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [line for line in run.stdout.splitlines() if ": error: " in line or "Revealed" in line]
    assert not run.stderr and {int(line.split(":")[1]) for line in lines} == SAID.keys(), run.stdout
    for number, said in SAID.items():
        assert any(line.startswith(f"calls.py:{number}: ") and said in line for line in lines), run.stdout
