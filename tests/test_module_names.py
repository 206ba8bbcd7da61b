"""Files and arguments of a module: no name of a model reaches beyond them, no broken file is taken."""

import importlib
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from codegen.module.load import PARTS, RUNTIME, load, rendered
from codegen.module.render import beside, files, render, write
from codegen.source.names import identifier
from derive.model.layer import Layer, ModelError
from derive.notation import define, hat, index, option, size, tensor, total

loading = importlib.import_module("codegen.module.load")  # the package has a function of that name
N = size("N")
n = index("n", N)


def scaled(name="scaled", given="x", made="y", factor="alpha", extent=N):
    """y = alpha x with other names."""
    i = index("i", extent)
    x, y, a = tensor(given, i), tensor(made, i), option(factor, default=2.0, real=True)
    (alpha,) = a
    return Layer(name, [define(y[i], alpha * x[i])], wrt=(x,), options=(a,))


@pytest.mark.parametrize("name", ["../evil", "a/b", "/tmp/evil", "..", "", "a b", "1st", "class", "runtime",
                                  "stencils", "vectors", "__init__", "_private", "a\0b", "a.b"])  # fmt: skip
def test_a_name_that_is_no_file_of_its_own_is_refused(name, tmp_path):
    inside = tmp_path / "kernels"
    with pytest.raises(ModelError, match="cannot name a module of kernels"):
        load(scaled(name), inside)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["../evil.py", "/evil.py", "a/b.py", ".."])
def test_files_are_written_into_their_folder_only(name, tmp_path):
    with pytest.raises(ValueError, match="is no file of"):
        write({"good.py": "", name: ""}, tmp_path / "kernels")
    assert not list(tmp_path.iterdir())


def test_two_layers_do_not_share_a_file():
    with pytest.raises(ValueError, match=r"another layer has a file scaled.py already"):
        render([scaled(), scaled(given="z")])


@pytest.mark.parametrize("name", ["forward", "vjp", "jvp", "Residuals", "Gradients", "_LAYER", "_forward"])
@pytest.mark.parametrize("role", ["given", "factor"])
def test_a_name_of_the_module_itself_is_no_argument(name, role):
    with pytest.raises(ModelError, match=f"'{name}' is a name of the module itself"):
        files(scaled(**{role: name}))


def test_two_arguments_have_two_names():
    with pytest.raises(ModelError, match="two arguments of a kernel are called dy"):
        files(scaled(factor="dy"))
    with pytest.raises(ModelError, match="two arguments of a kernel are called x_dot"):
        files(scaled(factor="x_dot"))


def test_sizes_may_be_called_like_words_of_python():
    assert [identifier(name) for name in ("n'", "lambda", "max", "_", "2n", "λ", "N")] == [
        "n_", "lambda_", "max_", "v_", "v2n", "λ", "N",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "given", ["blocks", "runtime", "call", "result", "np", "T", "U", "dtype", "math", "njit"]
)
def test_a_tensor_may_be_called_like_a_word_of_the_kernels(given, tmp_path):
    layer = scaled(given=given, extent=size("lambda") if given == "call" else N)
    module = load(layer, tmp_path)
    x = np.arange(3.0)
    assert module.forward(x).tolist() == [0, 2, 4]
    assert getattr(module, f"vjp_{given}")(x, x, alpha=3).tolist() == [0, 3, 6]


def test_two_sizes_have_two_names():
    first, second = index("i", size("n'")), index("j", size("n_"))
    x, y = tensor("x", first, second), tensor("y", first)
    with pytest.raises(ModelError, match="two sizes are called n_ in the module"):
        files(Layer("clash", [define(y[first], x[first, 0])], wrt=(x,)))


def test_a_file_that_was_written_by_half_is_not_taken(tmp_path):
    write(rendered(scaled()), tmp_path)
    whole = (tmp_path / "scaled.py").read_text(encoding="utf-8")
    (tmp_path / "scaled.py").write_text(whole[: len(whole) // 2], encoding="utf-8")
    assert load(scaled(), tmp_path).forward(np.ones(2)).tolist() == [2, 2]
    assert (tmp_path / "scaled.py").read_text(encoding="utf-8") == whole


def test_modules_live_under_what_runs_them_too(tmp_path, monkeypatch):
    """Another run-time file is another folder, though the kernels are the same."""
    before = load(scaled()).__package__
    for name in PARTS:
        shutil.copy(loading.RUNTIME / name, tmp_path / name)
    with (tmp_path / "runtime.py").open("a", encoding="utf-8") as stream:
        stream.write("NEWER = True\n")
    monkeypatch.setattr(loading, "RUNTIME", tmp_path)
    after = load(scaled())
    assert after.__package__ != before and after.runtime.NEWER


def test_a_package_that_fails_to_load_leaves_nothing_behind(tmp_path, monkeypatch):
    for name in PARTS:
        shutil.copy(loading.RUNTIME / name, tmp_path / name)
    (tmp_path / "__init__.py").write_text("raise ImportError('broken')\n", encoding="utf-8")
    monkeypatch.setattr(loading, "RUNTIME", tmp_path)
    known = set(sys.modules)
    with pytest.raises(ImportError, match="broken"):
        load(scaled())
    assert not {name for name in set(sys.modules) - known if name.startswith("chainrule_")}


def table_read_between():
    """A table at real positions: which element lies below, ``runtime.cell`` says."""
    m = index("m", size("M"))
    table, at, y = tensor("table", m), tensor("at", n), tensor("y", n)
    read = total(hat(m, at[n]) * table[m], over=m)
    return Layer("read_between", [define(y[n], read)], wrt=(table,))


def test_machine_code_is_made_anew_where_the_run_time_has_changed(tmp_path):
    """A part is compiled into a kernel, and Numba looks at the module alone: so its text names the parts."""
    parts = {name: (RUNTIME / name).read_text(encoding="utf-8") for name in PARTS}
    floor = "return np.int64(np.floor(position))"
    assert floor in parts["scalars.py"]
    changed = parts | {"scalars.py": parts["scalars.py"].replace(floor, "return np.int64(0)")}
    modules = files(table_read_between())
    code = (
        "import numpy as np, kernels.read_between as k\n"
        "print(k.forward(np.arange(5.0), np.array([1.5, 3.0])).tolist())"
    )
    told = []
    for given in (parts, changed, parts):
        write(beside(given, modules), tmp_path / "kernels")
        alone = {**os.environ, "PYTHONPATH": ""}
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, text=True,
                              env=alone, capture_output=True)  # fmt: skip
        told.append(done.stdout)
    assert told[0] == told[2] == "[1.5, 3.0]\n" and told[1] != told[0]


def test_a_module_names_what_it_runs_with():
    made = beside({"runtime.py": "a"}, {"one.py": '"""Made.  Do not edit."""'})
    other = beside({"runtime.py": "b"}, {"one.py": '"""Made.  Do not edit."""'})
    assert made["one.py"] != other["one.py"] and made["runtime.py"] == "a"
    assert "Run time: " in load(scaled()).__doc__
