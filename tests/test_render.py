"""Files: deterministic, whole or not at all, and loadable."""

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from codegen.module.load import RUNTIME, load
from codegen.module.render import diff, files, module, render, write
from codegen.source.module import LONGEST
from derive.gradients import gradients
from derive.notation import Layer, define, index, sizes, tensor
from tests.spine import SPINE

BY_NAME = {layer.name: layer for layer in SPINE}
SMALL = [BY_NAME["relu"], BY_NAME["cross_entropy"]]


def test_render_gives_one_file_per_layer_and_its_types():
    made = render(SMALL)
    assert list(made) == ["relu.py", "relu.pyi", "cross_entropy.py", "cross_entropy.pyi"]
    for name, text in made.items():
        compile(text, name, "exec")
        assert "do not edit" in text.lower() and text.endswith("\n")
        assert not any(line.endswith(" ") for line in text.splitlines())


def test_a_long_module_keeps_its_kernels_in_a_file_of_their_own(tmp_path, monkeypatch):
    monkeypatch.setattr("codegen.source.module.LONGEST", 10_000)
    whole = files(BY_NAME["dense"])["dense.py"]
    monkeypatch.setattr("codegen.source.module.LONGEST", 100)
    made = files(BY_NAME["dense"])
    assert list(made)[:2] == ["dense.py", "dense_kernels.py"] and len(made) > 2, "one volume is not enough"
    assert "@njit" not in made["dense.py"] and "from .dense_kernels import (" in made["dense.py"]
    assert sum(text.count("@njit") for text in made.values()) == whole.count("@njit")
    import numpy as np

    kernels = load(replace(BY_NAME["dense"], summary="in two files"), tmp_path)
    x, w = np.ones((2, 3)), np.ones((4, 3))
    assert (kernels.forward(x, w) == 3).all() and (kernels.vjp(np.ones((2, 4)), x, w).x == 4).all()


def test_no_file_is_longer_than_a_reader_takes():
    """But where a single kernel is: no function is torn from its parts."""
    for path in RUNTIME.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        callers = re.findall(r"(?<!\n@)\n\n\ndef (_\w+)\(", text)
        assert text.count("\n") <= LONGEST or len(callers) == 1, (path.name, callers)


def test_the_docstring_shows_forward_and_gradients():
    text = render([BY_NAME["dense"]])["dense.py"]
    docstring = text.split('"""')[1]
    assert "y[n,o]" in docstring and "dx[n,k]" in docstring and "dw[o,k]" in docstring


@pytest.mark.parametrize("name", [pytest.param("conv2d", marks=pytest.mark.deep), "cross_entropy"])
def test_bytes_do_not_depend_on_the_hash_seed(name):
    code = f"from derive.layers import LAYERS; from codegen.module.render import module; import hashlib; \
print(hashlib.sha256(module(LAYERS[{name!r}]).encode()).hexdigest())"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True,
            text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1


def test_write_and_diff(tmp_path):
    two = {"a.py": "one\n", "b.py": "two\n"}
    assert "+one" in diff(two, tmp_path)
    write(two, tmp_path)
    assert diff(two, tmp_path) == ""
    (tmp_path / "a.py").write_text("changed\n")
    assert "-changed" in diff(two, tmp_path) and "b.py" not in diff(two, tmp_path)


def test_a_failing_write_leaves_every_file_as_it_was(tmp_path):
    write({"a.py": "old\n"}, tmp_path)
    with pytest.raises(TypeError):
        write({"a.py": "new\n", "b.py": None}, tmp_path)
    assert (tmp_path / "a.py").read_text() == "old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["a.py"]


def test_load_takes_other_formulas_through_the_same_pipeline(tmp_path):
    relu = BY_NAME["relu"]
    g = gradients(relu)
    (x,) = relu.wrt
    (last,) = g.vjp[x].defs
    wrong = replace(g, vjp={x: replace(g.vjp[x], defs=(replace(last, expr=-last.expr),))})
    assert files(relu, wrong) != files(relu)
    import numpy as np

    right, mutant = load(relu), load(relu, tmp_path, gradients=wrong)
    x_data, dy = np.array([1.0, -1.0]), np.array([2.0, 3.0])
    assert right.vjp_x(dy, x_data).tolist() == [2, 0]
    assert mutant.vjp_x(dy, x_data).tolist() == [-2, 0]


def test_a_size_that_nothing_gives_is_refused():
    N, M = sizes("N M")
    i, m = index("i", N * M + N), index("m", N)
    x, y = tensor("x", i), tensor("y", m)
    layer = Layer("unsolvable", [define(y[m], x[m])], wrt=(x,))
    with pytest.raises(ValueError, match="cannot be solved"):
        module(layer)
