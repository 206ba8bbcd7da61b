"""The rooms of the house and the arrows between them, read from the imports.

``python -m tests.house`` puts the drawing of them into ``.github/ARCHITECTURE.md``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / ".github/ARCHITECTURE.md"

# From the ground up: a room may import from those before it, codegen from derive, chainrule from both.
_DERIVE = "approximation cook_toom expr model proof steps arrays simplify autodiff pretty explain"
_DERIVE += " gradients notation layers exact facts api"
_CODEGEN = "version places own_files array_code loops program contraction stencil cook_toom elementary"
_CODEGEN += " numba source passes lowering pipeline module verification check apps cli"
_CHAINRULE = "neighbours calls written torch jax"
ORDER = {
    "derive": tuple(_DERIVE.split()),
    "codegen": tuple(_CODEGEN.split()),
    "chainrule": tuple(_CHAINRULE.split()),
}

Graph = dict[str, set[str]]


def modules() -> dict[str, Path]:
    """Every module of the packages by its dotted name."""
    files = [path for top in ORDER for path in sorted((ROOT / top).rglob("*.py"))]
    return {_dotted(path): path for path in files}


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """What a file imports, anywhere in it and for types too: ``a.b`` and ``a.b.name``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_graph() -> Graph:
    """Which module imports which; a name that is no module stands for the module that has it."""
    known = modules()

    def meant(name: str) -> str:
        return name if name in known else name.rpartition(".")[0]

    found = {name: {meant(one) for one in imports(path)} for name, path in known.items()}
    return {name: (targets & known.keys()) - {name} for name, targets in found.items()}


def room(module: str) -> str:
    """``derive.expr`` for ``derive.expr.atoms``; the packages themselves are the doors."""
    return ".".join(module.removesuffix(".__main__").split(".")[:2])


def room_graph() -> Graph:
    """Which room imports which."""
    made: Graph = {}
    for name, targets in module_graph().items():
        made.setdefault(room(name), set()).update({room(target) for target in targets} - {room(name)})
    return made


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Some circle of the graph, empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def floors() -> list[str]:
    """All rooms from the ground up; each package's door above its rooms."""
    return [name for top, rooms in ORDER.items() for name in (*(f"{top}.{room}" for room in rooms), top)]


def upward() -> list[str]:
    """The arrows that point up."""
    height = {name: floor for floor, name in enumerate(floors())}
    return sorted(
        f"{name} -> {target}"
        for name, targets in room_graph().items()
        for target in targets
        if height[target] > height[name]
    )


def drawing() -> str:
    """The rooms as a Mermaid graph; an arrow that others imply is left out."""
    graph = {name: targets - ORDER.keys() for name, targets in room_graph().items()}
    below = {name: set(targets) for name, targets in graph.items()}
    for name in floors():
        below[name] = below[name].union(*(below[target] for target in graph[name]))
    lines = ["graph TD"]
    for top, rooms in ORDER.items():
        lines += [f"  subgraph {top}", *(f'    {top}_{one}["{one}"]' for one in reversed(rooms)), "  end"]
    for name in reversed(floors()):
        implied = set().union(*(below[target] for target in graph[name]))
        lines += [f"  {name} --> {target}" for target in sorted(graph[name] - implied) if "." in name]
    return "\n".join(lines).replace(".", "_")


def drawn(page: str) -> str:
    """A page with the drawing as it is now."""
    return re.sub(r"(?<=```mermaid\n).*?(?=\n```)", lambda _: drawing(), page, count=1, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
