"""Text of whole-number arithmetic as a function of named numbers: the forms in which sizes are written."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generated import scalars

Names = Mapping[str, Any]
Arithmetic = Callable[[Names], Any]

BINARY = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.Pow, ast.BitAnd)
COMPARED = (ast.GtE, ast.Gt, ast.LtE, ast.Lt, ast.Eq, ast.NotEq)
CALLED: dict[str, Any] = {"min": min, "max": max, "abs": abs} | {
    name: getattr(getattr(scalars, name), "py_func", getattr(scalars, name))
    for name in ("cell", "gcd", "residue")
}


def function(text: str) -> Arithmetic:
    """Raises ``ValueError`` for text that is more than arithmetic."""
    tree = ast.parse(text, mode="eval")
    _check(tree.body)
    code, around = compile(tree, "<sizes>", "eval"), {"__builtins__": {}, **CALLED}
    return lambda known: eval(code, around, known)


def names(text: str) -> frozenset[str]:
    """The numbers that a text names."""
    found = {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}
    return frozenset(found - CALLED.keys())


def _check(e: ast.expr) -> None:
    """Every node is one of those that sizes are written with."""
    match e:
        case ast.Constant() | ast.Name():
            parts: Sequence[ast.expr] = ()
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            parts = (inner,)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, BINARY):
            parts = (left, right)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if isinstance(op, COMPARED):
            parts = (left, right)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in CALLED:
            parts = arguments
        case ast.IfExp(test=test, body=body, orelse=other):
            parts = (test, body, other)
        case ast.BoolOp(op=ast.And(), values=values):
            parts = values
        case _:
            raise ValueError(f"no arithmetic: {ast.unparse(e)}")
    for part in parts:
        _check(part)


__all__ = ["Arithmetic", "function", "names"]
