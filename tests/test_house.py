"""Rules of the house: which way imports point, where layer names may stand, what the README promises."""

from __future__ import annotations

import ast
import re
import stat
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from derive.layers import LAYERS
from tests import house

ROOT = Path(__file__).parent.parent
# Where the name of a layer is data: the models themselves, benchmarks, training, what PyTorch calls them;
# models of users have names that a layer of the catalogue may be given some day.
NAMED = (
    "derive/layers",
    "derive/facts/lectures",
    "codegen/verification/oracles/torch_",
    "codegen/apps/benchmark/suite/",
    "codegen/apps/benchmark/peers.py",
    "codegen/apps/benchmark/jax_peers.py",
    "codegen/apps/long_sums/",
    "codegen/apps/train.py",
    "codegen/apps/user_models/",
)


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level == 0}
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        ("derive", {"chainrule", "codegen", "generated", "tests", "numba", "torch", "jax"}),
        ("codegen", {"chainrule", "tests"}),
        ("chainrule", {"tests"}),
    ],
)
def test_imports_only_point_left(folder: str, forbidden: set[str]) -> None:
    wrong = {str(path.relative_to(ROOT)): imported(path) & forbidden for path in sources(folder)}
    assert not {path: names for path, names in wrong.items() if names}


def test_every_room_has_its_floor() -> None:
    assert sorted(house.floors()) == sorted(house.room_graph())


def test_arrows_between_rooms_only_point_down() -> None:
    assert house.upward() == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert house.circle(house.module_graph()) == []


def test_a_folder_holds_a_dozen_files_at_most() -> None:
    files = [path for path in sources("chainrule", "derive", "codegen") if path.name != "__init__.py"]
    held = Counter(path.parent.relative_to(ROOT).as_posix() for path in files)
    assert not {folder: n for folder, n in held.items() if n > 12}


def test_no_two_files_have_one_stem() -> None:
    stems = Counter(path.stem for path in sources("chainrule", "derive", "codegen") if path.stem[:2] != "__")
    assert not {stem for stem, n in stems.items() if n > 1}


def test_no_two_types_have_one_name() -> None:
    classes = (
        node.name
        for path in sources("chainrule", "derive", "codegen")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert not {name for name, n in Counter(classes).items() if n > 1}


def test_the_drawing_of_the_rooms_is_what_the_imports_say() -> None:
    page = house.PAGE.read_text(encoding="utf-8")
    assert page == house.drawn(page), "the imports have changed: run python -m tests.house"
    assert house.drawing() in page


def test_every_room_says_what_goes_in_and_out() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in sources("chainrule", "derive", "codegen")
        if path.name == "__init__.py" and len(ast.get_docstring(ast.parse(path.read_text())) or "") < 60
    ]
    assert silent == []


@pytest.mark.parametrize("page", sorted((ROOT / ".github").glob("*.md")), ids=lambda page: page.name)
def test_what_the_pages_name_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:derive|codegen|generated|tests|\.github|\.ci)/[\w./]*)`", text)
    named += [f".github/{link}" for link in re.findall(r"\]\((\w+\.\w+)\)", text)]
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_generated_imports_numpy_and_numba_only() -> None:
    # Numba stands on llvmlite: where one is, the other is.
    allowed = set(sys.stdlib_module_names) | {"numpy", "numba", "llvmlite", "generated"}
    files = list(sources("generated"))
    assert files
    assert not {path.name: imported(path) - allowed for path in files if imported(path) - allowed}


def strings_and_names(path: Path) -> Iterator[str]:
    """Every string and identifier of the code; docstrings and comments may give examples."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.name.split(".")[-1]


def test_no_layer_is_named_outside_its_model() -> None:
    """Nothing about a gradient may hang on the name of a layer."""
    # Three layers are called like the functions that they apply, which the notation has to name.
    names = set(LAYERS.names) - {"sigmoid", "tanh", "softmax"}
    found: dict[str, set[str]] = {}
    for path in sources("chainrule", "derive", "codegen"):
        where = path.relative_to(ROOT).as_posix()
        if not where.startswith(NAMED):
            found[where] = names & set(strings_and_names(path))
    # The default of `chainrule run` is a choice of what to show first.
    found["codegen/cli/commands/making.py"] -= {"conv2d"}
    assert not {where: said for where, said in found.items() if said}


def test_files_are_short() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources("chainrule", "derive", "codegen")
    }
    assert not {path: n for path, n in lengths.items() if n > 300}


def test_functions_are_short() -> None:
    long: dict[str, int] = {}
    for path in sources("chainrule", "derive", "codegen"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60:
                long[f"{path.name}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    assert not long


def test_no_blanket_handler_and_no_evaluation_of_text() -> None:
    wrong: list[str] = []
    for path in sources("chainrule", "derive", "codegen"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            blanket = isinstance(node, ast.ExceptHandler) and _name(node.type) in (
                "Exception",
                "BaseException",
                "",
            )
            evaluates = isinstance(node, ast.Call) and _name(node.func) in ("eval", "parse_expr")
            if blanket or evaluates:
                wrong.append(f"{path.name}:{node.lineno}")
    assert not wrong


def _name(node: ast.expr | None) -> str:
    return "" if node is None else (node.id if isinstance(node, ast.Name) else ast.unparse(node))


def commands() -> list[str]:
    """The shell lines of the README's section on the two commands."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^python3 -m venv .*$", text, re.MULTILINE)


def test_readme_has_the_two_commands() -> None:
    first, second = commands()
    assert first.endswith("chainrule run")
    assert second.endswith("pytest")


def test_ci_runs_the_readme_test_command_word_for_word() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert commands()[1] in script.splitlines()
    assert (ROOT / ".ci/run").stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", ROOT / ".ci/run"], check=True)


def test_packages_are_listed_and_typed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["chainrule", "derive", "codegen", "generated"]
    assert all((ROOT / package / "py.typed").exists() for package in wheel["packages"])
    assert set(project["project"]["optional-dependencies"]) >= {"test", "torch", "jax"}
