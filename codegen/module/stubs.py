"""What a type checker and an editor read beside a generated module: its functions with their types.

In goes the text of the module, out comes that of its ``.pyi``: arguments and defaults as they stand there,
types from its ``SPEC``.  Nothing of it is read at run time.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

HEAD = '''"""The types of {name}, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]
'''
CHOICES = {
    "algorithm": 'Literal["auto", "direct", "winograd"]',
    "accuracy": 'Literal["exact", "fast"]',
    "residuals": "tuple[Any, ...] | None",
}
NUMBERS = {"int": "int", "float": "float"}


def stub(text: str) -> str:
    """The stub of a generated module."""
    tree = ast.parse(text)
    spec = next(ast.literal_eval(n.value) for n in tree.body if isinstance(n, ast.Assign) and _is(n, "SPEC"))
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"]
    types = _Types(spec)
    tuples = [("Gradients", list(spec["gradients"])), ("Residuals", types.named("residuals"))]
    made = [HEAD.format(name=spec["name"]), *(_tuple(name, fields) for name, fields in tuples)]
    for one in functions:
        made += types.forward(one) if one.name == "forward" else [types.function(one)]
    return "\n".join(made)


def _is(node: ast.Assign, name: str) -> bool:
    return any(isinstance(t, ast.Name) and t.id == name for t in node.targets)


def _tuple(name: str, fields: list[str]) -> str:
    body = "".join(f"    {field}: Array\n" for field in fields) or "    ...\n"
    return f"class {name}(NamedTuple):\n{body}"


@dataclass(frozen=True)
class _Types:
    spec: Mapping[str, Any]

    def named(self, *groups: str) -> list[str]:
        return [one["name"] for g in groups for one in self.spec[g]]

    def several(self, *groups: str) -> str:
        """The type of one array, or of a tuple of so many."""
        count = len(self.named(*groups))
        return "Array" if count == 1 else f"tuple[{', '.join(['Array'] * count)}]"

    def forward(self, node: ast.FunctionDef) -> Iterator[str]:
        """What a forward gives depends on ``save``."""
        result = self.several("outputs", "aux")
        plain = self.function(node, result, {"save": "Literal[False]"})
        saving = self.function(node, f"tuple[{result}, Residuals]", {"save": "Literal[True]"}, "save")
        yield from (f"@overload\n{text}" for text in (plain, saving))

    def function(
        self, node: ast.FunctionDef, result: str = "", known: Mapping[str, str] | None = None, must: str = ""
    ) -> str:
        """One function; ``known`` are types that only it has, the argument ``must`` has no default."""
        given = {**CHOICES, "out": self._out(node.name), **(known or {})}
        args = node.args
        defaults = [*[None] * (len(args.args) - len(args.defaults)), *args.defaults, *args.kw_defaults]
        lines = [
            self._argument(one.arg, None if one.arg == must else default, given)
            for one, default in zip([*args.args, *args.kwonlyargs], defaults, strict=True)
        ]
        lines[len(args.args) : len(args.args)] = ["*"] if args.kwonlyargs else []
        body = "".join(f"    {line},\n" for line in lines)
        return f"def {node.name}(\n{body}) -> {result or self._result(node.name)}: ...\n"

    def _argument(self, name: str, default: ast.expr | None, given: Mapping[str, str]) -> str:
        """An option by what it holds, given where it has no default; anything else is an array."""
        option = next((o for o in self.spec["options"] if o["name"] == name), None)
        if option is None:
            kind = given.get(name) or ("ArrayLike" if default is None else "ArrayLike | None")
            return f"{name}: {kind}" + ("" if default is None else f" = {_written(default)}")
        number = NUMBERS[option["kind"]]
        kind = number if len(option["symbols"]) == 1 else f"{number} | Sequence[{number}]"
        return f"{name}: {kind}" + ("" if option["default"] is None else f" = {option['default']!r}")

    def _result(self, name: str) -> str:
        return {"vjp": "Gradients", "jvp": self.several("outputs")}.get(name, "Array")

    def _out(self, name: str) -> str:
        alone = name != "forward" or len(self.named("outputs", "aux")) == 1
        return "Array | None" if alone else "Sequence[Array | None] | None"


def _written(default: ast.expr) -> str:
    return (
        json.dumps(default.value)
        if isinstance(default, ast.Constant) and default.value
        else ast.unparse(default)
    )


__all__ = ["stub"]
