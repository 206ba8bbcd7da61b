"""Text of whole-number arithmetic as a function of named numbers: the forms in which sizes are written."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from generated import scalars

Names = Mapping[str, Any]
Arithmetic = Callable[[Names], Any]

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.Pow, ast.BitAnd)
RELATIONS = (ast.GtE, ast.Gt, ast.LtE, ast.Lt, ast.Eq, ast.NotEq)
CALLED: dict[str, Any] = {"min": min, "max": max, "abs": abs} | {
    name: getattr(getattr(scalars, name), "py_func", getattr(scalars, name))
    for name in ("cell", "gcd", "residue")
}


def function(text: str) -> Arithmetic:
    """Raises ``ValueError`` for text that is more than arithmetic."""
    tree = ast.Expression(_arithmetic(ast.parse(text, mode="eval").body))
    made = compile(ast.fix_missing_locations(tree), "<sizes>", "eval")
    return lambda known: eval(made, _AROUND, known)


def names(text: str) -> frozenset[str]:
    """The numbers that a text names."""
    found = {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}
    return frozenset(found - CALLED.keys())


def _arithmetic(e: ast.expr) -> ast.expr:
    """The tree itself, the functions in it under names that no number has."""
    match e:
        case ast.Constant() | ast.Name():
            return e
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return ast.UnaryOp(e.op, _arithmetic(inner))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return ast.BinOp(_arithmetic(left), op, _arithmetic(right))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in RELATIONS:
            return ast.Compare(_arithmetic(left), [op], [_arithmetic(right)])
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in CALLED:
            return ast.Call(ast.Name(_hidden(name), ast.Load()), [_arithmetic(a) for a in arguments], [])
        case ast.IfExp(test=test, body=body, orelse=other):
            return ast.IfExp(*map(_arithmetic, (test, body, other)))
        case ast.BoolOp(op=ast.And(), values=values):
            return ast.BoolOp(e.op, [_arithmetic(value) for value in values])
        case _:
            raise ValueError(f"no arithmetic: {ast.unparse(e)}")


def _hidden(name: str) -> str:
    return f"{name}()"


_AROUND: dict[str, Any] = {"__builtins__": {}} | {_hidden(name): law for name, law in CALLED.items()}

__all__ = ["Arithmetic", "function", "names"]
