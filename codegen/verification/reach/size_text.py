"""Text of whole-number arithmetic as a function of named numbers: the forms in which sizes are written."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generated import scalars

Names = Mapping[str, Any]
Arithmetic = Callable[[Names], Any]

BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod, ast.Pow: operator.pow, ast.BitAnd: operator.and_,
}  # fmt: skip
COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.GtE: operator.ge, ast.Gt: operator.gt, ast.LtE: operator.le, ast.Lt: operator.lt, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}  # fmt: skip
CALLED: dict[str, Any] = {"min": min, "max": max, "abs": abs} | {
    name: getattr(getattr(scalars, name), "py_func", getattr(scalars, name))
    for name in ("cell", "gcd", "residue")
}


def function(text: str) -> Arithmetic:
    """Raises ``ValueError`` for text that is more than arithmetic."""
    return _made(ast.parse(text, mode="eval").body)


def names(text: str) -> frozenset[str]:
    """The numbers that a text names."""
    found = {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}
    return frozenset(found - CALLED.keys())


def _made(e: ast.expr) -> Arithmetic:
    match e:
        case ast.Constant(value=value):
            return lambda _: value
        case ast.Name(id=name):
            return lambda known: known[name]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            of = _made(inner)
            return lambda known: -of(known)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
            return _applied(BINARY[type(op)], [left, right])
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARED:
            return _applied(COMPARED[type(op)], [left, right])
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in CALLED:
            return _applied(CALLED[name], arguments)
        case ast.IfExp(test=test, body=body, orelse=other):
            asked, yes, no = map(_made, (test, body, other))
            return lambda known: yes(known) if asked(known) else no(known)
        case ast.BoolOp(op=ast.And(), values=values):
            parts = [_made(value) for value in values]
            return lambda known: all(part(known) for part in parts)
        case _:
            raise ValueError(f"no arithmetic: {ast.unparse(e)}")


def _applied(law: Callable[..., Any], arguments: Sequence[ast.expr]) -> Arithmetic:
    parts = [_made(one) for one in arguments]
    if len(parts) == 2:  # nearly always, and a search asks millions of times
        first, second = parts
        return lambda known: law(first(known), second(known))
    return lambda known: law(*(part(known) for part in parts))


__all__ = ["Arithmetic", "function", "names"]
