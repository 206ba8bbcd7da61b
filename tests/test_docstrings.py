"""A module says what it computes: each function its formulas, whole, and their cost; each file its maker."""

import ast
import builtins
import re
import tomllib
from pathlib import Path

import pytest
from sympy import symbols

from codegen.module.load import PARTS
from codegen.pipeline import compile_plan
from codegen.source import plan, render
from codegen.version import VERSION
from derive import pretty
from derive.exact.operations import operations
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.notation import define, index, sizes, tensor, total

ROOT = Path(__file__).parent.parent
SHARED = {*PARTS}
MADE = sorted(path for path in (ROOT / "generated").glob("*.py") if path.name not in SHARED)


def squeezed(text):
    """A text without its line breaks."""
    return " ".join(text.split())


def kernels(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("_")]


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.stem)
def test_every_kernel_says_its_formulas_whole(path):
    assert "…" not in path.read_text(encoding="utf-8"), "a formula is cut"
    for one in kernels(path):
        said = ast.get_docstring(one) or ""
        assert {"=", "+="} & {*said.split()}, f"{one.name} says no formula"
        assert max(map(len, said.splitlines())) <= 106


@pytest.mark.parametrize("name", ["dense", "relu", "max_pool2d", "cross_entropy"])
def test_the_textbook_form_stands_first_and_the_compiled_one_beside_it(name):
    layer = LAYERS[name]
    made = plan(layer, gradients(layer))
    loops = compile_plan(made)
    found = {}
    for text in render(made, loops).values():
        functions = [n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef)]
        found |= {n.name: ast.get_docstring(n) for n in functions}
    for function, defs in made.textbook.items():
        if function in loops:
            known = [squeezed(pretty.equation(one)) for one in defs]
            assert squeezed(found[function]).startswith(" ".join(known))
    for t in layer.wrt:
        told = made.derivations[t].program.defs[-1]
        assert squeezed(pretty.equation(told)) in squeezed(found[f"_vjp_{t.name}"])


def test_the_compiled_form_is_beside_the_textbook_form_where_they_differ():
    pool = kernels(ROOT / "generated/covariance_pool2d.py")
    (said,) = [ast.get_docstring(n) for n in pool if n.name == "_vjp_x"]
    textbook, compiled = said.split("As compiled:")
    assert "q−" in compiled and "q−" not in textbook
    (same,) = [
        ast.get_docstring(n) for n in kernels(ROOT / "generated/dense_kernels.py") if n.name == "_vjp_b"
    ]
    assert "As compiled:" not in same


def test_a_docstring_of_more_than_a_screen_leaves_to_the_loops_what_stands_there():
    path = ROOT / "generated/grid_sample3d_kernels4.py"
    (part,) = [n for n in kernels(path) if n.name == "_jvp_part"]
    said = ast.get_docstring(part)
    assert "ẏ[n, c, eab] = " in said
    assert "\nrow_dot[eab] = " not in said
    assert "# row_dot[eab] = " in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.stem)
def test_the_header_says_who_made_it(path):
    assert f"`chainrule generate`, version {VERSION}, from the forward of" in path.read_text(encoding="utf-8")


def test_the_version_stands_in_one_place():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"] and "version" not in project["project"]
    place = ROOT / project["tool"]["hatch"]["version"]["path"]
    assert re.search(rf'^VERSION = "{VERSION}"$', place.read_text(encoding="utf-8"), re.MULTILINE)


def counted(name, gradient=None):
    layer = LAYERS[name]
    made = plan(layer, gradients(layer)).textbook
    return operations(made["_forward" if gradient is None else f"_vjp_{gradient}"])


def test_operations_are_counted_as_the_formula_is_written():
    N, K, O = symbols("N K O", integer=True, positive=True)
    forward = counted("dense")
    assert (forward.multiplications, forward.additions) == (N * K * O, N * K * O)
    dx, db = counted("dense", "x"), counted("dense", "b")
    assert (dx.multiplications, dx.additions) == (N * K * O, N * K * O - N * K)
    assert (db.multiplications, db.additions) == (0, N * O - O)
    assert counted("batch_norm", "x").additions.as_poly().total_degree() == 4, "a sum is taken once"
    assert counted("max_pool2d", "x").multiplications == 0, "a bracket is no factor"


def test_operations_that_differ_from_index_to_index_are_not_counted_as_if_they_did_not():
    (N,) = sizes("N")
    i, j = index("i", N), index("j", N)
    x, y = tensor("x", j), tensor("y", i)
    assert not operations([define(y[i], total(x[j] * x[j], over=(j, 0, i)))]).closed
    assert operations([define(y[i], total(x[j] * x[j], over=j))]).closed


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.stem)
def test_a_file_imports_what_it_names_and_nothing_else(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    imported = {a.asname or a.name for n in imports for a in n.names}
    names = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
    read = {n.id for n in names if isinstance(n.ctx, ast.Load)}
    own = {n.id for n in names if isinstance(n.ctx, ast.Store)}
    own |= {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    own |= {a.arg for n in ast.walk(tree) if isinstance(n, ast.arguments) for a in (*n.args, *n.kwonlyargs)}
    assert read <= own | imported | set(dir(builtins)), "a name comes from nowhere"
    assert imported <= read, "an import that nothing needs"
